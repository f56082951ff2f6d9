# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# --explain of queues: a paragraph each, who is blocked and who could read; the
# commands that are printed are run, and make room.

setup() {
	load lib
}

# full OBJECT: what is said of the queue, as one JSON object.
full() {
	ok ipcls --explain --json -w 'share >= 0'
	# shellcheck disable=SC2016 # jq's
	output=$(jq --arg o "$1" '.explain[]
		| select(.objects[0].object == $o and .senders != null)' \
	    <<<"$output")
	[[ -n $output ]]
}

# Run what $output has as its .$1.
do_it() {
	local command

	command=$(jq -r ".$1" <<<"$output")
	echo "$command" >&2
	ok bash -c "$command"
}

@test "ipcls --explain: the room of a System V queue, raised by its command" {
	local large small

	large=$(object make mq: max_bytes=1000)
	small=$(object make mq: max_bytes=100)
	object send "$large" size=790 count=1
	ok ipcls --explain --json
	json '.explain == []'
	object send "$large" size=10 count=1
	object send "$small" size=100 count=1
	ok ipcls --explain --json
	# The worst first, each by itself.
	# shellcheck disable=SC2016 # jq's
	json '[.explain[] | select(.limit == "max_bytes")
		| [.objects[].object, .used, .share]]
			== [[$small, 100, 100], [$large, 800, 80]]' \
	    --arg large "$large" --arg small "$small"
	full "$small"
	json '.unit == "bytes" and .value == 100'
	do_it remedy
	[[ $(object show "$small" | jq .max_bytes) == 200 ]]
	full "$large"
	do_it relief
	[[ $(object show "$large" | jq .messages) == 1 ]]
}

@test "ipcls --explain: a System V queue that is full of empty messages" {
	local queue

	queue=$(object make mq: max_bytes=10)
	object send "$queue" size=0 count=10
	full "$queue"
	json '.unit == "messages" and .value == 10 and .used == 10
		and .share == 100 and .limit == "max_bytes"'
	do_it remedy
	object send "$queue" size=0 count=10
	[[ $(object show "$queue" | jq .max_bytes) == 20 ]]
}

@test "ipcls --explain: a POSIX queue is made anew, and that is said" {
	object make "mq:/it's" max_messages=5 max_message_size=64 mode=0640 \
	    >/dev/null
	object send "mq:/it's" size=1 count=5
	full "mq:/it's"
	json '.limit == "max_messages" and .used == 5
		and (.remedy | contains("messages are lost"))
		and (.relief | contains("takes a message away"))'
	do_it relief
	[[ $(object show "mq:/it's" | jq .messages) == 4 ]]
	full "mq:/it's"
	do_it remedy
	output=$(object show "mq:/it's")
	json '.max_messages == 10 and .max_message_size == 64
		and .messages == 0'
	output=$(object stat "mq:/it's")
	json '.mode == "0640" and .uid == 0'
}

@test "ipcls --explain: a queue of somebody else stays theirs" {
	need_nobody
	echo 5 >/proc/sys/fs/mqueue/msg_max || skip "no limit can be set here"
	as_nobody object make mq:/q max_messages=5 max_message_size=8 \
	    mode=0620 >/dev/null
	as_nobody object send mq:/q size=1 count=5
	full mq:/q
	do_it remedy
	output=$(object stat mq:/q)
	json '.mode == "0620" and .uid == 65534 and .gid == 65534'
	[[ $(object show mq:/q | jq .max_messages) == 10 ]]
	echo 10 >/proc/sys/fs/mqueue/msg_max
}

@test "ipcls --explain: who may not do it is told who may" {
	local queue

	need_nobody
	queue=$(object make mq: max_bytes=10 mode=0644)
	object send "$queue" size=10
	ok as_nobody ipcls --explain --json
	json '[.explain[] | select(.limit == "max_bytes")][0].remedy
		| test("^ipcctl --max-bytes=20 mq:[0-9]+  # as root$")'
}

@test "ipcls --explain: who is blocked in sending, and that nobody reads" {
	local queue

	queue=$(object make mq: max_bytes=4)
	object send "$queue" size=4
	object make mq:/q max_messages=1 >/dev/null
	object send mq:/q size=1
	ok ipcls --explain
	[[ $output == *"Senders:   no thread is blocked in sending"* ]]
	start hold send "$queue"
	full "$queue"
	# shellcheck disable=SC2016 # jq's
	json '[.senders[].pid] == [$pid] and .readers == []
		and .senders[0].how == "send"' --argjson pid "$pid"
	start hold send mq:/q
	full mq:/q
	# shellcheck disable=SC2016 # jq's
	json '[.senders[].pid] == [$pid]' --argjson pid "$pid"
	ok ipcls --explain
	[[ $output == *"Senders:   $pid/hold (send "*"Readers: "* &&
	    $output == *"Last read: never"* ]]
}

@test "ipcls --explain: who has a POSIX queue open for reading" {
	object make mq:/q max_messages=1 >/dev/null
	object send mq:/q size=1
	full mq:/q
	json '.readers == []'
	ok ipcls --explain
	[[ $output == *"Readers:   no process has it open for reading"* ]]
	exec 8>/dev/mqueue/q
	full mq:/q
	json '.readers == []'
	exec 9</dev/mqueue/q 8>&-
	full mq:/q
	# shellcheck disable=SC2016 # jq's
	json 'any(.readers[]; .pid == $pid)' --argjson pid $$
	exec 9<&-
}

@test "ipcls --explain: five paragraphs of queues, and how many more" {
	local i

	for i in 1 2 3 4 5 6 7; do
		object make mq:/q$i max_messages=10 max_message_size=1 \
		    >/dev/null
		object send mq:/q$i size=1 count=$((i < 3 ? 8 : 9))
	done
	ok ipcls --explain --json
	json '[.explain[] | select(.limit == "max_messages")]
		| length == 5 and all(.[]; .share == 90)
		and (map(.more_objects) == [0, 0, 0, 0, 2])'
	ok ipcls --explain
	[[ $output == *"2 more queues of this kind are nearly full"* ]]
}
