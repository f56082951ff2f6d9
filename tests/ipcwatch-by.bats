#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2034,SC2154 # before, watcher, watching: of watch.bash
# By whom events are.
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	load watch
}

leave() {
	unwatch
}

# Where the kernel tells who it was.
need_culprits() {
	need_root
	run --separate-stderr ipcwatch --by --timeout 0 shm:
	[[ $status == 124 ]] || show_run
	[[ -z $stderr ]] || skip "who makes and removes files cannot be known here"
}

# The pid of who did $1 to $2, in the lines of JSON so far.
culprit() {
	jq -r --arg event "$1" --arg object "$2" \
	    'select(.event == $event and .object == $object) | .by.pid' \
	    "$watching/out"
}

blames() {
	[[ $(culprit "$1" "$2") == "$3" ]]
}

@test "ipcwatch --by: who creates and removes POSIX objects, with command and user" {
	need_culprits
	watch --by
	start hold both shm:/made
	sees create "shm:/made by $pid/hold root"
	object make shm:/gone
	sees create 'shm:/gone by [0-9]+(/object root)?'
	start hold removed shm:/gone
	sees remove "shm:/gone by $pid/hold root"
	object make sem:/lock
	sees create 'sem:/lock by [0-9]+(/object root)?'
	start hold removed sem:/lock
	sees remove "sem:/lock by $pid/hold root"
}

@test "ipcwatch --by: who creates and removes queues" {
	need_culprits
	need_queues
	watch --by mq:
	start hold open mq:/made
	sees create "mq:/made by $pid/hold root"
	start hold removed mq:/made
	sees remove "mq:/made by $pid/hold root"
}

@test "ipcwatch --by: a file that is renamed over another removes and creates" {
	local mover
	need_culprits
	object make shm:/old
	echo text >/dev/shm/new
	watch -J
	mv /dev/shm/new /dev/shm/old &
	mover=$!
	retry blames create shm:/old "$mover"
	retry blames remove shm:/old "$mover"
	retry blames remove shm:/new "$mover"
	wait "$mover"
}

@test "ipcwatch: between two looks, who came first removed it, and who came last made it" {
	local -a pids
	need_culprits
	object make shm:/name
	watch -J shm:
	kill -STOP "$watcher"
	for words in "rm /dev/shm/name" "object make shm:/name" \
	    "rm /dev/shm/name" "object make shm:/name"; do
		# shellcheck disable=SC2086 # words
		$words &
		pids+=($!)
		wait "$!"
	done
	kill -CONT "$watcher"
	retry blames remove shm:/name "${pids[0]}"
	retry blames create shm:/name "${pids[3]}"
}

# The kernel keeps so many reports for who does not read.
@test "ipcwatch: if reports were lost, nobody is blamed for what another did" {
	local room
	need_culprits
	room=$(</proc/sys/fs/fanotify/max_queued_events)
	((room <= 30000)) || skip "reports of $room changes are kept"
	object make shm:/name
	watch -J shm:/name
	kill -STOP "$watcher"
	rm /dev/shm/name
	object make shm:/name
	object many shm:/other count="$room"
	rm /dev/shm/name
	object make shm:/name
	kill -CONT "$watcher"
	retry grep -q '"event":"create","object":"shm:/name"' "$watching/out"
	output=$(<"$watching/out")
	json '[.[] | select(.event != "overflow") | has("by")]
		== [false, false]' --slurp
	# Those that come after it are known again.
	rm /dev/shm/name &
	retry grep -q "\"event\":\"remove\".*\"pid\":$!," "$watching/out"
}

@test "ipcwatch: of many at once, each is told with its own culprit" {
	local i
	local -a makers removers
	need_culprits
	watch -J shm:
	for i in {1..20}; do
		object make "shm:/many$i" >/dev/null &
		makers[i]=$!
	done
	wait "${makers[@]}"
	for i in {1..20}; do
		retry blames create "shm:/many$i" "${makers[i]}"
	done
	for i in {20..1}; do
		rm "/dev/shm/many$i" &
		removers[i]=$!
	done
	wait "${removers[@]}"
	for i in {1..20}; do
		retry blames remove "shm:/many$i" "${removers[i]}"
	done
}

@test "ipcwatch --by: System V objects say who sent last, and who made a segment" {
	local queue sender
	need_root
	queue=$(object make mq:)
	watch --by -d 0.05
	object send "$queue" &
	sender=$!
	wait "$sender"
	sees send "$queue by $sender(/object root)? \\(last sender\\)"
	start hold attach shm:0x2a
	sees create "$ready by $pid/hold root \\(creator\\)"
	object make sem: >/dev/null
	sees create 'sem:[0-9]+ by -'
}

@test "ipcwatch: who may not know says nothing of it, and --by says why" {
	need_nobody
	before=("${nobody[@]}")
	watch -J
	object make shm:/x
	retry grep -q '"object":"shm:/x"' "$watching/out"
	output=$(<"$watching/out")
	json '.event == "create" and (has("by") | not)'
	unwatch
	watch --by
	object remove shm:/x
	sees remove 'shm:/x by -'
	[[ $(<"$watching/err") == *"--by: processes that create and remove POSIX objects are unknown: needs root"* ]]
}

@test "ipcwatch: %{by} and IPC_BY_... say it, too" {
	need_culprits
	watch --format '%{event} %{by}' -c 1
	start hold both shm:/made
	over 0
	[[ $output == "create $pid/hold root" ]] || show_run
	# shellcheck disable=SC2016 # a script
	watch -c 1 -x sh -c 'echo $IPC_BY_PID $IPC_BY_COMMAND $IPC_BY_UID $IPC_BY_HOW'
	start hold both shm:/other
	over 0
	[[ $output == "$pid hold 0 fanotify" ]] || show_run
}

@test "ipcwatch --record and --replay keep it" {
	local file=$BATS_TEST_TMPDIR/recording remover
	need_culprits
	watch --record "$file"
	start hold both shm:/made
	retry grep -q '"created":' "$file"
	rm /dev/shm/made &
	remover=$!
	retry grep -q '"removed":' "$file"
	wait "$remover"
	kill "$watcher"
	over 143
	ok ipcwatch --replay "$file" -J
	json '(.[0] | .event == "create" and .by.pid == $pid
		and .by.command == "hold" and .by.user == "root"
		and .by.how == "fanotify")
		and (.[1] | .event == "remove" and .by.pid == $remover)' \
	    --slurp --argjson pid "$pid" --argjson remover "$remover"
	ok ipcwatch --replay "$file" --by -e create
	[[ $output == *"create   shm:/made by $pid/hold root  "* ]] || show_run
}
