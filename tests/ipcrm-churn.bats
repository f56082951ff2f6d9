#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# While others make and remove as fast as they can, what vanishes is no failure.
# CHURN says how many rounds there are.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib

rounds=${CHURN:-20}

# Each round must end well; that there was something to remove is seen by what
# all of them removed.
removes() {
	local round n=0 # not i, which is run's
	for ((round = 0; round < rounds; round++)); do
		ok "$@" || { echo "round $round of $rounds"; return 1; } >&2
		[[ -z $output ]] || n=$((n + $(wc -l <<<"$output")))
	done
	((n > 0)) || { echo "nothing was removed"; return 1; } >&2
}

setup() {
	start churn
	start churn
}

@test "ipcrm: --all ends well while others make and remove" {
	removes ipcrm --all --verbose
}

@test "ipcrm: --all of each kind ends well while others make and remove" {
	local kind
	for kind in shm pshm msg pmsg sem psem; do
		removes ipcrm "--all=$kind" --verbose
	done
}

@test "ipcrm: --where ends well while others make and remove" {
	removes ipcrm --where 'mode == "0600"' --yes --verbose
}

@test "ipcrm: --where that looks closely ends well while others make and remove" {
	removes ipcrm --yes --verbose \
	    --where 'messages == 0 or value == 0 or size >= 0'
}

@test "ipcrm: patterns end well while others make and remove" {
	removes ipcrm --yes --verbose mq: shm: sem: 'shm:/churn-*'
}

@test "ipcrm: --force ends well while others make and remove" {
	removes ipcrm --force --verbose mq:/churn-1 shm:/churn-2 sem:/churn-3 \
	    mq:0x6368 shm:0x6369 sem:0x636a
}

@test "ipcrm: a user's --all ends well while others make and remove" {
	need_nobody
	start as_nobody churn
	local round
	for ((round = 0; round < rounds; round++)); do
		run_apart as_nobody ipcrm --all
		# What is root's stays, and that is all there is to say.
		[[ $status == 1 || $status == 0 ]]
		! grep -v -e 'not yours' -e '^$' <<<"$stderr" || return
	done
}

@test "ipcrm: an older kernel ends well while others make and remove" {
	run deny stat-any,fsopen true
	[[ $status != 77 ]] || skip "system calls cannot be denied here"
	removes deny stat-any,fsopen ipcrm --all --verbose
	removes deny stat-any,fsopen ipcrm --yes --verbose --where 'age >= 0'
}
