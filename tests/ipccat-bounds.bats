#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # lib.bash
# ipccat: input without end, memory that runs out, limits of nothing.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	posix=mq:/queue
	object make "$posix" max_messages=4 max_message_size=4096 >made
	queue=$(object make mq: max_bytes=4096)
	both=("$posix" "$queue")
}

leave() {
	kill -KILL "${pid-}" 2>/dev/null || true
	[[ ! -v msgmax ]] || echo "$msgmax" >/proc/sys/kernel/msgmax
}

count_of() {
	object show "$1" | jq .messages
}

# Much more than may be read, and yet not so much that a mistake hurts.
endless() {
	head -c 4M /dev/zero | tr '\0' x
}

@test "no more is read than the largest message can need" {
	local object form

	for object in "${both[@]}"; do
		for form in '' --null --whole; do
			fails 1 "$object: message 1 has more than 69632 bytes, the queue takes at most 4096; 0 messages were written" \
			    ipccat -W ${form:+"$form"} "$object" < <(endless)
		done
		fails 1 "message 2 has more than 69632 bytes, the queue takes at most 4096; 1 message was written" \
		    ipccat -W "$object" < <(echo a && endless)
		fails 1 "line 1 has more than 90112 bytes, the queue takes at most 4096 of data" \
		    ipccat -W -J "$object" < <(endless)
		# In JSON a byte may take six.
		printf '{"data":"%s"}\n' \
		    "$(printf '\\u0001%.0s' {1..4096})" >file
		ok ipccat -r "$object"
		ok ipccat -W -J --nowait "$object" file
		[[ $(count_of "$object") == 1 ]]
	done
	fails 1 "takes at most 4096; 0 messages" ipccat -W "$posix" </dev/zero
}

# What is refused is one of the last allocations there are, as those at the end
# are what a message needs: whichever fails, the message is somewhere.
@test "no message is lost when memory runs out" {
	local object form total left n

	! nm "$(command -v ipccat)" 2>/dev/null | grep -q __asan_init ||
	    skip "a sanitizer has the allocations"
	export LD_PRELOAD=$abs_top_builddir/tests/refuse.so
	LD_PRELOAD='' object send "$posix" size=4000
	COUNTS=counts ipccat -rJ "$posix" >out
	read -r total _ <counts
	((total > 0)) || skip "allocations cannot be counted here"
	for object in "${both[@]}"; do
		for form in -J -v; do
			for ((n = total - 6; n <= total + 3; n++)); do
				LD_PRELOAD='' object send "$object" size=4000
				REFUSE=$n ipccat -r "$form" "$object" \
				    >out 2>err || true
				left=$(LD_PRELOAD='' count_of "$object")
				((left == 0)) || LD_PRELOAD='' object receive \
				    "$object" >taken
				[[ $left == 1 || -s out ]] || {
					echo "$form $object: lost by $n" >&2
					return 1
				}
			done
		done
	done
}

asleep() {
	[[ $(<"/proc/$1/comm") == ipccat && $(<"/proc/$1/stat") == *') S '* ]]
}

@test "where msgmax is 0 a message is awaited, until a signal ends that" {
	local status=0

	msgmax=$(</proc/sys/kernel/msgmax)
	echo 0 2>/dev/null >/proc/sys/kernel/msgmax || {
		unset msgmax
		skip "not ours to set"
	}
	queue=$(object make mq:)
	env --default-signal=TERM ipccat -r "$queue" >out 2>err 3>&- &
	pid=$!
	retry asleep $pid
	kill -TERM $pid
	retry ended $pid
	wait $pid || status=$?
	[[ $status == 143 && -z $(<out) ]]
	# Nothing but an empty message can come.
	fails 1 "message 1 has 1 byte, the queue takes at most 0" \
	    ipccat -W --nowait -m a "$queue"
	ok ipccat -W --nowait -m '' "$queue"
	ok ipccat -r --nowait "$queue"
}
