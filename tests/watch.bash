# shellcheck shell=bash
# shellcheck disable=SC2034 # for tests, and from them
# SPDX-License-Identifier: BSD-2-Clause
#
# ipcwatch in the background, after `load lib`:
#
#	watch ARG...		begins it, and waits until it watches
#	sees EVENT OBJECT [DETAILS]
#				waits for such a line; regular expressions
#	lines			all lines so far, without their times, in $output
#	lives			it has not ended
#	over STATUS		waits for its end: $output, $stderr
#	need_trace		skip where calls cannot be traced
#	instances_of PID	those of tracefs that it has made
#
# What a test leaves ends with it, if `unwatch` is in its leave().  Where
# another program is wanted in front of it, that is in $before.

before=()

# Bash has background commands ignore SIGINT.
watch() {
	watching=$(mktemp -d "$BATS_TEST_TMPDIR/watch.XXXXXX") || return
	env --default-signal=INT,PIPE "${before[@]}" \
	    ipcwatch --ready-line "$@" >"${out:-$watching/out}" \
	    2>"$watching/err" </dev/null 3>&- &
	watcher=$!
	retry ready && grep -qx ready "$watching/err"
}

ready() {
	grep -qsx ready "$watching/err" || ended "$watcher"
}

sees() {
	retry grep -Eqs "^[^ ]+ $1 +$2(  .*${3-}|\$)" "$watching/out" || {
		cat "$watching/out" "$watching/err" >&2
		return 1
	}
}

lines() {
	output=$(sed 's/^[^ ]* //' "$watching/out")
}

lives() {
	if ended "$watcher"; then
		echo "has ended" >&2
		return 1
	fi
}

over() {
	local wanted=$1
	retry ended "$watcher" || return
	status=0
	wait "$watcher" || status=$?
	unset watcher
	[[ ! -e $watching/out ]] || output=$(<"$watching/out")
	stderr=$(sed '/^ready$/d' "$watching/err")
	[[ $status == "$wanted" ]] || show_run
}

unwatch() {
	[[ -v watcher ]] || return 0
	kill -KILL "$watcher" 2>/dev/null || true
	wait "$watcher" 2>/dev/null || true
	unset watcher
}

need_trace() {
	need_root
	run_apart ipcwatch --trace --timeout 0
	# What ends otherwise without a reason of the system's is a defect.
	[[ $status == 124 || ($status == 1 && $stderr == *needs* ) ||
	    $stderr == *"does not trace"* ]] || show_run
	[[ $status == 124 ]] || skip "calls cannot be traced here: $stderr"
}

# Or none, among those of everybody.
instances_of() {
	mkdir -p /dev/tracefs
	is_mount /dev/tracefs || mount -t tracefs tracefs /dev/tracefs
	find /dev/tracefs/instances -maxdepth 1 \
	    -name "ipcutil-$(stat -Lc %i /proc/self/ns/pid)-$1-*"
}
