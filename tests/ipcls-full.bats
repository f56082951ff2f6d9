#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # lib.bash
# A System V queue is full of bytes, or of messages: msgop(2).

load lib
load watch

leave() {
	unwatch
}

# A queue that takes ten bytes, with so many empty messages.
ten() {
	object make mq:0x10 max_bytes=10 mode=0600 >/dev/null
	[[ $1 == 0 ]] || object send mq:0x10 size=0 count="$1"
}

@test "ipcls: fill counts messages where they are the greater part" {
	ten 9
	ok ipcls --json -o messages,bytes,max_bytes,fill,fill_by mq:0x10
	json '.objects == [{ messages: 9, bytes: 0, max_bytes: 10, fill: 90,
		fill_by: "messages" }]'
	object send mq:0x10 size=0
	ok ipcls --json -o fill,fill_by mq:0x10
	json '.objects == [{ fill: 100, fill_by: "messages" }]'
}

@test "ipcls: fill counts bytes where they are the greater part" {
	ten 1
	object send mq:0x10 size=10
	ok ipcls --json -o messages,bytes,fill,fill_by mq:0x10
	json '.objects == [{ messages: 2, bytes: 10, fill: 100,
		fill_by: "bytes" }]'
}

@test "ipcls: fill counts messages of a POSIX queue" {
	object make mq:/q max_messages=4 >/dev/null
	object send mq:/q size=1 count=3
	ok ipcls --json -o fill,fill_by mq:/q
	json '.objects == [{ fill: 75, fill_by: "messages" }]'
}

@test "ipcls: a queue that takes nothing is full" {
	object make mq:0x10 mode=0600 >/dev/null
	ipcctl --max-bytes 0 mq:0x10 || skip "no such queue here"
	ok ipcls --json -o fill mq:0x10
	json '.objects == [{ fill: 100 }]'
}

# With CAP_SYS_RESOURCE it may be any number; msg_qbytes is an unsigned
# long, at 88 on 64-bit machines.
unbounded='
import ctypes, sys
libc = ctypes.CDLL(None)
ds = (ctypes.c_ubyte * 256)()
queue = libc.msgget(0x10, 0o1600)
if queue == -1 or libc.msgctl(queue, 2, ds):
    sys.exit(77)
ctypes.c_ulong.from_buffer(ds, 88).value = 2 ** 64 - 1
if libc.msgctl(queue, 1, ds):
    sys.exit(77)
'

@test "ipcls: a bound beyond 2^63 is no unknown" {
	need python3
	python3 -c "$unbounded" || skip "the bound cannot be set here"
	ok ipcls --json -o max_bytes,fill mq:0x10
	json '.objects[0] | .fill == 0 and .max_bytes > 9000000000000000000'
}

@test "ipccat: that a queue is full names what it is full of" {
	ten 10
	fails 124 "queue is full (10 messages, 0 bytes: with room for 10 bytes it takes 10 messages, empty ones too)" \
	    ipccat -W --nowait -m x mq:0x10
	object receive mq:0x10 count=10
	object send mq:0x10 size=9
	fails 124 "queue is full (1 messages, 9 of 10 bytes)" \
	    ipccat -W --nowait -m four mq:0x10
}

@test "ipcwatch: full is told of messages, and names them" {
	ten 9
	watch
	object send mq:0x10 size=0
	sees full 'mq:[0-9]+' \
	    'messages 9 -> 10, bytes 0, fill_by messages$'
}

@test "ipcwatch: --until 'fill == 100' ends when messages fill the queue" {
	ten 9
	watch -d 0.01 --until 'fill == 100' mq:0x10
	lives
	object send mq:0x10 size=0
	over 0
}
