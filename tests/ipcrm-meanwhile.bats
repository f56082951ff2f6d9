#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# What ipcrm does with objects that changed while it asked.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib
load terminal
load six

leave() {
	forget
}

# replaced OBJECT [ARG...]: while it asks, the object gives way to another one
# of the same name or key, which must stay.
replaced() {
	local before now
	object make "$@" uid=0
	ask ipcrm --where 'age >= 0'
	asked '? [y/N]'
	object remove "$1"
	object make "$@" uid=0
	before=$(object show "$1" | jq '{ id, key }')
	answer 'y\n'
	told
	now=$(object show "$1" | jq '{ id, key }') || return
	[[ $status == 0 && $now == "$before" ]] || return
	object clear
}

@test "ipcrm: what took the place of what was selected is not removed" {
	need_terminal
	replaced mq:/q max_messages=1 max_message_size=1
	replaced shm:/m
	replaced sem:/s
	replaced mq:0x51
	replaced shm:0x52
	replaced sem:0x53
}

@test "ipcrm: what took the place of one of many is not removed" {
	need_terminal
	make_six
	ask ipcrm -v mq: shm: sem:
	asked '6 objects? [y/N]'
	object remove shm:/m
	object make shm:/m
	object remove sem:0x53
	set=$(object make sem:0x53)
	answer 'y\n'
	told
	[[ $status == 0 && $(wc -l <<<"$output") == 4 ]]
	left shm:/m "$set"
}

@test "ipcrm: a link or a fifo in the place of what was selected stays" {
	need_terminal
	local make
	for make in "ln -s /dev/null" mkfifo mkdir; do
		object make shm:/m
		object make shm:/other
		ask ipcrm shm:
		asked '2 objects? [y/N]'
		object remove shm:/m
		$make /dev/shm/m
		answer 'y\n'
		told
		[[ ! -e /dev/shm/other ]]
		[[ -L /dev/shm/m || -p /dev/shm/m || -d /dev/shm/m ]]
		rm -rf /dev/shm/m
	done
}

@test "ipcrm: what vanished while it asked is no failure" {
	need_terminal
	make_six
	ask ipcrm -v mq: shm: sem:
	asked '6 objects? [y/N]'
	object remove mq:/q
	object remove sem:/s
	object remove shm:0x52
	answer 'y\n'
	told
	[[ $status == 0 && $stderr != *"no such"* ]]
	[[ $(wc -l <<<"$output") == 3 ]]
	left ''
}

@test "ipcrm: what changed while it asked is removed, or said to be left" {
	need_terminal
	make_six
	ask ipcrm mq: shm: sem:
	asked '6 objects? [y/N]'
	# ctime has whole seconds.
	retry eval '(( $(date +%s) > '"$(object show "$set" | jq .ctime)"' ))'
	object set "$set" mode=0640
	object set shm:/m mode=0640
	answer 'y\n'
	told
	[[ $status == 0 ]] || [[ $stderr == *"$set: "* ]]
	if [[ $status == 0 ]]; then
		left ''
	fi
}

@test "ipcrm: what took the place of an object while it asked stays" {
	need_terminal
	local way
	for way in env "deny fsopen"; do
		make_six
		# shellcheck disable=SC2086 # words
		ask $way ipcrm mq: shm: sem:
		asked '6 objects? [y/N]'
		object clear
		make_six
		answer 'y\n'
		told
		[[ $status == 0 ]]
		left "mq:/q $queue shm:/m $segment sem:/s $set"
		object clear
	done
}

@test "ipcrm: a file that was given away while it asked is left, and that is said" {
	need_root
	need_terminal
	object make mq:/q max_messages=1 max_message_size=1
	object make shm:/m
	object make sem:/s
	ask ipcrm mq: shm: sem:
	asked '3 objects? [y/N]'
	chown 1234 /dev/mqueue/q /dev/shm/m /dev/shm/sem.s
	answer 'y\n'
	told
	[[ $status == 1 && $(grep -c 'changed meanwhile' <<<"$stderr") == 3 ]]
	left 'mq:/q shm:/m sem:/s'
}
