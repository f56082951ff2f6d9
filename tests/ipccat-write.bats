# SPDX-License-Identifier: BSD-2-Clause
# ipccat --write: messages and bytes, what does not fit, and how it ends.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	cd "$BATS_TEST_TMPDIR" || return
	posix=mq:/queue
}

make_both() {
	object make "$posix" max_messages=4 max_message_size=16 >made
	queue=$(object make mq:0x00000100 max_bytes=64)
	both=("$posix" "$queue")
}

count_of() {
	object show "$1" | jq .messages
}

asleep() {
	[[ $(<"/proc/$1/comm") == ipccat && $(<"/proc/$1/stat") == *') S '* ]]
}

leave() {
	kill -KILL "${pid-}" 2>/dev/null || true
}

# begin FILE ARG...: ipccat -W in the background, until it waits; $pid.
begin() {
	local file=$1
	shift
	env --default-signal=INT ipccat -W "$@" <"$file" >out 2>err 3>&- &
	pid=$!
	retry asleep $pid
}

ends() {
	local seen=0
	wait "$pid" || seen=$?
	[[ $seen == "$1" ]] || {
		echo "status $seen, not $1: $(cat out err)" >&2
		return 1
	}
}

@test "messages come from stdin, a file, - or the command line" {
	local object

	make_both
	printf 'a\nb\n' >file
	for object in "${both[@]}"; do
		ipccat -W "$object" <file
		ipccat -W "$object" file
		ok ipccat -ra "$object"
		[[ $output == $'a\nb\na\nb' ]]
		ipccat -W "$object" - <file
		ok ipccat -W -m c --message 'd e' "$object"
		ok ipccat -ra "$object"
		[[ $output == $'a\nb\nc\nd e' ]]
		fails 1 "none: No such file" ipccat -W "$object" none
		fails 1 ".: Is a directory" ipccat -W "$object" .
		[[ $(count_of "$object") == 0 ]]
		ok ipccat -W "$object" </dev/null
		[[ $(count_of "$object") == 0 ]]
	done
}

@test "--priority and --type are those the message has" {
	make_both
	ok ipccat -W --priority 32767 -m a "$posix"
	ok ipccat -W -T 9 -m a "$queue"
	ok ipccat -W --type 9223372036854775807 -m b "$queue"
	ok object receive "$posix"
	json '.priority == 32767'
	ok object receive "$queue" type=9
	json '.type == 9'
	ok object receive "$queue"
	[[ $output == *'"type": 9223372036854775807,'* ]]
}

@test "a full queue: --nowait and --timeout say how many were written" {
	make_both
	seq 6 >file
	fails 124 "queue is full (4 of 4 messages); 4 messages were written" \
	    ipccat -W --nowait "$posix" file
	fails 124 "timed out: queue is full (4 of 4 messages); 0 messages were written" \
	    ipccat -W --timeout 0.05 "$posix" file
	object receive "$posix" >got
	fails 124 "; 1 message was written" \
	    ipccat -W --timeout 0.05 "$posix" file
	printf '%s\n' 0123456789012345{a,b,c,d,e} >file
	fails 124 "queue is full (3 messages, 51 of 64 bytes); 3 messages were" \
	    ipccat -W --nowait "$queue" file
	fails 124 "51 of 64 bytes); 0 messages were written" \
	    ipccat -W --timeout 0.05 "$queue" file
}

@test "it waits for room" {
	local object

	make_both
	seq 0 99 | sed 's/.*/0123456789012&/' >file
	for object in "${both[@]}"; do
		begin file --timeout 100 "$object"
		ipccat -r -c 100 "$object" | cmp - file
		ends 0
	done
}

has_one() {
	[[ $(count_of "$posix") == 1 ]]
}

@test "--timeout does not count while input is awaited" {
	make_both
	mkfifo pipe
	ipccat -W --timeout 0.1 "$posix" <pipe 2>err 3>&- &
	pid=$!
	exec {input}>pipe
	echo a >&"$input"
	retry has_one
	# Much longer than the timeout.
	read -rt 0.5 <> <(:) || true
	asleep $pid
	echo b >&"$input"
	exec {input}>&-
	ends 0
	[[ ! -s err && $(count_of "$posix") == 2 ]]
}

@test "a queue removed while waiting for room ends it with 1" {
	make_both
	seq -f '%016.0f' 6 >file
	begin file "$queue"
	object remove "$queue"
	ends 1
	[[ $(<err) == "ipccat: $queue: was removed; 4 messages were written" ]]
}

@test "a signal ends it with its status, and says how many were written" {
	local object signal

	make_both
	seq -f '%016.0f' 6 >file
	for object in "${both[@]}"; do
		for signal in INT:130 TERM:143 HUP:129; do
			begin file "$object"
			kill -"${signal%:*}" "$pid"
			ends "${signal#*:}"
			[[ $(<err) == *"$object: interrupted; 4 messages were written" ]]
			[[ $(count_of "$object") == 4 ]]
			ipccat -ra "$object" >got
		done
	done
	# And while it reads.
	mkfifo pipe
	exec {input}<>pipe
	begin pipe "$posix"
	echo a >pipe
	retry one_in "$posix"
	retry asleep $pid
	kill -TERM $pid
	ends 143
	[[ $(<err) == *"interrupted; 1 message was written" ]]
}

one_in() {
	[[ $(count_of "$1") == 1 ]]
}

@test "a message that is too large ends it, with what was written before" {
	local object

	make_both
	printf '%s\n' a b 0123456789abcdefg c >file
	fails 1 "message 3 has 17 bytes, the queue takes at most 16; 2 messages were written" \
	    ipccat -W "$posix" file
	[[ $(count_of "$posix") == 2 ]]
	fails 1 "message 1 has 65 bytes, the queue takes at most 64; 0 messages" \
	    ipccat -W -m "$(printf '%065d' 0)" "$queue"
}

@test "bytes are written into memory, and no others change" {
	local object

	object make shm:/memory size=10000 >made
	segment=$(object make shm: size=10000)
	for object in shm:/memory "$segment"; do
		object fill "$object"
		ipccat "$object" >before
		ok ipccat -W "$object" </dev/null
		ipccat "$object" | cmp before -
		printf 'X\0Y' | ipccat -W --offset 4097 "$object"
		cp before wanted
		printf 'X\0Y' | dd of=wanted bs=1 seek=4097 conv=notrunc status=none
		ipccat "$object" | cmp wanted -
		head -c 10000 /dev/urandom >wanted
		ipccat -W "$object" wanted
		ipccat "$object" | cmp wanted -
		[[ $object != shm:/* ]] || cmp wanted /dev/shm/memory
	done
}

@test "what does not fit into memory is an error that says how much was" {
	local object

	object make shm:/memory size=10 >made
	segment=$(object make shm: size=10)
	printf '0123456789a' >file
	for object in shm:/memory "$segment"; do
		# Of a file the size is known: nothing is begun.
		fails 1 "fits into its 10 bytes; 0 bytes were written" \
		    ipccat -W "$object" file
		ipccat "$object" | cmp - <(head -c 10 /dev/zero)
		fails 1 "it ends at byte 10, before --offset" ipccat -W --offset 11 "$object" \
		    file
		run_apart bash -c \
		    "cat file | ipccat -W --offset 8 $object"
		[[ $status == 1 && $stderr == *"; 2 bytes were written" ]]
		run_apart bash -c "cat file | ipccat -W $object"
		[[ $status == 1 && $stderr == *"; 10 bytes were written" ]]
		[[ $(ipccat "$object") == 0123456789 ]]
		# Exactly as much as there is room for.
		printf 'yz' | ipccat -W --offset 8 "$object"
		[[ $(ipccat "$object") == 01234567yz ]]
	done
	[[ $(stat -c %s /dev/shm/memory) == 10 ]]
}

@test "--resize lets POSIX memory grow, and never shrink" {
	object make shm:/memory size=10 >made
	seq 100000 >file
	ok ipccat -W --resize shm:/memory file
	cmp file /dev/shm/memory
	echo short | ipccat -W --resize shm:/memory
	[[ $(stat -c %s /dev/shm/memory) == $(stat -c %s file) ]]
	object make shm:/other size=0 >made
	ipccat -W --resize --offset 1000000 shm:/other < <(cat file)
	cmp /dev/shm/other <(head -c 1000000 /dev/zero; cat file)
	fails 1 "File too large; 0 bytes were written" \
	    ipccat -W --resize --offset 9223372036854775807 shm:/other file
}

@test "a full /dev/shm is an error that says how much was written" {
	mount -t tmpfs -o size=1M tmpfs /dev/shm || skip "no mount here"
	object make shm:/memory size=10 >made
	fails 1 "No space left" ipccat -W --resize shm:/memory </dev/zero
	size=$(sed -E 's/.*; ([0-9]+) bytes were written/\1/' <<<"$stderr")
	umount /dev/shm
	((size > 900000 && size <= 1048576))
}

@test "what is closed is no input, and no memory is taken for it" {
	object make shm:/memory size=10 >made
	object fill shm:/memory
	run bash -c "ipccat -W --resize --offset 5 shm:/memory <&-"
	[[ $status == 1 && $output == *"Bad file descriptor"* ]] || show_run
	[[ $(</dev/shm/memory) == abcdefghij ]]
	object make "$posix" >made
	run bash -c "ipccat -W $posix <&-"
	[[ $status == 1 && $output == *"Bad file descriptor"* ]] || show_run
}
