#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Another object gets the id of the one that is looked at, right before the call
# that trusts in its size: nothing is written or read beyond a buffer.
#
# Only tests that say need_queues make POSIX queues (run-bats).

load lib

# replaced CALL:SIZE COMMAND...: as swap.c has it.
replaced() {
	local swap=$1
	shift
	[[ -w /proc/sys/kernel/sem_next_id ]] || skip "ids cannot be chosen here"
	SWAP=$swap LD_PRELOAD=$abs_top_builddir/tests/swap.so "$@"
}

@test "ipcls: values of a set that was replaced are unknown" {
	local set size
	# Above 250, where the kernel has a buffer of its own for them, too.
	for size in 1 2 4 500 20000; do
		set=$(object make sem: nsems=3 values=1,2,3)
		ok replaced "getall:$size" ipcls --json -o values,value "$set"
		json '.objects == [{ values: null, value: null }]'
		set=$(object make sem: values=7)
		ok replaced "getall:$((size + 1))" ipcls --json -o values,value sem:
		json 'any(.objects[]; . == { values: null, value: null })'
		object clear
	done
	# One of the same size cannot be told, but harms nothing.
	set=$(object make sem: nsems=3 values=1,2,3)
	ok replaced getall:3 ipcls --json -o values "$set"
	json '.objects == [{ values: [0, 0, 0] }]'
}

@test "ipcctl: a larger set in the place of the one named is left alone" {
	local set size values
	for size in 4 500 20000; do
		set=$(object make sem: nsems=3 values=1,2,3)
		fails 1 "$set: " replaced "setall:$size" ipcctl --set 4,5,6 "$set"
		values=$(object show "$set" | jq -c '.values | unique')
		[[ $values == '[0]' ]]
		object clear
	done
}

@test "ipcmk: what it made and was replaced is not taken for its own" {
	fails 1 "" replaced setall:20000 ipcmk --nsems 2 --values 1,2 sem:
	[[ -z $output ]]
	[[ $(ipcls --json sem: | jq '.objects[].nsems') == 20000 ]]
}

@test "ipccat: a smaller segment in the place of the one named ends there" {
	local segment
	segment=$(object make shm: size=1000000)
	run_apart replaced shmat:10 ipccat "$segment"
	[[ $status == 0 && -z $stderr ]]
	[[ $(ipccat "$segment" | wc -c) == 10 ]]
	segment=$(object make shm: size=1000000)
	head -c 1000000 /dev/zero |
	    fails 1 "$segment: " replaced shmat:10 ipccat -W "$segment"
}

@test "ipcmk --from: a smaller segment in the place of the one made fails" {
	fails 1 "Identifier removed" replaced shmat:10 ipcmk --from <(head -c 100000 /dev/zero) shm:
	[[ -z $output ]]
}
