#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Who holds objects and waits for them, as events; another namespace.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib
load watch

leave() {
	unwatch
}

often=(-d 0.02)

@test "ipcwatch: -H tells who holds and who releases, of every kind that is held" {
	local object segment
	object make mq:/q
	object make shm:/m size=4096
	object make sem:/s
	segment=$(object make shm: size=4096)
	watch "${often[@]}" -H -e hold,release
	for object in mq:/q shm:/m sem:/s; do
		start hold open "$object"
		sees hold "$object" "pid $pid, command hold, (open|mapped|both)$"
		stop "$pid"
		sees release "$object" "pid $pid, command hold"
	done
	start hold attach "$segment"
	sees hold "$segment" "pid $pid, command hold, mapped$"
	stop "$pid"
	sees release "$segment" "pid $pid, command hold"
}

@test "ipcwatch: -H tells who waits, for what, and who was woken" {
	local set
	object make mq:/q max_messages=1 max_message_size=8
	set=$(object make sem: nsems=2)
	watch "${often[@]}" -e wait,wake
	start hold receive mq:/q
	sees wait mq:/q "pid $pid, .*command hold, receive"
	object send mq:/q size=1
	sees wake mq:/q "pid $pid, .*command hold"
	stop "$pid"
	start hold wait "$set" num=1
	sees wait "$set" "pid $pid, .*command hold, semop 1:-1$"
	stop "$pid"
	sees wake "$set" "pid $pid"
}

@test "ipcwatch: who holds an object is no event without -H" {
	object make mq:/q
	watch "${often[@]}"
	start hold open mq:/q
	stop "$pid"
	object make mq:/later
	sees create mq:/later
	lines
	[[ $output != *hold* && $output != *release* ]]
}

@test "ipcwatch: what is made is held, and JSON has the process" {
	watch "${often[@]}" -H --jsonl
	start hold open shm:/m
	retry grep -q '"event":"hold"' "$watching/out"
	output=$(grep '"event":"hold"' "$watching/out")
	json '.object == "shm:/m" and .process.pid == $pid
		and .process.command == "hold" and .process.uid != null
		and (.process.how | IN("open", "mapped", "both"))
		and .fields == {}' --argjson pid "$pid"
}

@test "ipcwatch: -x gets the process in its environment" {
	object make mq:/q
	# shellcheck disable=SC2016 # of the command
	watch "${often[@]}" -e hold mq:/q -x sh -c '
		echo "$IPC_EVENT $IPC_OBJECT $IPC_PROCESS_PID" \
		    "$IPC_PROCESS_COMMAND $IPC_PROCESS_HOW"'
	start hold open mq:/q
	retry grep -qx "hold mq:/q $pid hold open" "$watching/out"
}

@test "ipcwatch: -N watches another namespace, and runs no command there" {
	need_root
	local other
	object make mq:/ours
	start unshare --ipc hold open mq:/theirs
	other=$pid
	watch "${often[@]}" --initial -N "$other" mq:
	sees create mq:/theirs
	object make mq:/later
	nsenter --target "$other" --ipc "$(command -v object)" make mq:/more
	sees create mq:/more
	lines
	[[ $output != *mq:/ours* && $output != *mq:/later* ]]
	fails 2 nsenter ipcwatch -N "$other" -x true
}
