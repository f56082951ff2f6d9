# SPDX-License-Identifier: BSD-2-Clause
# ipccat --receive: which messages, how many, how long, and how it ends.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	cd "$BATS_TEST_TMPDIR" || return
	posix=mq:/queue
}

make_both() {
	object make "$posix" max_messages=10 max_message_size=128 >made
	queue=$(object make mq:0x00000100)
	both=("$posix" "$queue")
}

count_of() {
	object show "$1" | jq .messages
}

# begin COMMAND...: in the background, until it waits; $pid. SIGINT is not
# ignored, as a shell has it in the background.
begin() {
	env --default-signal=INT "$@" >out 2>err 3>&- &
	pid=$!
	retry asleep $pid "$1"
}

asleep() {
	[[ $(<"/proc/$1/comm") == "$2" && $(<"/proc/$1/stat") == *') S '* ]]
}

# What begin began ends with that status.
ends() {
	local seen=0
	wait "$pid" || seen=$?
	[[ $seen == "$1" ]] || {
		echo "status $seen, not $1: $(cat out err)" >&2
		return 1
	}
}

leave() {
	kill -KILL "${pid-}" 2>/dev/null || true
}

@test "one message is taken off, or as many as -c says, or --all" {
	local object

	make_both
	for object in "${both[@]}"; do
		object send "$object" size=2 count=8
		ok ipccat -r "$object"
		[[ $output == ab && $(count_of "$object") == 7 ]]
		ok ipccat -r -c 2 "$object"
		[[ $output == $'ab\nab' && $(count_of "$object") == 5 ]]
		ok ipccat --receive --all --count 2 "$object"
		[[ $output == $'ab\nab' && $(count_of "$object") == 3 ]]
		ok ipccat -ra "$object"
		[[ $output == $'ab\nab\nab' && $(count_of "$object") == 0 ]]
		ok ipccat -ra "$object"
		[[ -z $output ]]
		ok ipccat -ra -c 5 "$object"
		[[ -z $output ]]
	done
}

@test "--follow goes on as messages come" {
	local object

	make_both
	for object in "${both[@]}"; do
		object send "$object" size=1
		begin ipccat -rF "$object"
		retry [ -s out ]
		object send "$object" size=2 count=2
		retry grep -c ab out
		retry empty "$object"
		retry asleep "$pid" ipccat
		kill "$pid"
		ends 143
		[[ $(<out) == $'a\nab\nab' && ! -s err ]]
	done
}

empty() {
	[[ $(count_of "$1") == 0 ]]
}

# A queue with the types 3 1 2 3 1, of as many bytes as ten times the place,
# and the type.
make_types() {
	local place=10 type

	queue=$(object make mq:)
	for type in 3 1 2 3 1; do
		object send "$queue" type=$type size=$((place + type))
		((place += 10))
	done
}

@test "--type and --except mean what they do to msgrcv" {
	local type wanted

	while read -r type wanted; do
		make_types
		ipccat -raJ -T "$type" "$queue" | jq .size | paste -sd ' ' >got
		[[ $(<got) == "$wanted" ]]
		if [[ $type != -*[4-9] ]]; then
			make_types
			# The same by the call itself.
			[[ $(while object receive "$queue" type="$type" 2>/dev/null
			do :; done | jq .size | paste -sd ' ') == "$wanted" ]]
		fi
	done <<-'END'
		0 13 21 32 43 51
		1 21 51
		2 32
		3 13 43
		4
		-1 21 51
		-2 21 51 32
		-3 21 51 32 13 43
		-9223372036854775807 21 51 32 13 43
	END
	while read -r type wanted; do
		make_types
		ipccat -raJ -T "$type" --except "$queue" | jq .size |
		    paste -sd ' ' >got
		[[ $(<got) == "$wanted" ]]
	done <<-'END'
		1 13 32 43
		3 21 32 51
		7 13 21 32 43 51
	END
}

@test "it waits for its type while others are there" {
	make_types
	begin ipccat -r -T 9 "$queue"
	object send "$queue" type=9 size=1
	ends 0
	[[ $(<out) == a && $(count_of "$queue") == 5 ]]
}

@test "the highest priority comes first, of the same the oldest" {
	object make "$posix" max_messages=10 max_message_size=128 >made
	for size in 1 2 3 4; do
		object send "$posix" size=$size priority=$((size % 2))
	done
	ok ipccat -raJ "$posix"
	json '[.priority, .size]' -c
	[[ $(jq -c '[.index, .priority, .size]' <<<"$output" | paste -sd ' ') == \
	    "[0,1,1] [1,1,3] [2,0,2] [3,0,4]" ]]
}

@test "--nowait and --timeout end with 124 and what was there" {
	local object

	make_both
	for object in "${both[@]}"; do
		fails 124 "$object: no message is there" \
		    ipccat -r --nowait "$object"
		fails 124 "$object: timed out: no message came" \
		    ipccat -r --timeout 0.05 "$object"
		fails 124 "timed out" ipccat -r --timeout 0 "$object"
		object send "$object" size=2 count=4
		fails 124 "no message is there" \
		    ipccat -r --nowait -c 5 "$object"
		[[ $output == $'ab\nab\nab\nab' ]]
		object send "$object" size=2 count=2
		fails 124 "timed out" ipccat -r --timeout 0.05 -c 3 "$object"
		[[ $output == $'ab\nab' ]]
		object send "$object" size=2
		fails 124 "timed out" ipccat -rF --timeout 0.05 "$object"
		[[ $output == ab ]]
		object send "$object" size=2
		ok ipccat -r --timeout 0 "$object"
		[[ $output == ab ]]
	done
}

@test "--timeout counts for each message" {
	local begun object

	make_both
	for object in "${both[@]}"; do
		begin ipccat -r -c 30 --timeout 5 "$object"
		begun=$EPOCHREALTIME
		for _ in {1..30}; do
			retry asleep "$pid" ipccat
			# All together they wait longer than one may.
			read -rt 0.2 <> <(:) || true
			object send "$object" size=1
		done
		((${EPOCHREALTIME/./} - ${begun/./} > 5000000))
		ends 0
		[[ $(wc -l <out) == 30 ]]
	done
}

@test "--timeout ends in time, however often it is stopped" {
	make_both
	begin ipccat -r --timeout 0.5 "$queue"
	for _ in {1..20}; do
		kill -STOP "$pid"
		kill -CONT "$pid"
	done
	ends 124
}

@test "a queue that is removed while waiting ends it with 1" {
	make_both
	begin ipccat -r "$queue"
	object remove "$queue"
	ends 1
	[[ $(<err) == "ipccat: $queue: was removed" && ! -s out ]]
	queue=$(object make mq:)
	begin ipccat -rF --timeout 100 "$queue"
	object remove "$queue"
	ends 1
}

@test "a POSIX queue without a name is still one" {
	make_both
	start hold open "$posix"
	begin ipccat -r "$posix"
	object remove "$posix"
	fails 1 "no such object" ipccat -r "$posix"
	asleep "$pid" ipccat
	kill "$pid"
	ends 143
}

@test "SIGINT, SIGTERM and SIGHUP end it with their status" {
	local object signal

	make_both
	for object in "${both[@]}"; do
		for signal in INT:130 TERM:143 HUP:129; do
			begin ipccat -r "$object"
			kill -"${signal%:*}" "$pid"
			ends "${signal#*:}"
			begin ipccat -rF --timeout 100 "$object"
			kill -"${signal%:*}" "$pid"
			ends "${signal#*:}"
			[[ ! -s out ]]
		done
		object send "$object" size=1
		ok ipccat -r "$object"
	done
}

@test "a signal that is ignored stays ignored" {
	make_both
	(trap '' HUP && exec ipccat -r "$queue") >out 2>err 3>&- &
	pid=$!
	retry asleep $pid ipccat
	kill -HUP $pid
	object send "$queue" size=1
	ends 0
}

# Nobody reads what it writes: it has the second message of four when the pipe
# is full with the first.
stuck() {
	queue=$(object make mq:)
	object send "$queue" size=4095 count=4
	mkfifo pipe
	exec {reader}<>pipe
	python3 -c 'import fcntl, sys
fcntl.fcntl(int(sys.argv[1]), 1031, 4096)' "$reader"
	env --default-signal=INT "$@" "$queue" >pipe 2>err 3>&- &
	pid=$!
	retry left 2
	retry asleep $pid ipccat
}

left() {
	[[ $(count_of "$queue") == "$1" ]]
}

@test "what was taken off when a signal comes is written first" {
	local signal

	for signal in INT:130 TERM:143; do
		stuck ipccat -rF
		kill -"${signal%:*}" "$pid"
		# It is not gone: the message at hand is still to be written.
		read -rt 0.1 <> <(:) || true
		retry asleep "$pid" ipccat
		timeout 100 head -n 2 <&"$reader" >got
		ends "${signal#*:}"
		[[ $(wc -c <got) == 8192 ]]
		[[ $(count_of "$queue") == 2 && ! -s err ]]
		exec {reader}<&-
		rm pipe
	done
}

@test "a full disk loses one message, and says so" {
	local object

	make_both
	for object in "${both[@]}"; do
		object send "$object" size=2 count=4
		run bash -c "ipccat -r -c 3 '$object' 2>&1 >/dev/full"
		[[ $status == 1 && $output == *"is lost"*"No space left"* ]]
		[[ $(count_of "$object") == 3 ]]
		run bash -c "ipccat -ra '$object' 2>&1 >/dev/full"
		[[ $status == 1 && $(count_of "$object") == 2 ]]
	done
}

@test "where nothing can be written nothing is taken off" {
	local object

	make_both
	for object in "${both[@]}"; do
		object send "$object" size=2 count=4
		run bash -c "ipccat -ra '$object' >&-"
		[[ $status == 1 && $output == *"stdout: Bad file"* ]]
		run bash -c "ipccat -ra '$object' 1</dev/null"
		[[ $status == 1 && $output == *"stdout: Bad file"* ]]
		mkfifo pipe
		exec {both_ends}<>pipe
		exec {end}>pipe
		exec {both_ends}<&-
		run bash -c "ipccat -ra '$object' >&$end"
		[[ $status == 141 && -z $output ]]
		exec {end}>&-
		rm pipe
		[[ $(count_of "$object") == 4 ]]
	done
}

@test "a closed pipe ends it, and what was not written stays" {
	local object

	make_both
	for object in "${both[@]}"; do
		object send "$object" size=2 count=8
		# It may be faster than head: then it waits for a ninth, and
		# sees that nobody would read it.
		run bash -c "set -o pipefail; timeout 100 ipccat -rF '$object' |
			head -n 1"
		[[ $output == ab && $status == 141 ]] || show_run
		ipccat -ra "$object" >got
		run bash -c "set -o pipefail
			timeout 100 ipccat -r --timeout 90 '$object' | true"
		[[ -z $output && $status == 141 ]] || show_run
		object send "$object" size=3
		ok ipccat -ra "$object"
		[[ $output == abc ]]
	done
}

@test "-v says what each is, on stderr alone" {
	make_both
	object send "$queue" size=2 type=7
	object send "$posix" size=3 priority=5
	run_apart ipccat -rv "$queue"
	[[ $output == ab && $stderr == *"$queue: message 0: type 7, 2 bytes" ]]
	run_apart ipccat -rv "$posix"
	[[ $output == abc && $stderr == *"$posix: message 0: priority 5, 3 bytes" ]]
}

@test "who may only write cannot receive" {
	local object

	need_nobody
	make_both
	for object in "${both[@]}"; do
		object send "$object" size=1
		object set "$object" mode=0602
		fails 1 "$object: Permission denied" as_nobody ipccat -r "$object"
		as_nobody ipccat -W -m b "$object"
		object set "$object" mode=0604
		fails 1 "$object: Permission denied" \
		    as_nobody ipccat -W -m c "$object"
		as_nobody ipccat -ra "$object" >got
		[[ $(<got) == $'a\nb' ]]
	done
}
