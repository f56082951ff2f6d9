#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Events as text, as JSON, in a form of one's own, and for a command.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib
load watch

leave() {
	unwatch
}

# The events of a queue that is made, used and removed.
use_queue() {
	watch "$@" mq:/q
	object make mq:/q max_messages=2 max_message_size=8
	retry eval '[[ $(count) -ge 1 ]]'
	object set mq:/q mode=0640
	retry eval '[[ $(count) -ge 2 ]]'
	object remove mq:/q
	over 0
}

count() {
	wc -l <"${counted:-$watching/out}"
}

@test "ipcwatch --jsonl: a valid object a line, with what was and what is" {
	use_queue --jsonl -c 3
	strict_json lines <<<"$output"
	output=$(jq -s . <<<"$output")
	json 'map(.event) == ["create", "change", "remove"]'
	json 'all(.object == "mq:/q")'
	json 'all(keys_unsorted - ["by"] == ["time", "event", "object", "fields"])'
	json '.[0].fields.mode == { old: null, new: "0600" }'
	json '.[0].fields.max_messages == { old: null, new: 2 }'
	json '.[1].fields == { mode: { old: "0600", new: "0640" } }'
	json '.[2].fields.mode == { old: "0640", new: null }'
	json 'all(.time | test("^[0-9T:-]{19}\\.[0-9]{3}\\+00:00$"))'
	json 'all(.time | epoch | . > now - 60 and . <= now)'
}

@test "ipcwatch --jsonl: lists, unknowns and an event of no object" {
	local set
	set=$(object make sem: nsems=2)
	watch -J -d 0.02 -c 1 "$set"
	object op "$set" values=1,2
	over 0
	json '.fields.values == { old: [0, 0], new: [1, 2] }'
	json '.fields.otime.old == null and (.fields.otime.new | type) == "string"'
}

@test "ipcwatch: text is time, event, object and details" {
	use_queue -c 3
	[[ $(wc -l <<<"$output") == 3 ]]
	[[ $(head -n 1 <<<"$output") =~ ^[0-9T:.-]+\+00:00\ create\ +mq:/q\ \ owner ]]
	[[ $(sed -n 2p <<<"$output") == *" change   mq:/q  mode 0600 -> 0640" ]]
}

@test "ipcwatch --format: writes fields, and what else is there" {
	use_queue --count 3 --format '%{event}|%{object}|%{mode}|%{size}|100%%|%{kind}'
	[[ $output == "create|mq:/q|0600|-|100%|mq
change|mq:/q|0640|-|100%|mq
remove|mq:/q|0640|-|100%|mq" ]]
	use_queue -c 3 --format '%{time} %{details}'
	[[ $(sed -n 2p <<<"$output") =~ ^[0-9T:.-]{23}\+00:00\ mode\ 0600\ -\>\ 0640$ ]]
}

@test "ipcwatch --format: reads what the fields need" {
	local segment
	segment=$(object make shm: size=8192)
	object fill "$segment"
	watch --initial -c 1 --format '%{rss}' "$segment"
	over 0
	[[ $output == 8192 ]]
}

@test "ipcwatch --format: what makes no sense is refused" {
	local format
	for format in '%{nonsense}' '%' '%x' '%{' '%{event' 'a%'; do
		fails 2 "FIELD" ipcwatch --format "$format"
	done
	fails 2 "contradict" ipcwatch --jsonl --format x
}

@test "ipcwatch: a line is a line whatever the names" {
	local object objects=()
	watch -e create shm:
	printf 'shm:/%s\0' "${hostile_names[@]}" | object each make
	retry eval '[[ $(count) -ge ${#hostile_names[@]} ]]'
	kill "$watcher"
	over 143
	[[ $(wc -l <<<"$output") == "${#hostile_names[@]}" ]]
	run ! grep -aqP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]' <"$watching/out"
	# What is printed as object can be given back.
	while read -r _ _ object _; do
		objects+=("$object")
	done <"$watching/out"
	ok ipcls --json -o object "${objects[@]}"
	json '.objects | length == $n' --argjson n "${#hostile_names[@]}"
}

@test "ipcwatch: names in JSON are valid, and in C they are ASCII" {
	printf 'sem:/%s\0' "${hostile_names[@]}" | object each make
	watch --initial -J -c "${#hostile_names[@]}"
	over 0
	strict_json lines <<<"$output"
	LC_ALL=C watch --initial -c "${#hostile_names[@]}"
	over 0
	[[ $(wc -l <<<"$output") == "${#hostile_names[@]}" ]]
	run ! env LC_ALL=C grep -q '[^ -~]' "$watching/out"
}

@test "ipcwatch: every event is written as it happens" {
	mkfifo "$BATS_TEST_TMPDIR/pipe"
	exec {events}<>"$BATS_TEST_TMPDIR/pipe"
	out=$BATS_TEST_TMPDIR/pipe watch
	object make shm:/m
	read -r -t 10 _ event object _ <&"$events"
	[[ $event == create && $object == shm:/m ]]
	exec {events}<&-
}

@test "ipcwatch --exec: runs a command for each event, one at a time" {
	local segment
	export log=$BATS_TEST_TMPDIR/log
	counted=$log
	: >"$log"
	# shellcheck disable=SC2016 # for sh
	use_queue -c 3 --exec sh -c 'echo "$IPC_EVENT $IPC_OBJECT $IPC_KIND" \
	    "$IPC_MODE ${IPC_OLD_MODE-none} ${IPC_SIZE-none} $IPC_NAME" \
	    "$IPC_OWNER $IPC_MAX_MESSAGES" >>"$log"'
	[[ -z $output && -z $stderr ]]
	[[ $(<"$log") == "create mq:/q mq 0600 none none /q root 2
change mq:/q mq 0640 0600 none /q root 2
remove mq:/q mq 0640 0640 none /q root 2" ]]
	segment=$(object make shm: size=4096)
	# shellcheck disable=SC2016
	watch --initial -c 1 "$segment" -x sh -c 'printf %s\\n "$IPC_DETAILS" \
	    "$IPC_TIME" "$IPC_CPID" "$IPC_RSS" "${IPC_NAME-none}"'
	over 0
	[[ $output == owner\ root*size\ 4096*cpid* ]]
	[[ $(sed -n 2p <<<"$output") == 20*T*+00:00 ]]
	[[ $(sed -n 3p <<<"$output") -gt 0 ]]
	[[ $(sed -n 4,5p <<<"$output") == $'0\nnone' ]]
}

@test "ipcwatch --exec: gets the exact name, and cannot be tricked by it" {
	cd "$BATS_TEST_TMPDIR"
	# shellcheck disable=SC2016 # a name
	object make 'shm:/$(touch pwned) `id` ;x'
	# shellcheck disable=SC2016 # for sh
	watch --initial -c 1 -x sh -c 'printf "%s\n" "$IPC_NAME"'
	over 0
	# shellcheck disable=SC2016
	[[ $output == '/$(touch pwned) `id` ;x' && ! -e pwned ]]
}

@test "ipcwatch --exec: its failure is told, and the rest is done" {
	object make shm:/a
	object make shm:/b
	watch --initial -c 2 -x sh -c 'echo ran; exit 3'
	over 1
	[[ $output == ran$'\n'ran ]]
	[[ $stderr == "ipcwatch: sh: ended with status 3
ipcwatch: sh: ended with status 3" ]]
	watch --initial -c 1 -x /nowhere/command
	over 1
	[[ $stderr == *"/nowhere/command: No such file"* ]]
}

@test "ipcwatch --exec: lines too, if their form was chosen" {
	object make shm:/a
	watch --initial -c 1 --format '%{event}' -x echo ran
	over 0
	[[ $output == create$'\n'ran ]]
}

@test "ipcwatch --exec: stands alone" {
	fails 2 "needs a command" ipcwatch -x
	fails 2 "takes no argument" ipcwatch --exec=true
	fails 2 "needs a space before the command; -x COMMAND..." ipcwatch -xtrue
}

@test "ipcwatch --exec: the values of a large set are no obstacle" {
	echo 32000 1024000000 500 32768 >/proc/sys/kernel/sem ||
	    skip "the limits cannot be raised here"
	local set
	set=$(object make sem: nsems=32000)
	object set "$set" values="$(seq -s, 10001 20000)" || skip
	watch --initial -c 1 "$set" -x sh -c 'echo "$IPC_NSEMS"'
	over 0
	[[ $output == 32000 ]]
}

@test "ipcwatch --ready: a line on a descriptor that is then closed" {
	mkfifo "$BATS_TEST_TMPDIR/ready"
	ipcwatch --ready 7 -c 1 7>"$BATS_TEST_TMPDIR/ready" \
	    >"$BATS_TEST_TMPDIR/out" 3>&- &
	[[ $(hex <"$BATS_TEST_TMPDIR/ready") == 0a ]]
	object make shm:/m
	wait $!
	grep -q create "$BATS_TEST_TMPDIR/out"
	fails 2 "not an open descriptor" ipcwatch --ready 99
	fails 2 "--ready" ipcwatch --ready x
}
