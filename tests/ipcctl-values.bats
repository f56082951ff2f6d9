#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# ipcctl --set sets the values of semaphores, and wakes who waits for them.
#
# Only tests that say need_queues make POSIX queues (run-bats).

load lib
load semaphores

# All of them have ended by themselves: what they waited for was there.
none_asleep() {
	local one
	for one; do
		ended "$one" || return
	done
}

@test "ipcctl: --set sets all values of a set" {
	set=$(object make sem: nsems=3 values=4,0,2)
	ok ipcctl --set 1,2,3 "$set"
	[[ -z $output ]]
	has "$set" 1,2,3
	ok ipcctl --set=0,0,0 "$set"
	has "$set" 0,0,0
}

@test "ipcctl: --set of some values leaves the others" {
	set=$(object make sem: nsems=5 values=4,0,2,7,9)
	ok ipcctl --set 5 "$set"
	has "$set" 5,0,2,7,9
	ok ipcctl --set 5,6 "$set"
	has "$set" 5,6,2,7,9
	ok ipcctl --set 3=1 "$set"
	has "$set" 5,6,2,1,9
	ok ipcctl --set 1=0,2=0 "$set"
	has "$set" 5,0,0,1,9
	ok ipcctl --set 4=3,0=8 "$set"
	has "$set" 8,0,0,1,3
	ok ipcctl --set 2=11,12 "$set"
	has "$set" 8,0,11,12,3
	ok ipcctl --set 1,3=9,0 "$set"
	has "$set" 1,0,11,9,0
}

@test "ipcctl: all values of a set are set by one call" {
	need strace
	set=$(object make sem: nsems=2)
	strace -o "$BATS_TEST_TMPDIR/calls" -e trace=semctl,semop,semtimedop \
	    ipcctl --set 1,2 "$set"
	[[ $(grep -c SET "$BATS_TEST_TMPDIR/calls") == 1 ]]
	grep -q SETALL "$BATS_TEST_TMPDIR/calls"
}

@test "ipcctl: --set by key, by path and of several objects" {
	object make sem:0x52 nsems=2
	object make sem:/s
	object make sem:/t
	ok ipcctl --set 3 sem:0x52 /dev/shm/sem.s
	has sem:0x52 3,0
	has sem:/s 3
	ok ipcctl --set 9 'sem:/*'
	has sem:/s 9
	has sem:/t 9
	has sem:0x52 3,0
	ok ipcctl --set 0=6 sem:
	has sem:0x52 6,0
	has sem:/t 6
}

@test "ipcctl: --set of a POSIX semaphore, up and down" {
	object make sem:/s values=3
	local value
	for value in 10 0 0=7 7 1; do
		ok ipcctl --set "$value" sem:/s
		has sem:/s "${value#0=}"
	done
}

@test "ipcctl: the greatest values can be set" {
	set=$(object make sem: nsems=2)
	object make sem:/s values=2147483640
	ok ipcctl --set 32767,0 "$set"
	has "$set" 32767,0
	ok ipcctl --set 1=32767 "$set"
	has "$set" 32767,32767
	ok ipcctl --set 2147483647 sem:/s
	has sem:/s 2147483647
}

@test "ipcctl: values that are too large are refused, and nothing is set" {
	set=$(object make sem: nsems=3 values=4,0,2)
	object make sem:/s values=3
	local values
	for values in 32768 40000 1,32768 2=65535 2147483647; do
		fails 2 "$set: value ${values##*[=,]} is above SEMVMX (32767)" \
		    ipcctl --set "$values" "$set" sem:/s
	done
	for values in 2147483648 4294967296 18446744073709551617 0=2147483648; do
		fails 2 "--set $values: too large" ipcctl --set "$values" sem:/s
	done
	fails 1 "above SEMVMX" ipcctl --set 40000 sem:
	has "$set" 4,0,2
	has sem:/s 40000
}

@test "ipcctl: semaphores that are not there are refused" {
	set=$(object make sem: nsems=3 values=4,0,2)
	single=$(object make sem: values=1)
	object make sem:/s values=3
	fails 1 "$set: no semaphore 3: the set has 3" ipcctl --set 1,2,3,4 "$set"
	fails 1 "$set: no semaphore 9: the set has 3" ipcctl --set 9=1 "$set"
	fails 1 "$single: no semaphore 1: the set has 1" ipcctl --set 1=1 "$single"
	fails 2 "sem:/s: no semaphore 1: the set has 1" \
	    ipcctl --set 1=1 "$set" sem:/s
	has "$set" 4,0,2
	has sem:/s 3
	# A pattern has those that it has.
	fails 1 "sem:/s: no semaphore 1" ipcctl --set 1=5 sem:
	has "$set" 4,5,2
	has sem:/s 3
}

@test "ipcctl: who waits for a value that is set goes on" {
	set=$(object make sem: nsems=2)
	object make sem:/s
	start hold wait "$set" num=1
	start hold wait sem:/s
	start hold wait sem:/s
	local waiting=("${!inputs[@]}")
	[[ ${#waiting[@]} == 3 ]]
	ok ipcctl --set 1=1 "$set"
	ok ipcctl --set 2 sem:/s
	retry none_asleep "${waiting[@]}"
	has "$set" 0,0
	# Of those that were posted two are taken, before it was 2 or after.
	output=$(object show sem:/s)
	json '.value <= 2'
}

@test "ipcctl: who waits for zero goes on when it is set" {
	set=$(object make sem: nsems=2 values=0,5)
	start hold zero "$set" num=1
	ok ipcctl --set 1=1 "$set"
	run ! ended "$pid"
	ok ipcctl --set 1=0 "$set"
	retry ended "$pid"
}

@test "ipcctl: --set clears what is to be undone, as the page says" {
	set=$(object make sem: values=1)
	ipcctl --wait "$set" -- ipcctl --set 5 "$set"
	has "$set" 5
	ipcctl --set 1 "$set"
	ipcctl --wait "$set" -- object set "$set" mode=0600
	has "$set" 1
}

@test "ipcctl: --set and --mode go together" {
	set=$(object make sem: mode=0600)
	ok ipcctl --set 5 --mode 0640 "$set"
	has "$set" 5
	output=$(object show "$set")
	json '.mode == "0640"'
}
