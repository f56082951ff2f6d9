# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats
# Who waits, by the kernel's own lists where they may be read: the same that
# /proc/PID/syscall tells, and more; of processes, too, that hide from /proc.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	need_reader
	cd "$BATS_TEST_TMPDIR" || return
}

# One thread in each call that waits for a queue or a set.
start_waiters() {
	queue=$(object make mq:)
	full=$(object make mq:)
	set=$(object make sem: nsems=3 values=1,0,0)
	object make mq:/empty max_messages=1 max_message_size=100 >/dev/null
	object make mq:/full max_messages=1 max_message_size=100 >/dev/null
	start hold receive "$queue" type=-42
	start hold receive "$queue" type=5
	start hold receive "$queue"
	start hold send "$full" size=77
	start hold receive mq:/empty
	start hold send mq:/full size=3 priority=4
	start hold wait "$set" values=1,-1,-3
	start hold wait "$set" num=1
	start hold zero "$set" num=0
	objects=("$queue" "$full" "$set" mq:/empty mq:/full)
}

all_wait() {
	local n
	n=$(ipcls --raw --no-headings -o waiters "${objects[@]}" | paste -sd+)
	((n == $1))
}

waiters() {
	"$@" ipcls --jsonl -o object,waiters,waiter_pids,waited_by \
	    "${objects[@]}"
}

@test "both sources agree, but for what only the kernel tells" {
	start_waiters
	retry all_wait 9
	waiters env | jq -c 'del(.waited_by[].blocks_at)' >told
	waiters deny bpf | jq -c 'del(.waited_by[].blocks_at)' >looked
	cmp told looked
	jq -se 'map(.waiters) == [1, 1, 3, 1, 3]' told
	waiters deny bpf | jq -se 'all(.[].waited_by[]; .blocks_at == null)'
}

@test "of several operations, it is said which one blocks" {
	objects=("$(object make sem: nsems=3)")
	start hold wait "${objects[0]}" values=1,-1,-3
	retry all_wait 1
	ok ipcls --json -o waited_by "${objects[@]}"
	json '.objects[0].waited_by[0] | .blocks_at == 2 and (.ops | length) == 3'
	ok ipcls -i "${objects[@]}"
	[[ $output == *" semop 0:+1, 1:-1, 2:-3; blocks at operation 2 of 3: 1:-1"* ]]
	ok deny bpf ipcls -i "${objects[@]}"
	[[ $output == *" semop 0:+1, 1:-1, 2:-3" ||
	    $output == *" semop 0:+1, 1:-1, 2:-3"$'\n'* ]]
}

@test "who may not be traced does not hide" {
	need_nobody
	queue=$(object make mq: mode=0666)
	objects=("$queue")
	start hold receive "$queue" type=7
	retry all_wait 1
	ok as_reader ipcls --json -o waiters,waited_by "$queue"
	json '.objects[0] | .waiters == 1 and .waited_by[0].type == 7
		and .waited_by[0].user == "root"
		and .waited_by[0].command == "hold"'
	ok as_reader deny bpf ipcls --json -o waiters,waited_by "$queue"
	json '.objects[0] | .waiters == null and .waited_by == null'
	stop "$pid"
	ok as_reader ipcls --json -o waiters,waited_by "$queue"
	json '.objects[0] | .waiters == 0 and .waited_by == []'
}

@test "a verdict becomes known by it" {
	need_nobody
	queue=$(as_reader object make mq: mode=0600)
	as_reader object send "$queue" size=1
	as_reader object receive "$queue" >/dev/null
	# Of a process of root this user may not know what it waits for.
	start hold wait "$(object make sem:)" num=0
	ok as_reader ipcls --json -o likely_orphan,waiters "$queue"
	json '.objects[0] | .waiters == 0 and .likely_orphan == true'
	ok as_reader deny bpf ipcls --json -o likely_orphan,waiters "$queue"
	json '.objects[0] | .waiters == null and .likely_orphan == null'
}

@test "who is outside of our PID namespace is counted" {
	queue=$(object make mq:)
	objects=("$queue")
	start hold receive "$queue"
	retry all_wait 1
	ok unshare --pid --fork --mount-proc ipcls --json \
	    -o waiters,waited_by,waiters_outside "$queue"
	json '.objects[0] | .waiters == 1 and .waiters_outside == 1
		and .waited_by == []'
	ok unshare --pid --fork --mount-proc ipcls -i "$queue"
	[[ $output == *"1 waiter outside of this PID namespace"* ]]
}

@test "without the right to, it is as it was" {
	local refused
	start_waiters
	retry all_wait 9
	refused=$(deny bpf ipcls -H "${objects[@]}")
	for case in bpf=ENOSYS bpf=EINVAL; do
		[[ $(deny $case ipcls -H "${objects[@]}") == "$refused" ]]
	done
	[[ $(unshare --mount bash -c 'mount -t tmpfs none /sys/kernel/btf &&
	    exec ipcls -H "$@"' - "${objects[@]}") == "$refused" ]]
}

@test "no address of the kernel is shown" {
	start_waiters
	retry all_wait 9
	ipcls -i --json "${objects[@]}" >got
	ipcls -H "${objects[@]}" >>got
	run ! grep -aE '(ffff[89a-f][0-9a-f]{11}|1844[0-9]{16}|-[0-9]{14})' got
}
