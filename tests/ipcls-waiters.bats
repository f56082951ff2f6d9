# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; lib.bash
# Which threads are blocked on an object, and in what.
#
# Half of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
}

# waits OBJECT FILTER: there is one, of $pid but in a thread of its own, of
# which the filter holds.
waits() {
	ok ipcls --json -o waiters,waited_by,waiter_pids "$1"
	# shellcheck disable=SC2016 # jq's
	json '.objects[0] | .waiters == 1 and .waiter_pids == [$pid]
	and (.waited_by | length == 1) and (.waited_by[0]
		| .pid == $pid and .tid > $pid and .command == "hold"
		and .user == "root" and ('"$2"'))' --argjson pid "$pid"
}

@test "ipcls: nobody waits for what nobody is blocked on" {
	object make mq:/jobs
	object make mq:0x7
	object make sem:/lock
	object make sem:0x7
	start hold open mq:/jobs
	start hold open sem:/lock
	ok ipcls --json -o waiters,waited_by,waiter_pids
	json '.objects | length == 4 and all(.[]; . == {"waiters": 0,
		"waited_by": [], "waiter_pids": []})'
}

@test "ipcls: finds who receives from a System V queue, and which type" {
	start hold receive mq:0x7 type=5
	waits mq:0x7 '.how == "receive" and .type == 5 and .bytes == null
	and .ops == null'
	stop "$pid"
	start hold receive mq:0x7 type=-1
	waits mq:0x7 '.type == -1'
	stop "$pid"
	start hold receive mq:0x7
	waits mq:0x7 '.type == 0'
}

@test "ipcls: finds who sends to a System V queue, and how many bytes" {
	start hold send mq:0x7 size=200
	waits mq:0x7 '.how == "send" and .bytes == 200 and .type == null'
}

@test "ipcls: finds who receives from a POSIX queue" {
	start hold receive mq:/jobs
	waits mq:/jobs '.how == "receive" and .type == null'
}

@test "ipcls: finds who sends to a POSIX queue, and how many bytes" {
	start hold send mq:/jobs size=77
	waits mq:/jobs '.how == "send" and .bytes == 77'
}

@test "ipcls: finds who waits for a set, on which semaphore, for what" {
	object make sem:0x7 nsems=4 values=1,0,0,2
	start hold wait sem:0x7 num=1
	waits sem:0x7 '.how == "semop" and .ops == [{"num": 1, "op": -1}]'
	stop "$pid"
	start hold zero sem:0x7 num=3
	waits sem:0x7 '.ops == [{"num": 3, "op": 0}]'
	stop "$pid"
	start hold wait sem:0x7 num=0 values=1,-3,2
	waits sem:0x7 '.ops == [{"num": 0, "op": 1}, {"num": 1, "op": -3},
		{"num": 2, "op": 2}]'
}

@test "ipcls: finds who waits in sem_wait" {
	start hold wait sem:/lock
	waits sem:/lock '.how == "sem_wait" and .ops == null'
	ok ipcls --json -o ncnt,holders sem:/lock
	json '.objects[0] == {"ncnt": [1], "holders": 1}'
}

@test "ipcls: who was killed while it waited is counted by the library only" {
	start hold wait sem:/lock
	kill -KILL "$pid"
	stop "$pid"
	start hold wait sem:/lock
	ok ipcls --json -o ncnt,waiters,evidence sem:/lock
	json '.objects[0] | .ncnt == [2] and .waiters == 1
	and (.evidence | contains("of 2 counted as waiting 1 is gone"))'
}

@test "ipcls: threads are counted, and their process is named once" {
	start hold wait sem:0x7 count=3
	ok ipcls --json -o waiters,waited_by,waiter_pids sem:0x7
	# shellcheck disable=SC2016 # jq's
	json '.objects[0] | .waiters == 3 and .waiter_pids == [$pid]
	and ([.waited_by[].tid] | unique | length == 3)' --argjson pid "$pid"
}

@test "ipcls: waiters of other objects are not taken for these" {
	start hold receive mq:0x7
	start hold receive mq:/jobs
	start hold wait sem:/lock
	start hold wait sem:0x7
	object make mq:/other
	object make mq:0x8
	object make sem:/other
	object make sem:0x8
	ok ipcls --json -o waiters mq:/other mq:0x8 sem:/other sem:0x8
	json '.objects | length == 4 and all(.[]; .waiters == 0)'
	ok ipcls --json -o waiters
	json '[.objects[].waiters] | add == 4'
}

@test "ipcls: -H and -i show who waits, and in what" {
	start hold send mq:0x7 size=200
	ok ipcls -H mq:0x7
	[[ $(tail -n 1 <<<"$output" | tr -s ' ') == \
	    "mq:"*" - - 1 $pid/hold" ]]
	ok ipcls -i mq:0x7
	[[ $(sed -n '/^  *waiter /,/^[^ ]/p' <<<"$output" | tr -s ' ') =~ \
	    " waiter thread user command how
 $pid "[0-9]+" root hold send 200 bytes" ]]
	stop "$pid"
	start hold receive mq:0x8 type=5
	ok ipcls -i mq:0x8
	[[ $output == *" receive type 5"$'\n'* ]]
	object make sem:0x7 nsems=2
	start hold wait sem:0x7 values=1,-2
	ok ipcls -i sem:0x7
	[[ $output == *" semop 0:+1, 1:-2"*$'\n'* ]]
}

@test "ipcls: waiters can be selected by" {
	start hold receive mq:0x7
	object make mq:0x8
	ok ipcls --raw --no-headings -o key -w 'waiters > 0'
	[[ $output == 0x00000007 ]]
	ok ipcls --raw --no-headings -o key -w "waiter_pids == $pid"
	[[ $output == 0x00000007 ]]
	ok ipcls --raw --no-headings -o key -w 'waiters == 0'
	[[ $output == 0x00000008 ]]
}

@test "ipcls: waiters of another IPC namespace are told apart" {
	local queue set

	queue=$(object make mq:0x7)
	set=$(object make sem:0x7)
	start_elsewhere "$queue" hold receive mq:0x7
	[[ $ready == "$queue" ]]
	start_elsewhere "$set" hold wait sem:0x7
	[[ $ready == "$set" ]]
	ok ipcls --json -o waiters
	json '[.objects[].waiters] == [0, 0]'
}

@test "ipcls: after a signal a thread is still found waiting" {
	start hold receive mq:0x7 type=5
	kill -STOP "$pid" && kill -CONT "$pid"
	retry waits mq:0x7 '.type == 5'
	stop "$pid"
	start hold wait sem:/lock
	kill -STOP "$pid" && kill -CONT "$pid"
	retry waits sem:/lock '.how == "sem_wait"'
}

in_sem_wait() {
	ok ipcls --json -o waited_by sem:/lock
	# shellcheck disable=SC2016 # jq's
	json '[.objects[0].waited_by[].tid] == [$pid]' --argjson pid "$pid"
}

in_call() {
	[[ $(cut -d' ' -f1 "/proc/$pid/syscall") == "$1" ]]
}

@test "ipcls: a wait that was interrupted and goes on is still found" {
	need python3
	object make sem:/lock
	start python3 -c '
import ctypes, time
libc = ctypes.CDLL(None)
libc.sem_open.restype = ctypes.c_void_p
sem = ctypes.c_void_p(libc.sem_open(b"/lock", 0))
until = (ctypes.c_long * 2)(int(time.time()) + 1000, 0)
print("ready", flush=True)
libc.sem_timedwait(sem, ctypes.byref(until))'
	retry in_sem_wait
	kill -STOP "$pid" && kill -CONT "$pid"
	# That is restart_syscall(2) here; elsewhere it has another number.
	[[ $(uname -m) != x86_64 ]] || retry in_call 219
	retry in_sem_wait
}

# What may not be looked at.

@test "ipcls: with a process that may not be looked at, waiters are unknown" {
	need_nobody
	object make mq:/jobs mode=0666
	object make mq:0x7 mode=0666
	start hold receive mq:0x7
	run_apart as_nobody ipcls --json -o waiters,waited_by
	json '.objects | length == 2
	and all(.[]; .waiters == null and .waited_by == null)'
	# But those that are seen.
	start as_nobody hold receive mq:0x7
	run_apart as_nobody ipcls --json -o waiters,waited_by mq:0x7
	# shellcheck disable=SC2016 # jq's
	json '.objects[0] | .waiters == null
	and [.waited_by[].pid] == [$pid]' --argjson pid "$pid"
}

@test "ipcls: the kernel's count tells that all who wait for a set were seen" {
	need_nobody
	local id

	id=$(as_nobody object make sem: mode=0666)
	run_apart as_nobody ipcls --json -o waiters "$id"
	json '.objects[0].waiters == 0'
	start as_nobody hold wait "$id"
	run_apart as_nobody ipcls --json -o waiters "$id"
	json '.objects[0].waiters == 1'
	start hold wait "$id"
	run_apart as_nobody ipcls --json -o waiters,waited_by "$id"
	json '.objects[0] | .waiters == null and (.waited_by | length == 1)'
}
