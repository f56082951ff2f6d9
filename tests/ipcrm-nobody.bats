#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Who may not remove everything removes what is his, and says what he could not.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib

leave() {
	while is_mount /dev/mqueue; do
		umount /dev/mqueue
	done
	mkdir -p /dev/mqueue
	mount -t mqueue mqueue /dev/mqueue
}

# One of each kind: named after, and owned by, $1, with the mode $2.
six() {
	object make "mq:/$1" "uid=$2" "mode=$3" max_messages=1 max_message_size=1
	object make "shm:/$1" "uid=$2" "mode=$3"
	object make "sem:/$1" "uid=$2" "mode=$3"
	object make mq: "uid=$2" "mode=$3"
	object make shm: "uid=$2" "mode=$3"
	object make sem: "uid=$2" "mode=$3"
} >/dev/null

left() {
	ok ipcls --json -o object,uid || return
	json "$1"
}

@test "ipcrm: a user's --all removes all that is his" {
	need_nobody
	six mine 65534 0600
	ok as_nobody ipcrm --all
	[[ -z $output ]]
	left '.objects == []'
}

@test "ipcrm: a user's --all removes what he may not read" {
	need_nobody
	six mine 65534 0000
	ok as_nobody ipcrm --all
	left '.objects == []'
}

@test "ipcrm: a user's --all leaves what is root's, and says so" {
	need_nobody
	six roots 0 0666
	six mine 65534 0000
	run_apart as_nobody ipcrm --all
	[[ $status == 1 && -z $output ]]
	local object said=$stderr
	left '.objects | length == 6 and all(.[]; .uid == 0)'
	for object in $(ipcls --raw --no-headings -o object); do
		grep -Fq "ipcrm: $object: not yours" <<<"$said"
	done
	[[ $(wc -l <<<"$said") == 6 ]]
}

@test "ipcrm: a user's --all leaves what is root's and private" {
	need_nobody
	six roots 0 0000
	six mine 65534 0600
	fails 1 "not yours" as_nobody ipcrm --all
	left '.objects | length == 6 and all(.[]; .uid == 0)'
}

@test "ipcrm: a user's --all of a kind removes nothing else" {
	need_nobody
	six roots 0 0666
	six mine 65534 0000
	fails 1 "shm:/roots: not yours" as_nobody ipcrm --all=pshm
	[[ $(wc -l <<<"$stderr") == 1 && ! -e /dev/shm/mine ]]
	fails 1 "not yours" as_nobody ipcrm --all=sem
	left '[.objects[] | select(.uid == 65534) | .object | sub("[0-9]+"; "N")]
		== ["mq:/mine", "mq:N", "shm:N", "sem:/mine"]'
}

@test "ipcrm: a user's patterns remove what is his, unreadable or not" {
	need_nobody
	six roots 0 0600
	six mine 65534 0000
	run_apart as_nobody ipcrm --yes mq: shm: sem:
	[[ $status == 1 && $(grep -c 'not yours' <<<"$stderr") == 6 ]]
	left '.objects | length == 6 and all(.[]; .uid == 0)'
	six mine 65534 0000
	ok as_nobody ipcrm --yes --where 'owner == "nobody"'
	left '.objects | length == 6 and all(.[]; .uid == 0)'
}

@test "ipcrm: a user removes by name, key and id what he may not read" {
	need_nobody
	six mine 65534 0000
	object make mq:0x52 uid=65534 mode=0
	object make shm:0x52 uid=65534 mode=0
	object make sem:0x52 uid=65534 mode=0
	local ids
	readarray -t ids < <(ipcls --raw --no-headings -o object \
	    -w 'api == "sysv"')
	ok as_nobody ipcrm mq:/mine shm:/mine sem:/mine "${ids[@]}"
	left '.objects == []'
}

@test "ipcrm: a user removes by key what he may not read" {
	need_nobody
	object make mq:0x52 uid=65534 mode=0
	object make shm:0x53 uid=65534 mode=0
	object make sem:0x54 uid=65534 mode=0
	ok as_nobody ipcrm mq:0x52 -M 0x53 -S 0x54
	left '.objects == []'
}

@test "ipcrm: what is another's by name, key or id stays" {
	need_nobody
	six roots 0 0666
	object make sem:0x52 mode=0666
	fails 1 "sem:/roots: not yours" as_nobody ipcrm sem:/roots
	fails 1 "sem:0x52: not yours" as_nobody ipcrm sem:0x52
	fails 1 "not yours" as_nobody ipcrm --force mq:/roots shm:/roots
	[[ $(wc -l <<<"$stderr") == 2 ]]
	left '.objects | length == 7'
}

@test "ipcrm: a directory that is not sticky is still respected" {
	need_nobody
	object make shm:/roots mode=0666
	chmod 0755 /dev/shm
	fails 1 "shm:/roots: not yours" as_nobody ipcrm --all=pshm
	fails 1 "shm:/roots: not yours" as_nobody ipcrm shm:/roots
	chmod 1777 /dev/shm
	[[ -e /dev/shm/roots ]]
}

@test "ipcrm: who made a System V object may remove it, whoever owns it now" {
	need_nobody
	ok as_nobody ipcmk sem: --owner 0
	ok as_nobody ipcrm --all
	left '.objects == []'
}

@test "ipcrm: without a mount a user is told, and the rest is removed" {
	need_nobody
	six mine 65534 0000
	umount /dev/mqueue
	fails 1 "mount -t mqueue" as_nobody ipcrm --all
	[[ $(wc -l <<<"$stderr") == 1 ]]
	left '.objects | map(.object) == ["mq:/mine"]'
	ok as_nobody ipcrm mq:/mine
	left '.objects == []'
}

@test "ipcrm: a plain directory at /dev/mqueue is not emptied" {
	need_nobody
	umount /dev/mqueue
	: >/dev/mqueue/file
	chmod 777 /dev/mqueue /dev/mqueue/file
	fails 1 "mount -t mqueue" as_nobody ipcrm --all
	[[ -e /dev/mqueue/file ]]
	# Nor is it for root.
	ok ipcrm --all
	[[ -e /dev/mqueue/file ]]
	rm /dev/mqueue/file
}

@test "ipcrm: the queues of another IPC namespace are not removed" {
	need_nobody
	object make mq:/q mode=0600 uid=65534 max_messages=1
	start unshare --ipc bash -c 'object make mq:/q uid=65534 >&2 &&
		object make mq:/theirs uid=65534 >&2 &&
		mount -t mqueue foreign /dev/mqueue &&
		echo ready && read -r _'
	fails 1 "another IPC namespace" as_nobody ipcrm --all
	[[ -e /dev/mqueue/q && -e /dev/mqueue/theirs ]]
	output=$(object show mq:/q)
	json '.max_messages == 1'
	# Root's own are.
	ok ipcrm --all
	[[ -e /dev/mqueue/q && -e /dev/mqueue/theirs ]]
	ok ipcls --json
	json '.objects == []'
}

@test "ipcrm: an older kernel lets a user remove all that is his" {
	need_nobody
	run deny stat-any,fsopen true
	[[ $status != 77 ]] || skip "system calls cannot be denied here"
	local selection
	for selection in "--all" "--yes mq: shm: sem:"; do
		six roots 0 0600
		six mine 65534 0000
		# shellcheck disable=SC2086 # words
		run_apart as_nobody deny stat-any ipcrm $selection
		[[ $status == 1 && $(grep -c 'not yours' <<<"$stderr") == 6 ]]
		left '.objects | length == 6 and all(.[]; .uid == 0)'
		object clear
	done
}
