#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # pid: of start
# Processes of other namespaces that the kernel leaves out of a trace.
# Makes no POSIX queues.

setup() {
	load lib
	load watch
	# The kernel's numbers of processes are to be translated, not believed.
	unset LD_PRELOAD
}

leave() {
	unwatch
	! is_mount /dev/tracefs || umount /dev/tracefs
}

# Traces, with the list of who is left out in $list.
trace() {
	need_trace
	watch --trace
	list=$(instances_of "$watcher" | grep -e -calls || true)
	[[ -n $list ]] || skip "this kernel leaves out nobody (before Linux 5.8)"
	list+=/set_event_notrace_pid
}

left_out() {
	[[ $(wc -l <"$list") == "$1" ]]
}

# The process $1, begun by start, follows the line.
tell() {
	local process=$1 said
	shift
	said=$(wc -l <"${saids[$process]}")
	echo "$*" >&"${inputs[$process]}"
	retry has_said "$process" "$said" || {
		echo "does not: $*" >&2
		return 1
	}
}

has_said() {
	[[ $(wc -l <"${saids[$1]}") -gt $2 ]]
}

# Begins moves, in another namespace if the first word is that; in $mover.
declare -A saids
asked=0
begin() {
	if [[ ${1-} == elsewhere ]]; then
		start unshare --ipc moves
	else
		start moves
	fi
	mover=$pid
	saids[$mover]=$(readlink "/proc/$mover/fd/1")
}

# Calls for the set with this key were reported.
reported() {
	retry grep -Eqs "  open sem:$1 -> ENOENT  " "$watching/out" || {
		cat "$watching/out" "$watching/err" >&2
		return 1
	}
}

# And none for that one, but for one that is made now.
not_reported() {
	local key
	printf -v key 0x%08x $((0x7000 + ++asked))
	object op "sem:$key" values=1 2>/dev/null || true
	reported "$key"
	! grep -qs "sem:$1 " "$watching/out"
}

@test "ipcwatch --trace: who calls often in another namespace is left out, until it ends" {
	trace
	begin elsewhere
	left_out 0
	tell "$mover" call 1000 0x11
	retry left_out 1
	not_reported 0x00000011
	# Its children, too; of our own processes nobody is.
	tell "$mover" fork
	left_out 2
	stop "$mover"
	retry left_out 0
}

@test "ipcwatch --trace: who is left out and enters our namespace is reported again" {
	local told
	trace
	begin elsewhere
	tell "$mover" call 1000 0x11
	retry left_out 1
	tell "$mover" dash "/proc/$$/ns/ipc" 1000 0x12
	retry left_out 0
	tell "$mover" call 1 0x13
	reported 0x00000013
	stop "$mover"
	kill "$watcher"
	over 143
	! grep -q 'sem:0x00000011 ' "$watching/out" || return
	# Where some are missing, that is said.
	told=$(grep -c 'sem:0x00000012 ' "$watching/out" || true)
	[[ $told == 1000 ||
	    $stderr == *'1 threads of other namespaces have entered this one'* ]] ||
	    show_run
}

@test "ipcwatch --trace: a child of who is left out enters our namespace" {
	trace
	begin elsewhere
	tell "$mover" call 1000 0x11
	retry left_out 1
	tell "$mover" fork
	left_out 2
	tell "$mover" enter "/proc/$$/ns/ipc"
	retry left_out 0
	tell "$mover" call 1 0x12
	reported 0x00000012
}

# As nsenter(1) with --fork does.
@test "ipcwatch --trace: a child that is made right after entering is reported" {
	trace
	begin elsewhere
	tell "$mover" call 1000 0x11
	retry left_out 1
	echo "enter /proc/$$/ns/ipc" >&"${inputs[$mover]}"
	tell "$mover" fork
	retry left_out 0
	tell "$mover" call 1000 0x12
	reported 0x00000012
	left_out 0
}

@test "ipcwatch --trace: one of ours is left out when it leaves, and not when it is back" {
	trace
	begin
	tell "$mover" call 1000 0x11
	reported 0x00000011
	left_out 0
	tell "$mover" leave
	tell "$mover" call 1000 0x12
	retry left_out 1
	tell "$mover" enter "/proc/$$/ns/ipc"
	retry left_out 0
	tell "$mover" call 1000 0x13
	reported 0x00000013
	not_reported 0x00000012
	left_out 0
}

# If the other thread executed a program, it would get the number of this one.
@test "ipcwatch --trace: a process that has a thread in our namespace is not left out" {
	local both
	trace
	begin
	both=$mover
	tell "$both" thread
	tell "$both" leave
	tell "$both" call 1000 0x11
	begin elsewhere
	tell "$mover" call 1000 0x12
	retry left_out 1
	stop "$mover"
	retry left_out 0
	tell "$both" call 1000 0x11
	not_reported 0x00000011
	left_out 0
}

@test "ipcwatch --trace: with -N all nobody is left out" {
	trace
	unwatch
	watch --trace -N all -e remove
	[[ $(instances_of "$watcher") != *-calls ]]
	[[ -n $(instances_of "$watcher") ]]
}
