# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; lib.bash
# ipcrm --orphans and --older-than: removing what was left behind.

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

@test "ipcrm: --orphans removes what was left behind, and nothing else" {
	local segment

	object make shm:/left size=4096
	object make sem:/left
	object make mq:/left
	object make shm: >/dev/null
	object make sem: values=1 >/dev/null
	start hold map shm:/used
	start hold open mq:/used
	start hold wait sem:/used
	start hold attach shm:
	segment=$ready
	ok ipcrm --orphans --yes
	[[ -z $output ]]
	left "mq:/used shm:/used $segment sem:/used"
}

@test "ipcrm: --orphans leaves what may be one, and says so" {
	local queue

	queue=$(object make mq:)
	object make shm:/left size=1
	run --separate-stderr ipcrm --orphans --yes -v
	[[ $status == 0 && $output == "removed shm:/left" ]]
	[[ $stderr =~ ^ipcrm:\ --orphans:\ all\ [0-9]+\ processes\ could\ be\ looked\ at\;\ 1\ object\ that\ may\ be\ an\ orphan\ is\ left$ ]]
	left "$queue"
}

@test "ipcrm: --orphans can be narrowed to kinds, patterns and expressions" {
	object make shm:/a size=1
	object make shm:/b size=9
	object make mq:/a
	object make sem:/a
	ok ipcrm --orphans --yes mq:
	left "shm:/a shm:/b sem:/a"
	ok ipcrm --orphans --yes -w 'size > 5'
	left "shm:/a sem:/a"
	ok ipcrm --orphans --yes sem:/a
	left "shm:/a"
	ok ipcrm --orphans --yes 'shm:/b*' sem:
	left "shm:/a"
}

@test "ipcrm: --orphans does not remove what is named but held" {
	start hold map shm:/used
	ok ipcrm --orphans --yes shm:/used
	left "shm:/used"
}

@test "ipcrm: --orphans selects, and so needs --yes or --dry-run" {
	object make shm:/left size=1
	fails 2 "--orphans: selects what to remove" ipcrm --orphans </dev/null
	fails 2 "--older-than: selects" ipcrm --older-than 0s </dev/null
	fails 2 "--orphans" ipcrm --orphans shm: </dev/null
	ok ipcrm --orphans -n
	[[ $output == *$'\n'"shm:/left "* ]]
	left "shm:/left"
}

@test "ipcrm: --orphans and --older-than are refused where they make no sense" {
	object make shm:/left size=1
	fails 2 "--orphans: --all takes no expression" ipcrm --orphans --all --yes
	fails 2 "--older-than: --all" ipcrm --older-than 1d --all --yes
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
	object make shm:/memory size=1
	object make shm:0x52 >/dev/null
	retry is_older
	start hold map shm:/used
	ok ipcrm --orphans --older-than 1h --yes
	left "shm:/memory shm:/used $(ipcls --raw --no-headings -o object shm:0x52)"
	ok ipcrm --orphans --older-than 0s --yes
	left "shm:/used"
}

@test "ipcrm: --orphans looks again after it was answered" {
	need_terminal
	object make shm:/a size=4096
	object make shm:/b size=4096
	object make shm:/c size=4096
	ask ipcrm --orphans -v
	asked "remove 3 objects? [y/N]"
	# Somebody comes back.
	start hold map shm:/b
	answer 'y\n'
	told
	[[ $status == 0 && $output == $'removed shm:/a\nremoved shm:/c' ]]
	left shm:/b
	object make shm:/d size=4096
	ask ipcrm --orphans -i shm:/d
	asked "remove shm:/d?"
	start hold map shm:/d
	answer 'y\n'
	told
	left shm:/b shm:/d
}

@test "ipcrm: --orphans removes only what it can prove, and counts the hidden" {
	need_nobody
	as_nobody object make shm:/mine size=1 >/dev/null
	as_nobody object make mq:/mine >/dev/null
	as_nobody object make sem:/mine >/dev/null
	as_nobody object make shm:0x52 >/dev/null
	run --separate-stderr as_nobody ipcrm --orphans --yes
	[[ $status == 0 ]]
	[[ $stderr =~ ^ipcrm:\ --orphans:\ [0-9]+\ of\ [0-9]+\ processes\ could\ not\ be\ looked\ at\;\ 3\ objects\ that\ may\ be\ orphans\ are\ left$ ]]
	run --separate-stderr as_nobody ipcrm -n -w 'holders == 0'
	[[ $status == 0 && $stderr == "ipcrm: --where: "*" could not be looked at" ]]
	# The kernel says that nobody has the segment attached.
	left "mq:/mine shm:/mine sem:/mine"
	run --separate-stderr as_nobody ipcrm --orphans --yes shm:0x*
	ok ipcrm --orphans --yes
	left ""
}
