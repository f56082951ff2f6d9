#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# A listing changes nothing that it looks at.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib

# An object of each kind with something in it, and times in the past where
# times can be set: a look that leaves a trace is then seen to.
old_world() {
	object make mq:/q mode=0666
	object send mq:/q size=5
	object make shm:/m mode=0666
	object fill shm:/m
	object make sem:/s mode=0666 values=2
	queue=$(object make mq: mode=0666)
	object send "$queue"
	segment=$(object make shm: mode=0666)
	set=$(object make sem: mode=0666 nsems=2)
	backdate
} >/dev/null

backdate() {
	touch -a -d @1000000000 /dev/mqueue/q /dev/shm/m /dev/shm/sem.s
	touch -m -d @1100000000 /dev/mqueue/q /dev/shm/m /dev/shm/sem.s
}

# All that could change, an object a line; the times of files in full.
state() {
	local one path
	for one in mq:/q:mqueue/q shm:/m:shm/m sem:/s:shm/sem.s; do
		path=/dev/${one##*:}
		echo "${one%:*} $(object stat "${one%:*}")" \
		    "$(stat -c '%x %y %z' "$path")"
	done
	for one in "$queue" "$segment" "$set"; do
		echo "$one $(object show "$one")"
	done
}

# Whether nothing has changed since $before.
unchanged() {
	diff <(echo "$before") <(state) >&2
}

@test "ipcls: the listing changes nothing" {
	old_world
	before=$(state)
	ok ipcls
	unchanged
	[[ $output == *mq:/q*"$segment"*sem:/s* ]]
}

@test "ipcls: the listing of a user changes no time of what he owns" {
	need_nobody
	old_world
	for one in mq:/q shm:/m sem:/s "$queue" "$segment" "$set"; do
		object set "$one" uid=65534
	done
	before=$(state)
	ok as_nobody ipcls
	unchanged
}

@test "ipcls: the listing of a user changes no time of others' queues and memory" {
	need_nobody
	old_world
	# Whose file it is not may not keep its atime from being set.
	before=$(state | grep -v '^sem:/s')
	ok as_nobody ipcls
	[[ $(state | grep -v '^sem:/s') == "$before" ]]
}

@test "ipcls: no table changes anything but that of processes" {
	old_world
	before=$(state)
	ok ipcls -t
	unchanged
	ok ipcls -c
	unchanged
	ok ipcls -p -m -s
	unchanged
	ok ipcls -o +messages,fill,max_messages,value,values,rss,swap,ncnt
	unchanged
	ok ipcls -v -a -b
	unchanged
}

@test "ipcls: an object that is named is not changed either" {
	old_world
	before=$(state)
	ok ipcls mq:/q shm:/m sem:/s "$queue" "$segment" "$set"
	unchanged
	ok ipcls 'mq:/*' 'shm:/m*' sem:
	unchanged
	# All that is known, of the kinds that can be looked at in full.
	ok ipcls -i shm:/m sem:/s "$queue" "$segment" "$set"
	unchanged
	ok ipcls --json -m -s
	unchanged
}

@test "ipcls: filters and sort keys change nothing" {
	old_world
	before=$(state)
	ok ipcls -w 'messages >= 0 or size > 0 or value >= 0 or rss > 1'
	unchanged
	ok ipcls -S -idle,age,fill,mtime,values
	unchanged
}

@test "ipcls: the bytes of a queue cost its ctime, and its mtime stays" {
	local field
	for field in bytes notify notify_pid; do
		object make mq:/q
		backdate 2>/dev/null || true
		ok ipcls --json -o "$field" mq:/q
		output=$(object stat mq:/q)
		json '.atime > 1100000000 and .mtime == 1100000000'
		object remove mq:/q
	done
}

@test "ipcls: the times shown are those from before the look" {
	object make mq:/q
	backdate 2>/dev/null || true
	ok ipcls --json -o atime,mtime,bytes mq:/q
	json '.objects[0] | (.atime | epoch) == 1000000000
		and (.mtime | epoch) == 1100000000'
	backdate 2>/dev/null || true
	ok ipcls --json -q
	json '.objects[0] | (.atime | epoch) == 1000000000
		and (.mtime | epoch) == 1100000000'
}

@test "ipcls: limits change nothing" {
	old_world
	before=$(state)
	ok ipcls -l
	unchanged
}
