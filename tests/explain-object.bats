#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# --explain of objects that are named: what stands in the way of making, of
# opening and of listing them. What it says is compared with what happens.

setup() {
	load lib
}

leave() {
	local place

	for place in "${over[@]}"; do
		umount -l "$place"
	done
	chmod 1777 /dev/shm
	chmod 1777 /dev/mqueue || true
	rm -rf /dev/shm/*
}

over=()

# rows [COMMAND...] OBJECT...: as "cannot_be limit", a line each.
rows() {
	ok "${@:1:$#-1}" ipcls --explain --json "${!#}"
	found=$(jq -r '.explain[] | select(.cannot_be != null)
		| "\(.cannot_be) \(.limit)"' <<<"$output")
}

# obstacle LIMIT FILTER [ARG...]: of the last rows; $remedy is what it says helps.
obstacle() {
	json '[.explain[] | select(.limit == $name)] | length == 1
		and (.[0] | '"$2"')' --arg name "$1" "${@:3}"
	remedy=$(jq -r --arg name "$1" \
	    '.explain[] | select(.limit == $name).remedy' <<<"$output")
}

# As shm_open(3) with O_CREAT, which bash does not know.
open_create() {
	python3 -c 'import os, sys
os.open(sys.argv[1], os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW)' "$1" 2>/dev/null
}

@test "ipcls --explain: nothing stands in the way of what is not there" {
	local object

	for object in mq:/new shm:/new sem:/new mq:0x51 shm:0x52 sem:0x53; do
		rows "$object"
		[[ -z $found ]]
	done
	rows sem:12345
	[[ $found == "opened missing" ]]
}

@test "ipcls --explain: what else has the name, and its command removes it" {
	local object path what

	mkdir "/dev/shm/a b" && touch "/dev/shm/a b/file"
	mkfifo /dev/shm/fifo
	ln -s nowhere /dev/shm/sem.link
	while read -r object path what; do
		rows "${object//+/ }"
		[[ $found == "made or opened occupied"* ]]
		obstacle occupied '.meaning | contains($what)' \
		    --arg what "${path//+/ } is not an IPC object but a $what"
		[[ $what != *link || $remedy == "rm $path "*"names stays" ]]
		ok bash -c "$remedy"
		[[ ! -e ${path//+/ } && ! -L ${path//+/ } ]]
		ok ipcmk "${object//+/ }"
	done <<-'END'
		shm:/a+b /dev/shm/a+b directory
		shm:/fifo /dev/shm/fifo fifo
		sem:/link /dev/shm/sem.link symbolic link
	END
}

@test "ipcmk: what has the name but is no object does not exist already" {
	mkdir /dev/shm/directory
	fails 1 "it exists, and is not an IPC object but a directory" \
	    ipcmk shm:/directory
	[[ $stderr != *already* ]]
	ok ipcmk shm:/memory
	fails 1 "shm:/memory: it exists already; --existing-ok accepts it, ipcrm" \
	    ipcmk shm:/memory
	[[ $stderr == *" removes it" ]]
}

@test "ipcls --explain: an object that is there, its owner, mode and size" {
	local object size

	ipcmk mq:/q --mode 0640 >/dev/null
	ipcmk shm:/m --mode 0640 --size 10 >/dev/null
	ipcmk sem:/s --mode 0640 >/dev/null
	ipcmk mq:0x51 --mode 0640 >/dev/null
	ipcmk shm:0x52 --mode 0640 --size 10 >/dev/null
	ipcmk sem:0x53 --mode 0640 --nsems 10 >/dev/null
	for object in mq:/q shm:/m sem:/s mq:0x51 shm:0x52 sem:0x53; do
		rows "$object"
		[[ $found == "made exists" ]]
		obstacle exists '.meaning | contains("mode 0640")'
		case $object in
		*0x*) json '.explain[0].meaning | contains("its key " + $key)' \
		    --arg key "0x000000${object#*0x}" ;;
		esac
		[[ $object != sh* && $object != sem:0x* ]] ||
		    json '.explain[0].meaning | test(" 10 (bytes|semaphores)$")'
		size=()
		[[ $object != shm:* ]] || size=(--size 5)
		fails 1 "it exists already" ipcmk "$object" "${size[@]}"
		ok bash -c "$remedy"
		rows "$object"
		[[ -z $found ]]
	done
	# An id is not to be made.
	rows "$(ipcmk shm: --size 1)"
	[[ -z $found ]]
}

@test "ipcls --explain: who may not open it, until its command was run" {
	need_nobody
	local object words

	ipcmk mq:/q --mode 0600 >/dev/null
	ipcmk shm:/m --mode 0640 >/dev/null
	ipcmk sem:/s --mode 0644 >/dev/null
	ipcmk mq:0x51 --mode 0622 >/dev/null
	for object in mq:/q shm:/m sem:/s mq:0x51; do
		rows "$object"
		[[ $found == "made exists" ]]
		# A queue that may not be read is one that may be full.
		run_apart as_nobody ipcls --explain --json "$object"
		case $object in
		sem:/s) words="may read it, but not write" ;;
		mq:0x51) words="may write to it, but not read" ;;
		*) words="may neither read it nor write" ;;
		esac
		obstacle mode '.cannot_be == "opened"
			and (.meaning | contains("user nobody " + $words))
			and (.remedy | contains("as its owner or root"))' \
		    --arg words "$words"
		ok bash -c "$remedy"
		rows as_nobody "$object"
		[[ $found == "made exists" ]]
	done
}

@test "ipcls --explain: a semaphore's file that is none" {
	: >/dev/shm/sem.short
	rows sem:/short
	[[ $found == "made exists"$'\n'"opened contents" ]]
	obstacle contents '.meaning | contains("too short")'
	truncate -s 32 /dev/shm/sem.short
	rows sem:/short
	[[ $found != *contents* ]] || obstacle contents '.meaning | contains("32")'
}

@test "ipcls --explain: what /dev/shm and /dev/mqueue forbid" {
	need_nobody
	ipcmk shm:/m --mode 0666 >/dev/null
	chmod 0755 /dev/shm
	rows as_nobody shm:/new
	[[ $found == "made directory" ]]
	fails 1 "/dev/shm may be written to by its owner only" \
	    as_nobody ipcmk shm:/new
	rows as_nobody sem:/new
	[[ $found == "made directory" ]]
	rows shm:/new
	[[ -z $found ]]
	chmod 0700 /dev/shm
	run_apart as_nobody ipcls --explain --json shm:/m
	[[ $status == 1 ]]
	obstacle directory '.cannot_be == "made or opened"
		and (.meaning | startswith("/dev/shm may be used by"))'
	rows shm:/m
	[[ $found == "made exists" ]]
	chmod 0755 /dev/mqueue
	rows as_nobody mq:/new
	[[ $found == "made directory" ]]
	fails 1 "" as_nobody ipcmk mq:/new
}

@test "ipcls --explain: /dev/mqueue that is not ours stops nobody but ls" {
	need_root
	start_elsewhere "$(ipcmk mq:)" \
	    bash -c 'mount -t mqueue none /dev/mqueue; echo ready; read -r' ||
	    skip "no IPC namespace"
	rows mq:/q
	[[ $found == "listed foreign_mount" ]]
	umount /dev/mqueue
	rows mq:/q
	[[ -z $found ]]
	umount /dev/mqueue
	rows mq:/q
	[[ $found == "listed unmounted" ]]
	ok ipcmk mq:/q
	rows mq:/q
	[[ $found == *"made exists"* ]]
	mount -t mqueue none /dev/mqueue
}

# set_to NUMBER NAME: what the program reads of fs.NAME; the kernel has its own.
set_to() {
	echo "$1" >"$BATS_TEST_TMPDIR/$2"
	mount --bind "$BATS_TEST_TMPDIR/$2" "/proc/sys/fs/$2" ||
	    skip "nothing can be mounted on /proc/sys"
	over+=("/proc/sys/fs/$2")
}

@test "ipcls --explain: fs.protected_regular, whatever it is, as it works" {
	need_nobody
	need python3
	as_nobody ipcmk shm:/theirs --mode 0666 >/dev/null
	rows shm:/theirs
	if open_create /dev/shm/theirs; then
		[[ $found == "made exists" ]]
	else
		[[ $found == *"opened protected_regular"* ]]
	fi
}

@test "ipcls --explain: fs.protected_regular and fs.protected_fifos, by level" {
	need_nobody
	as_nobody ipcmk shm:/theirs --mode 0666 >/dev/null
	as_nobody ipcmk sem:/theirs --mode 0666 >/dev/null
	ipcmk shm:/ours --mode 0666 >/dev/null
	set_to 0 protected_regular
	rows shm:/theirs
	[[ $found == "made exists" ]]
	set_to 1 protected_regular
	rows shm:/theirs
	[[ $found == *"opened protected_regular"* ]]
	obstacle protected_regular '.meaning
		| contains("fs.protected_regular is 1, and it is of nobody")'
	rows as_nobody shm:/theirs
	[[ $found == "made exists" ]]
	# That of the directory's owner is taken for what it is.
	rows as_nobody shm:/ours
	[[ $found == "made exists" ]]
	# sem_open(3) tries without O_CREAT first.
	rows sem:/theirs
	[[ $found == "made exists" ]]
	chmod 1770 /dev/shm
	rows shm:/theirs
	[[ $found == "made exists" ]]
	set_to 2 protected_regular
	rows shm:/theirs
	[[ $found == *"opened protected_regular"* ]]
	chmod 0777 /dev/shm
	rows shm:/theirs
	[[ $found == "made exists" ]]
	chmod 1777 /dev/shm
	as_nobody mkfifo /dev/shm/fifo
	set_to 1 protected_fifos
	rows shm:/fifo
	[[ $found == *"opened protected_fifos"* ]]
}

@test "ipcls --explain: obstacles come before limits, as paragraphs too" {
	need_root
	echo 1 >/proc/sys/kernel/shmmni || skip "limits cannot be changed here"
	ipcmk shm:0x52 --size 5 >/dev/null
	ok ipcls --explain --json shm:0x52
	json '[.explain[].limit] == ["exists", "shmmni"]
		and .explain[1].cannot_be == null'
	ok ipcls --explain --json shm:0x52 -w 'share >= 80'
	json '[.explain[].limit] == ["shmmni"]'
	ok ipcls --explain --json "shm:/*" shm:
	json '[.explain[].limit] == ["shmmni"]'
	ok ipcls --explain shm:0x52
	[[ ${lines[0]} == "shm:"*" cannot be made: its key 0x00000052 is in use"* &&
	    ${lines[1]} == "  Effect:    shmget(2) "* &&
	    ${lines[2]} == "  Way out:   ipcrm"*" shm:"* &&
	    $output == *$'\n\n'"shmmni is exhausted"* ]]
	echo 4096 >/proc/sys/kernel/shmmni
}
