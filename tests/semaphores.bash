# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # $status, $output, $stderr: bats, and tests
# SPDX-License-Identifier: BSD-2-Clause
#
# Semaphores, and programs that wait for them, after `load lib`.

# has OBJECT VALUES: the system calls say so.
has() {
	local values
	values=$(object show "$1" |
	    jq -r '.values // [.value] | map(tostring) | join(",")') || return
	[[ $values == "$2" ]] || {
		echo "$1 has $values, not $2" >&2
		return 1
	}
}

# waited_for OBJECT FILTER: so many wait, as the kernel or the library counts.
waited_for() {
	object show "$1" | jq -e "$2" >/dev/null
}

# In the background, with $pid; not with signals ignored, as jobs have them.
begin() {
	: >"$BATS_TEST_TMPDIR/out"
	set -m
	"$@" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" 3>&- &
	pid=$!
	set +m
}

# ends N TEXT: what has begun ends with that status and says that.
ends() {
	retry ended "$pid"
	status=0
	wait "$pid" || status=$?
	stderr=$(cat "$BATS_TEST_TMPDIR/err")
	output=$(cat "$BATS_TEST_TMPDIR/out")
	[[ $status == "$1" && $stderr == *"${2-}"* ]] || show_run
}

# What a test that failed has left behind.
leave() {
	[[ ! -v pid ]] || kill -KILL "$pid" 2>/dev/null || true
}
