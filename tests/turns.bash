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

# Who waited for one of them only might wait for the longest file.
take_half() {
	local first second
	exec {first}<"${halves[0]}" {second}<"${halves[1]}"
	while :; do
		if flock --wait 0.5 "$first"; then
			exec {second}<&-
			return
		elif flock --wait 0.5 "$second"; then
			exec {first}<&-
			return
		fi
	done
}

take_both() {
	local half fd
	for half in "${halves[@]}"; do
		exec {fd}<"$half"
		flock "$fd"
	done
}
