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

# The inside of a namespace: what is there.
objects() {
	local kind id
	for kind in msg shm sem; do
		{
			read -r _
			while read -r _ id _; do
				printf '%s:%s\0' "${kind/msg/mq}" "$id"
			done
		} <"/proc/sysvipc/$kind"
	done | object each show
}

# Thousands of these are run: none starts a process that it can do without. What
# comes of the command is left in files that begin with $1.
outcome() {
	local to=$1 status
	[[ ${#before[@]} == 0 ]] || "${before[@]}" >/dev/null || return
	"${@:2}" >"$to.stdout" 2>"$to.stderr" </dev/null
	status=$?
	# What fails says why.
	[[ $status == 0 || -s $to.stderr ]] || echo "silent failure: ${*:2}" >&2
	objects >"$to.objects" && echo "$status" >"$to.status"
}

# The functions above, and what `before` was told, in another namespace.
in_namespace() {
	rm -f "$1".*
	unshare --ipc -- "$BASH" -c "$(declare -f objects outcome make_few)
	    $(declare -p before)"'; outcome "$@"' in_namespace "$@"
}

# The two outcomes, but for what differs by the second or by chance.
both() {
	local to=$BATS_TEST_TMPDIR side files=()
	in_namespace "$to/theirs" "/usr/bin/$1" "${@:2}"
	in_namespace "$to/ours" "$@"
	for side in theirs ours; do
		files+=(--slurpfile "$side" "$to/$side.status"
			--slurpfile "${side}_objects" "$to/$side.objects"
			--rawfile "${side}_stdout" "$to/$side.stdout")
	done
	{
		IFS= read -r theirs && IFS= read -r ours
	} < <(jq -nc "${files[@]}" '
		def outcome($status; $stdout; $objects): {
			done: ($status == [0]), $stdout,
			objects: $objects | map({ kind, id, uid, gid, cuid,
			    cgid, mode, size, nsems, values, max_bytes, status,
			    keyed: (.key != "0x00000000") }) };
		outcome($theirs; $theirs_stdout; $theirs_objects),
		outcome($ours; $ours_stdout; $ours_objects)')
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
	printf '%s\0' shm:0x10 shm: mq:0x11 sem:0x12 | object each make
}
