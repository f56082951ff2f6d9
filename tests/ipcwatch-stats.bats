#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # watcher, watching: of watch.bash
# Calls of all processes, counted.

setup() {
	load lib
	load watch
	# The kernel's numbers of processes are to be translated, not believed.
	unset LD_PRELOAD
}

leave() {
	unwatch
}

# Ends what was begun by watch --stats: $output has all calls up to now.
counted() {
	kill -INT "$watcher"
	over 130
}

# So many messages were sent, as all tables so far say.
sent() {
	[[ $(jq -s '[.[].sent] | add' "$watching/out") == "$1" ]]
}

@test "ipcwatch --stats: who is slow, and who still waits" {
	local queue slow starved
	need_trace
	queue=$(object make mq:)
	watch --stats -J
	start hold receive "$queue" type=7
	slow=$pid
	start hold receive "$queue" type=9
	starved=$pid
	object send "$queue" size=12 type=7
	# It says so when it has received it.
	retry ended "$slow"
	counted
	json '
		select(.object == $queue)
		| .sent == 1 and .received == 1 and .received_bytes == 12
		and .waiting == 1 and .waiting_call == "receive"
		and .waiting_ms > 0 and .blocked_ms >= .max_ms
		and .max_ms >= .p99_ms and .p99_ms >= .p50_ms
		and ([.processes[] | select(.command == "hold" and .received == 1)]
		    | length == 1 and .[0].max_ms > 0 and .[0].errors == 0)
		and ([.processes[] | select(.pid == $starved)]
		    | length == 1 and .[0].waiting == 1)' \
	    --arg queue "$queue" --argjson starved "$starved"
}

@test "ipcwatch --stats: who floods, in numbers that add up" {
	local queue
	need_trace
	queue=$(object make mq: max_bytes=10000)
	watch --stats -J mq:
	object send "$queue" size=5 count=400
	object receive "$queue" count=150 >/dev/null
	object remove "$(object make sem:)"
	counted
	json 'length == 1 and (.[0]
		| .object == $queue and .kind == "mq" and .span_ms > 0
		and .sent == 400 and .sent_bytes == 2000
		and .received == 150 and .received_bytes == 750
		and .calls >= 550 and .errors == 0
		and ([.histogram[].calls] | add) == .calls
		and ([.processes[].calls] | add) == .calls
		and ([.histogram[] | .from_ms < .to_ms] | all)
		and ([.processes[] | select(.sent == 400 and .received == 0)]
		    | length == 1))' --slurp --arg queue "$queue"
}

@test "ipcwatch --stats: who gets errors, and the last of them" {
	local queue
	need_trace
	queue=$(object make mq:)
	watch --stats -J -e receive
	for _ in 1 2 3; do
		fails 1 "" object receive "$queue" type=99
	done
	counted
	json '.object == $queue and .calls == 3
		and .errors == 3 and .received == 0 and .received_bytes == 0
		and .last_error == "ENOMSG"' --arg queue "$queue"
}

@test "ipcwatch --stats: processes of a command that have ended are one row" {
	local queue other
	need_trace
	queue=$(object make mq:)
	other=$(object make mq:)
	watch --stats -J
	for _ in {1..6}; do
		object send "$queue" size=3
	done
	object send "$other"
	start hold receive "$other" type=9
	counted
	# Those whose pids could not be translated in time are a row beside it.
	json '[.[] | select(.object == $queue)]
		| length == 1 and (.[0] | .sent == 6
		and ([.processes[] | .sent] | add) == 6
		and (.processes | length) <= 4
		and ([.processes[] | .command == "object"] | all)
		and ([.processes[] | .processes] | min) >= 1)' \
	    --slurp --arg queue "$queue"
	json '[.[] | select(.object == $other) | .processes[]
		| select(.command == "hold")
		| .pid == $pid and .processes == 1] == [true]' \
	    --slurp --arg other "$other" --argjson pid "$pid"
	watch --stats "$queue"
	for _ in {1..6}; do
		object receive "$queue" >/dev/null
	done
	counted
	grep -Eq '^  (object \([4-6] processes\)|- object|[0-9]+ object)( |$)' \
	    <<<"$output" || show_run
}

# Milliseconds that the sixth number of these lines says.
blocked() {
	awk '{
		n = $(NF - 3)
		scale = n ~ /ns$/ ? 1e-6 : n ~ /us$/ ? 1e-3 : n ~ /ms$/ ? 1 : 1e3
		sum += n * scale
	} END { print sum }'
}

@test "ipcwatch --stats: BLOCKED is the sum of the time in calls" {
	local queue
	need_trace
	queue=$(object make mq:)
	watch --stats -e receive "$queue"
	start hold receive "$queue" type=7
	start hold receive "$queue" type=8
	retry object send "$queue" type=7
	retry object send "$queue" type=8
	fails 1 "" object receive "$queue" type=5
	object send "$queue" type=5
	object receive "$queue" type=5 >/dev/null
	# A row whose name is long is two lines.
	counted
	output=$(awk '/^OBJECT/ { on = 1 } /^$/ { on = 0 } on && NF >= 9' \
	    <<<"$output" | tail -n +2)
	awk -v all="$(head -n 1 <<<"$output" | blocked)" \
	    -v rows="$(tail -n +2 <<<"$output" | blocked)" \
	    'BEGIN { exit !(all > 0 && rows > 0.97 * all && rows < 1.03 * all) }' ||
	    show_run
}

# flood SET: more calls than there is room for while nobody reads.
flood() {
	kill -STOP "$watcher"
	yes "op $1 values=0" | head -n 250000 |
	    taskset -c "$(taskset -cp $$ | grep -o '[0-9]*' | tail -n 1)" \
		object lines
	kill -CONT "$watcher"
}

@test "ipcwatch --stats: of 250,000 calls at once, those that are lost are counted" {
	local set
	need_trace
	command -v taskset >/dev/null || skip "taskset is needed"
	set=$(object make sem: nsems=1)
	watch --stats -J -e semop "$set"
	flood "$set"
	counted
	json '.calls < 250000 and .lost >= 250000 - .calls
		and .lost <= 500000 and .errors == 0 and .waiting <= 1'
	[[ $stderr =~ "--stats: "([0-9]+)" records were lost so far" ]] ||
	    show_run
	json '.lost == $lost' --argjson lost "${BASH_REMATCH[1]}"
}

# Its end may be among what was lost, and the next one may have begun.
@test "ipcwatch --stats: a call that goes on while records are lost is in doubt" {
	local set queue before
	need_trace
	command -v taskset >/dev/null || skip "taskset is needed"
	set=$(object make sem: nsems=1)
	queue=$(object make mq:)
	watch --stats -J
	start hold receive "$queue" type=9
	before=$pid
	flood "$set"
	start hold receive "$queue" type=9
	counted
	json '[.[] | select(.object == $queue) | .processes[] | .pid]
		== [$after]' -s --arg queue "$queue" --argjson after "$pid"
	[[ $pid != "$before" && $stderr =~ [0-9]+" calls are not shown: records" ]] ||
	    show_run
}

@test "ipcwatch --stats: text fits 80 columns, and no name is cut" {
	local name=/a_name_that_is_longer_than_its_column queue
	need_trace
	queue=$(object make mq:0x2a)
	watch --stats
	start hold both shm:$name
	start hold receive "$queue" type=9
	object send "$queue" count=100
	fails 1 "" object receive "$queue" type=5
	counted
	[[ -z $(awk 'length > 80' <<<"$output") ]] || show_run
	grep -Eqx '[0-9.]+m?s until [0-9:]{8}: [0-9]+ calls of [0-9]+ objects by [0-9]+ processes' \
	    <<<"$output"
	grep -Eq "^$queue +[0-9]+ +100 +0 +100B +1 +[0-9.]+[mu]?s( +[0-9.]+[mnu]?s){3}\$" \
	    <<<"$output" || show_run
	grep -Eq "^  ([0-9]+|-) object +[0-9]+ +100 +0 " <<<"$output"
	grep -qx "shm:$name" <<<"$output"
	grep -Eq "^  $pid hold  receive $queue  for [0-9.]+[mu]?s\$" <<<"$output"
	[[ $output == *"$queue: calls that took at least"* ]]
	# The longest bar has fifty marks, and no empty row has one.
	[[ $(grep -o '#*$' <<<"$output" | sort -r | head -n 1) =~ ^\#{50}$ ]]
	! grep -E ' 0 \|#' <<<"$output" || return
}

@test "ipcwatch --stats: -d shows calls of each interval, -c so many tables" {
	local queue
	need_trace
	queue=$(object make mq:)
	watch --stats -J -d 0.1
	object send "$queue"
	retry sent 1
	object send "$queue" count=2
	retry sent 3
	counted
	json '([.[].sent] | add) == 3 and length >= 2' --slurp
	run_apart ipcwatch --stats -d 0.05 -c 2 "$queue"
	[[ $status == 0 && ${#lines[@]} == 2 && $output == *$'\n\n'* ]] ||
	    show_run
}

@test "ipcwatch --stats: operands, -p and --where choose the calls" {
	local queue
	need_trace
	queue=$(object make mq:)
	object send "$queue"
	watch --stats -J --where 'call == "receive" and result == "ok"' "$queue"
	object receive "$queue" >/dev/null
	fails 1 "" object receive "$queue"
	object remove "$(object make mq:)"
	counted
	json 'length == 1 and .[0].calls == 1 and .[0].received == 1' --slurp
	watch --stats -J -p $$
	object send "$queue"
	counted
	[[ -z $output ]]
}

@test "ipcwatch --stats: what there is no room for is counted" {
	need_trace
	need_room
	watch --stats -J -e create
	object many sem:0x1000 count=4100
	counted
	[[ $stderr == *"ipcwatch: --stats: 4 calls are in no table"* ]]
	output=$(jq -s '[length, ([.[].calls] | add)] | join(" ")' <<<"$output")
	[[ $output == '"4096 4096"' ]]
}

@test "ipcwatch --stats: --timeout and a full disk end it" {
	need_trace
	fails 124 "" ipcwatch --stats --timeout 0.1
	[[ $output == *" calls of "* || $output == *" call of "* ]] || show_run
	run bash -c 'ipcwatch --stats --timeout 0 2>&1 >/dev/full'
	[[ $status == 1 && $output == *"stdout: No space left on device"* ]] ||
	    show_run
}

@test "ipcwatch --stats: who may not trace is told; options that make no sense are errors" {
	fails 2 'contradict' ipcwatch --stats --trace
	fails 2 '--format: does not go with --stats' ipcwatch --stats --format '%{ms}'
	fails 2 '--count: needs --interval' ipcwatch --stats -c 1
	fails 2 'does not go with --stats' ipcwatch --stats --initial
	fails 2 'with --stats these are create,' ipcwatch --stats -e op
	fails 2 '--stats: does not go with --top' ipcwatch --stats --top
	need_nobody
	run_apart as_nobody ipcwatch --stats
	[[ $status == 1 && -z $output &&
	    $stderr == "ipcwatch: --stats: needs root (CAP_SYS_ADMIN);"* ]] ||
	    show_run
}
