#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2034 # before: of watch.bash
# What an ordinary user sees, and where a place is missing.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	load watch
	need_nobody
	before=("${nobody[@]}")
}

leave() {
	unwatch
	while is_mount /dev/mqueue; do
		umount /dev/mqueue
	done
	mkdir -p /dev/mqueue
	mount -t mqueue mqueue /dev/mqueue
}

@test "ipcwatch: a user sees what is made and removed, whosoever it is" {
	local queue
	# Memory may be seen before it has its size.
	watch -d 0.02 -e create,remove,send
	object make mq:/q mode=0
	sees create mq:/q 'mode 0000, .*messages -$'
	object make shm:/m mode=0
	sees create shm:/m
	object make sem:/s mode=0
	sees create sem:/s 'values -$'
	queue=$(object make mq: mode=0)
	sees create "$queue"
	object send "$queue" size=1
	sees send "$queue"
	object drop mq:/q "$queue" shm:/m sem:/s
	sees remove mq:/q
	sees remove "$queue"
	sees remove shm:/m
	sees remove sem:/s
	lines
	[[ $(wc -l <<<"$output") == 9 ]]
}

@test "ipcwatch --until: a user waits for a queue that he may only write to" {
	object make mq:/q mode=0622 max_messages=1 max_message_size=1
	object send mq:/q size=1
	watch --until 'messages == 0' -d 3600 mq:/q
	object receive mq:/q
	over 0
}

@test "ipcwatch --until: what may not be read never holds" {
	object make mq:/q mode=0
	object send mq:/q size=1
	watch --until 'messages >= 0' --timeout 0.2 -d 0.02 mq:/q
	over 124
}

@test "ipcwatch: a place that is not there is told once, and the rest is seen" {
	umount /dev/mqueue
	watch -d 0.02 -c 3 -e create
	object make shm:/a
	sees create shm:/a
	object make shm:/b
	sees create shm:/b
	# As soon as it is there, it is looked at.
	mount -t mqueue mqueue /dev/mqueue
	object make mq:/q
	over 1
	[[ $output == *create*mq:/q* ]]
	[[ $stderr == "ipcwatch: /dev/mqueue: not mounted: "* ]]
	[[ $(wc -l <<<"$stderr") == 1 ]]
}

@test "ipcwatch --until: a queue that is named needs no mount" {
	object make mq:/q mode=0644
	umount /dev/mqueue
	watch --until 'messages > 0' -d 3600 mq:/q
	object send mq:/q size=1
	over 0
	[[ -z $stderr ]]
}

@test "ipcwatch: without inotify it looks every so often, and says so" {
	before=("${nobody[@]}" deny inotify)
	watch -d 0.02 -c 1
	object make shm:/m
	over 0
	[[ $stderr == "ipcwatch: inotify: "* ]]
}
