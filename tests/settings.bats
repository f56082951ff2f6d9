# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# Machines that are set up in odd ways: each has its sentence, and no program
# crashes, hangs or is silent.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

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
	run_apart timeout 100 bash -c "$before"'
	exec "$@" 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-' - "$@"
	# What cannot be loaded says so by the loader.
	[[ $status -lt 124 && (-n $stderr || $status == 0) ]] ||
	    [[ $status == 127 && ($stderr == *"shared libraries"* ||
		$stderr == "Fatal glibc error: "*) ]] || {
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
	for n in {3..12}; do
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

@test "settings: with little room for memory each program says so or works" {
	local kilobytes
	! grep -q __asan_init "$(command -v ipcls)" ||
	    skip "a sanitizer takes terabytes of room"
	object make shm:/m size=10
	for kilobytes in 2000 4000 5000 6000 7000 8000 12000; do
		looks "ulimit -v $kilobytes"
		after "ulimit -v $kilobytes" ipcmk --size 9 "shm:/new$kilobytes"
		[[ -e /dev/shm/new$kilobytes || $status != 0 ]]
	done
	# What was made was told.
	[[ $status == 0 && $output == shm:/new12000 ]] || show_run
}

@test "settings: a file that may not grow is a failure that is said" {
	object make shm:/m size=10
	after 'ulimit -f 1' ipcmk --size 5000 shm:/new
	[[ $status == 1 && $stderr == *large* && ! -e /dev/shm/new ]] ||
	    show_run
	after 'ulimit -f 1' ipcctl --mode 0640 --size 5000 shm:/m
	[[ $status == 1 && $(stat -c '%s %a' /dev/shm/m) == '10 600' ]] ||
	    show_run
}

# The places that programs look into are something else: shell code in a mount
# namespace of its own, with a /dev that may be changed.
inside() {
	local mounts=$1
	shift
	# shellcheck disable=SC2016 # expands in there
	run_apart timeout 100 unshare --mount bash -c '
	dev=$1; shift
	mount -t tmpfs -o mode=755 none "$dev" && mkdir "$dev"/{shm,mqueue} &&
	cp -p /dev/first.so "$dev" && : >"$dev/null" && mount --bind /dev/null "$dev/null" &&
	mount -t tmpfs -o mode=1777 none "$dev/shm" &&
	mount -n --move "$dev" /dev && { '"$mounts"'; } || exit 125
	exec "$@" 3>&-' - "$BATS_TEST_TMPDIR" "$@"
	[[ $status -le 124 && (-n $stderr || $status == 0) ]] || {
		printf 'inside of %s: %s\n' "$mounts" "$*" >&2
		show_run
	}
}

@test "settings: places that are missing, or something else, are no crash" {
	local mounts program
	# A root of no other users can give it to nobody.
	local theirs=uid=65534,
	[[ ! $(</proc/self/uid_map) =~ " 1"$ ]] || theirs=
	object make sem:0x52 >/dev/null
	for mounts in 'mount -t tmpfs none /proc/sysvipc' \
	    'umount /dev/shm && rmdir /dev/shm' \
	    'umount /dev/shm && rmdir /dev/shm && ln -s /tmp /dev/shm' \
	    'umount /dev/shm && touch /dev/shm/x' \
	    "mount -t tmpfs -o ${theirs}mode=700 none /dev/shm" \
	    'mount -t tmpfs -o ro none /dev/shm' \
	    'rmdir /dev/mqueue' \
	    'mount -t mqueue none /dev/mqueue' \
	    'mount -t tmpfs none /dev/mqueue && touch /dev/mqueue/q' \
	    'mount -t tmpfs none /sys' \
	    'mount -t tmpfs none /proc'; do
		for program in 'ipcls -l' 'ipccat shm:/x mq:/q' \
		    'ipcrm --dry-run --orphans' 'ipcmk --size 5 shm:/new' \
		    'ipcwatch --initial -c 1 -e create'; do
			# shellcheck disable=SC2086 # words
			inside "$mounts" $program
		done
		# What has nothing to do with them is there all the same.
		inside "$mounts" ipcls --json -o key,orphan sem:0x52
		json '.objects[0] | .key == "0x00000052" and .orphan != true'
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
	run_apart unshare --mount bash -c '
		mount -t tmpfs tmpfs /proc && exec ipcls --json -o object,orphan'
	[[ $output == *shm:/m* && $output != *'"orphan":true'* ]] || show_run
}
