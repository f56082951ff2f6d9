# SPDX-License-Identifier: BSD-2-Clause
# A row for each use of an object: --holders --rows, and --process.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
}

@test "ipcls: --rows has a row for each descriptor, area and thread" {
	start hold both shm:/b
	local both=$pid
	start hold attach shm:0x5 count=2
	local attached=$pid
	start hold attach-read shm:0x5
	local reader=$pid
	start hold wait sem:0x5
	local waiter=$pid
	ok ipcls -H --rows --json
	json '.holders | length == 6'
	json '[.holders[] | select(.pid == $pid) | .how] | sort ==
	    ["descriptor", "map"]' --argjson pid "$both"
	json 'all(.holders[] | select(.how == "descriptor");
	    .fd >= 0 and .access == "rw" and .address == null)'
	json '[.holders[] | select(.pid == $pid) | [.how, .access]] ==
	    [["attach", "rw"], ["attach", "rw"]]' --argjson pid "$attached"
	json '[.holders[] | select(.pid == $pid) | [.how, .access]] ==
	    [["attach", "r"]]' --argjson pid "$reader"
	json '.holders[] | select(.pid == $pid) | .how == "wait" and
	    .tid != null and .call == "semop 0:-1" and .fd == null' \
	    --argjson pid "$waiter"
	json 'all(.holders[]; .command == "hold" and .owner == .user and
	    .object != null and .key != null or .name != null)'
}

@test "ipcls: an area is where /proc has it, as long as that" {
	object make shm:0x9 size=8192
	start hold attach shm:0x9
	ok ipcls -H --rows --jsonl -o address,mapped
	local range
	range=$(jq -r .address <<<"$output")
	json '.mapped == 8192'
	grep "^$range rw-s" "/proc/$pid/maps"
}

@test "ipcls: rows are shown, chosen, sorted and written as others" {
	start hold attach shm:0x5
	start hold attach-read shm:0x5
	local reader=$pid
	ok ipcls -H --rows -m -w 'access == "r" and size > 0' -o pid,size --csv
	[[ $output == $'PID,SIZE\n'"$reader,"+([0-9]) ]] || show_run
	ok ipcls -H --rows -r --no-headings -o pid -S -pid
	[[ $(sort -rn <<<"$output") == "$output" && $output == *$'\n'* ]]
	ok ipcls -H --rows -m -o +owner
	[[ $output == OBJECT*PID*COMMAND*HOW*ACCESS*ADDRESS*OWNER* ]]
	ok ipcls --rows --list-columns -r --no-headings -o name
	[[ $output == pid$'\n'*$'\n'object$'\n'* ]]
	# Of a name that both have, it is the process's.
	[[ $(grep -cx command <<<"$output") == 1 ]]
	ok ipcls -H --rows -w 'pid == 1' shm:
	fails 1 '' ipcls -H --rows --fail-if 'access == "rw"' --quiet
	ok ipcls -H --rows -m -o +owner
	local with=$output
	ok ipcls --rows -m -o +owner
	[[ $output == "$with" ]]
	fails 2 "--rows: is for a list of objects" ipcls -H --rows -l
	fails 2 "--info: shows objects" ipcls -H --rows -i shm:
	fails 2 "no such field" ipcls -o address
}

@test "ipcls: -P lists what a process holds and waits for, by pid or command" {
	need_queues
	start hold open mq:/q
	local queue=$pid
	start hold attach shm:0x5
	start hold wait sem:0x5
	local waiter=$pid
	ok ipcls -P "$queue" --json
	json '[.holders[] | [.pid, .object, .how, .access]] ==
	    [[$pid, "mq:/q", "descriptor", "r"]]' --argjson pid "$queue"
	ok ipcls -P "$waiter" --json
	json '.holders | length == 1 and .[0].how == "wait" and
	    (.[0].call | startswith("semop"))'
	ok ipcls -P hold --json
	json '[.holders[].pid] | unique | length == 3'
	ok ipcls -P hold --json shm:
	json '[.holders[].object | startswith("shm:")] == [true]'
	# Nothing is no failure.
	ok ipcls -P $$ --json
	json '.holders == []'
}

@test "ipcls: -P has the share of memory that smaps tells" {
	start hold both shm:/b size=65536
	printf x >/dev/shm/b
	ok ipcls -P "$pid" --json shm:/b
	json '.holders | map(select(.how == "map")) | length > 0 and
	    all(.[]; .pss != null and .pss % 1024 == 0)'
	json '.holders[] | select(.how == "descriptor").pss == null'
}

@test "ipcls: -P tells what has no name any more" {
	start hold removed shm:/gone
	ok ipcls -P "$pid" --json -o object,was,how,pid
	json '.holders | length > 0 and all(.[]; .was == "/gone" and
	    .pid == $pid)' --argjson pid "$pid"
}

@test "ipcls: -P says that there is no such process, or that it is elsewhere" {
	local none=nosuchcommand
	fails 1 "ipcls: $none: no such process" ipcls -P "$none"
	fails 1 "ipcls: 4194304: no such process" ipcls -P 4194304
	fails 2 "--process: no process is named; write a pid or a command" ipcls -P ''
	fails 2 "--namespace PID" ipcls -P 1 -N all
	start_elsewhere sem: hold wait sem:
	fails 1 "$pid: is in another IPC namespace" ipcls -P "$pid" -J
	json '.holders == []'
	ok ipcls -N "$pid" -P "$pid" -J
	json '.holders | length == 1'
}

@test "ipcls: -P says of whom it could not look at" {
	need_nobody
	start hold attach shm:0x5
	local theirs=$pid
	start as_nobody hold attach shm:0x6
	fails 1 "$theirs: may not be examined: only its user or root may" \
	    as_nobody ipcls -P "$theirs" -J
	json '.holders == []'
	# Those that could be are listed all the same.
	fails 1 "hold: 1 of 2 processes could not be looked at" \
	    as_nobody ipcls -P hold -J
	json '[.holders[].key] == ["0x00000006"]'
	# Nobody else hides anything of one's own.
	ok as_nobody ipcls -P "$pid" -J
	json '.holders | length == 1 and .[0].pss != null'
}
