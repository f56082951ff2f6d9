# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Who may make POSIX queues, where RLIMIT_MSGQUEUE of all is not enough for all:
# a lock for each quarter of it. A lock is held until the last process ends that
# has inherited it.
#
#	take_quarter	the quarter that is free first
#	take_half	the half that is free first
#	take_all	all of it
#
# Who holds one waits only for one of a higher number, so nobody waits for who
# waits for him.

# These are built before any test runs.
quarters=("$abs_top_builddir"/tests/{object,hold,deny,beside})

# take QUARTER [OPTION...]: flock(1) with these options.
take() {
	local fd
	exec {fd}<"${quarters[$1]}"
	flock "${@:2}" "$fd" || {
		exec {fd}<&-
		return 1
	}
}

# take_one QUARTER...: whose number is then in $taken. Who waited for one of them
# only might wait for the longest file.
take_one() {
	while :; do
		for taken; do
			! take "$taken" --wait 0.3 || return 0
		done
	done
}

take_quarter() {
	take_one 3 2 1 0
}

take_half() {
	take_one 0 2
	take $((taken + 1))
}

take_all() {
	local each
	for each in "${!quarters[@]}"; do
		take "$each"
	done
}
