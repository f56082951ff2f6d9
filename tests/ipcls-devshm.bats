#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# /dev/shm holds anything.
#
# Only tests that say need_queues make POSIX queues (run-bats).

load lib

# Everything that is no IPC object, in both disguises: $others.
mess() {
	local at
	others=()
	for at in /dev/shm/ /dev/shm/sem.; do
		mkdir "${at}directory"
		mkfifo "${at}fifo"
		ln -s nowhere "${at}dangling"
		ln -s m "${at}live"
		ln -s /etc/passwd "${at}passwd"
		ln -s loop "${at}loop"
		python3 -c 'import socket, sys
socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "${at}socket"
		others+=("$at"{directory,fifo,dangling,live,passwd,loop,socket})
		# Who is root only here may not make devices.
		mknod "${at}null" c 1 3 2>/dev/null && others+=("${at}null")
		mknod "${at}disk" b 7 0 2>/dev/null && others+=("${at}disk")
	done
	ln -s sem.s /dev/shm/sem.link
	others+=(/dev/shm/sem.link)
}

# The files too short to be semaphores, and one that is too long.
short_ones() {
	: >/dev/shm/sem.0
	printf 1234 >/dev/shm/sem.4
	printf 12345678901234567890123456789012 | head -c 31 >/dev/shm/sem.31
	head -c 100 /dev/zero >/dev/shm/sem.100
}

real_ones() {
	object make shm:/m size=5000
	object make sem:/s values=3
} >/dev/null

seen=(timeout 100 ipcls)

@test "ipcls: what is no IPC object is passed over in silence" {
	need python3
	mess
	real_ones
	ok "${seen[@]}" --json -o object,value
	json '.objects == [{ object: "shm:/m", value: null },
		{ object: "sem:/s", value: 3 }]'
	ok "${seen[@]}"
	ok "${seen[@]}" --json -o object 'shm:/*' sem:/d* /dev/shm/m
	json '.objects == [{ object: "shm:/m" }]'
}

@test "ipcls: -v says of each what it is" {
	need python3
	local other what
	mess
	real_ones
	run_apart "${seen[@]}" -v --json -o object
	[[ $status == 0 ]]
	json '.objects == [{ object: "shm:/m" }, { object: "sem:/s" }]'
	[[ $(wc -l <<<"$stderr") == "${#others[@]}" ]]
	for other in "${others[@]}"; do
		case $other in
		*directory) what="a directory" ;;
		*fifo) what="a fifo" ;;
		*socket) what="a socket" ;;
		*null) what="a device" ;;
		*disk) what="a block device" ;;
		*) what="a symbolic link" ;;
		esac
		grep -Fxq "ipcls: $other: not an IPC object but $what" \
		    <<<"$stderr"
	done
}

@test "ipcls: what is named and no IPC object fails with what it is" {
	need python3
	local other object
	mess
	real_ones
	run_apart "${seen[@]}" -v
	local all=$stderr
	for other in "${others[@]}"; do
		object=shm:/${other#/dev/shm/}
		object=${object/#'shm:/sem.'/sem:/}
		for object in "$object" "$other"; do
			fails 1 "ipcls: $object: not an IPC object but" \
			    "${seen[@]}" "$object"
			[[ -z $output ]]
			grep -Fxq "ipcls: $other: ${stderr#ipcls: "$object": }" \
			    <<<"$all"
			fails 1 "not an IPC object" "${seen[@]}" -i "$object"
		done
	done
	# One bad operand does not stop the others.
	fails 1 "a fifo" "${seen[@]}" --json -o object sem:/fifo sem:/s
	json '.objects == [{ object: "sem:/s" }]'
}

@test "ipcls: a file too short for a semaphore is listed as truncated" {
	local name
	short_ones
	real_ones
	ok "${seen[@]}" --json -o object,status,value,values,ncnt sem:
	json '.objects == [
		{ object: "sem:/0", status: "truncated", value: null,
		    values: null, ncnt: null },
		{ object: "sem:/100", status: null, value: 0, values: [0],
		    ncnt: [0] },
		{ object: "sem:/31", status: "truncated", value: null,
		    values: null, ncnt: null },
		{ object: "sem:/4", status: "truncated", value: null,
		    values: null, ncnt: null },
		{ object: "sem:/s", status: null, value: 3, values: [3],
		    ncnt: [0] }]'
	for name in 0 4 31; do
		ok "${seen[@]}" --json -o object,status,value "sem:/$name"
		json '.objects | length == 1
			and .[0].status == "truncated" and .[0].value == null'
		ok "${seen[@]}" -i "sem:/$name"
	done
	ok "${seen[@]}"
}

@test "ipcls: files named sem. alone, and below none, are no objects" {
	: >/dev/shm/sem.
	mkdir -p /dev/shm/directory
	: >/dev/shm/directory/file
	ok "${seen[@]}" --json
	json '.objects == []'
	fails 2 "the name is empty" "${seen[@]}" sem:/
	fails 2 "" "${seen[@]}" /dev/shm/sem.
	fails 2 "" "${seen[@]}" /dev/shm/directory/file
	rm -r /dev/shm/directory
}

@test "ipcls: -v does not keep a file named sem. alone from the user" {
	: >/dev/shm/sem.
	run_apart "${seen[@]}" -v
	[[ $status == 0 && -z $output ]]
	[[ $stderr == "ipcls: /dev/shm/sem.: not an IPC object"* ]]
}

@test "ipcls: names that only begin like a semaphore's are memory" {
	: >/dev/shm/sem
	: >/dev/shm/semaphore
	: >/dev/shm/.sem.hidden
	ok "${seen[@]}" --json -o object
	json '.objects | map(.object)
		== ["shm:/.sem.hidden", "shm:/sem", "shm:/semaphore"]'
}

@test "ipcls: files that may not be read stay in the list" {
	need_nobody
	object make shm:/m mode=0
	object make sem:/s mode=0 values=3
	short_ones
	chmod 0 /dev/shm/sem.*
	ok as_nobody "${seen[@]}" --json -o object,owner,size,value,mode
	json '.objects | map(select(.value != null)) == []
		and map(select(.owner == "root" and .mode == "0000"))
			== . and length == 6'
	json '.objects[0].size == 4096'
}

@test "ipcls: a directory that may not be read is a failure, and said" {
	need_nobody
	local queue
	queue=$(object make mq:)
	chmod 700 /dev/shm
	run_apart as_nobody "${seen[@]}" --json -o object
	chmod 1777 /dev/shm
	[[ $status == 1 && ${#stderr_lines[@]} == 1 &&
	    $stderr == *"/dev/shm may be used by its owner only: "* ]]
	json '.objects == [{ $queue } | { object: .queue }]' \
	    --arg queue "$queue"
}

# What the program does to files, with the paths of descriptors.
trace() {
	ok strace -f -y -o "$BATS_TEST_TMPDIR/trace" \
	    -e trace=file,mmap,read,pread64,ioctl "${seen[@]}" "$@"
	grep -v ENOENT "$BATS_TEST_TMPDIR/trace" >"$BATS_TEST_TMPDIR/found"
}

# No call may be as the first pattern, unless it is as the second too.
never() {
	if grep -E -e "$1" "$BATS_TEST_TMPDIR/found" | grep -Ev -e "${2-^$}"; then
		return 1
	fi >&2
}

# Nothing below /dev/shm was mapped, followed or waited for.
careful() {
	local there='[^"]*(</dev/shm>, "[^"]|"/dev/shm/)'
	local stranger='(fifo|socket|null|disk|passwd|live|dangling|link|loop)'
	never 'mmap\(.*</dev/shm/'
	never "open[a-z0-9]*\\($there" \
	    'O_NOFOLLOW.*O_NONBLOCK|O_NONBLOCK.*O_NOFOLLOW'
	never "(stat|statx|statat|access)\\($there" AT_SYMLINK_NOFOLLOW
	never "open.*/dev/shm.*[\"/](sem\\.)?$stranger\""
	never "(read|read64|ioctl|mmap)\\(.*/dev/shm/(sem\\.)?$stranger"
	never 'open.*["/]sem\.(0|4|31)"'
}

@test "ipcls: nothing there is followed, mapped or opened to be waited for" {
	need python3 strace
	mess
	short_ones
	real_ones
	trace --json
	json '.objects | length == 6'
	# It did look, and one file there was opened.
	grep -Eq 'open.*</dev/shm>, "sem.s"' "$BATS_TEST_TMPDIR/found"
	grep -Eq 'stat.*</dev/shm>, "sem.fifo"' "$BATS_TEST_TMPDIR/found"
	careful
	trace --json sem:/s shm:/m sem:/4
	grep -Eq 'open.*(/dev/shm/|</dev/shm>, ")sem.s"' "$BATS_TEST_TMPDIR/found"
	careful
}

@test "ipcls: limits and usage bear with all that too" {
	need python3
	mess
	short_ones
	real_ones
	ok "${seen[@]}" -u --json
	json '[.usage[] | select(.kind == "sem" and .api == "posix").objects]
		== [5]'
	ok "${seen[@]}" -l
}
