# SPDX-License-Identifier: BSD-2-Clause
# ipccat of POSIX queues: their messages are shown and stay where they are, by
# the kernel's own memory; without the right to read that, it is said.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	cd "$BATS_TEST_TMPDIR" || return
	queue=mq:/queue
}

make_queue() {
	object make "$queue" max_messages=10 max_message_size=8192 >made
	object send "$queue" size=3 priority=1
	object send "$queue" size=0 priority=1
	object send "$queue" size=2 priority=32767
	object send "$queue" size=8192 priority=0
	object send "$queue" size=5 priority=7
}

@test "messages are shown in the order in which they are received" {
	local form

	need_reader
	make_queue
	for form in '' -0 -X -J --whole; do
		ipccat $form "$queue" >"looked$form"
	done
	object receive "$queue" count=5 >got
	jq -sce '[.[] | [.priority, .size]]' looked-J >order
	jq -sce '[.[] | [.priority, .size]]' got | cmp order -
	[[ $(<order) == '[[32767,2],[7,5],[1,3],[1,0],[0,8192]]' ]]
	jq -se 'map(.index) == [range(5)] and all(.type == null)' looked-J
	for form in '' -0 -X -J --whole; do
		ipccat -WJ "$queue" looked-J
		ipccat -ra $form "$queue" | cmp "looked$form" -
	done
	ok ipccat "$queue"
	[[ -z $output ]]
}

@test "JSON is the same of both kinds" {
	local sysv

	need_reader
	sysv=$(object make mq:)
	make_queue
	object send "$sysv" size=2 type=3
	ok jq -c keys_unsorted <(ipccat -J -c 1 "$sysv") <(ipccat -Jc1 "$queue")
	[[ $(uniq <<<"$output") == '["index","type","priority","size","data"]' ]]
}

@test "to look moves nothing: attributes, times, order, notification" {
	need_reader
	make_queue
	start hold notify-signal mq:/queue
	# To be shown sets two times; here, what is set to now is another.
	show=$(object show "$queue" | jq 'del(.atime, .mtime, .ctime)')
	touch -d 2020-01-01 /dev/mqueue/queue
	stat=$(object stat "$queue")
	ipccat -J "$queue" >looked
	ipccat -J "$queue" | cmp looked -
	[[ $(object stat "$queue") == "$stat" ]]
	[[ $(object show "$queue" | jq 'del(.atime, .mtime, .ctime)') == "$show" ]]
	[[ $show == *'"messages": 5'* ]]
}

@test "to look moves nothing: who waits goes on waiting" {
	need_reader
	object make "$queue" max_messages=2 max_message_size=128 >made
	start hold receive "$queue"
	ok ipccat "$queue"
	[[ -z $output ]]
	kill -0 "$pid"
	# It is still the one that gets the next.
	object send "$queue" size=3
	retry ended "$pid"
	fails 1 "" object receive "$queue"
}

@test "messages of a queue without a name are shown" {
	need_reader
	make_queue
	ipccat -J "$queue" >looked
	start hold removed "$queue"
	[[ ! -e /dev/mqueue/queue ]]
	fails 1 "no such object" ipccat "$queue"
	ok ipcls --unlinked --raw --no-headings -o object
	[[ $output == mq:/proc/$pid/fd/* ]]
	ipccat -J "$output" | cmp looked -
}

@test "--priority, --type and --count choose among what is looked at" {
	local sysv words wanted

	need_reader
	make_queue
	sysv=$(object make mq:)
	for type in 5 1 3 5; do
		object send "$sysv" size=$type type=$type
	done
	while IFS='|' read -r words wanted; do
		# shellcheck disable=SC2086 # words
		ok ipccat -J $words
		[[ $(jq -sc 'map(.index)' <<<"$output") == "$wanted" ]] ||
		    show_run
	done <<-END
		--priority 1 $queue|[2,3]
		--priority 1 -c 1 $queue|[2]
		--priority 2 $queue|[]
		-c 2 $queue|[0,1]
		-c 9 $queue|[0,1,2,3,4]
		-T 5 $sysv|[0,3]
		-T 5 -c 1 $sysv|[0]
		-T 5 --except $sysv|[1,2]
		-T -3 $sysv|[1,2]
		-T 0 $sysv|[0,1,2,3]
		-T -9223372036854775808 $sysv|[0,1,2,3]
		-T 2 $sysv|[]
	END
	fails 2 "--type" ipccat -T 1 "$queue"
	fails 2 "--priority" ipccat --priority 1 "$sysv"
}

# A look ends where the next number is not the one that follows, and another
# look begins no earlier: how many looks there are in $1, and that none of them
# shows anything but what the relay sends.
count_looks() {
	awk -F: '{
		n = $1 * 37 % 5000
		letter = sprintf("%c", 97 + $1 % 26)
		if (length($2) != n || (n && $2 !~ "^" letter "+$"))
			exit bad = 1
		if ($1 != last + 1)
			looks++
		last = $1
	}
	END { print looks + 0; exit bad }' "$1"
}

# How many of the looks meet a moment of rest depends on the machine, so it is
# looked until twenty have.
@test "a busy queue: 200 looks and more, and none is wrong" {
	local i looks=() looked=0 until=$((SECONDS + 300))

	need_reader
	echo 64 2>/dev/null >/proc/sys/fs/mqueue/msg_max || true
	object make "$queue" max_messages=10 max_message_size=8192 >made
	start relay "$queue"
	for ((i = 0; i < 200; i++)); do
		looks+=("$queue")
	done
	while ((looked < 20 && SECONDS < until)); do
		ipccat "${looks[@]}" >got 2>err || [[ $? == 1 ]]
		count_looks got >count
		((looked += $(<count), 1))
		run ! grep -v \
		    'the queue changes faster than it can be looked at$' err
	done
	stop "$pid"
	((looked >= 20))
}

@test "without the right to, it is said what that takes" {
	local case why
	local no="looking at the messages of a POSIX queue"

	make_queue
	while IFS='|' read -r case why; do
		fails 1 "$queue: $no $why" \
		    deny "$case" ipccat "$queue"
		[[ -z $output && $(wc -l <<<"$stderr") == 1 ]]
		# Of one that is not there, that is what matters.
		fails 1 "mq:/none: no such object" deny "$case" ipccat mq:/none
	done <<-'END'
		bpf|needs CAP_BPF and CAP_PERFMON
		bpf=ENOSYS|needs a kernel with bpf(2)
		bpf=EINVAL|needs Linux 5.14
	END
	fails 1 "mq:/none: no such object" ipccat mq:/none
	ok object receive "$queue"
}

@test "without the right to: an ordinary user, and root of a user namespace" {
	need_nobody
	make_queue
	object set "$queue" mode=0666
	fails 1 "needs CAP_BPF and CAP_PERFMON" as_nobody ipccat "$queue"
	object set "$queue" mode=0600
	fails 1 "needs CAP_BPF and CAP_PERFMON" as_nobody ipccat "$queue"
	need_reader
	fails 1 "in the first user namespace" \
	    unshare --user --map-root-user ipccat "$queue"
	fails 1 "CONFIG_DEBUG_INFO_BTF" unshare --mount bash -c \
	    'mount -t tmpfs none /sys/kernel/btf && ipccat "$1"' - "$queue"
}

@test "no address of the kernel is shown" {
	need_reader
	make_queue
	for form in -J -X; do
		ipccat -v $form "$queue" >got 2>&1
		run ! grep -aE 'ffff[89a-f][0-9a-f]{11}' got
	done
}
