# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Who may make POSIX queues, where RLIMIT_MSGQUEUE of all is not enough for all:
# a lock for each half of it. A lock is held until the last process ends that has
# inherited it.
#
#	take_half	the half that is free first
#	take_both	all of it
#
# Both are taken in the same order by all, so nobody waits for who waits for him.

halves=("$abs_top_builddir/tests" "$abs_top_builddir/tests/unit")

take_half() {
	local first second
	exec {first}<"${halves[0]}" {second}<"${halves[1]}"
	if flock --nonblock "$first"; then
		exec {second}<&-
	elif flock --nonblock "$second" || ((BASHPID % 2)); then
		exec {first}<&-
		flock "$second"
	else
		exec {second}<&-
		flock "$first"
	fi
}

take_both() {
	local half fd
	for half in "${halves[@]}"; do
		exec {fd}<"$half"
		flock "$fd"
	done
}
