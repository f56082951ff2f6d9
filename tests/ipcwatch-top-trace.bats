#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2034 # bats; wide, high: of screen.bash
# shellcheck disable=SC2154 # watcher, watching, lines, stderr: of watch.bash
# ipcwatch --top --trace: how long calls take and wait, on the screen.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	load watch
	load screen
	setup_screen
	# The kernel's numbers of processes are to be translated, not believed.
	unset LD_PRELOAD
	wide=120
}

leave() {
	unwatch
	[[ ! -v socket ]] || tmux -L "$socket" kill-server 2>/dev/null || true
	! is_mount /dev/tracefs || umount /dev/tracefs
}

# Instances of processes of ours.
instances() {
	mkdir -p /dev/tracefs
	is_mount /dev/tracefs || mount -t tracefs tracefs /dev/tracefs
	find /dev/tracefs/instances -maxdepth 1 \
	    -name "ipcutil-$(stat -Lc %i /proc/self/ns/pid)-*"
}

# A time as the screen has it, above 0.
time='[0-9.]*[1-9][0-9.]*(ns|us|ms|s)'

# It began after tracing did, as only then its wait is known.
@test "ipcwatch --top --trace: how long a receiver waits, and has waited" {
	local queue holder
	need_trace
	queue=$(object make mq:)
	top --trace
	shows "^OBJECT .*FILL +WAIT +BLOCKED +P99 +CALLS +ERRORS "
	shows "^$queue .*% *[bm] +- +0s +- +0 +0( |\$)"
	start hold receive "$queue" type=7
	holder=$pid
	shows "^$queue .*% *[bm] +$time +"
	object send "$queue" size=3 type=7
	retry ended "$holder"
	shows "^$queue .*% *[bm] +- +$time +$time +[1-9][0-9]* +0( |\$)"
	shows '^1 object, by busy; [1-9][0-9]* calls in [0-9.]+s'
	fails 1 "" object receive "$queue" type=9
	shows "^$queue .*% *[bm] +- +$time +$time +[1-9][0-9]* +1( |\$)"
}

@test "ipcwatch --top --trace: calls of POSIX objects, too; order and filter" {
	need_trace
	object make mq:/jobs max_messages=1 max_message_size=8
	object make mq:/other max_messages=1 max_message_size=8
	object make shm:/memory size=4096
	top --trace
	shows '^mq:/other '
	start hold send mq:/jobs size=8
	shows "^mq:/jobs .*100% +$time +"
	press f
	press -l 'wait > 0'
	press Enter
	hides '^(mq:/other|shm:/memory) '
	shows '^mq:/jobs '
	press f C-u Enter
	shows '^mq:/other '
	press o
	shows '^\[x\] wait +--trace: '
	shows '^\[ \] p50 +--trace: '
}

@test "ipcwatch --top --trace: the panel shows which processes call and wait" {
	local queue
	need_trace
	queue=$(object make mq:)
	high=40
	top --trace
	start hold receive "$queue" type=7
	object send "$queue" size=3 type=5
	shows "^$queue .*% *[bm] +$time +"
	press Enter
	shows '^OBJECT, ITS PROCESSES +CALLS +SENT +RECV '
	shows "^$queue +[1-9][0-9]* +1 +0 "
	shows "^  [0-9-]+ object +[1-9][0-9]* +1 +0 "
	shows "^  $pid hold  receive $queue  for $time\$"
}

@test "ipcwatch --top --trace: -p counts only calls of this process" {
	local queue
	need_trace
	queue=$(object make mq:)
	watch_screens -p $$
	start hold receive "$queue" type=9
	object send "$queue" size=3 type=5
	ended_after 1
	[[ $(<"$watching/out") == *"; 0 calls in "* ]]
	grep -Eq "^$queue .* +- +0s +- +0 +0 " "$watching/out" || show_run
}

# Begins screens as text, and waits until they are traced.
watch_screens() {
	watching=$(mktemp -d "$BATS_TEST_TMPDIR/watch.XXXXXX")
	ipcwatch --top --trace -b -d 0.1 "$@" >"$watching/out" \
	    2>"$watching/err" </dev/null 3>&- &
	watcher=$!
	retry grep -qs '^OBJECT' "$watching/out"
}

# A screen that was begun after now is there, and then it ends.
ended_after() {
	local seen
	seen=$(grep -c '^OBJECT' "$watching/out")
	retry more_screens $((seen + $1 + 1))
	kill -TERM "$watcher"
	status=0
	wait "$watcher" || status=$?
	[[ $status == 143 ]]
}

more_screens() {
	(($(grep -c '^OBJECT' "$watching/out") >= $1))
}

@test "ipcwatch --top --trace -b: calls of each object, as text" {
	local queue
	need_trace
	queue=$(object make mq:)
	watch_screens
	object send "$queue" size=3 count=40
	ended_after 1
	[[ ! -s $watching/err ]] || grep -q 'calls are not shown' "$watching/err"
	grep -Eq "^$queue .*% *[bm] +- +$time +$time +4[0-9] +0 " "$watching/out" || {
		cat "$watching/out" >&2
		return 1
	}
}

@test "ipcwatch --top --trace: the instance is gone, however it ends" {
	local signal
	need_trace
	for signal in TERM USR1 HUP; do
		top --trace
		[[ -n $(instances) ]]
		kill -"$signal" "$(watcher)"
		restored $((128 + $(kill -l $signal)))
		[[ -z $(instances) ]]
		tmux -L "$socket" kill-server
	done
	top --trace
	press q
	restored 0
	[[ -z $(instances) ]]
	watch_screens
	[[ -n $(instances) ]]
	kill -USR1 "$watcher"
	status=0
	wait "$watcher" || status=$?
	[[ $status == 138 && -z $(instances) ]]
	# A reader that ends.
	run bash -o pipefail -c \
	    'ipcwatch --top --trace -b -d 0.05 2>&1 | head -n 1 >/dev/null'
	[[ $status == 141 && -z $output && -z $(instances) ]] || show_run
	fails 1 'stdout: No space left on device' \
	    bash -c 'ipcwatch --top --trace -b -d 0.05 -c 2 >/dev/full'
	[[ -z $(instances) ]]
}

@test "ipcwatch --top --trace: who may not trace is told what is missing, in one sentence" {
	need_nobody
	run_apart as_nobody ipcwatch --top --trace
	[[ $status == 1 && -z $output && $stderr == \
	    "ipcwatch: --trace: needs root (CAP_SYS_ADMIN); watching for events needs no right" ]]
}

@test "ipcwatch --top --trace: options that make no sense with it are errors" {
	fails 2 '--replay: does not go with --trace' ipcwatch --top --trace --replay x
	fails 2 '--data: needs --trace' ipcwatch --top --trace --data 3
	fails 2 '--events: does not go with --top' ipcwatch --top --trace -e send
	fails 2 '--jsonl: does not go with --top' ipcwatch --top --trace -J
	fails 2 '--pid: needs --trace or --stats' ipcwatch --top -p 1
	fails 2 '--stats: does not go with --top' ipcwatch --top --trace --stats
}
