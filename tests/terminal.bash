# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Commands whose standard input is a terminal, after `load lib`:
#
#	ask COMMAND...		begins it
#	asked TEXT		waits until it has written that to stderr
#	answer TEXT		types it, control characters too
#	told			waits for its end: $status, $output, $stderr
#
# What a test leaves ends with it, if `forget` is in its teardown.

need_terminal() {
	need script
	script -qec true /dev/null </dev/null >/dev/null 2>&1 ||
	    skip "no terminal can be made here"
}

ask() {
	asking=$(mktemp -d "$BATS_TEST_TMPDIR/ask.XXXXXX") || return
	mkfifo "$asking/keys"
	printf '%q ' "$@" >"$asking/command"
	cat >"$asking/run" <<-END
		$(declare -p PATH)
		stty -echo
		$(<"$asking/command") >$(printf %q "$asking/stdout") \
		    2>$(printf %q "$asking/stderr") 3>&-
		echo "\$?" >$(printf %q "$asking/status.new")
		mv $(printf %q "$asking/status.new") $(printf %q "$asking/status")
	END
	script -qec "$(printf '%q ' "$BASH" "$asking/run")" /dev/null \
	    <"$asking/keys" >"$asking/screen" 2>&1 3>&- &
	asker=$!
	exec {keys}>"$asking/keys"
}

asked() {
	retry grep -Fqs -- "$1" "$asking/stderr" || {
		cat "$asking/stderr" "$asking/screen" >&2
		return 1
	}
}

answer() {
	printf '%b' "$1" >&"$keys"
}

told() {
	retry test -e "$asking/status" || {
		cat "$asking/stderr" "$asking/screen" >&2
		return 1
	}
	forget
	# shellcheck disable=SC2034 # for tests
	status=$(<"$asking/status")
	# shellcheck disable=SC2034
	output=$(<"$asking/stdout")
	# shellcheck disable=SC2034
	stderr=$(<"$asking/stderr")
}

forget() {
	[[ -v asker ]] || return 0
	exec {keys}>&-
	retry ended "$asker" || kill -KILL "$asker"
	wait "$asker" 2>/dev/null || true
	unset asker
}
