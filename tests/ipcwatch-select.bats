#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# ipcwatch: the options that select objects, which are those of ipcls.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib
load watch

populate() {
	object make mq:/jobs max_messages=10 max_message_size=8
	object make shm:/cache size=4096
	object make sem:/lock values=1
	object make mq:0x51
	object make shm:0x52 size=100
	object make sem:0x53 nsems=2
}

leave() {
	unwatch
}

# initial WORD...: the objects that are watched, in one line.
initial() {
	run_apart ipcwatch --initial --timeout 0 --format '%{kind}.%{api}' "$@"
	[[ $status == 124 && -z $stderr ]] || show_run
	output=$(sort <<<"$output" | paste -sd ' ')
}

@test "ipcwatch: -q, -m, -s, --posix and --sysv choose kinds" {
	populate
	initial -q
	[[ $output == 'mq.posix mq.sysv' ]] || show_run
	initial -ms --posix
	[[ $output == 'sem.posix shm.posix' ]] || show_run
	initial --sysv
	[[ $output == 'mq.sysv sem.sysv shm.sysv' ]] || show_run
	initial --sysv mq:
	[[ $output == 'mq.sysv' ]] || show_run
	fails 2 "only POSIX objects were chosen" \
	    ipcls -Q --sysv
}

@test "ipcwatch: with one kind chosen, an object needs no prefix" {
	populate
	initial -q /jobs
	[[ $output == 'mq.posix' ]] || show_run
	initial -m 0x52
	[[ $output == 'shm.sysv' ]] || show_run
	fails 2 "mq:/jobs: not of the kinds that the options choose: POSIX shared memory" \
	    ipcwatch -m --posix mq:/jobs
	fails 2 "mq:/jobs: not of the kinds that the options choose: System V objects" \
	    ipcwatch --sysv mq:/jobs
	fails 2 "sem:/a: not of the kinds that the options choose: queues and shared memory" \
	    ipcwatch -qm sem:/a
}

@test "ipcwatch: -U is for objects of an owner, and goes with -w" {
	populate
	initial -U 0 -w 'kind == "shm" or kind == "mq"' --posix
	[[ $output == 'mq.posix shm.posix' ]] || show_run
	initial -U 54321
	[[ -z $output ]] || show_run
	fails 2 '--user nobody-here: no such user' ipcwatch -U nobody-here
	fails 2 '--user: calls have no owner; --pid chooses' \
	    ipcwatch --trace -U root
}

@test "ipcwatch: what is not chosen makes no event" {
	watch -s -d 0.02
	object make shm:/other
	object make sem:/new
	sees create sem:/new
	object drop sem:/new
	sees remove sem:/new
	lines
	object drop shm:/other
	[[ $output != *shm:* ]] || show_run
}

@test "ipcwatch --record and --replay: kinds are chosen alike" {
	populate
	cd "$BATS_TEST_TMPDIR" || return
	ipcwatch --record=only -m --timeout 0 || [[ $? == 124 ]]
	ok ipcls --from-recording only --raw --no-headings -o kind
	[[ $output == $'shm\nshm' ]] || show_run
	ipcwatch --record=all --timeout 0 || [[ $? == 124 ]]
	ok ipcwatch --replay=all --initial -s --posix --format '%{kind}.%{api}'
	[[ $output == sem.posix ]] || show_run
}

@test "ipcwatch --top: -o chooses columns, -S the order" {
	populate
	ok ipcwatch --top -b -c 1 -d 0.01 -m -o object,size -S size
	grep -Eq '^OBJECT +SIZE$' <<<"$output" || show_run
	[[ $(sed -n '/^OBJECT/,$p' <<<"$output" | awk 'NR > 1 { print $2 }' |
	    paste -sd ' ') == '100B 4.0K' ]] || show_run
	ok ipcwatch --top -b -c 1 -d 0.01 -m -o object,size -S -size
	[[ $(sed -n '/^OBJECT/,$p' <<<"$output" | awk 'NR > 1 { print $2 }' |
	    paste -sd ' ') == '4.0K 100B' ]] || show_run
	[[ $output != *mq:/jobs* ]] || show_run
	fails 2 "--sort: sice: no such field" ipcwatch --top -b -S sice
}

@test "ipcwatch: -o and -S without --top are answered" {
	fails 2 "--sort: needs --top, whose rows it sorts; events are written in the order of time" \
	    ipcwatch -S size
	fails 2 "--output: needs --top, whose columns it chooses; --format chooses the fields of an event" \
	    ipcwatch -o size
	fails 2 "--output: needs --top" ipcwatch --stats -o size
}
