#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# ipcctl --wait SEMAPHORE -- COMMAND: held while the command runs, and no longer.
#
# Only tests that say need_queues make POSIX queues (run-bats).

load lib
load semaphores

both() {
	object make sem:/s values=2 >/dev/null
	set=$(object make sem: nsems=2 values=2,2)
}

# A command that says when it has begun, and waits until it is told to go on.
told() {
	cat >"$BATS_TEST_TMPDIR/told" <<-'END'
		for signal in TERM INT HUP QUIT USR1 USR2; do trap "
			echo got $signal; exit 7" "$signal"; done
		echo begun
		exec 9<"$0.go"
		read -r word <&9
		echo "told $word"
	END
	mkfifo "$BATS_TEST_TMPDIR/told.go"
	command=(bash "$BATS_TEST_TMPDIR/told")
}

said() {
	grep -q "$1" "$BATS_TEST_TMPDIR/out"
}

tell() {
	echo "$1" >"$BATS_TEST_TMPDIR/told.go"
}

@test "ipcctl: a semaphore is held while the command runs" {
	both
	told
	begin ipcctl --wait sem:/s "$set" -- "${command[@]}"
	retry said begun
	has sem:/s 1
	has "$set" 1,2
	tell on
	ends 0
	[[ $output == $'begun\ntold on' && -z $stderr ]]
	has sem:/s 2
	has "$set" 2,2
}

@test "ipcctl: of a set the one with that number is held" {
	both
	ok ipcctl --wait=1 "$set" -- object show "$set"
	json '.values == [2, 1]'
	has "$set" 2,2
	ok ipcctl --op 1-1 "$set" -- object show "$set"
	json '.values == [2, 1]'
	has "$set" 2,2
}

@test "ipcctl: the status of the command is passed on" {
	both
	local wanted
	for wanted in 0 1 2 3 124 125 255; do
		run_apart \
		    ipcctl --wait sem:/s "$set" -- sh -c "exit $wanted"
		[[ $status == "$wanted" && -z $stderr$output ]] || show_run
		has sem:/s 2
		has "$set" 2,2
	done
}

@test "ipcctl: a command that a signal kills has 128 and the signal" {
	both
	local signal
	for signal in TERM KILL SEGV HUP USR1 PIPE ALRM; do
		fails $((128 + $(kill -l "$signal"))) "" \
		    ipcctl --wait sem:/s "$set" -- \
		    bash -c "ulimit -c 0; kill -$signal \$\$"
		has sem:/s 2
		has "$set" 2,2
	done
}

@test "ipcctl: a command that is not there has 127, one that cannot run 126" {
	both
	: >"$BATS_TEST_TMPDIR/plain"
	run -127 --separate-stderr \
	    ipcctl --wait sem:/s "$set" -- no-such-command
	[[ $stderr == "ipcctl: no-such-command: No such file"* ]]
	run -127 --separate-stderr ipcctl --wait sem:/s -- /none/such
	[[ $stderr == "ipcctl: /none/such: No such file"* ]]
	fails 126 "plain: Permission denied" \
	    ipcctl --wait sem:/s "$set" -- "$BATS_TEST_TMPDIR/plain"
	fails 126 "" ipcctl --wait sem:/s "$set" -- "$BATS_TEST_TMPDIR"
	has sem:/s 2
	has "$set" 2,2
}

@test "ipcctl: the command gets its words as they are" {
	both
	ok ipcctl --wait sem:/s -- printf '<%s>' -- -v --mode '' 'a b' sem:/s
	[[ $output == '<--><-v><--mode><><a b><sem:/s>' ]]
	# Options of ours may stand behind operands, but before the command.
	ok ipcctl sem:/s --wait --timeout 5 -- echo --post
	[[ $output == --post ]]
	has sem:/s 2
}

@test "ipcctl: standard input, output and error are the command's" {
	both
	run_apart ipcctl --wait sem:/s -- \
	    sh -c 'cat; echo error >&2' <<<"through"
	[[ $status == 0 && $output == through && $stderr == error ]]
	head -c 300000 /dev/urandom >"$BATS_TEST_TMPDIR/data"
	ipcctl --wait sem:/s -- cat <"$BATS_TEST_TMPDIR/data" \
	    >"$BATS_TEST_TMPDIR/copy"
	cmp "$BATS_TEST_TMPDIR/data" "$BATS_TEST_TMPDIR/copy"
}

@test "ipcctl: signals are passed on, and ipcctl waits for the command" {
	both
	told
	local signal
	for signal in TERM INT HUP QUIT USR1 USR2; do
		begin ipcctl --wait sem:/s "$set" -- "${command[@]}"
		retry said begun
		kill -s "$signal" "$pid"
		ends 7
		[[ $output == $'begun\ngot '"$signal" ]]
		has sem:/s 2
		has "$set" 2,2
	done
}

@test "ipcctl: a command that does not mind a signal is waited for" {
	both
	told
	sed -i '/trap/,/done/d' "$BATS_TEST_TMPDIR/told"
	sed -i '1i trap "" TERM INT' "$BATS_TEST_TMPDIR/told"
	begin ipcctl --wait sem:/s "$set" -- "${command[@]}"
	retry said begun
	kill -TERM "$pid"
	kill -INT "$pid"
	has sem:/s 1
	has "$set" 1,2
	tell on
	ends 0
	[[ $output == $'begun\ntold on' ]]
	has sem:/s 2
	has "$set" 2,2
}

@test "ipcctl: a command without a handler is killed by a signal passed on" {
	both
	local signal
	for signal in TERM INT HUP; do
		begin ipcctl --wait sem:/s "$set" -- \
		    sh -c 'echo begun; exec tail -f /dev/null'
		retry said begun
		kill -s "$signal" "$pid"
		ends $((128 + $(kill -l "$signal")))
		has sem:/s 2
		has "$set" 2,2
	done
}

@test "ipcctl: what is ignored stays ignored for the command" {
	both
	trap '' TERM
	ok ipcctl --wait sem:/s -- grep SigIgn /proc/self/status
	trap - TERM
	local ignored=$((16#${output##*[[:space:]]}))
	((ignored & 1 << 14))
	ok ipcctl --wait sem:/s -- grep SigBlk /proc/self/status
	[[ $output =~ [[:space:]]0+$ ]]
}

@test "ipcctl: SIGKILL of ipcctl gives back System V, and POSIX not" {
	both
	told
	begin ipcctl --wait sem:/s "$set" -- "${command[@]}"
	retry said begun
	kill -KILL "$pid"
	ends 137
	# The command goes on.
	has "$set" 2,2
	has sem:/s 1
	tell on
	retry said "told on"
	has sem:/s 1
}

@test "ipcctl: if one of two cannot be had, the other is given back" {
	object make sem:/s values=1
	object make sem:/zero
	set=$(object make sem: nsems=2 values=1,0)
	local mark=$BATS_TEST_TMPDIR/mark how
	for how in --nowait --timeout=0.05; do
		fails 124 "sem:/zero: " ipcctl --wait $how sem:/s "$set" \
		    sem:/zero -- touch "$mark"
		has sem:/s 1
		has "$set" 1,0
		fails 124 "$set: " ipcctl --wait $how sem:/s "$set" "$set" -- \
		    touch "$mark"
		has sem:/s 1
		has "$set" 1,0
	done
	fails 1 "sem:/none: no such object" ipcctl --wait sem:/s "$set" \
	    sem:/none -- touch "$mark"
	fails 1 "$set: no semaphore 5" ipcctl --wait=5 "$set" -- touch "$mark"
	has sem:/s 1
	has "$set" 1,0
	[[ ! -e $mark ]]
}

@test "ipcctl: a signal while it waits for the second gives back the first" {
	object make sem:/s values=1
	object make sem:/zero
	set=$(object make sem: nsems=2 values=1,0)
	local mark=$BATS_TEST_TMPDIR/mark signal
	for signal in TERM INT HUP QUIT USR1 USR2; do
		begin ipcctl --wait sem:/s "$set" sem:/zero -- touch "$mark"
		retry waited_for sem:/zero '.nwaiters == 1'
		has sem:/s 0
		has "$set" 0,0
		kill -s "$signal" "$pid"
		ends $((128 + $(kill -l "$signal")))
		[[ -z $stderr ]]
		has sem:/s 1
		has "$set" 1,0
		has sem:/zero 0
	done
	[[ ! -e $mark ]]
}

@test "ipcctl: the time is for waiting, not for the command" {
	both
	told
	begin ipcctl --wait --timeout 0.05 sem:/s "$set" -- "${command[@]}"
	retry said begun
	# It takes longer than that.
	fails 124 "" ipcctl --zero --timeout 0.1 "$set"
	tell on
	ends 0
	has sem:/s 2
}

# What is not protected would be read by several before one of them writes.
increment() {
	ipcctl --wait --timeout 60 "$1" -- bash -c 'read -r n <"$1"
		n=$((n + 1))
		echo "$n" >"$1"' increment "$2"
}

@test "ipcctl: commands that run at once under a lock lose nothing" {
	local lock counter=$BATS_TEST_TMPDIR/counter i jobs
	object make sem:/lock values=1
	set=$(object make sem: values=1)
	for lock in sem:/lock "$set"; do
		echo 0 >"$counter"
		jobs=()
		for ((i = 0; i < 40; i++)); do
			increment "$lock" "$counter" 3>&- &
			jobs+=($!)
		done
		wait "${jobs[@]}"
		[[ $(cat "$counter") == 40 ]]
		has "$lock" 1
	done
}

@test "ipcctl: a semaphore lets in as many as it counts" {
	object make sem:/s values=2
	told
	begin ipcctl --wait sem:/s -- "${command[@]}"
	retry said begun
	ok ipcctl --wait --nowait sem:/s -- true
	ok ipcctl --wait sem:/s -- ipcctl --wait --timeout 5 "$(object make sem: values=1)" -- true
	run_apart ipcctl --wait sem:/s -- \
	    ipcctl --wait --nowait sem:/s -- true
	[[ $status == 124 && $stderr == *"would have to wait"* ]]
	tell on
	ends 0
	has sem:/s 2
}

@test "ipcctl: what cannot be given back is said" {
	object make sem:/s values=1
	set=$(object make sem: values=1)
	fails 1 "sem:/s: the value would be above SEM_VALUE_MAX" \
	    ipcctl --wait sem:/s "$set" -- \
	    sh -c 'object remove sem:/t 2>/dev/null
		object make sem:/t values=2147483647 >/dev/null
		cat /dev/shm/sem.t >/dev/shm/sem.s'
	has "$set" 1
	# The status of the command comes first.
	object remove sem:/s
	object make sem:/s values=1
	fails 3 "too short to be a semaphore" ipcctl --wait "$set" sem:/s -- \
	    sh -c 'truncate -s 0 /dev/shm/sem.s; exit 3'
	has "$set" 1
}

@test "ipcctl: a set that is removed meanwhile is no failure" {
	both
	ok ipcctl --wait "$set" sem:/s -- object remove "$set"
	has sem:/s 2
}

@test "ipcctl: a semaphore cut short while it is held kills nobody" {
	object make sem:/a values=1
	object make sem:/b values=1
	fails 1 "sem:/b: the file is too short to be a semaphore" \
	    ipcctl --wait sem:/a sem:/b -- truncate -s 0 /dev/shm/sem.b
	has sem:/a 1
}

@test "ipcctl: a semaphore cut short while it is waited for kills nobody" {
	object make sem:/a values=1
	object make sem:/b
	begin ipcctl --wait --timeout 100 sem:/a sem:/b -- true
	retry waited_for sem:/b '.nwaiters == 1'
	truncate -s 0 /dev/shm/sem.b
	kill -TERM "$pid"
	ends 143
	has sem:/a 1
	object remove sem:/b
	object make sem:/b
	begin ipcctl --wait --timeout 100 sem:/a sem:/b
	retry waited_for sem:/b '.nwaiters == 1'
	truncate -s 0 /dev/shm/sem.b
	ends 1 "sem:/b: the file is too short"
}
