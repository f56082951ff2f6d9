# SPDX-License-Identifier: BSD-2-Clause
# ipccat of message queues: what C programs send it shows and takes off, what
# it sends they receive, and nothing is lost on the way.
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

@test "what a C program sends ipccat prints" {
	local object

	make_both
	for object in "${both[@]}"; do
		object send "$object" size=3
		object send "$object" size=0
		object send "$object" size=128
		object send "$object" size=1
		ipccat -r -c 4 "$object" >got
		cmp got - <<-'END'
			abc

			abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwx
			a
		END
	done
}

@test "what ipccat sends a C program receives" {
	local object

	make_both
	for object in "${both[@]}"; do
		printf 'ab\n\nc\0d\nlast' | ipccat -W "$object"
		ok object receive "$object" count=4
		# The priority, or the type, that is so if nothing is said.
		[[ $object == mq:/* ]] && what=.priority==0 || what=.type==1
		ok jq -sc "[.[] | .hex, ($what)]" <<<"$output"
		[[ $output == '["6162",true,"",true,"630064",true,"6c617374",true]' ]]
		fails 1 "" object receive "$object"
	done
}

@test "to look at a System V queue leaves it as it was" {
	make_both
	object send "$queue" size=5 count=3 type=4
	object receive "$queue" >got
	before=$(object show "$queue")
	ok ipccat "$queue"
	[[ $output == $'abcde\nabcde' ]]
	ok ipccat -J "$queue"
	ok ipccat -X "$queue"
	ok ipccat -c 1 -0 "$queue"
	[[ $output == abcde ]]
	[[ $(object show "$queue") == "$before" ]]
	[[ $before == *'"messages": 2'* && $before != *'"lrpid": 0'* ]]
}

@test "messages are looked at in their order, whatever their types" {
	make_both
	for type in 5 1 3; do
		object send "$queue" size=$type type=$type
	done
	ok ipccat "$queue"
	[[ $output == $'abcde\na\nabc' ]]
	ok ipccat -c 2 "$queue"
	[[ $output == $'abcde\na' ]]
	object receive "$queue" count=3 >got
	ok ipccat "$queue"
	[[ -z $output ]]
}

@test "what is larger than msgmax has become is said, and can be taken off" {
	queue=$(object make mq:)
	object send "$queue" size=3
	object send "$queue" size=100
	object send "$queue" size=4
	max=$(</proc/sys/kernel/msgmax)
	echo 50 2>/dev/null >/proc/sys/kernel/msgmax || skip "not ours to set"
	fails 1 "message at index 1 is larger than msgmax" ipccat "$queue"
	[[ $output == $'abc\nabcd' ]]
	# shellcheck disable=SC2154 # lib.bash
	[[ $(wc -l <<<"$stderr") == 1 ]]
	fails 1 "index 1" ipccat -c 2 "$queue"
	[[ $output == abc ]]
	ok ipccat -r -c 3 "$queue"
	echo "$max" >/proc/sys/kernel/msgmax
	[[ ${#output} == 109 ]]
}

@test "a message of the greatest size, of one byte less and more" {
	local object size

	object make "$posix" max_messages=2 max_message_size=8192 >made
	queue=$(object make mq:)
	for object in $posix "$queue"; do
		for size in 8192 8191; do
			head -c $size /dev/urandom >sent
			ipccat -W --whole "$object" sent
			ipccat -r --whole "$object" >got
			cmp sent got
		done
		head -c 8193 /dev/urandom >sent
		fails 1 "8193 bytes, the queue takes at most 8192" \
		    ipccat -W --whole "$object" sent
		fails 124 "no message" ipccat -r --nowait "$object"
	done
	# Exactly what a small System V queue can hold, and what it never will.
	object set "$queue" max_bytes=100
	head -c 100 /dev/urandom >sent
	ok ipccat -W --whole "$queue" sent
	ipccat --whole "$queue" | cmp sent -
	fails 1 "101 bytes, the queue takes at most 100" \
	    ipccat -W -m "$(printf '%0101d' 0)" "$queue"
	ipccat -r --whole "$queue" | cmp sent -
}

@test "messages of NULs, line feeds and no bytes at all survive" {
	local object

	make_both
	for object in "${both[@]}"; do
		head -c 128 /dev/zero >sent
		ipccat -W --whole "$object" sent
		ipccat -r --whole "$object" | cmp sent -
		printf '\n\n\0\n' >sent
		ipccat -W --whole "$object" sent
		ipccat -r --whole "$object" | cmp sent -
		ipccat -W --whole "$object" /dev/null
		ipccat -W -m '' "$object"
		ok object receive "$object" count=2
		[[ $(jq -s 'map(.size)' -c <<<"$output") == '[0,0]' ]]
		printf 'a\nb\0\0c' | ipccat -W -0 "$object"
		ipccat -ra -0 "$object" | cmp - <(printf 'a\nb\0\0c\0')
	done
}

# 100,000 lines through a queue of ten, both ends at work at the same time.
through() {
	seq 100000 >sent
	ipccat -W "$1" sent 3>&- &
	timeout 120 ipccat -r -c 100000 "$1" >got
	wait $!
	cmp sent got
	fails 124 "" ipccat -r --nowait "$1"
}

@test "100,000 messages go through a POSIX queue, in order" {
	object make "$posix" max_messages=10 max_message_size=128 >made
	through "$posix"
}

@test "100,000 messages go through a System V queue, in order" {
	queue=$(object make mq:0x00000100)
	through "$queue"
}

@test "several consumers get each message once" {
	local object i pids

	make_both
	for object in "${both[@]}"; do
		seq 20000 >sent
		pids=()
		for i in 1 2 3; do
			ipccat -r -F "$object" >"got.$i" 3>&- &
			pids+=($!)
		done
		timeout 120 ipccat -W "$object" sent
		retry empty "$object"
		kill "${pids[@]}"
		wait "${pids[@]}" || [[ $? == 143 ]]
		sort -n got.* | cmp sent -
		# What each got is in the order of sending.
		for i in 1 2 3; do
			sort -nc "got.$i"
		done
	done
}

empty() {
	[[ $(ipcls --raw --no-headings -o messages "$1") == 0 ]]
}
