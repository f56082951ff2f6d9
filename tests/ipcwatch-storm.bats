#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Very many events, and objects.
#
# Only tests that say need_queues make POSIX queues (run-bats).

load lib
load watch

leave() {
	unwatch
}

# storm ROUNDS: six objects made and six removed in each.
storm() {
	local pipe
	pipe=$(mktemp -u "$BATS_TEST_TMPDIR/pipe.XXXXXX")
	mkfifo "$pipe"
	# It would end with its input.
	timeout 60 churn "$1" <>"$pipe" >"$pipe.out"
}

# The objects of which the last that was told is that they were created.
left() {
	jq -rn 'reduce inputs as $e ({};
		if $e.event == "create" then .[$e.object] = true
		elif $e.event == "remove" then del(.[$e.object])
		else . end) | keys_unsorted[]' "$watching/out" | sort
}

agrees_with_ipcls() {
	[[ $(left) == "$(ipcls --raw --no-headings -o object | sort)" ]]
}

# No object is created that is there, or removed that is not.
is_consistent() {
	jq -en 'reduce inputs as $e ({ there: {}, bad: 0 };
		if $e.event == "create" then
			.bad += (if .there[$e.object] then 1 else 0 end)
			| .there[$e.object] = true
		elif $e.event == "remove" then
			.bad += (if .there[$e.object] then 0 else 1 end)
			| del(.there[$e.object])
		else . end) | .bad == 0' "$watching/out" >/dev/null
}

@test "ipcwatch: 100,000 objects made and removed, and it agrees with ipcls" {
	need_queues
	watch -J --initial -d 0.1
	object make shm:/before
	storm 9000
	object make mq:/after
	object make sem:/after
	retry agrees_with_ipcls
	is_consistent
	[[ $(grep -c '"create"' "$watching/out") -gt 100 ]]
	lives
	kill "$watcher"
	over 143
	[[ -z $stderr ]]
}

@test "ipcwatch: who makes objects is never kept waiting by it" {
	watch -J -d 0.1
	# It reads nothing, and nobody reads from it.
	kill -STOP "$watcher"
	storm 2000
	kill -CONT "$watcher"
	object make shm:/after
	retry agrees_with_ipcls
}

@test "ipcwatch: 10,000 objects that change in one moment are all told" {
	need_room
	object many shm: count=10000
	watch -J -d 0.1 shm:
	kill -STOP "$watcher"
	object clear
	kill -CONT "$watcher"
	retry eval '[[ $(grep -c remove "$watching/out") == 10000 ]]'
	[[ -z $(left) ]]
}

rss() {
	awk '/^VmRSS/ { print $2 }' "/proc/$watcher/status"
}

@test "ipcwatch: memory does not grow with events" {
	# A sanitizer keeps what was freed.
	ASAN_OPTIONS=${ASAN_OPTIONS-}:quarantine_size_mb=0 \
	    watch -J -d 0.05 -e create,remove
	local before after i
	object make shm:/one
	retry grep -q shm:/one "$watching/out"
	before=$(rss)
	for ((i = 0; i < 10; i++)); do
		kill -STOP "$watcher"
		object many shm:/m- count=500
		kill -CONT "$watcher"
		retry eval '[[ $(grep -c "create.*shm:/m-" "$watching/out") == \
		    $((500 * (i + 1))) ]]'
		object sweep shm:/
		retry eval '[[ $(grep -c "remove.*shm:/m-" "$watching/out") == \
		    $((500 * (i + 1))) ]]'
	done
	after=$(rss)
	[[ $(wc -l <"$watching/out") -gt 10000 ]]
	echo "$before KiB, then $after" >&2
	# What it held at most, 500 objects, may stay with malloc(3).
	((after < before + 4000))
}
