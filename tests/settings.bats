# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# Machines that are set up in odd ways: each has its sentence, and no program
# crashes, hangs or is silent.

setup() {
	load lib
}

# Before objects are removed there.
leave() {
	mount -o remount,bind,rw /dev/shm
}

# Run the program $2... with this shell code before it; it must not die of a
# signal, and say something if it fails.
after() {
	local before=$1
	shift
	# shellcheck disable=SC2016 # expands in there
	run --separate-stderr timeout 100 bash -c "$before"'
	exec "$@" 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-' - "$@"
	[[ $status -lt 124 && (-n $stderr || $status == 0) ]] || {
		printf 'after %s: %s\n' "$before" "$*" >&2
		show_run
	}
}

# Commands of every program that look, and change nothing.
looks() {
	after "$1" ipcls
	after "$1" ipcls -H
	after "$1" ipcls -l
	after "$1" ipccat shm:/m
	after "$1" ipcctl --wait --nowait sem:/none
	after "$1" ipcrm --dry-run --orphans
	after "$1" ipcwatch --initial -c 1
}

@test "settings: with few descriptors each program says so or works" {
	local n
	object make shm:/m size=10
	# With three not even its libraries can be loaded.
	for n in 4 5 6 8 12; do
		looks "ulimit -n $n"
		after "ulimit -n $n" ipcmk "shm:/new$n"
		if [[ $status == 0 ]]; then
			[[ -e /dev/shm/new$n ]]
		else
			[[ ! -e /dev/shm/new$n ]]
		fi
		after "ulimit -n $n" ipcrm shm:/m
		if [[ $status == 0 ]]; then
			[[ ! -e /dev/shm/m ]]
			object make shm:/m size=10
		fi
	done
}

@test "settings: a standard descriptor that is closed is not taken for a file" {
	local which
	object make shm:/m size=10
	for which in '<&-' '>&-' '2>&-'; do
		# What goes to a descriptor must not go into an object.
		run bash -c "ipcls $which; ipcmk --size 10 shm:/new $which
			ipccat shm:/m $which; ipcrm shm:/new $which"
		[[ $status -lt 124 ]] || show_run
		[[ $(stat -c %s /dev/shm/m) == 10 && ! -e /dev/shm/new ]]
		[[ $(tr -d '\0' </dev/shm/m | wc -c) == 0 ]]
	done
}

@test "settings: a full disk behind stdout is a failure that is said" {
	local words
	object make shm:/m size=10
	for words in ipcls 'ipcls --json' 'ipcls -l' 'ipccat shm:/m' \
	    'ipcmk shm:/new' 'ipcls --help' 'ipcrm --verbose shm:/m'; do
		# shellcheck disable=SC2086,SC2016 # words; expands in there
		run bash -c '"$@" 2>&1 >/dev/full' - $words
		[[ $status == 1 && $output == *"No space left on device"* ]] ||
		    show_run
	done
}

@test "settings: what cannot be written to says so" {
	object make shm:/m size=10
	mount -o remount,bind,ro /dev/shm
	fails 1 "shm:/new" ipcmk shm:/new
	fails 1 "shm:/m: " ipcrm shm:/m
	fails 1 "shm:/m: " ipcctl --mode 0640 shm:/m
	ok ipcls --json -o object
	json '.objects | length == 1'
}

@test "settings: a /proc that hides processes proves no orphan" {
	local options
	need_nobody
	object make shm:/m size=10
	for options in hidepid=1 hidepid=2 hidepid=4 subset=pid; do
		mkdir -p "$BATS_TEST_TMPDIR/proc"
		run unshare --mount bash -c 'mount -t proc -o "$1" proc /proc &&
			exec setpriv --reuid=65534 --regid=65534 \
			    --clear-groups ipcls --json -o object,orphan' \
		    - "$options"
		[[ $status != 32 ]] || continue
		[[ $output != *'"orphan":true'* && $output == *shm:/m* ]] ||
		    show_run
	done
}

@test "settings: without /proc what needs it says so" {
	object make shm:/m size=10
	# shellcheck disable=SC2016 # expands in there
	run --separate-stderr unshare --mount bash -c '
		mount -t tmpfs tmpfs /proc && exec ipcls --json -o object,orphan'
	[[ $output == *shm:/m* && $output != *'"orphan":true'* ]] || show_run
}
