#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2034 # before: of watch.bash
# How ipcwatch ends, and with what status.
#
# Only tests that say need_queues make POSIX queues (run-bats).

load lib
load watch

leave() {
	unwatch
}

@test "ipcwatch: signals end it after what was done before is printed" {
	local signal
	for signal in INT:130 TERM:143 HUP:129; do
		# An interval in which nothing would be seen.
		watch -d 3600 shm:
		kill -STOP "$watcher"
		object make shm: >"$BATS_TEST_TMPDIR/made"
		kill "-${signal%:*}" "$watcher"
		kill -CONT "$watcher"
		over "${signal#*:}"
		[[ $output == *" create   $(<"$BATS_TEST_TMPDIR/made")"* ]]
		[[ -z $stderr ]]
	done
}

@test "ipcwatch: a signal that is ignored ends nothing" {
	before=(sh -c 'trap "" HUP; exec "$@"' sh)
	watch
	kill -HUP "$watcher"
	object make shm:/m
	sees create shm:/m
	kill "$watcher"
	over 143
}

@test "ipcwatch --count: ends after so many events, exactly" {
	watch --count 3
	kill -STOP "$watcher"
	object many shm:/m- count=10
	kill -CONT "$watcher"
	over 0
	[[ $(wc -l <<<"$output") == 3 ]]
}

@test "ipcwatch: whoever reads no more ends it, event or not" {
	mkfifo "$BATS_TEST_TMPDIR/pipe"
	exec 9<>"$BATS_TEST_TMPDIR/pipe"
	# shellcheck disable=SC2016 # for sh
	before=(sh -c 'exec "$@" >"$pipe" 9<&-' sh)
	pipe=$BATS_TEST_TMPDIR/pipe watch -d 3600
	exec 9<&-
	over 141
	[[ -z $stderr ]]
}

@test "ipcwatch: a reader that ends early is no noise" {
	object many shm:/m- count=100
	run_apart bash -c 'set -o pipefail
		ipcwatch --initial | head -n 1'
	[[ $status == 141 && -z $stderr && $output == *create*shm:/m-0* ]] ||
	    show_run
}

@test "ipcwatch: nor is one where SIGPIPE is ignored" {
	object many shm:/m- count=100
	# shellcheck disable=SC2016 # for sh
	run_apart bash -c 'trap "" PIPE; set -o pipefail
		ipcwatch --initial | head -n 1'
	[[ $status == 1 && -z $stderr && $output == *create*shm:/m-0* ]] ||
	    show_run
}

@test "ipcwatch: who writes nothing does not mind that nobody reads" {
	need_queues
	object make mq:/q
	mkfifo "$BATS_TEST_TMPDIR/pipe"
	exec 9<>"$BATS_TEST_TMPDIR/pipe"
	# shellcheck disable=SC2016 # for sh
	before=(sh -c 'exec "$@" >"$pipe" 9<&-' sh)
	pipe=$BATS_TEST_TMPDIR/pipe watch --until 'messages > 0' mq:/q
	exec 9<&-
	object send mq:/q size=1
	over 0
}

@test "ipcwatch: a disk that is full is a failure" {
	out=/dev/full watch
	object make shm:/m
	over 1
	[[ $stderr == "ipcwatch: stdout: No space left on device" ]]
}

@test "ipcwatch: a command line that makes no sense does nothing" {
	local words
	for words in bogus mq:/a/b sem:0x0 --nonsense -d --where '--where age' \
	    '-w age>=' '-e' '-e create,' '--count -1' '--ready 1x' \
	    '-d 99999999999999999999' '--until-gone=x'; do
		# shellcheck disable=SC2086 # words
		fails 2 "" ipcwatch $words
		[[ -z $output && -n $stderr ]]
	done
}

@test "ipcwatch: an interval and a time without end are taken" {
	object make shm:/m
	ok ipcwatch --initial -d 9000000000 --timeout 9000000000 -c 1
	[[ $output == *create* ]]
}
