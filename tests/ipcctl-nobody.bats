#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Who may change what is for the kernel to say; and nothing in /dev/shm that is
# no object is followed, waited for or changed.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib
load semaphores

leave() {
	is_mount /dev/mqueue || mount -t mqueue mqueue /dev/mqueue
}

# One of each kind, of this owner and mode, in $six.
six() {
	object make mq:/q max_messages=2 max_message_size=8 "uid=$1" "mode=$2"
	object make shm:/m size=5000 "uid=$1" "mode=$2"
	object make sem:/s values=3 "uid=$1" "mode=$2"
	queue=$(object make mq: "uid=$1" "mode=$2")
	segment=$(object make shm: "uid=$1" "mode=$2")
	set=$(object make sem: nsems=2 values=4,5 "uid=$1" "mode=$2")
	six=(mq:/q shm:/m sem:/s "$queue" "$segment" "$set")
} >"$BATS_TEST_TMPDIR/made"

# All that could be different.
everything() {
	local object
	for object in mq:/q shm:/m sem:/s; do
		object stat "$object" | jq -c '[.uid, .gid, .mode]'
	done
	for object in "$queue" "$segment" "$set"; do
		object show "$object" |
		    jq -c '[.uid, .gid, .mode, .max_bytes, .status, .values]'
	done
	stat -c %s /dev/shm/m
	object show sem:/s | jq .value
}

mode_is() {
	case $1 in
	*:/*) output=$(object stat "$1") ;;
	*) output=$(object show "$1") ;;
	esac
	json ".mode == \"$2\" and .uid == 65534"
}

@test "ipcctl: a stranger changes nothing, whatever the mode" {
	need_nobody
	local mode before object
	for mode in 0666 0600 0; do
		six 0 "$mode"
		before=$(everything)
		for object in "${six[@]}"; do
			fails 1 "$object: not yours to change" \
			    as_nobody ipcctl --mode 0777 "$object"
			fails 1 "$object: not yours to change" \
			    as_nobody ipcctl --owner nobody "$object"
		done
		fails 1 "not yours to change" \
		    as_nobody ipcctl --mode 0777 mq: shm: sem:
		[[ $(wc -l <<<"$stderr") == 6 ]]
		fails 1 "$queue: not yours" as_nobody ipcctl --max-bytes 9 "$queue"
		fails 1 "$segment: not yours" as_nobody ipcctl --lock "$segment"
		[[ $(everything) == "$before" ]]
		object clear
	done
}

@test "ipcctl: without the right to write, no size, value or operation" {
	need_nobody
	six 0 0644
	local before options
	before=$(everything)
	while read -r options; do
		# shellcheck disable=SC2086 # words
		fails 1 "Permission denied" as_nobody ipcctl $options
		[[ $(wc -l <<<"$stderr") == 1 ]]
	done <<-END
		--size 9000 shm:/m
		--size 0 --shrink shm:/m
		--set 1 sem:/s
		--set 1 $set
		--set 1,2 $set
		--wait sem:/s
		--wait $set
		--post sem:/s
		--post $set
		--op 0-1,1+1 $set
		--wait sem:/s -- true
		--wait $set -- true
	END
	# To wait for zero is only to read.
	fails 124 "" as_nobody ipcctl --zero --nowait "$set"
	[[ $(everything) == "$before" ]]
}

@test "ipcctl: with the right to write, sizes, values and operations" {
	need_nobody
	six 0 0666
	ok as_nobody ipcctl --size 9000 shm:/m
	ok as_nobody ipcctl --set 1 sem:/s "$set"
	ok as_nobody ipcctl --wait sem:/s "$set"
	ok as_nobody ipcctl --post=1 "$set"
	[[ $(stat -c %s /dev/shm/m) == 9000 ]]
	has sem:/s 0
	has "$set" 0,6
}

@test "ipcctl: an owner changes the mode of what nobody may read or write" {
	need_nobody
	local object
	six 65534 0
	for object in "${six[@]}"; do
		ok as_nobody ipcctl -v --mode 0640 "$object"
		[[ $output == "$object: mode 0000 -> 0640" ]]
		mode_is "$object" 0640
		ok as_nobody ipcctl --mode 0 "$object"
		ok as_nobody ipcctl --mode u+r "$object"
		mode_is "$object" 0400
		ok as_nobody ipcctl --mode 0 "$object"
	done
	ok as_nobody ipcctl --mode a+r mq: shm: sem:
	for object in "${six[@]}"; do
		mode_is "$object" 0444
	done
}

@test "ipcctl: without a mount an owner changes a queue that he may open" {
	need_nobody
	object make mq:/q max_messages=1 max_message_size=1 uid=65534 mode=0200
	umount /dev/mqueue
	ok as_nobody ipcctl -v --mode u+r mq:/q
	[[ $output == "mq:/q: mode 0200 -> 0600" ]]
	ok as_nobody ipcctl --mode 0 mq:/q
	# As nobody may open it, there is no way left; and none for a stranger.
	fails 1 "mq:/q: not mounted: mount -t mqueue none /dev/mqueue" \
	    as_nobody ipcctl --mode 0600 mq:/q
	fails 1 "mount -t mqueue" as_nobody ipcctl --mode u+r mq:/q
	fails 1 "mount -t mqueue" as_nobody ipcctl -n --mode u+r mq:/q
	fails 1 "mq:/none: no such object" as_nobody ipcctl --mode 0600 mq:/none
	# Root needs none.
	ok ipcctl -v --mode u+r mq:/q
	[[ $output == "mq:/q: mode 0000 -> 0400" ]]
	mount -t mqueue mqueue /dev/mqueue
	mode_is mq:/q 0400
}

@test "ipcctl: an owner gives nothing away, but for System V" {
	need_nobody
	local object
	six 65534 0600
	for object in mq:/q shm:/m sem:/s; do
		fails 1 "$object: only root may give it to somebody else" \
		    as_nobody ipcctl --owner 0 "$object"
		fails 1 "$object: only root" as_nobody ipcctl --owner :1 "$object"
		mode_is "$object" 0600
		ok as_nobody ipcctl --owner nobody:65534 "$object"
	done
	for object in "$queue" "$segment" "$set"; do
		ok as_nobody ipcctl --owner 0 "$object"
		fails 1 "not yours" as_nobody ipcctl --mode 0666 "$object"
	done
}

@test "ipcctl: who made a System V object may change it still" {
	need_nobody
	set=$(as_nobody object make sem: uid=0 mode=0600)
	output=$(object show "$set")
	json '.uid == 0 and .cuid == 65534'
	ok as_nobody ipcctl --mode 0660 "$set"
	output=$(object show "$set")
	json '.uid == 0 and .mode == "0660"'
}

# What is no object, where one could be.
strange() {
	local name
	printf secret >"$BATS_TEST_TMPDIR/target"
	chmod 0600 "$BATS_TEST_TMPDIR/target"
	for name in "$@"; do
		ln -s "$BATS_TEST_TMPDIR/target" "/dev/shm/${name}link"
		mkfifo -m 0600 "/dev/shm/${name}fifo"
		mkdir -m 0700 "/dev/shm/${name}directory"
		mknod -m 0600 "/dev/shm/${name}device" c 1 3 2>/dev/null || true
		python3 -c 'import socket, sys
socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "/dev/shm/${name}socket"
	done
}

# All of it, as it is, but for the time that looking leaves.
untouched() {
	find /dev/shm "$BATS_TEST_TMPDIR/target" -mindepth 0 \
	    -printf '%p %y %m %u %g %s %T@ %C@\n' | grep -v '^/dev/shm d' | sort
}

# types PREFIX: which of them are there, as not everybody may make devices.
types() {
	local name
	for name in link fifo directory device socket; do
		[[ ! -e /dev/shm/$1$name && ! -L /dev/shm/$1$name ]] ||
		    echo "$name"
	done
}

@test "ipcctl: what is no memory or semaphore is refused, not followed" {
	need python3
	strange '' sem.
	local before name
	before=$(untouched)
	[[ $(types '' | wc -l) -ge 4 ]]
	for name in $(types ''); do
		fails 1 "shm:/$name: not an IPC object" \
		    timeout 100 ipcctl --mode 0777 "shm:/$name"
		fails 1 "shm:/$name: not an IPC object" \
		    timeout 100 ipcctl --size 9 --shrink "shm:/$name"
		fails 1 "/dev/shm/$name: not an IPC object" \
		    timeout 100 ipcctl --owner 1 "/dev/shm/$name"
	done
	for name in $(types sem.); do
		fails 1 "sem:/$name: not an IPC object" \
		    timeout 100 ipcctl --mode 0777 "sem:/$name"
		fails 1 "sem:/$name: not an IPC object" \
		    timeout 100 ipcctl --set 1 "sem:/$name"
		fails 1 "sem:/$name: not an IPC object" \
		    timeout 100 ipcctl --post "sem:/$name"
		fails 1 "sem:/$name: not an IPC object" \
		    timeout 100 ipcctl --wait "sem:/$name" -- true
	done
	ok timeout 100 ipcctl --mode 0777 --owner 1 shm: sem: 'shm:/*'
	ok timeout 100 ipcctl --size 5 --shrink shm:
	ok timeout 100 ipcctl --set 1 'sem:/*'
	[[ $(untouched) == "$before" ]]
}

@test "ipcctl: a file too short to be a semaphore is refused, not mapped" {
	local size
	for size in 0 1 15 17 31; do
		truncate -s 0 /dev/shm/sem.short
		truncate -s "$size" /dev/shm/sem.short
		fails 1 "sem:/short: the file is too short to be a semaphore" \
		    ipcctl --set 1 sem:/short
		fails 1 "too short" ipcctl --post sem:/short
		fails 1 "too short" ipcctl --wait sem:/short
		fails 1 "too short" ipcctl --wait --nowait sem:/short -- true
		fails 1 "too short" ipcctl -v --post sem:/short
		[[ $(stat -c %s /dev/shm/sem.short) == "$size" ]]
		# It can be changed otherwise.
		ok ipcctl --mode 0604 sem:/short
		[[ $(stat -c %a /dev/shm/sem.short) == 604 ]]
	done
	object make sem:/s
	fails 1 "sem:/short: " ipcctl --set 7 sem:
	has sem:/s 7
}

@test "ipcctl: a file that takes the name meanwhile is not changed" {
	need strace
	object make shm:/m mode=0600
	printf victim >/dev/shm/victim
	chmod 0600 /dev/shm/victim
	# It is stopped when it has looked, and another file gets the name.
	local log=$BATS_TEST_TMPDIR/log
	begin strace -f -o "$log" -P /dev/shm/m -e trace=statx \
	    -e inject=statx:signal=STOP:when=1 ipcctl --mode a+rwx shm:/m
	retry grep -q 'stopped by' "$log"
	mv /dev/shm/victim /dev/shm/m
	kill -CONT "$(sed 's/ .*//; q' "$log")"
	ends 1 "shm:/m: no such object"
	[[ $(stat -c %a /dev/shm/m) == 600 ]]
}

@test "ipcctl: nothing is cut off if the mode may not be changed" {
	need_nobody
	object make shm:/m size=5000 mode=0666 >/dev/null
	printf words | dd of=/dev/shm/m conv=notrunc status=none
	fails 1 "shm:/m: not yours to change" \
	    as_nobody ipcctl --mode 0600 --size 1 --shrink shm:/m
	[[ $(stat -c '%s %a' /dev/shm/m) == "5000 666" ]]
	ok as_nobody ipcctl --size 1 --shrink shm:/m
	[[ $(stat -c %s /dev/shm/m) == 1 ]]
}

@test "ipcctl: a namesake in another IPC namespace is not changed" {
	need_nobody
	object make mq:/q mode=0000 uid=65534
	start unshare --ipc bash -c 'object make mq:/q mode=0604 uid=65534 >&2 &&
		mount -t mqueue foreign /dev/mqueue && echo ready && read -r _'
	fails 1 "another IPC namespace" as_nobody ipcctl --mode=0640 mq:/q
	[[ $(stat -c %a /dev/mqueue/q) == 604 ]]
	umount /dev/mqueue
	ok as_nobody ipcctl --mode=0640 mq:/q
	[[ $(stat -c %a /dev/mqueue/q) == 640 ]]
}
