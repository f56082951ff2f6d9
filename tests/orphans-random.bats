# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats; lib.bash
# No object is called left behind of which a user lives: see
# orphans-random.py.  SEED=N and SCENARIOS=N make it others, and more of them.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
}

@test "ipcls: of random objects none is an orphan that has a user left" {
	need_nobody
	need python3 unshare
	run python3 "$BATS_TEST_DIRNAME/orphans-random.py" \
	    "${SEED:-1}" "${SCENARIOS:-100}"
	echo "$output"
	[[ $status == 0 ]]
}
