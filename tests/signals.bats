# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# A signal may come at any system call: nothing is half made or half changed,
# and nothing stays that nobody was told of. `faults` does the same with more
# commands, and with memory that runs out.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	need strace
	command strace -o /dev/null true 2>/dev/null ||
	    skip "nothing can be traced here"
	# A user is alone in the namespace, and can give nothing away.
	owner=7
	"${nobody[@]}" true 2>/dev/null || owner=0
}

# The calls of the command "$@" from the first on that has one of the words in
# $calls, each with its number among those of its name.
calls_of() {
	strace -qq -o "$BATS_TEST_TMPDIR/trace" "$@" >/dev/null
	awk -F'(' -v wanted="$calls" '
	    /^[a-z_0-9]+\(/ { n[$1]++; on = on || $0 ~ wanted }
	    /^[a-z_0-9]+\(/ && on && $1 != "exit_group" { print $1, n[$1] }' \
	    "$BATS_TEST_TMPDIR/trace"
}

# Runs "$@" once for each of these calls, with a signal at it, and `check` after
# each. At the last of them the command may have done all.
at_each_call() {
	local signal=$1 name nth
	shift
	before
	calls_of "$@" >"$BATS_TEST_TMPDIR/calls"
	[[ $(wc -l <"$BATS_TEST_TMPDIR/calls") -ge 3 ]]
	while read -r name nth; do
		before
		run strace -qq -o /dev/null -e trace="$name" \
		    -e inject="$name:signal=$signal:when=$nth" "$@" 3>&-
		[[ $status == 0 || $status == $((128 + $(kill -l "$signal"))) ]] ||
		    show_run
		check || {
			echo "SIG$signal at $name $nth: $*" >&2
			ls -l /dev/shm /dev/mqueue
			cat /proc/sysvipc/*
			show_run
		}
	done <"$BATS_TEST_TMPDIR/calls"
}

# What ipcmk has made, and nobody was told of: nothing.
before() {
	object clear
}
check() {
	local n
	n=$(ipcls --raw --no-headings -o object | wc -l)
	[[ $n == "$(grep -c : <<<"$output")" ]]
}

@test "ipcmk: a signal at any system call leaves nothing that was not told of" {
	export calls='/dev/shm|mq_open|(msg|shm|sem)get'
	at_each_call TERM ipcmk --owner "$owner:$owner" shm:/m mq:/q sem:/s
	at_each_call INT ipcmk --owner "$owner:$owner" sem:0x52
}

@test "ipcmk: a signal before --json is written leaves nothing" {
	check() {
		[[ $output == *'"objects"'* || -z $(ipcls) ]]
	}
	export calls='/dev/shm|mq_open|semget'
	at_each_call TERM ipcmk --json shm:/m sem:
}

@test "ipcmk: a signal while it is stopped, or reads, leaves nothing" {
	local pid fifo=$BATS_TEST_TMPDIR/fifo memory
	mkfifo "$fifo"
	for memory in shm:/m shm:0x52; do
		ipcmk --from - "$memory" <"$fifo" 3>&- &
		pid=$!
		exec 8>"$fifo"
		echo some >&8
		kill -TSTP "$pid"
		kill -CONT "$pid"
		# It has a name, or a key, when it is whole.
		[[ -z $(ipcls) ]]
		kill -TERM "$pid"
		run wait "$pid"
		exec 8>&-
		wait "$pid" || [[ $? == 143 ]]
		[[ -z $(ipcls) ]]
	done
}

@test "ipcmk: a signal that is ignored stays so" {
	calls='/dev/shm'
	check() {
		[[ $status == 0 && -e /dev/shm/m ]]
	}
	trap '' TERM
	at_each_call TERM ipcmk shm:/m
}

@test "ipcmk: who runs out of memory leaves nothing" {
	local n words all preload=$abs_top_builddir/tests/refuse.so
	for words in 'sem:/s --values 3 --mode 0640' "mq:/q --owner $owner" \
	    'sem:0x52 --values 1,2' 'shm:0x52 --size 10 --json'; do
		# shellcheck disable=SC2086 # words
		LD_PRELOAD=$preload COUNTS=$BATS_TEST_TMPDIR/counts ipcmk $words
		object clear
		read -r all _ <"$BATS_TEST_TMPDIR/counts"
		((all > 3))
		for ((n = 1; n <= all; n++)); do
			# shellcheck disable=SC2086 # words
			run_apart env LD_PRELOAD="$preload" \
			    REFUSE="$n" ipcmk $words
			if [[ $status == 0 ]]; then
				object clear
				continue
			fi
			[[ $status == 1 && -n $stderr && -z $(ipcls) ]] || {
				echo "at allocation $n of ipcmk $words" >&2
				ipcls >&2
				show_run
			}
		done
	done
}

@test "ipcmk: memory is seen when it is whole, and not before" {
	local fifo=$BATS_TEST_TMPDIR/fifo
	mkfifo "$fifo"
	ipcmk --from - --size 100 --mode 0600 shm:/m <"$fifo" 3>&- >/dev/null &
	exec 8>"$fifo"
	echo some >&8
	[[ ! -e /dev/shm/m ]]
	exec 8>&-
	wait $!
	[[ $(stat -c '%s %a' /dev/shm/m) == '100 600' ]]
}

@test "ipcmk: where a file cannot get its name last it is made all the same" {
	local way
	for way in linkat:error=EPERM linkat:error=ENOENT; do
		run strace -qq -o /dev/null -e inject="$way" ipcmk --mode 0606 \
		    --owner "$owner:$owner" --value 5 sem:/s
		[[ $status == 0 && $output == *sem:/s* ]] || show_run
		[[ $(stat -c '%a %u %g' /dev/shm/sem.s) == "606 $owner $owner" ]]
		[[ $(ipccat sem:/s) == 5 ]]
		ipcrm sem:/s
		echo some | strace -qq -o /dev/null -e inject="$way" \
		    ipcmk --size 70000 --from - shm:/m
		[[ $(stat -c '%a %s' /dev/shm/m) == '644 70000' ]]
		[[ $(head -n 1 /dev/shm/m) == some ]]
		ipcrm shm:/m
	done
	# A file system that knows of no files without a name.
	run strace -qq -o /dev/null -P /dev/shm \
	    -e inject=openat:error=EOPNOTSUPP ipcmk --size 10 shm:/m
	[[ $status == 0 && $(stat -c %s /dev/shm/m) == 10 ]] || show_run
	run strace -qq -o /dev/null -e inject=linkat:error=EPERM ipcmk shm:/m
	[[ $status == 1 && $output == *exist* ]] || show_run
}

@test "ipcrm: a signal at any system call leaves each object as it was, or gone" {
	before() {
		object clear
		object make shm:/m size=10 mode=0600 >/dev/null
		object make sem:/s >/dev/null
		object make mq:0x52 >/dev/null
	}
	check() {
		[[ ! -e /dev/shm/m || $(stat -c %s /dev/shm/m) == 10 ]]
	}
	calls='/dev/shm|msgget'
	at_each_call TERM ipcrm shm:/m sem:/s mq:0x52
}

@test "ipcctl: a signal at any system call changes all of an object, or nothing" {
	before() {
		object clear
		object make shm:/m size=100 mode=0600 >/dev/null
	}
	check() {
		[[ $(stat -c '%a %u %s' /dev/shm/m) == @('600 0 100'|"640 $owner 10") ]]
	}
	export calls='/dev/shm'
	at_each_call TERM ipcctl --mode 0640 --owner "$owner" --size 10 --shrink \
	    shm:/m
	before() {
		object clear
		object make sem:0x52 nsems=2 mode=0600 >/dev/null
	}
	check() {
		ipcls --json -o mode,values sem:0x52 | jq -e '.objects[0] |
		    (.mode == "0600" and .values == [0, 0]) or
		    (.mode == "0640" and .values == [4, 5])' >/dev/null
	}
	export calls='semget'
	at_each_call INT ipcctl --mode 0640 --set 4,5 sem:0x52
}

# Whether the process $1 is in the state $2 (proc_pid_stat(5)).
in_state() {
	local stat
	read -r stat <"/proc/$1/stat"
	[[ ${stat##*) } == "$2"* ]]
}

# Runs "$@" until it waits for the object $1, stops it and lets it go on. Some
# calls fail with EINTR then, even without a handler: signal(7).
goes_on() {
	local object=$1
	shift
	"$@" >"$BATS_TEST_TMPDIR/out" 2>&1 </dev/null 3>&- &
	pid=$!
	blocked() {
		[[ $(ipcls --raw --no-headings -o waiters "$object") == 1 ]]
	}
	retry blocked
	kill -STOP "$pid"
	retry in_state "$pid" T
	kill -CONT "$pid"
	retry blocked
	retry in_state "$pid" S
}

# It got what it waited for, and printed what is on stdin.
went_well() {
	wait "$pid" && diff - "$BATS_TEST_TMPDIR/out"
}

@test "ipccat, ipcctl: who is stopped and goes on still waits" {
	local pid timeout
	need_queues
	object make sem:0x52 nsems=2 >/dev/null
	object make sem:/s >/dev/null
	object make mq:0x52 >/dev/null
	object make mq:/q max_messages=1 max_message_size=10 >/dev/null
	for timeout in '' '--timeout 1000'; do
		# shellcheck disable=SC2086 # words
		goes_on sem:0x52 ipcctl --op 1-1 $timeout sem:0x52
		ipcctl --post=1 sem:0x52
		went_well </dev/null
		# shellcheck disable=SC2086 # words
		goes_on sem:/s ipcctl --wait $timeout sem:/s
		ipcctl --post sem:/s
		went_well </dev/null
		# shellcheck disable=SC2086 # words
		goes_on mq:0x52 ipccat -r $timeout mq:0x52
		ipccat -W -m some mq:0x52
		went_well <<<some
		# shellcheck disable=SC2086 # words
		goes_on mq:/q ipccat -r $timeout mq:/q
		ipccat -W -m some mq:/q
		went_well <<<some
		ipccat -W -m first mq:/q
		# shellcheck disable=SC2086 # words
		goes_on mq:/q ipccat -W -m second $timeout mq:/q
		[[ $(ipccat -r mq:/q) == first ]]
		went_well </dev/null
		[[ $(ipccat -r mq:/q) == second ]]
	done
}
