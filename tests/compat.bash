# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Running the same command line by util-linux's program and by ours, each in an
# IPC namespace of its own, after `load lib`:
#
#	need_original PROGRAM	skip where util-linux's is not installed
#	before OBJECT...	what to make in the namespace first; `before`
#				alone: nothing
#	same PROGRAM ARG...	both must print the same, succeed or fail alike,
#				and leave the same objects
#	differs PROGRAM ARG...	they must not; $theirs and $ours are the outcomes
#
# Identifiers begin with 0 in a new namespace, so they are compared as well. An
# outcome is one JSON document: done, stdout, objects (beside.c).

need_original() {
	local program=/usr/bin/$1
	[[ -x $program && $("$program" --version 2>&1) == *util-linux* ]] ||
	    skip "no $1 of util-linux"
}

before=()
before() {
	before=("$@")
}

# Some of each kind: segments 0 (key 16) and 1 (none), queue 0 (key 17) and set
# 0 (key 18).
# shellcheck disable=SC2034 # for tests
few=(shm:0x10 shm: mq:0x11 sem:0x12)

# The two outcomes; whatever fails must say why.
both() {
	beside "${before[@]}" -- "/usr/bin/$1" "$@" >"$BATS_TEST_TMPDIR/both" ||
	    return
	{
		IFS= read -r theirs && IFS= read -r ours
	} <"$BATS_TEST_TMPDIR/both" || return
	[[ $ours != *' "silent": true, '* ]] || {
		printf '%q ' "$@"
		echo "fails without a word"
		return 1
	} >&2
}

same() {
	both "$@" || return
	[[ $theirs == "$ours" ]] || {
		printf '%q ' "$@"
		diff <(echo "$theirs") <(echo "$ours")
		return 1
	} >&2
}

differs() {
	both "$@" || return
	[[ $theirs != "$ours" ]] || {
		printf '%q ' "$@"
		printf 'is the same: %s\n' "$ours"
		return 1
	} >&2
}

# Whether that holds of an outcome: holds OUTCOME FILTER.
holds() {
	# jq 1.6 is content with nothing at all.
	if [[ -z $1 ]] || ! jq -e "$2" <<<"$1" >/dev/null; then
		printf 'does not hold: %s\nof: %s\n' "$2" "$1" >&2
		return 1
	fi
}
