#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # lib.bash
# What could not be read is no green light: how much that is, is said.

load lib
load watch

leave() {
	unwatch
}

# A queue that nobody may read, and is full.
secret() {
	need_nobody
	object make mq:/secret max_messages=1 mode=0600 >/dev/null
	object send mq:/secret size=1
}

@test "ipcls --explain: queues that could not be read are a failure" {
	secret
	fails 1 "1 queue could not be read: whether it is full is not known" \
	    as_nobody ipcls --explain
	object make mq:/other mode=0600 >/dev/null
	fails 1 "2 queues could not be read" as_nobody ipcls --explain -q --json
	# Root may read them, and of memory nothing was hidden.
	ok ipcls --explain
	ok as_nobody ipcls --explain -m
}

@test "ipcls --explain: what a user takes is unknown if it could not be read" {
	secret
	as_nobody object make mq:/mine max_messages=2 max_message_size=8
	run_apart as_nobody ipcls --explain -q --json \
	    -w 'limit == "RLIMIT_MSGQUEUE" or limit == "queues_max"'
	json '.explain | length == 3 and all(.[]; if .limit == "queues_max"
		then .used == 2 elif .owner == "root"
		then .used == null and .share == null and .unread == 1
		else .used > 0 end)'
	# A list that is not whole tells of nobody.
	mkdir "$BATS_TEST_TMPDIR/no"
	mount --bind "$BATS_TEST_TMPDIR/no" /dev/mqueue
	run_apart as_nobody ipcls --explain -q --json \
	    -w 'limit == "RLIMIT_MSGQUEUE" or limit == "queues_max"'
	umount /dev/mqueue
	json '.explain | length == 2 and
		all(.[]; .used == null and .share == null)'
	run_apart as_nobody ipcls -l -q --json
	json '.limits | map(select(.name == "RLIMIT_MSGQUEUE"))[0].used > 0'
}

@test "ipcls -w: says of how many objects it cannot be known" {
	secret
	run_apart as_nobody ipcls --json -w 'fill >= 80'
	[[ $status == 0 ]]
	json '.objects == []'
	[[ $stderr == *"--where: cannot be known for 1 object that could not be read" ]]
	# What is known decides: it is no such object, whatever is in it.
	ok as_nobody ipcls --json -w 'fill >= 80 and owner == "nobody"'
	ok as_nobody ipcls --json -w 'fill >= 80 or owner == "root"'
	json '.objects | length == 1'
	ok ipcls --json -w 'fill >= 80'
	json '.objects | length == 1'
}

@test "ipcwatch --until: says that what could not be read cannot end it" {
	secret
	fails 124 "cannot be known for 1 object that could not be read, and nothing else is waited for" \
	    as_nobody ipcwatch --until 'fill >= 80' --timeout 0 mq:/secret
	run_apart as_nobody ipcwatch --until 'fill >= 80' \
	    --timeout 0 mq:
	[[ $status == 124 && $stderr == *"cannot be known for 1 object"* &&
		$stderr != *"nothing else"* ]]
	ok ipcwatch --until 'fill >= 80' mq:/secret
}

@test "ipcwatch --until: a name that is not there is waited for, and it is said" {
	object make mq:/here >/dev/null
	watch --until 'messages > 0' mq:/here mq:/new shm:
	[[ $(grep -v ready "$watching/err") == \
	    "ipcwatch: mq:/new: is not there: waiting for it to appear" ]]
	object make mq:/new >/dev/null
	object send mq:/new size=1
	over 0
	# Where it holds already, nothing is waited for.
	ok ipcwatch --until 'messages > 0' mq:/new mq:/newer
	ok ipcwatch --until-gone mq:/newer
}

@test "ipcwatch --until: what can never hold is refused" {
	fails 2 "can never be true; the watched objects have no such field" \
	    ipcwatch --until 'nattch > 0' mq:
	fails 2 "can never be true" ipcwatch --until 'fill > 80' shm:/m sem:
	object make mq:/q >/dev/null
	ok ipcwatch --until 'not nattch > 0' mq:
	ok ipcwatch --until 'nattch > 0 or messages == 0' mq:
}
