#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2034 # out: of watch.bash
# The calls of all processes, traced.
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	load watch
	# The kernel's numbers of processes are to be translated, not believed.
	unset LD_PRELOAD
}

leave() {
	unwatch
	! is_mount /dev/tracefs || umount /dev/tracefs
}

# A line of one of these calls, up to its time. In a PID namespace the number of
# who has ended already cannot be translated.
tells() {
	retry grep -Eqs "^[^ ]+ ([0-9]+|-) ${2-object}  $1  [0-9]+\\.[0-9]{3} ms\$" \
	    "$watching/out" || {
		echo "not told: $1" >&2
		cat "$watching/out" "$watching/err" >&2
		return 1
	}
}

@test "ipcwatch --trace: calls of a System V queue, with type, size and error" {
	need_trace
	watch --trace mq:
	object make mq:0x2a
	tells 'create mq:[0-9]+ -> ok'
	object send mq:0x2a size=12 type=7
	tells 'open mq:[0-9]+ -> ok'
	tells 'send mq:[0-9]+ 12 bytes( type 7)? -> ok'
	object receive mq:0x2a type=7
	tells 'receive mq:[0-9]+ type 7 -> 12 bytes'
	fails 1 "" object receive mq:0x2a type=-3
	tells 'receive mq:[0-9]+ type -3 -> ENOMSG'
	object set mq:0x2a mode=0600
	tells 'change mq:[0-9]+ -> ok'
	object remove mq:0x2a
	tells 'remove mq:[0-9]+ -> ok'
	fails 1 "" object send mq:0x2a size=1
	tells 'open mq:0x0000002a -> ENOENT'
}

@test "ipcwatch --trace: what a thread wrote over is no operation" {
	need_trace
	need python3
	object make sem:0x2a values=1
	watch --trace -e semop
	# They are read when it has ended, and the thread goes on.
	start python3 -c 'import ctypes, sys
libc = ctypes.CDLL(None)
ops = (ctypes.c_ushort * 3)(0, 1, 0)
sem = libc.semget(0x2a, 0, 0)
libc.semop(sem, ops, 1)
ops[:] = [65535] * 3
print("ready", flush=True)
sys.stdin.read()'
	tells 'semop sem:[0-9]+( 0\+1)? -> ok' python3
}

@test "ipcwatch --trace: calls of sets and segments" {
	need_trace
	watch --trace
	object make sem:0x2a nsems=3
	tells 'create sem:[0-9]+ -> ok'
	# Who has ended has no memory.
	object op sem:0x2a num=1 values=2,1
	tells 'semop sem:[0-9]+( 1\+2n,2\+1n)? -> ok'
	fails 1 "" object op sem:0x2a values=-5
	tells 'semop sem:[0-9]+( 0-5n)? -> EAGAIN'
	object remove sem:0x2a
	tells 'remove sem:[0-9]+ -> ok'
	object make shm:0x2a size=4097
	tells 'create shm:[0-9]+ 4097 bytes -> ok'
	object fill shm:0x2a
	tells 'attach shm:[0-9]+ -> ok'
	tells 'look shm:[0-9]+ -> ok'
	tells 'detach shm:[0-9]+ -> ok'
	object remove shm:0x2a
	tells 'remove shm:[0-9]+ -> ok'
}

# The name is known of who still has it open; of others it may be.
@test "ipcwatch --trace: calls of a POSIX queue, by its name" {
	need_trace
	need_queues
	watch --trace mq:
	object make mq:/jobs max_messages=1 max_message_size=120
	tells 'create (mq:/jobs|-) -> ok'
	start hold send mq:/jobs size=120 priority=5
	tells '(create|open) mq:/jobs -> ok' hold
	object receive mq:/jobs
	tells 'receive (mq:/jobs|-) -> [0-9]+ bytes?'
	tells 'send mq:/jobs 120 bytes priority 5 -> ok' hold
	stop "$pid"
	fails 1 "" object send mq:/jobs
	tells 'send (mq:/jobs|-) 1 byte priority 0 -> EAGAIN'
	start hold notify-none mq:/jobs
	tells 'notify mq:/jobs -> ok' hold
	object remove mq:/jobs
	tells 'unlink (mq:/jobs|-) -> ok'
	fails 1 "" object remove mq:/jobs
	tells 'unlink (mq:/jobs|-) -> ENOENT'
}

@test "ipcwatch --trace: POSIX memory and semaphores, by their names" {
	need_trace
	watch --trace
	start hold both shm:/memory
	tells 'create shm:/memory -> ok' hold
	stop "$pid"
	start hold open shm:/memory
	tells '(create|open) shm:/memory -> ok' hold
	fails 1 "" object make shm:/memory
	tells 'create (shm:/memory|-) -> EEXIST'
	object remove shm:/memory
	tells 'unlink (shm:/memory|-) -> ok'
	object make shm:/old size=1
	mv -T /dev/shm/old /dev/shm/new
	tells 'rename (shm:/new|-) -> ok' mv
	object make sem:/lock
	tells 'create (sem:/lock|-) -> ok'
	object remove sem:/lock
	tells 'unlink (sem:/lock|-) -> ok'
}

# An architecture may have renameat2(2) only.
@test "ipcwatch --trace: files renamed by each call, by their new names" {
	local call
	need_trace
	watch --trace -J -e rename
	for call in rename renameat renameat2; do
		start hold "$call" "shm:/by-$call"
		retry grep -qs "\"shm:/by-$call\"" "$watching/out" || {
			cat "$watching/out" "$watching/err" >&2
			return 1
		}
	done
	output=$(<"$watching/out")
	json '
		length == 3
		and (map(.object) == ["shm:/by-rename", "shm:/by-renameat",
		    "shm:/by-renameat2"])
		and all(.call == "rename" and .result == "ok"
		    and .command == "hold" and .kind == "shm")
		and (map(.syscall) == ["rename", "renameat", "renameat2"]
		    or all(.syscall == "renameat2"))' --slurp
	mkdir /dev/shm/directory
	fails 1 'Is a directory' hold rename shm:/directory </dev/null
	retry grep -qs '"call":"rename".*"result":"EISDIR"' "$watching/out"
}

@test "ipcwatch --trace: a call that blocks is told when it ends, and how long it took" {
	local queue holder
	need_trace
	queue=$(object make mq:)
	watch --trace -J -e receive
	start hold receive "$queue" type=7
	holder=$pid
	object send "$queue" size=3 type=7
	retry grep -qs '"result":"ok"' "$watching/out"
	output=$(<"$watching/out")
	json '
		.call == "receive" and .syscall == "msgrcv"
		and .object == $queue and .pid == $pid and .tid > 0
		and .command == "hold" and .type == 7 and .bytes == 3
		and .result == "ok" and .ms > 0' \
	    --arg queue "$queue" --argjson pid "$holder"
}

@test "ipcwatch --trace: a call that a signal interrupts is told" {
	local set
	need_trace
	set=$(object make sem: nsems=2)
	watch --trace "$set"
	start hold wait "$set"
	kill -TERM "$pid"
	retry grep -Eqs " hold  semop $set( 0-1)? -> EINTR  " "$watching/out"
}

@test "ipcwatch --trace: other namespaces are left out, but with -N" {
	local theirs
	need_trace
	watch --trace -e remove
	theirs=$watching
	unshare --ipc bash -c 'object remove "$(object make mq:)"'
	object remove "$(object make sem:)"
	tells 'remove sem:[0-9]+ -> ok'
	! grep -qs 'remove mq:' "$theirs/out" || return
	unwatch
	watch --trace -e remove -N all
	unshare --ipc bash -c 'object remove "$(object make mq:)"'
	tells 'remove mq:[0-9]+ -> ok'
}

@test "ipcwatch --trace: operands, -p, -e, --where, -c and --format choose and shape" {
	local queue
	need_trace
	queue=$(object make mq:0x2a)
	watch --trace -c 3 --format '%{call} %{object} %{bytes} %{result} %{key}%%' \
	    -e send,remove --where 'bytes >= 5 or call == "remove"' mq:0x2a
	object send "$(object make mq:)" size=9
	object send "$queue" size=4
	object send "$queue" size=5
	object receive "$queue"
	object receive "$queue"
	object send "$queue" size=6
	object remove "$queue"
	over 0
	[[ $output == "send $queue 5 ok 0x0000002a%
send $queue 6 ok 0x0000002a%
remove $queue - ok 0x0000002a%" ]]
}

@test "ipcwatch --trace: -p leaves out who is not named; --timeout ends it" {
	need_trace
	watch --trace --timeout 3600 -c 1 -J -p 1 -p $$
	object remove "$(object make sem:)"
	lives
	unwatch
	run_apart ipcwatch --trace -p $$ --timeout 0.1
	[[ $status == 124 && -z $output ]]
}

@test "ipcwatch --trace: the instance is gone after a signal, a full pipe and an end" {
	local signal
	need_trace
	for signal in TERM INT HUP USR1; do
		watch --trace
		[[ -n $(instances_of "$watcher") ]]
		kill -"$signal" "$watcher"
		over $((128 + $(kill -l $signal)))
		[[ -z $(instances_of '*') ]]
	done
	out=/dev/full
	watch --trace -e remove
	object remove "$(object make sem:)"
	over 1
	# Calls of elsewhere may have been left out.
	[[ $stderr == *'ipcwatch: stdout: No space left on device' ]] ||
	    show_run
	[[ -z $(instances_of '*') ]]
}

@test "ipcwatch --trace: what SIGKILL left behind, the next run removes" {
	local left
	need_trace
	watch --trace
	left=$(instances_of "$watcher")
	unwatch
	[[ -n $left ]]
	xargs stat <<<"$left"
	# Another's, that is in use, stays.
	watch --trace
	! xargs stat -c "left behind: %n" <<<"$left" 2>/dev/null | grep . || return
	[[ $(instances_of "$watcher" | wc -l) == $(wc -l <<<"$left") ]]
	run_apart ipcwatch --trace --timeout 0
	[[ -n $(instances_of "$watcher") ]]
}

@test "ipcwatch --trace: who may not trace is told what is missing, in one sentence" {
	need_nobody
	run_apart as_nobody ipcwatch --trace
	[[ $status == 1 && -z $output && $stderr == \
	    "ipcwatch: --trace: needs root (CAP_SYS_ADMIN); watching for events needs no right" ]]
}

# A sender of zeros waits for room, until what was read of it is sure.
sure() {
	start hold send "$queue" size=100
	object receive "$queue" >/dev/null
	retry grep -q "\"tid\":[0-9]*,\"command\":\"hold\".*\"result\":\"ok\"" \
	    "$watching/out" || return
	object receive "$queue" >/dev/null
	object send "$queue" size=100
	grep -q "\"data_read\":\"during\"" "$watching/out"
}

@test "ipcwatch --trace: --data shows what is sent, and whether that is sure" {
	local queue
	need_trace
	queue=$(object make mq: max_bytes=100)
	object send "$queue" size=100
	watch --trace -J --data 30 -e send,receive "$queue"
	retry sure
	output=$(<"$watching/out")
	json '[.[] | select(.data_read == "during")] | length > 0 and all(
		.call == "send" and .command == "hold" and .bytes == 100
		and (.data | explode | length == 30 and all(. == 0)))' --slurp
	json '[.[] | has("data") and ((.data == null) == (.data_read == null))
		and (.call == "send" or .data_read != "during")] | all' --slurp
}

@test "ipcwatch --trace: --data in text, of any bytes, and of an empty message" {
	local queue
	need_trace
	queue=$(object make mq:)
	watch --trace --data 3 -e send,receive "$queue"
	object send "$queue" size=0
	retry grep -Eq 'send .* 0 bytes .*ms  data: $' "$watching/out"
	unwatch
	# Without it nothing is said of a message.
	watch --trace -J -e send "$queue"
	object send "$queue" size=3
	retry grep -q '"call":"send"' "$watching/out"
	output=$(<"$watching/out")
	json 'has("data") or has("data_read") | not'
}

@test "ipcwatch --trace: options that make no sense with it are errors" {
	fails 2 '--events: op: no such call: with --trace these are create,' ipcwatch --trace -e op
	fails 2 'does not go with --trace' ipcwatch --trace --initial
	fails 2 'does not go with --trace' ipcwatch --trace -x true
	fails 2 'does not go with --trace' ipcwatch --trace --keep 7d
	fails 2 'does not go with --trace' ipcwatch --trace --from 03:00
	fails 2 'does not go with --trace' ipcwatch --trace --time-format iso
	fails 2 '--interval: does not go with --trace' ipcwatch --trace -d 5
	fails 2 'after % comes another %, or a field of a call: {time}, ' \
	    ipcwatch --trace --format '%{owner}'
	fails 2 'needs --trace' ipcwatch -p 1
	fails 2 '--data: needs --trace' ipcwatch --data 10
	fails 2 '--data: does not go with --stats' ipcwatch --stats --data 10
	fails 2 '--data: does not go with --format' ipcwatch --trace --data 1 --format '%{ms}'
	fails 2 'data' ipcwatch --trace --data 0
	fails 2 'data' ipcwatch --trace --data 65537
	fails 2 'owner' ipcwatch --trace --where 'owner == "root"'
}
