#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Waiting for what should be, and that it changes nothing.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib
load watch

leave() {
	unwatch
}

# An interval so long that only what wakes it can be in time.
never=(-d 3600)

@test "ipcwatch --until: ends at once if it holds already" {
	object make mq:/q
	object send mq:/q size=1
	ok ipcwatch --until 'messages > 0' mq:/q
	[[ -z $output ]]
	ok ipcwatch --until 'kind == "mq"' --timeout 0
}

@test "ipcwatch --until: a message in a POSIX queue" {
	object make mq:/q
	watch --until 'messages > 0' "${never[@]}" mq:/q
	object send mq:/q size=1
	over 0
	[[ -z $output ]]
}

@test "ipcwatch --until: the fifth message, after four" {
	object make mq:/q
	watch --until 'messages == 5' -e send "${never[@]}" mq:/q
	object send mq:/q size=1 count=4
	sees send mq:/q '-> 4$'
	lives
	object send mq:/q size=1
	over 0
}

@test "ipcwatch --until: room in a POSIX queue, and an empty one" {
	object make mq:/q max_messages=2 max_message_size=1
	object send mq:/q size=1 count=2
	watch --until 'fill < 100' "${never[@]}" mq:/q
	object receive mq:/q
	over 0
	watch --until 'messages == 0' "${never[@]}" mq:/q
	object receive mq:/q
	over 0
}

@test "ipcwatch --until: an object that appears, and what comes into it" {
	local kind
	for kind in mq shm sem; do
		watch --until 'name == "/new"' -e create "${never[@]}" "$kind:"
		object make "$kind:/other"
		sees create "$kind:/other"
		lives
		object make "$kind:/new"
		over 0
		watch --until 'mode == "0640"' "${never[@]}" "$kind:/named"
		object make "$kind:/named" mode=0640
		over 0
		[[ -z $output && $stderr == *"named: is not there: waiting"* ]]
	done
	watch --until 'messages > 0' "${never[@]}" mq:/jobs
	object make mq:/jobs
	# It is polled as soon as it was seen.
	retry polled
	object send mq:/jobs size=1
	over 0
}

polled() {
	find "/proc/$watcher/fd" -lname '/jobs*' | grep -q .
}

@test "ipcwatch --until: System V objects, at the next interval" {
	local queue set
	queue=$(object make mq:)
	set=$(object make sem: nsems=2 values=1,1)
	watch --until 'bytes >= 5' -d 0.05 "$queue"
	object send "$queue" size=5
	over 0
	watch --until 'values == 0' -d 0.05 sem:
	object op "$set" num=1 values=-1
	over 0
	watch --until 'nattch > 0' -d 0.05 shm:0x52
	start hold attach shm:0x52
	over 0
}

@test "ipcwatch --until: consumes nothing and leaves the notification free" {
	object make mq:/q
	object send mq:/q size=1
	watch --until 'messages > 1' "${never[@]}" mq:/q
	start hold notify-none mq:/q
	stop "$pid"
	object send mq:/q size=1
	over 0
	ok ipcls --json -o messages,notify mq:/q
	json '.objects == [{ messages: 2, notify: null }]'
}

@test "ipcwatch --until: a queue that is removed lives no longer because of it" {
	object make mq:/jobs
	watch --until 'messages > 0' "${never[@]}" mq:
	retry polled
	object remove mq:/jobs
	retry eval '! polled'
}

@test "ipcwatch --until: a queue that is replaced is waited for, too" {
	object make mq:/jobs
	watch --until 'messages > 0' -d 0.05 mq:/jobs
	object remove mq:/jobs
	retry eval '! polled'
	object make mq:/jobs
	retry polled
	object send mq:/jobs size=1
	over 0
}

@test "ipcwatch --until: with --where, of those that are selected" {
	object make mq:/a
	object make mq:/b
	watch --until 'messages > 0' --where 'name != "/a"' -e create \
	    "${never[@]}"
	object send mq:/a size=1
	object make mq:/c
	sees create mq:/c
	lives
	object send mq:/b size=1
	over 0
}

@test "ipcwatch --until --all: once it holds of all, and there is one" {
	fails 124 "" ipcwatch --all --until 'messages > 0' --timeout 0 mq:
	object make mq:/a
	object make mq:/b
	watch --all --until 'messages > 0' -e send "${never[@]}" mq:
	object send mq:/a size=1
	sees send mq:/a
	lives
	fails 124 "" ipcwatch --all --until 'messages > 0' --timeout 0 mq:
	object send mq:/b size=1
	over 0
}

@test "ipcwatch --until-gone: once there is none" {
	local segment
	ok ipcwatch --until-gone mq:/none
	object make shm:/a
	object make shm:/b
	watch --until-gone -e remove "${never[@]}" 'shm:/*'
	object remove shm:/a
	sees remove shm:/a
	lives
	object remove shm:/b
	over 0
	segment=$(object make shm:)
	watch --until-gone -d 0.05 "$segment"
	object remove "$segment"
	over 0
}

@test "ipcwatch --until: events are told if they were asked for" {
	object make mq:/q
	watch --until 'messages > 1' -e send "${never[@]}" mq:/q
	object send mq:/q size=1
	sees send mq:/q 'messages 0 -> 1$'
	object send mq:/q size=1
	over 0
	[[ $output == *"messages 1 -> 2" ]]
}

@test "ipcwatch --timeout: ends it with 124" {
	fails 124 "mq:/none: is not there: waiting for it to appear" \
	    ipcwatch --until 'messages > 0' --timeout 0.05 mq:/none
	[[ -z $output ]]
	fails 124 "" ipcwatch --timeout 0.01 "${never[@]}"
	object make mq:/q
	fails 124 "" ipcwatch --until-gone --timeout 0 mq:/q
}

@test "ipcwatch --timeout: what was done before it is seen" {
	local queue
	queue=$(object make mq:)
	watch --until 'messages > 0' "${never[@]}" --timeout 5 "$queue"
	object send "$queue" size=1
	over 0
}

@test "ipcwatch --until: what makes no sense is refused" {
	fails 2 "contradict" ipcwatch --until 'size > 1' --until-gone
	fails 2 "needs --until" ipcwatch --all
	fails 2 '^~~~' ipcwatch --until 'nonsense > 1'
	fails 2 "twice" ipcwatch --until 'size > 1' --until 'size > 2'
	fails 2 "--timeout" ipcwatch --timeout -1
	fails 2 "millisecond" ipcwatch --interval 0.0001
	fails 2 "--interval" ipcwatch -d x
	fails 2 "--count" ipcwatch -c 0
	fails 2 "not an object" ipcwatch bogus
}
