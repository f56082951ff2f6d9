#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# ipcctl changes attributes of objects of all six kinds, and nothing else.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib

# One of each kind, in $six.
six() {
	object lines >"$BATS_TEST_TMPDIR/made" <<-END || return
		make mq:/q mode=0600 max_messages=2 max_message_size=8
		make shm:/m mode=0600 size=5000
		make sem:/s mode=0600 values=3
		make mq:0x51 mode=0600
		make shm:0x52 mode=0600
		make sem:0x53 mode=0600 nsems=3 values=4,0,2
	END
	mapfile -t six <"$BATS_TEST_TMPDIR/made"
	queue=${six[3]} segment=${six[4]} set=${six[5]}
}

# What the system calls say; of a POSIX object without opening it.
facts() {
	case $1 in
	*:/*) object stat "$1" ;;
	*) object show "$1" ;;
	esac
}

# holds OBJECT FILTER: of these facts.
holds() {
	output=$(facts "$1") && json "$2"
}

# All that could be different, of all of them; to look at a semaphore sets its
# atime.
everything() {
	{
		printf '%s\0' "${six[@]:0:3}" | object each stat
		printf '%s\0' "${six[@]:3}" | object each show
	} | jq -c 'del(.atime)'
	stat -c %s /dev/shm/m
	object show sem:/s | jq .value
}

@test "ipcctl: --mode in octal is the mode, of every kind" {
	six
	local object
	for object in "${six[@]}"; do
		ok ipcctl --mode 0640 "$object"
		[[ -z $output ]]
		holds "$object" '.mode == "0640"'
		ok ipcctl --mode=7 "$object"
		holds "$object" '.mode == "0007"'
	done
}

@test "ipcctl: --mode in symbols begins with what it is, for each object" {
	six
	local object
	ok ipcctl --mode 0604 "$queue" "$set" shm:/m
	ok ipcctl --mode g=u,o+w "${six[@]}"
	for object in "$queue" "$set" shm:/m; do
		holds "$object" '.mode == "0666"'
	done
	for object in "$segment" mq:/q sem:/s; do
		holds "$object" '.mode == "0662"'
	done
	ok ipcctl --mode a-w "${six[@]}"
	for object in "$segment" mq:/q sem:/s; do
		holds "$object" '.mode == "0440"'
	done
}

@test "ipcctl: --mode changes no owner, --owner no mode" {
	need_root
	six
	local object
	for object in "${six[@]}"; do
		ok ipcctl --owner 7:8 "$object"
		holds "$object" '.uid == 7 and .gid == 8 and .mode == "0600"'
		ok ipcctl --mode 0644 "$object"
		holds "$object" '.uid == 7 and .gid == 8 and .mode == "0644"'
		ok ipcctl --owner 9 "$object"
		holds "$object" '.uid == 9 and .gid == 8 and .mode == "0644"'
		ok ipcctl --owner :10 "$object"
		holds "$object" '.uid == 9 and .gid == 10 and .mode == "0644"'
		ok ipcctl --owner nobody:mail --mode u=r,go= "$object"
		holds "$object" '.uid == 65534 and .gid == 8 and .mode == "0400"'
	done
}

@test "ipcctl: an owner who is none is named" {
	fails 2 '--owner nobody:: no group after the colon' \
	    ipcctl --owner nobody: mq:/x
	fails 2 '--owner nobody:none-such: no such group' \
	    ipcctl --owner nobody:none-such mq:/x
	fails 2 '--owner none-such:0: no such user' \
	    ipcctl --owner none-such:0 mq:/x
}

@test "ipcctl: of a System V object nothing else changes" {
	six
	local object before
	for object in "$queue" "$segment" "$set"; do
		before=$(object show "$object" | jq -S 'del(.ctime, .mode)')
		ok ipcctl --mode 0666 "$object"
		[[ $(object show "$object" | jq -S 'del(.ctime, .mode)') \
		    == "$before" ]]
	done
	object set "$queue" max_bytes=1000
	object set "$segment" lock=1
	ok ipcctl --mode 0600 "$queue" "$segment"
	holds "$queue" '.max_bytes == 1000'
	holds "$segment" '.status == "locked"'
}

@test "ipcctl: --size makes POSIX memory larger, and smaller with --shrink" {
	object make shm:/m size=10
	printf 0123456789 >/dev/shm/m
	ok ipcctl --size 20 shm:/m
	[[ $(hex </dev/shm/m) == "$(hex 0123456789)00000000000000000000" ]]
	ok ipcctl --size 20 shm:/m
	fails 1 "shm:/m: would shrink: say --shrink" ipcctl --size 5 shm:/m
	fails 1 "shm:/m: would shrink: say --shrink" ipcctl -n --size 5 shm:/m
	[[ -z $output ]]
	ok ipcctl -n --size 5 --shrink shm:/m
	[[ $output == 'shm:/m: size 20 -> 5' ]]
	holds shm:/m '.mode == "0600"'
	[[ $(stat -c %s /dev/shm/m) == 20 ]]
	ok ipcctl --size 5 --shrink shm:/m
	[[ $(hex </dev/shm/m) == "$(hex 01234)" ]]
	ok ipcctl --size 64K shm:/m
	[[ $(stat -c %s /dev/shm/m) == 65536 ]]
	ok ipcctl --size 0 --shrink shm:/m
	[[ $(stat -c %s /dev/shm/m) == 0 ]]
}

@test "ipcctl: --max-bytes sets what fits into a System V queue" {
	queue=$(object make mq: mode=0640)
	ok ipcctl --max-bytes 8K "$queue"
	holds "$queue" '.max_bytes == 8192 and .mode == "0640"'
	ok ipcctl --max-bytes 100 --mode 0600 "$queue"
	holds "$queue" '.max_bytes == 100 and .mode == "0600"'
}

@test "ipcctl: --lock keeps a segment in memory, and --unlock does not" {
	segment=$(object make shm: mode=0640)
	ok ipcctl --lock "$segment"
	holds "$segment" '.status == "locked" and .mode == "0640"'
	ok ipcctl --lock "$segment"
	holds "$segment" '.status == "locked"'
	ok ipcctl --unlock --mode 0600 "$segment"
	holds "$segment" '.status == null and .mode == "0600"'
}

@test "ipcctl: patterns change the objects of kinds that can be changed so" {
	six
	object make shm:/memory size=1
	object make shm:/other size=1
	ok ipcctl --size 6000 'shm:/m*'
	[[ $(stat -c %s /dev/shm/m) == 6000 ]]
	[[ $(stat -c %s /dev/shm/memory) == 6000 ]]
	[[ $(stat -c %s /dev/shm/other) == 1 ]]
	ok ipcctl --size 7000 shm:
	[[ $(stat -c %s /dev/shm/other) == 7000 ]]
	ok ipcctl --lock shm:
	holds "$segment" '.status == "locked"'
	ok ipcctl --mode 0606 mq: shm: sem:
	local object
	for object in "${six[@]}" shm:/other; do
		holds "$object" '.mode == "0606"'
	done
	ok ipcctl --mode 0600 'shm:/none*'
}

@test "ipcctl: an object that is named twice is changed once" {
	object make shm:/m mode=0600
	ok ipcctl -v --mode g+r shm:/m /dev/shm/m 'shm:/*'
	[[ $output == "shm:/m: mode 0600 -> 0640" ]]
}

@test "ipcctl: what cannot be changed does not stop the others" {
	six
	fails 1 "shm:/none: no such object" \
	    ipcctl --mode 0644 shm:/m shm:/none mq:12345 "$set"
	[[ $stderr == *"mq:12345: no such object"* ]]
	holds shm:/m '.mode == "0644"'
	holds "$set" '.mode == "0644"'
	fails 1 "shm:/m: would shrink" ipcctl --size 100 shm:/m
}

@test "ipcctl: -v writes each field that is different, old and new" {
	need_root
	six
	ok ipcctl -v --mode 0640 --owner nobody:mail sem:/s
	[[ $output == "sem:/s: mode 0600 -> 0640
sem:/s: owner root -> nobody
sem:/s: group root -> mail" ]]
	ok ipcctl -v --mode 0640 --owner nobody:mail sem:/s
	[[ -z $output ]]
	ok ipcctl -v --size 6000 shm:/m
	[[ $output == "shm:/m: size 5000 -> 6000" ]]
	ok ipcctl -v --max-bytes 100 "$queue"
	[[ $output == "$queue: max_bytes "*" -> 100" ]]
	ok ipcctl -v --lock "$segment"
	[[ $output == "$segment: locked no -> yes" ]]
	ok ipcctl -v --set 1=9 "$set"
	[[ $output == "$set: values 4,0,2 -> 4,9,2" ]]
	# What was not done is not said to be.
	fails 1 "would shrink" ipcctl -v --size 5 shm:/m
	[[ -z $output ]]
}

# foretold OPTION...: -n writes of them what -v does, and changes nothing.
foretold() {
	local before said
	before=$(everything)
	ok ipcctl -n "$@"
	said=$output
	[[ -n $said && $(everything) == "$before" ]]
	ok ipcctl -v "$@"
	[[ $output == "$said" && $(everything) != "$before" ]] || {
		printf '%s: %s, %s\n' "$*" "$said" "$output" >&2
		return 1
	}
}

@test "ipcctl: -n writes the same as -v, and changes nothing" {
	six
	local options
	while read -r options; do
		# shellcheck disable=SC2086 # words
		foretold $options
	done <<-END
		--mode 0644 mq: shm: sem:
		--mode g+w mq:/q shm:/m sem:/s $queue $segment $set
		--size 9000 shm:/m
		--size 90 --shrink shm:
		--max-bytes 77 $queue
		--lock $segment
		--unlock $segment
		--set 7 sem:
		--set 1=8 $set
	END
}

@test "ipcctl: -n writes the same as -v of an owner, and changes none" {
	need_root
	six
	foretold --owner 5:6 mq: shm: sem:
}

@test "ipcctl: limits that are met are named" {
	need_nobody
	queue=$(object make mq: uid=65534)
	local most
	most=$(cat /proc/sys/kernel/msgmnb)
	fails 1 "$queue: msgmnb is " \
	    as_nobody ipcctl --max-bytes $((most + 1)) "$queue"
	[[ $stderr == */proc/sys/kernel/msgmnb* ]]
	segment=$(object make shm: uid=65534 size=1048576)
	ulimit -l 64
	fails 1 "$segment: RLIMIT_MEMLOCK is 64K" \
	    as_nobody ipcctl --lock "$segment"
	holds "$segment" '.status == null'
}

@test "ipcctl: what standard output cannot take has status 1" {
	object make shm:/m mode=0600
	fails 1 stdout eval "ipcctl -v --mode 0640 shm:/m >/dev/full"
	holds shm:/m '.mode == "0640"'
}

@test "ipcctl: names that could harm a terminal do not" {
	local name
	printf 'shm:/%s\0' "${hostile_names[@]}" |
	    object each make mode=0600 >/dev/null
	for name in "${hostile_names[@]}"; do
		ok ipcctl -v --mode 0640 "/dev/shm/$name"
		[[ $output == *": mode 0600 -> 0640" ]]
		[[ $output != *$'\n'* && $output != *$'\e'* ]]
		[[ $output != *$'\xc2\x9b'* ]]
		# What it wrote can be given back.
		ok ipcctl --mode 0600 "${output%: mode*}"
		[[ $(stat -c %a "/dev/shm/$name") == 600 ]]
	done
}
