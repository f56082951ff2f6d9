# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # lib.bash
# Who has SEM_UNDO adjustments of a set, as only the kernel's memory tells.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	need_reader
	cd "$BATS_TEST_TMPDIR" || return
	set=$(object make sem: nsems=3 values=5,5,5)
}

# undo_by FILTER [ARG...]
undo_by() {
	ok ipcls --json -o undo_by "$set"
	json ".objects[0].undo_by | $1" "${@:2}"
}

@test "each process, with what is undone when it ends" {
	local first
	undo_by '. == []'
	start hold undo "$set" values=0,-3,2
	first=$pid
	# shellcheck disable=SC2016 # jq's
	undo_by 'map(del(.user, .uid)) == [{ pid: $first, command: "hold",
		adjustments: [{ num: 1, adjustment: 3 },
			{ num: 2, adjustment: -2 }] }]' \
	    --argjson first "$first"
	start hold undo "$set" values=-1
	undo_by 'length == 2'
	stop "$pid"
	undo_by 'length == 1'
	# What adds up to nothing is no undo.
	start hold undo "$set" values=-1
	start hold undo "$(object make sem:)" values=1
	undo_by 'length == 2'
	# The truth: it is given back.
	stop "$first"
	ok ipcls --json -o values "$set"
	json '.objects[0].values == [4, 5, 5]'
}

@test "ipcls -i and -H show it" {
	start hold undo "$set" values=0,-3,2
	ok ipcls -i "$set"
	[[ $output == *"undo by"*"when it ends"*"$pid"*"hold"*"undo 1:+3, 2:-2"* ]]
	ok ipcls -H -s --sysv
	[[ $output == *" $pid/hold"* ]]
}

@test "a set with such is in use, however long ago it was used" {
	need_nobody
	# shellcheck disable=SC2054 # it is one word
	local only=(ipcls --json -o orphan,likely_orphan,evidence "$set")
	start hold undo "$set" values=0,-3
	ok "${only[@]}"
	json '.objects[0] | .orphan == false and .likely_orphan == false
		and (.evidence | contains("to be undone when 1 process ends"))'
	ok ipcrm --orphans=likely --yes --older-than 0s
	object show "$set" >shown
}

@test "without the right to, it is unknown" {
	local case
	start hold undo "$set" values=0,-3
	for case in bpf bpf=ENOSYS bpf=EINVAL; do
		ok deny $case ipcls --json -o undo_by "$set"
		json '.objects[0].undo_by == null'
	done
}
