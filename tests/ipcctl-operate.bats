#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# ipcctl waits for semaphores, posts them, and does several things at once.
#
# Only tests that say need_queues make POSIX queues (run-bats).

load lib
load semaphores

@test "ipcctl: --wait takes one and --post gives one back" {
	set=$(object make sem: nsems=3 values=4,0,2)
	object make sem:/s values=3
	ok ipcctl --wait "$set"
	[[ -z $output ]]
	has "$set" 3,0,2
	ok ipcctl --wait=2 "$set"
	has "$set" 3,0,1
	ok ipcctl --post=1 "$set"
	has "$set" 3,1,1
	ok ipcctl --wait sem:/s
	ok ipcctl --wait=0 /dev/shm/sem.s
	has sem:/s 1
	ok ipcctl --post sem:/s "$set"
	has sem:/s 2
	has "$set" 4,1,1
	ok ipcctl --op 0-1 sem:/s
	ok ipcctl --op 0+1 sem:/s "$set"
	has sem:/s 2
	has "$set" 5,1,1
}

@test "ipcctl: what is taken stays so when ipcctl has ended" {
	set=$(object make sem: values=1)
	ipcctl --wait "$set"
	has "$set" 0
	fails 124 "$set: would have to wait" ipcctl --wait --nowait "$set"
}

@test "ipcctl: --wait waits until another posts" {
	set=$(object make sem: nsems=2)
	object make sem:/s
	begin ipcctl --wait=1 "$set"
	retry waited_for "$set" '.ncnt == [0, 1]'
	object op "$set" num=1
	ends 0
	has "$set" 0,0
	begin ipcctl --wait sem:/s
	retry waited_for sem:/s '.nwaiters == 1'
	object op sem:/s
	ends 0
	has sem:/s 0
}

@test "ipcctl: --post wakes who waits" {
	set=$(object make sem:)
	start hold wait "$set"
	ok ipcctl --post "$set"
	retry ended "$pid"
	start hold wait sem:/s
	ok ipcctl --post sem:/s
	retry ended "$pid"
}

@test "ipcctl: --zero waits until it is zero" {
	set=$(object make sem: nsems=2 values=3,2)
	begin ipcctl --zero=1 "$set"
	retry waited_for "$set" '.zcnt == [0, 1]'
	object op "$set" num=1 values=-1
	waited_for "$set" '.zcnt == [0, 1]'
	object op "$set" num=1 values=-1
	ends 0
	has "$set" 3,0
	ok ipcctl --zero=1 "$set"
	fails 124 "would have to wait" ipcctl --zero --nowait "$set"
}

@test "ipcctl: the operations of --op happen all at once" {
	set=$(object make sem: nsems=3 values=1,1,0)
	ok ipcctl --op 0-1,1-1,2+5 "$set"
	has "$set" 0,0,5
	ok ipcctl --op 0=0,0+1 "$set"
	has "$set" 1,0,5
	# In this order, on the same one.
	ok ipcctl --op 1+3,1-2,2-5,2=0 "$set"
	has "$set" 1,1,0
}

@test "ipcctl: of --op nothing happens while one of them cannot" {
	set=$(object make sem: nsems=3 values=1,0,4)
	begin ipcctl --op 0-1,2+1,1-1 "$set"
	retry waited_for "$set" '.ncnt == [0, 1, 0]'
	has "$set" 1,0,4
	object op "$set" num=1
	ends 0
	has "$set" 0,0,5
	fails 124 "would have to wait" ipcctl --nowait --op 2-1,0-1 "$set"
	fails 124 "would have to wait" ipcctl --op 2-1,0-1n "$set"
	fails 124 "timed out" ipcctl --timeout 0.05 --op 2-1,0-1 "$set"
	fails 1 "above SEMVMX (32767)" ipcctl --op 2-1,0+32767,0+1 "$set"
	fails 1 "no semaphore 3: the set has 3, the first is number 0" ipcctl --op 2-1,3+1 "$set"
	has "$set" 0,0,5
}

@test "ipcctl: u in --op is undone when ipcctl ends, the rest stays" {
	set=$(object make sem: nsems=2 values=5,5)
	ok ipcctl --op 0-3u,1-3 "$set"
	has "$set" 5,2
	ok ipcctl --op 0+3un,1+3nu "$set"
	has "$set" 5,2
}

@test "ipcctl: a value that would be too large is refused" {
	set=$(object make sem: values=32767)
	object make sem:/s values=2147483647
	fails 1 "$set: the value would be above SEMVMX (32767)" \
	    ipcctl --post "$set"
	fails 1 "sem:/s: the value would be above SEM_VALUE_MAX (2147483647)" \
	    ipcctl --post sem:/s
	has "$set" 32767
	has sem:/s 2147483647
}

# How long a command takes, in milliseconds.
milliseconds() {
	local start=${EPOCHREALTIME/./} end
	"$@"
	end=${EPOCHREALTIME/./}
	took=$(((end - start) / 1000))
}

@test "ipcctl: --timeout ends with 124, after that time" {
	set=$(object make sem:)
	object make sem:/s
	local object
	for object in "$set" sem:/s; do
		milliseconds fails 124 "$object: timed out" \
		    ipcctl --wait --timeout 0.2 "$object"
		((took >= 200))
		fails 124 "timed out" ipcctl --wait --timeout 0 "$object"
		fails 124 "would have to wait" ipcctl --wait --nowait "$object"
		has "$object" 0
		ipcctl --post "$object"
		ok ipcctl --wait --timeout 100000d "$object"
		ipcctl --post "$object"
		ok ipcctl --wait --timeout 0 "$object"
		ipcctl --post "$object"
		ok ipcctl --wait --nowait "$object"
	done
	# Together, not each.
	local many=()
	for _ in {1..100}; do
		many+=("$set" sem:/s)
	done
	milliseconds fails 124 "" ipcctl --wait --timeout 0.5 "${many[@]}"
	((took >= 500 && took < 50000))
	[[ $(wc -l <<<"$stderr") == 200 ]]
}

@test "ipcctl: of several, each is done by itself" {
	set=$(object make sem: values=1)
	object make sem:/s values=1
	object make sem:/zero
	fails 1 "sem:/none: no such object" \
	    ipcctl --wait --nowait "$set" sem:/none sem:/zero sem:/s
	[[ $stderr == *"sem:/zero: would have to wait"* ]]
	has "$set" 0
	has sem:/s 0
	fails 124 "sem:/zero: would" ipcctl --wait --nowait sem:/zero sem:/none
}

@test "ipcctl: a set that is removed is no longer waited for" {
	set=$(object make sem: nsems=2)
	begin ipcctl --wait=1 "$set"
	retry waited_for "$set" '.ncnt == [0, 1]'
	object remove "$set"
	ends 1 "$set: was removed"
	set=$(object make sem: values=1)
	begin ipcctl --zero --timeout 100 "$set"
	retry waited_for "$set" '.zcnt == [1]'
	object remove "$set"
	ends 1 "$set: was removed"
}

@test "ipcctl: a signal while waiting ends it, and nothing is held" {
	set=$(object make sem: nsems=2 values=0,1)
	object make sem:/s
	local signal
	for signal in TERM INT HUP QUIT USR1 USR2; do
		begin ipcctl --wait "$set"
		retry waited_for "$set" '.ncnt == [1, 0]'
		kill -s "$signal" "$pid"
		ends $((128 + $(kill -l "$signal")))
		[[ -z $stderr ]]
		waited_for "$set" '.ncnt == [0, 0]'
		begin ipcctl --wait sem:/s
		retry waited_for sem:/s '.nwaiters == 1'
		kill -s "$signal" "$pid"
		ends $((128 + $(kill -l "$signal")))
		waited_for sem:/s '.nwaiters == 0'
	done
	has "$set" 0,1
	has sem:/s 0
	# What was done before stays, and was said.
	object make sem:/t values=1
	begin ipcctl -v --wait sem:/t sem:/s
	retry waited_for sem:/s '.nwaiters == 1'
	kill "$pid"
	ends 143
	[[ $output == 'sem:/t: values 1 -> 0' ]]
	has sem:/t 0
}

@test "ipcctl: -v writes the values before and after" {
	set=$(object make sem: nsems=3 values=4,0,2)
	object make sem:/s values=3
	ok ipcctl -v --wait "$set" sem:/s
	[[ $output == "$set: values 4,0,2 -> 3,0,2
sem:/s: values 3 -> 2" ]]
	ok ipcctl -v --op 0-1,1+1,2-2 "$set"
	[[ $output == "$set: values 3,0,2 -> 2,1,0" ]]
	ok ipcctl -v --zero=2 "$set"
	[[ -z $output ]]
	fails 124 "" ipcctl -v --nowait --wait=2 "$set"
	[[ -z $output ]]
}

@test "ipcctl: more operations than semopm are refused, and it is named" {
	local sem
	sem=$(cat /proc/sys/kernel/sem)
	set=$(object make sem: values=5)
	echo 250 32000 2 32000 >/proc/sys/kernel/sem ||
	    skip "the limits cannot be set here"
	run_apart ipcctl --op 0-1,0-1,0-1 "$set"
	echo "$sem" >/proc/sys/kernel/sem
	[[ $status == 1 && $stderr == *semopm*/proc/sys/kernel/sem* ]]
	has "$set" 5
}
