# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; world.bash
# Which objects are listed: kinds, APIs, operands, and all of these together.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	load world
	make_world
}

@test "ipcls: without a choice everything is listed, once, by kind and name" {
	lists "$world"
	lists "$world" -a
	lists "$world" --all
}

@test "ipcls: -q -m and -s choose a kind, of both APIs" {
	local queues="mq:/jobs mq:/spool $queue"
	local shmems="shm:/cache shm:/empty $segment $private"
	local semaphores="sem:/lock $set $single"

	lists "$queues" -q
	lists "$queues" --queues
	lists "$shmems" -m
	lists "$shmems" --shmems
	lists "$semaphores" -s
	lists "$semaphores" --semaphores
}

@test "ipcls: kinds add up, whatever their order" {
	lists "mq:/jobs mq:/spool $queue sem:/lock $set $single" -q -s
	lists "mq:/jobs mq:/spool $queue sem:/lock $set $single" -sq
	lists "$world" -qms
	lists "$world" -m -a
	lists "$world" -a -m
}

@test "ipcls: --posix and --sysv choose an API, and add up" {
	lists "mq:/jobs mq:/spool shm:/cache shm:/empty sem:/lock" --posix
	lists "$queue $segment $private $set $single" --sysv
	lists "$world" --posix --sysv
}

@test "ipcls: of kinds and APIs, what belongs to both is listed" {
	lists "mq:/jobs mq:/spool" -q --posix
	lists "$queue" --sysv -q
	lists "$segment $private $set $single" -ms --sysv
	lists "sem:/lock" -s --posix
	lists "mq:/jobs mq:/spool $queue" -q --posix --sysv
	lists "shm:/cache shm:/empty" -m -m --posix
}

@test "ipcls: operands choose objects by name, id, key, file and path" {
	local file=$BATS_TEST_TMPDIR/file made key

	lists "mq:/jobs" mq:/jobs
	lists "mq:/jobs" msg:/jobs
	lists "$queue" "$queue"
	lists "$segment" shm:0x52
	lists "$segment" shm:0X00000052
	lists "$set" sem:0xFEDCBA98
	lists "mq:/spool" /dev/mqueue/spool
	lists "shm:/cache" /dev/shm/cache
	lists "sem:/lock" /dev/shm/sem.lock
	touch "$file"
	key=$(python3 -c 'import os, sys; st = os.stat(sys.argv[1]); print(
		"0x%08x" % (7 << 24 | (st.st_dev & 0xff) << 16
		| st.st_ino & 0xffff))' "$file")
	made=$(object make "mq:$key")
	lists "$made" "mq:@$file,7"
}

@test "ipcls: a kind alone is all of that kind, and /* all of POSIX" {
	lists "mq:/jobs mq:/spool $queue" mq:
	lists "sem:/lock $set $single" sem:
	lists "shm:/cache shm:/empty" 'shm:/*'
	lists "mq:/jobs" 'mq:/j*'
	lists "mq:/spool" 'mq:/?poo[k-m]'
	lists "mq:/jobs mq:/spool" 'mq:/[!x]*'
}

@test "ipcls: patterns are matched whole, and a dot is a letter" {
	object make shm:/.hidden >/dev/null
	lists "shm:/.hidden shm:/cache shm:/empty" 'shm:/*'
	lists "" 'shm:/cach'*[x]
	lists "shm:/cache" 'shm:/*ache'
	lists "" 'shm:/*ach'
	lists "" 'shm:/ache*'
}

@test "ipcls: an object that is named more than once is listed once" {
	lists "mq:/jobs" mq:/jobs mq:/jobs msg:/jobs /dev/mqueue/jobs
	lists "mq:/jobs mq:/spool $queue" mq: mq:/jobs 'mq:/*' 'mq:/j*' "$queue"
	lists "$segment" "$segment" shm:0x52
	lists "sem:/lock $set" sem:0xfedcba98 sem:/lock "$set" /dev/shm/sem.lock
	lists "$world" mq: shm: sem: mq:/jobs sem:/lock
}

@test "ipcls: the order is that of kinds, names and ids, not of operands" {
	object make mq:/B >/dev/null
	object make mq:/a >/dev/null
	object make mq:/10 >/dev/null
	object make mq:/9 >/dev/null
	lists "mq:/10 mq:/9 mq:/B mq:/a mq:/jobs mq:/spool $queue" \
	    "$queue" mq:/spool mq:/a mq:/9 mq:/jobs mq:/B mq:/10
	lists "$queue $segment sem:/lock" sem:/lock "$segment" "$queue"
}

@test "ipcls: ids are sorted as numbers, not as text or as the kernel has them" {
	local id

	object clear
	for id in 65538 9 32780 10; do
		object make mq: id="$id" || skip "ids cannot be chosen here"
	done
	lists "mq:9 mq:10 mq:32780 mq:65538"
	lists "mq:9 mq:10 mq:65538" mq:65538 mq:10 mq:9
}

@test "ipcls: operands and APIs go together" {
	lists "mq:/jobs mq:/spool" --posix mq:
	lists "$queue" mq: --sysv
	lists "mq:/jobs mq:/spool sem:/lock" -qs --posix mq: sem:
	lists "mq:/jobs" -q --posix mq:/jobs
	lists "$queue" -q -- "$queue"
}

@test "ipcls: an operand of a kind that was not chosen is refused" {
	fails 2 "mq:: not of the kinds" ipcls -m mq:
	fails 2 "mq:/jobs: not of the kinds" ipcls -s mq:/jobs
	fails 2 "mq:/jobs: not of the kinds" ipcls --sysv mq:/jobs
	fails 2 "mq:/*: not of the kinds" ipcls --sysv 'mq:/*'
	fails 2 "$segment: not of the kinds" ipcls --posix "$segment"
	fails 2 "shm:0x52: not of the kinds" ipcls -m --posix shm:0x52
	fails 2 "shm:@/,1: not of the kinds" ipcls --posix shm:@/,1
	fails 2 "/dev/shm/cache: not of the kinds" ipcls -s /dev/shm/cache
	fails 2 "/dev/shm/sem.lock: not of the kinds" ipcls -m /dev/shm/sem.lock
}

@test "ipcls: one operand that is refused means that nothing is done" {
	fails 2 "sem:/lock: not of the kinds" ipcls -q mq:/jobs sem:/lock
	[[ -z $output ]]
	fails 2 "bogus:" ipcls --json mq:/jobs bogus
	[[ -z $output ]]
}

@test "ipcls: what is not there is a failure, and the rest is listed" {
	fails 1 "mq:/none: no such object" \
	    ipcls --json -o object sem:/lock mq:/none mq:/jobs
	json '[.objects[].object] == ["mq:/jobs", "sem:/lock"]'
	[[ $stderr == "ipcls: mq:/none: no such object" ]]
	fails 1 "shm:0x123: no such object" ipcls shm:0x123
	[[ -z $output ]]
	fails 1 "sem:2147483647: no such object" ipcls sem:2147483647
	fails 1 "/dev/shm/none: no such object" ipcls /dev/shm/none
	fails 1 "No such file" ipcls "mq:@$BATS_TEST_TMPDIR/none,1"
}

@test "ipcls: an id of another kind is not there" {
	object clear
	set=$(object make sem: nsems=2)
	fails 1 "no such object" ipcls "shm:${set#sem:}"
	fails 1 "no such object" ipcls "mq:${set#sem:}"
	lists "$set" "$set"
}

@test "ipcls: a pattern or an expression that matches nothing is no failure" {
	lists "" 'mq:/none*'
	lists "" -w 'size > 1T'
	lists "mq:/jobs" 'mq:/none*' mq:/jobs
	object clear
	lists "" mq: shm: sem:
	lists ""
}

@test "ipcls: -w chooses among the operands" {
	lists "mq:/jobs" -w 'messages == 9' mq:/jobs mq:/spool sem:/lock
	lists "mq:/jobs $queue" -w 'messages > 0' mq:
	lists "$segment" -w 'size >= 64K' -m --sysv
	lists "" -w 'messages > 0' mq:/spool
	fails 1 "mq:/none: no such object" \
	    ipcls --json -o object -w 'messages > 0' mq:/none mq:/jobs
	json '[.objects[].object] == ["mq:/jobs"]'
}

@test "ipcls: -w needs no column to be shown" {
	ok ipcls --raw --no-headings -o object -w 'values == 0'
	[[ $output == "$set" ]]
	ok ipcls --raw --no-headings -o object -w 'fill >= 80'
	[[ $output == mq:/jobs ]]
}

@test "ipcls: options may follow operands, and -- ends them" {
	lists "mq:/jobs mq:/spool" mq: --posix
	fails 2 "-q: not an object" ipcls -- -q
	fails 2 "--posix: not an object" ipcls mq: -- --posix
}
