# shellcheck shell=bash
# shellcheck disable=SC2016 # jq's and the inner shell's
# SPDX-License-Identifier: BSD-2-Clause
#
# Running the same command line by util-linux's program and by ours, each in an
# IPC namespace of its own, after `load lib`:
#
#	need_original PROGRAM	skip where util-linux's is not installed
#	before COMMAND...	what to do in the namespace first; `before` alone:
#				nothing
#	same PROGRAM ARG...	both must print the same, succeed or fail alike,
#				and leave the same objects
#	differs PROGRAM ARG...	they must not; $theirs and $ours are the outcomes
#
# Identifiers begin with 0 in a new namespace, so they are compared as well. An
# outcome is one JSON document: done, stdout, objects.

need_original() {
	local program=/usr/bin/$1
	[[ -x $program && $("$program" --version 2>&1) == *util-linux* ]] ||
	    skip "no $1 of util-linux"
	need unshare
}

before=()
before() {
	before=("$@")
}

# The inside of a namespace: what is there, but for what differs by the second
# or by chance.
objects() {
	local kind
	for kind in msg:mq shm:shm sem:sem; do
		awk -v word="${kind#*:}" 'NR > 1 { print word ":" $2 }' \
		    "/proc/sysvipc/${kind%:*}"
	done | while read -r object; do
		object show "$object"
	done | jq -s 'map({ kind, id, uid, gid, cuid, cgid, mode, size, nsems,
	    values, max_bytes, status, keyed: (.key != "0x00000000") })'
}

outcome() {
	local success=true stdout
	[[ ${#before[@]} == 0 ]] || "${before[@]}" >/dev/null || return
	stdout=$("$@" 2>"$BATS_TEST_TMPDIR/stderr" </dev/null; echo "$?")
	[[ ${stdout##*$'\n'} == 0 ]] || success=false
	# What fails says why.
	[[ $success == true || -s $BATS_TEST_TMPDIR/stderr ]] ||
	    echo "silent failure: $*" >&2
	jq -n --argjson 'done' "$success" --arg stdout "${stdout%"${stdout##*$'\n'}"}" \
	    --argjson objects "$(objects)" '$ARGS.named'
}

# The functions above, and what `before` was told, in another namespace.
in_namespace() {
	unshare --ipc -- "$BASH" -c "$(declare -f objects outcome make_few)
	    $(declare -p before)"'; outcome "$@"' in_namespace "$@"
}

both() {
	theirs=$(in_namespace "/usr/bin/$1" "${@:2}")
	ours=$(in_namespace "$@")
	[[ -n $theirs && -n $ours ]]
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

# Some of each kind: segments 0 (key 16) and 1 (none), queue 0 (key 17) and set
# 0 (key 18).
make_few() {
	object make shm:0x10
	object make shm:
	object make mq:0x11
	object make sem:0x12
}
