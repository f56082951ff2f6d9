#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Each event of each kind of object, of real objects and processes.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib
load watch

leave() {
	unwatch
}

# What no kernel tells is looked for often.
often=(-d 0.02)

@test "ipcwatch: objects of all kinds are created and removed" {
	watch "${often[@]}"
	local queue segment set object
	object make mq:/q mode=0640 max_messages=3 max_message_size=64
	sees create mq:/q 'owner root, mode 06.0, .*max_messages 3.*messages 0$'
	object make shm:/m size=5
	sees create shm:/m 'mode 06.0, size [05]$'
	object make sem:/s values=7
	sees create sem:/s 'nsems 1, values [07]$'
	queue=$(object make mq:0x51)
	sees create "$queue" 'key 0x00000051, max_bytes [0-9]+, messages 0$'
	segment=$(object make shm:0x52 size=100)
	sees create "$segment" 'key 0x00000052, size 100, nattch 0, cpid [0-9]+$'
	set=$(object make sem:0x53 nsems=2)
	sees create "$set" 'key 0x00000053, nsems 2, values 0,0$'
	object drop mq:/q shm:/m sem:/s "$queue" "$segment" "$set"
	for object in mq:/q shm:/m sem:/s "$queue" "$segment" "$set"; do
		sees remove "$object" 'mode 06[04]0'
	done
	lines
	[[ $(grep -c ^create <<<"$output") == 6 ]]
	[[ $(grep -c ^remove <<<"$output") == 6 ]]
}

@test "ipcwatch: what is there at the start is no event" {
	object make mq:/old
	object make shm:
	watch "${often[@]}"
	object make sem:/new
	sees create sem:/new
	lines
	[[ $output == create*sem:/new* && $(wc -l <<<"$output") == 1 ]]
}

@test "ipcwatch: with --initial it is created" {
	object make mq:/old
	object make sem:/old
	watch --initial --count 2
	over 0
	[[ $output == *create*mq:/old*create*sem:/old* ]]
}

@test "ipcwatch: POSIX objects are replaced under their name" {
	local kind
	for kind in mq shm sem; do
		object make "$kind:/same"
		watch
		kill -STOP "$watcher"
		object remove "$kind:/same"
		object make "$kind:/same"
		kill -CONT "$watcher"
		sees remove "$kind:/same"
		sees create "$kind:/same"
		lines
		[[ $output == remove*create* && $(wc -l <<<"$output") == 2 ]]
		unwatch
	done
}

@test "ipcwatch: System V objects are replaced under their key" {
	local kind old new
	for kind in mq shm sem; do
		old=$(object make "$kind:0x77")
		watch "$kind:0x77" "${often[@]}"
		kill -STOP "$watcher"
		object remove "$old"
		new=$(object make "$kind:0x77")
		kill -CONT "$watcher"
		sees remove "$old"
		sees create "$new"
		unwatch
	done
}

@test "ipcwatch: mode, owner, size and limits are changed, from and to" {
	local queue segment set
	object make mq:/q
	object make shm:/m size=5
	object make sem:/s
	queue=$(object make mq: max_bytes=1000)
	segment=$(object make shm:0x52)
	set=$(object make sem:)
	watch "${often[@]}" -e change
	object set mq:/q mode=0644
	sees change mq:/q 'mode 0600 -> 0644$'
	object set shm:/m size=4711
	sees change shm:/m 'size 5 -> 4711$'
	object set sem:/s mode=0
	sees change sem:/s 'mode 0600 -> 0000$'
	object set "$queue" max_bytes=999
	sees change "$queue" 'max_bytes 1000 -> 999$'
	object set "$set" mode=0604
	sees change "$set" 'mode 0600 -> 0604$'
	object set "$segment" lock=1
	sees change "$segment" 'status - -> locked$'
	object set "$segment" lock=0
	sees change "$segment" 'status locked -> -$'
}

@test "ipcwatch: owners are changed" {
	need_root
	object make shm:/m
	local segment
	segment=$(object make shm:)
	watch "${often[@]}"
	object set shm:/m uid=65534
	sees change shm:/m 'owner root -> nobody$'
	object set "$segment" gid=65534
	sees change "$segment" 'group root -> nogroup$'
}

@test "ipcwatch: a segment that is removed while it is attached" {
	local segment
	segment=$(object make shm:0x52)
	start hold attach "$segment"
	watch "${often[@]}"
	object remove "$segment"
	sees change "$segment" 'status - -> dest, key 0x00000052 -> 0x00000000'
	stop "$pid"
	sees remove "$segment"
}

@test "ipcwatch: messages come and go in a POSIX queue" {
	object make mq:/q max_messages=2 max_message_size=8
	watch "${often[@]}"
	object send mq:/q size=3
	sees send mq:/q 'messages 0 -> 1$'
	object send mq:/q size=3
	sees full mq:/q 'messages 1 -> 2$'
	object receive mq:/q
	sees receive mq:/q 'messages 2 -> 1$'
	object receive mq:/q
	sees empty mq:/q 'messages 1 -> 0$'
	lines
	[[ $(cut -d' ' -f1 <<<"$output" | xargs) == \
	    "send send full receive receive empty" ]]
}

@test "ipcwatch: messages come and go in a System V queue, and who was it" {
	local queue
	queue=$(object make mq: max_bytes=100)
	watch "${often[@]}"
	object send "$queue" size=60
	sees send "$queue" 'messages 0 -> 1, bytes 0 -> 60, lspid - -> [0-9]+$'
	object send "$queue" size=40
	sees full "$queue" 'messages 1 -> 2, bytes 60 -> 100, fill_by bytes$'
	object receive "$queue" count=2
	sees receive "$queue" 'bytes 100 -> 0, lrpid - -> [0-9]+$'
	sees empty "$queue" 'messages 2 -> 0'
}

@test "ipcwatch: a message that comes and goes between two looks" {
	local queue
	queue=$(object make mq:)
	watch "${often[@]}"
	kill -STOP "$watcher"
	object send "$queue" size=1
	object receive "$queue"
	kill -CONT "$watcher"
	sees send "$queue" 'messages 0, bytes 0, lspid - -> [0-9]+$'
	sees receive "$queue" 'lrpid - -> [0-9]+$'
}

@test "ipcwatch: a queue that is made full is created, and full" {
	watch
	kill -STOP "$watcher"
	object make mq:/q max_messages=1 max_message_size=1
	object send mq:/q size=1
	kill -CONT "$watcher"
	sees create mq:/q 'messages 1$'
	sees full mq:/q 'messages 1$'
}

@test "ipcwatch: a segment is attached and detached" {
	local segment first second
	segment=$(object make shm:)
	watch "${often[@]}"
	start hold attach "$segment"
	first=$pid
	sees attach "$segment" "nattch 0 -> 1, lpid - -> $first\$"
	start hold attach "$segment"
	second=$pid
	sees attach "$segment" "nattch 1 -> 2, lpid $first -> $second\$"
	stop "$second"
	sees detach "$segment" "nattch 2 -> 1"
	stop "$first"
	sees detach "$segment" "nattch 1 -> 0"
	# Both at once.
	object fill "$segment" size=0
	sees attach "$segment" "nattch 0, lpid"
}

@test "ipcwatch: semaphores are operated on" {
	local set
	object make sem:/s values=2
	set=$(object make sem: nsems=3 values=4,0,2)
	watch "${often[@]}"
	object op "$set" values=-1,1
	sees op "$set" 'values 4,0,2 -> 3,1,2$'
	object set "$set" values=9,9,9
	sees op "$set" 'values 3,1,2 -> 9,9,9$'
	object op sem:/s values=1
	sees op sem:/s 'values 2 -> 3$'
}

@test "ipcwatch: a semaphore is made under no other name" {
	watch -e create,remove
	local i
	for ((i = 0; i < 50; i++)); do
		object many "sem:/many-$i-" count=20
	done
	sees create sem:/many-49-19
	object make sem:/abcdef
	sees create sem:/abcdef
	lines
	[[ $(wc -l <<<"$output") == 1001 ]]
	! grep -v -e sem:/many- -e sem:/abcdef <<<"$output" || return
}

@test "ipcwatch: operands and --where choose objects" {
	watch 'mq:/job*' sem: --where 'mode == "0640"' -e create
	object make shm:/m mode=0640
	object make mq:/other mode=0640
	object make mq:/job1 mode=0600
	object make sem:/s mode=0640
	sees create sem:/s
	object make mq:/job2 mode=0640
	sees create mq:/job2
	lines
	[[ $(wc -l <<<"$output") == 2 ]]
}

@test "ipcwatch: --events chooses events" {
	watch -e remove,full
	object make mq:/q max_messages=1 max_message_size=1
	object send mq:/q size=1
	sees full mq:/q
	object remove mq:/q
	sees remove mq:/q
	lines
	[[ $(wc -l <<<"$output") == 2 ]]
	fails 2 "create,remove,change,send,receive,full,empty,attach,detach," \
	    ipcwatch -e create,nonsense
}

# 19,999 that were created, and the overflow.
all_are_told() {
	(($(wc -l <"$watching/out") >= 20000))
}

@test "ipcwatch: what was not told is an event, and everything is seen" {
	need_room
	watch -e overflow,create,remove
	kill -STOP "$watcher"
	object many shm:/lost- count=20000
	object remove shm:/lost-0
	kill -CONT "$watcher"
	sees overflow -
	retry all_are_told
	lines
	[[ $(grep -c '^create.*shm:/lost-' <<<"$output") == 19999 ]]
}

@test "ipcwatch: a place that cannot be listed has not lost its objects" {
	need_root
	object make shm:/m
	watch "${often[@]}" -w 'kind == "shm"'
	mkdir /dev/away
	kill -STOP "$watcher"
	mount --move /dev/shm /dev/away
	rmdir /dev/shm
	kill -CONT "$watcher"
	retry grep -q "/dev/shm is not there" "$watching/err"
	kill -STOP "$watcher"
	mkdir /dev/shm
	mount --move /dev/away /dev/shm
	kill -CONT "$watcher"
	object make shm:/n
	sees create shm:/n
	kill "$watcher"
	over 143
	[[ $output != *shm:/m* ]]
	[[ $(sort -u <<<"$stderr") == "$stderr" ]]
}
