# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; lib.bash
# ipcrm --orphans and --older-than: removing what was left behind.
#
# Processes of root always run, so that what can be certain is nobody's here.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	load terminal
}

leave() {
	forget
}

left() {
	[[ $(ipcls --raw --no-headings -o object | paste -sd' ') == "$*" ]] || {
		ipcls >&2
		return 1
	}
}

# As if the hour after which an orphan can be certain were over.
orphans=(--orphans --orphans-after 0)

@test "ipcrm: --orphans removes what was left behind, and nothing else" {
	local segment

	need_nobody
	as_nobody object make shm:/left size=4096
	as_nobody object make sem:/left values=1
	as_nobody object make mq:/left
	as_nobody object make shm: >/dev/null
	as_nobody object make sem: values=1 >/dev/null
	start hold map shm:/used
	start hold open mq:/used
	start hold wait sem:/used
	start hold attach shm:
	segment=$ready
	ok ipcrm "${orphans[@]}" --yes
	[[ -z $output ]]
	left "mq:/used shm:/used $segment sem:/used"
}

@test "ipcrm: --orphans keeps what may be in use, and says why" {
	need_nobody
	object make sem:/roots values=1
	as_nobody object make mq:/mail
	as_nobody object send mq:/mail count=2
	as_nobody object make shm:/left size=1
	run_apart ipcrm "${orphans[@]}" --yes
	[[ $status == 0 && -z $output ]]
	[[ $stderr == "ipcrm: --orphans: kept 2 that may be in use; -v says why" ]]
	left mq:/mail sem:/roots
	run_apart ipcrm "${orphans[@]}" --yes -v
	[[ $status == 0 && -z $output ]]
	mapfile -t lines <<<"$stderr"
	[[ ${#lines[@]} == 3 ]]
	[[ ${lines[0]} == "ipcrm: mq:/mail: kept: 2 unread messages" ]]
	[[ ${lines[1]} =~ ^ipcrm:\ sem:/roots:\ kept:\ [0-9]+\ processes\ of\ its\ owner\ ran\ when\ it\ was\ created:\ 1/ ]]
	[[ ${lines[2]} == "ipcrm: --orphans: kept 2 that may be in use" ]]
	left mq:/mail sem:/roots
}

@test "ipcrm: --orphans keeps what was used within an hour" {
	need_nobody
	as_nobody object make shm:/x size=1
	run_apart ipcrm --orphans --yes -v
	[[ $status == 0 && $stderr =~ ^ipcrm:\ shm:/x:\ kept:\ created\ or\ changed\ [0-9]+\ seconds?\ ago ]]
	left shm:/x
	ok ipcrm --orphans --orphans-after 0 --yes -v
	[[ $output == "removed shm:/x" ]]
	fails 2 "soon" ipcrm --orphans --orphans-after soon --yes
}

@test "ipcrm: --orphans-after needs a choice of orphans" {
	object make shm:/x size=1
	fails 2 "--orphans-after: needs --orphans, or a field of orphans in --where" \
	    ipcrm --yes --orphans-after 5m shm:/x
	fails 2 "--orphans-after: needs" \
	    ipcrm --yes --orphans-after 5m -w 'size > 0' shm:/x
	left shm:/x
	ok ipcrm --dry-run --orphans-after 5m -w 'likely_orphan' shm:/x
	left shm:/x
}

# The set of a daemon that forked after it set up: nothing holds it.
@test "ipcrm: --orphans leaves a daemon what it has made" {
	need perl
	start perl -e '
		$id = semget(0x51, 1, 01600); semctl($id, 0, 16, 1);
		$| = 1;
		if (fork) { print "ready\n"; exit }
		<STDIN>;
		exit(semop($id, pack("s!3", 0, -1, 0)) ? 0 : 1)'
	run_apart ipcrm "${orphans[@]}" -yv sem:
	[[ $status == 0 && $stderr == *"kept 1 that may be in use" ]]
	[[ $stderr == *" of its owner ran when it was created: "* ]]
	left "$(ipcls --raw --no-headings -o object sem:0x51)"
}

@test "ipcrm: --orphans=likely names its risk, and needs --older-than" {
	object make shm:/x size=1
	fails 2 "--orphans=likely: needs --older-than" \
	    ipcrm --orphans=likely --yes
	fails 2 "--orphans perhaps: takes the word likely" \
	    ipcrm --orphans=perhaps --older-than 0 --yes
	fails 2 "no terminal" ipcrm --orphans=likely --older-than 0 </dev/null
	left shm:/x
}

@test "ipcrm: --orphans=likely takes what nobody on record can be using" {
	object make mq:/mail
	object send mq:/mail
	object make mq:/empty
	object make shm:/x size=1
	object make shm:0x52 >/dev/null
	start hold open shm:/held
	ok ipcrm --orphans=likely --older-than 1h --yes
	left mq:/empty mq:/mail shm:/held shm:/x \
	    "$(ipcls --raw --no-headings -o object shm:0x52)"
	retry is_older
	run_apart ipcrm --orphans=likely --older-than 0s -n
	[[ $status == 0 && $output == *"OBJECT "*EVIDENCE* ]]
	[[ $output == *"shm:/x "*"held by no process; "*"ran when it was created: 1/"* ]]
	run_apart ipcrm --orphans=likely --older-than 0s --yes -v
	[[ $status == 0 && $stderr == *"mq:/mail: kept: 1 unread message; "* ]]
	left mq:/mail shm:/held
}

@test "ipcrm: --orphans=likely shows the evidence and asks" {
	object make shm:0x52 >/dev/null
	retry is_older
	ask ipcrm --orphans=likely --older-than 0s -v
	asked "remove 1 object? [y/N]"
	answer 'n\n'
	told
	[[ $status == 0 && $stderr == *"attached by no process; creator "*" is gone; "* ]]
	left "$(ipcls --raw --no-headings -o object shm:0x52)"
}

@test "ipcrm: --orphans can be narrowed to kinds, patterns and expressions" {
	need_nobody
	as_nobody object make shm:/a size=1
	as_nobody object make shm:/b size=9
	as_nobody object make mq:/a
	as_nobody object make sem:/a values=1
	ok ipcrm "${orphans[@]}" --yes mq:
	left "shm:/a shm:/b sem:/a"
	ok ipcrm "${orphans[@]}" --yes -w 'size > 5'
	left "shm:/a sem:/a"
	ok ipcrm "${orphans[@]}" --yes sem:/a
	left "shm:/a"
	ok ipcrm "${orphans[@]}" --yes 'shm:/b*' sem:
	left "shm:/a"
}

@test "ipcrm: --orphans does not remove what is named but held" {
	start hold map shm:/used
	ok ipcrm --orphans --yes shm:/used
	left "shm:/used"
}

@test "ipcrm: --orphans selects, and so needs --yes or --dry-run" {
	need_nobody
	as_nobody object make shm:/left size=1
	fails 2 "--orphans: selects what to remove" ipcrm --orphans </dev/null
	fails 2 "--older-than: selects" ipcrm --older-than 0s </dev/null
	fails 2 "--orphans" ipcrm --orphans shm: </dev/null
	ok ipcrm "${orphans[@]}" -n
	[[ $output == *$'\n'"shm:/left "* ]]
	left "shm:/left"
}

@test "ipcrm: --orphans and --older-than are refused where they make no sense" {
	object make shm:/left size=1
	fails 2 "--orphans: does not go with --all" ipcrm --orphans --all --yes
	fails 2 "--older-than: does not go with --all" ipcrm --older-than 1d --all --yes
	fails 2 "--older-than: is given twice" \
	    ipcrm --older-than 1d --older-than 2d --yes
	fails 2 "soon: not a" ipcrm --older-than soon --yes
	fails 2 "--older-than: needs an argument" ipcrm --yes --older-than
	left "shm:/left"
}

is_older() {
	[[ -n $(ipcls --raw --no-headings -o object -w 'idle > 1' shm:0x52) ]]
}

@test "ipcrm: --older-than removes what was not used for so long" {
	object make shm:0x52 >/dev/null
	object fill shm:0x52
	object make shm:/memory size=1
	start hold attach shm:0x53
	local used=$ready
	retry is_older
	ok ipcrm --older-than 1h --yes
	[[ -n $(ipcls shm:0x52) ]]
	# What is attached is in use, and of POSIX memory nobody knows.
	ok ipcrm --older-than 1s --yes
	left "shm:/memory $used"
}

@test "ipcrm: --older-than counts the last change of an orphan without a trace" {
	need_nobody
	as_nobody object make shm:/memory size=1
	as_nobody object make shm:0x52 >/dev/null
	retry is_older
	start hold map shm:/used
	ok ipcrm "${orphans[@]}" --older-than 1h --yes
	left "shm:/memory shm:/used $(ipcls --raw --no-headings -o object shm:0x52)"
	ok ipcrm "${orphans[@]}" --older-than 0s --yes
	left "shm:/used"
}

@test "ipcrm: --orphans looks again after it was answered" {
	need_terminal
	need_nobody
	as_nobody object make shm:/a size=4096
	as_nobody object make shm:/b size=4096
	as_nobody object make shm:/c size=4096
	ask ipcrm "${orphans[@]}" -v
	asked "remove 3 objects? [y/N]"
	# Somebody comes back.
	start hold map shm:/b
	answer 'y\n'
	told
	[[ $status == 0 && $output == $'removed shm:/a\nremoved shm:/c' ]]
	left shm:/b
	as_nobody object make shm:/d size=4096
	ask ipcrm "${orphans[@]}" -i shm:/d
	asked "remove shm:/d ("
	start hold map shm:/d
	answer 'y\n'
	told
	left shm:/b shm:/d
}

@test "ipcrm: --orphans removes only what it can prove, and counts the hidden" {
	need_nobody
	as_nobody object make shm:/mine size=1 >/dev/null
	as_nobody object make mq:/mine >/dev/null
	as_nobody object make sem:/mine values=1 >/dev/null
	as_nobody object make shm:0x52 >/dev/null
	run_apart as_nobody ipcrm "${orphans[@]}" --yes
	[[ $status == 0 ]]
	[[ ${stderr_lines[0]} =~ ^ipcrm:\ --orphans:\ [0-9]+\ of\ [0-9]+\ processes\ could\ not\ be\ looked\ at$ ]]
	[[ ${stderr_lines[1]} == "ipcrm: --orphans: kept 3 that may be in use; -v says why" ]]
	run_apart as_nobody ipcrm -n -w 'holders == 0'
	[[ $status == 0 && $stderr == "ipcrm: --where: "*" could not be looked at" ]]
	# The kernel says that nobody has the segment attached.
	left "mq:/mine shm:/mine sem:/mine"
	run_apart as_nobody ipcrm "${orphans[@]}" --yes shm:0x*
	ok ipcrm "${orphans[@]}" --yes
	left ""
}
