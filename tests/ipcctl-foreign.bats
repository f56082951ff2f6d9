#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# The file of a POSIX semaphore holds what anybody has written there.
#
# Only tests that say need_queues make POSIX queues (run-bats).

load lib
load semaphores

setup_file() {
	[[ $(printf '\1\0' | od -An -tu2) -eq 1 ]] ||
	    skip "words are written as little-endian machines have them"
}

# word NUMBER: its four bytes.
word() {
	local i bytes=
	for i in 0 8 16 24; do
		printf -v bytes '%s\\x%02x' "$bytes" $((($1 >> i) & 255))
	done
	printf '%b' "$bytes"
}

# semaphore NAME WORD...: with these words; the rest is zeros.
semaphore() {
	local name=$1 one
	shift
	for one; do
		word "$one"
	done >"/dev/shm/sem.$name"
	truncate -s 32 "/dev/shm/sem.$name"
}

@test "ipcctl: the third word of a semaphore, whatever it is, changes nothing" {
	local third value
	for third in 1 128 0x7fffffff 0xffffffff; do
		for value in 0 1; do
			semaphore x "$value" 1 "$third" "$third"
			ok timeout 10 ipcctl --post sem:/x
			has sem:/x "$((value + 1))"
			ok timeout 10 ipcctl --wait sem:/x
			has sem:/x "$value"
			ok timeout 10 ipcctl --set 3 sem:/x
			has sem:/x 3
		done
		semaphore x 0 0 "$third"
		fails 124 "timed out" \
		    timeout 10 ipcctl --wait --timeout 0.05 sem:/x
		waited_for sem:/x '.nwaiters == 0'
		fails 124 "would have to wait" \
		    timeout 10 ipcctl --wait --nowait sem:/x
	done
}

@test "ipcctl: what is held is given back when the next has hostile words" {
	object make sem:/a values=1
	semaphore x 0 1 0xffffffff
	fails 124 "sem:/x: timed out" \
	    timeout 10 ipcctl --wait --timeout 0.05 sem:/a sem:/x -- true
	has sem:/a 1
	semaphore x 0xffffffff
	fails 1 "sem:/x: no semaphore" \
	    timeout 10 ipcctl --wait sem:/a sem:/x -- true
	has sem:/a 1
}

@test "a value that no semaphore has is none" {
	local value
	for value in 0x80000000 0xffffffff; do
		semaphore x "$value"
		ok ipcls --json -o object,value,values sem:/x
		json '.objects == [{ object: "sem:/x", value: null,
			values: [null] }]'
		fails 1 "above SEM_VALUE_MAX" ipccat sem:/x
		fails 1 "above SEM_VALUE_MAX" ipcctl --post sem:/x
		fails 1 "above SEM_VALUE_MAX" ipcctl --wait sem:/x
		fails 1 "above SEM_VALUE_MAX" ipcctl --set 1 sem:/x
		[[ $(head -c 4 /dev/shm/sem.x | hex) == "$(word "$value" | hex)" ]]
	done
}

@test "ipcctl: a semaphore cut short while it is waited for is noticed" {
	object make sem:/a values=1
	object make sem:/b
	begin ipcctl --wait sem:/a sem:/b -- true
	retry waited_for sem:/b '.nwaiters == 1'
	truncate -s 0 /dev/shm/sem.b
	# The kernel begins to wait anew after this, and says EFAULT.
	kill -STOP "$pid"
	kill -CONT "$pid"
	ends 1 "sem:/b: the file is too short"
	has sem:/a 1
	object remove sem:/b
	object make sem:/b
	begin ipcctl --wait sem:/a sem:/b -- true
	retry waited_for sem:/b '.nwaiters == 1'
	truncate -s 0 /dev/shm/sem.b
	ends 1 "sem:/b: the file is too short"
	has sem:/a 1
}

@test "a semaphore of a 32-bit program is said to be one, and left alone" {
	[[ $(getconf LONG_BIT) == 64 ]] || skip "only where programs have 64 bits"
	local command words="16 bytes, perhaps the semaphore of a 32-bit program"
	printf '\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' >/dev/shm/sem.x
	before=$(hex </dev/shm/sem.x)
	ok ipcls --json -o object,status,value,values,ncnt sem:
	json '.objects == [{ object: "sem:/x", status: "32-bit", value: null,
		values: null, ncnt: null }]'
	for command in "ipccat" "ipcctl --post" "ipcctl --wait" \
	    "ipcctl --set 1" "ipcctl --wait --nowait" "ipcctl -v --post"; do
		# shellcheck disable=SC2086 # words
		fails 1 "sem:/x: $words" $command sem:/x
	done
	[[ $(hex </dev/shm/sem.x) == "$before" ]]
	ok ipcctl --mode 0604 sem:/x
	ok ipcrm sem:/x
}
