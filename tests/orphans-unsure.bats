# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; lib.bash
# Who could not be looked at may hold anything: too few descriptors, a holder
# that is never where one looks, one from another PID namespace.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
}

# With $1 descriptors, of which the test's own are none.
with_few() {
	# shellcheck disable=SC2016 # expands in there
	run_apart timeout 100 bash -c 'ulimit -n "$1" && shift &&
		exec "$@" 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-' - "$@"
}

@test "ipcls -N all: with too few descriptors it does not say that there is nothing" {
	local n whole=0
	object make shm:/x size=1
	for n in 4 5 6 8 16; do
		with_few "$n" ipcls -N all --raw --no-headings -o object
		if [[ $status == 0 ]]; then
			whole=1
			[[ $output == shm:/x ]] || show_run
		else
			[[ -n $stderr ]] || show_run
		fi
	done
	[[ $whole == 1 ]]
}

# What nobody owns here can be an orphan, and is none.
@test "ipcrm --orphans: with too few descriptors what is held is kept" {
	local n
	need_nobody
	as_nobody object make shm:/open size=1
	as_nobody object make shm:/mapped size=1
	as_nobody object make mq:/open
	as_nobody object make sem:/open values=1
	start hold open shm:/open
	start hold map shm:/mapped
	start hold open mq:/open
	start hold open sem:/open
	for n in 4 5 6 8 10 16; do
		with_few "$n" ipcrm --orphans --orphans-after 0 -yv
		[[ $output != *removed* && $status -lt 124 ]] || show_run
		[[ -e /dev/shm/open && -e /dev/shm/mapped &&
		    -e /dev/shm/sem.open && -e /dev/mqueue/open ]]
	done
}

@test "ipcls: with too few descriptors nothing is proven, and enough are enough" {
	local n proven=0
	need_nobody
	as_nobody object make shm:/left size=1
	start hold open shm:/other
	for n in 4 5 6 8 16; do
		with_few "$n" ipcls --orphans-after 0 --json -o object,holders,orphan
		[[ $status != 0 || $output == *shm:/left* ]] || show_run
		# Both or none: who could not look knows of neither.
		[[ $output == *'"holders":0,"orphan":true'* ]] || continue
		proven=1
		[[ $output == *'"holders":1,"orphan":false'* ]] || show_run
	done
	[[ $proven == 1 ]]
}

# It goes on in a child every 20 ms, until its input ends.
@test "ipcls: a holder that hops from child to child is found, or not known" {
	local seen=0
	need_nobody
	need python3
	as_nobody object make shm:/x size=1
	start python3 -c '
import os, select, sys
fd = os.open("/dev/shm/x", os.O_RDONLY)
print("ready", flush=True)
while not select.select([0], [], [], 0.02)[0]:
	if os.fork():
		os._exit(0)'
	for _ in {1..25}; do
		ok ipcls --orphans-after 0 --json -o holders,orphan shm:/x
		json '.objects[0] | .holders != 0 and .orphan != true'
		[[ $output != *'"orphan":false'* ]] || seen=1
	done
	[[ $seen == 1 ]]
	stop "$pid"
	retry is_left
}

is_left() {
	ipcls --orphans-after 0 --raw --no-headings -o object -w orphan |
	    grep -qx shm:/x
}

# We make namespaces, and let somebody in who is none of ours.
@test "ipcls: a queue that a process from another PID namespace holds is no orphan" {
	local world
	need_nobody
	# shellcheck disable=SC2016 # expands in there
	start unshare --ipc --mount --pid --fork --kill-child --mount-proc bash -c '
		umount /dev/mqueue && mount -t mqueue none /dev/mqueue &&
		"$@" object make mq:/x >&2 &&
		"$@" object make mq:/left >&2 &&
		"$@" object make mq:0x7 >&2 && echo ready && read -r _' - "${nobody[@]}"
	world=$(pgrep -P "$pid")
	start nsenter -t "$world" --ipc hold open mq:/x
	start nsenter -t "$world" --ipc hold receive mq:0x7
	ok nsenter -t "$world" --ipc --mount --pid env -u LD_PRELOAD \
	    ipcls --orphans-after 0 --json -o object,holders,waiters,orphan,evidence
	# Who waits may be known from the kernel, who holds a queue is not.
	json '.objects | length == 3
	and all(.[:2][]; .orphan == null and .holders == null and
	    (.waiters == null or .waiters == 0) and (.evidence | endswith(
		"processes outside of this PID namespace cannot be seen")))
	and (.[2] | (.orphan == null and .waiters == null) or
	    (.orphan == false and .waiters == 1 and (.evidence | startswith(
	    "awaited by 1 thread, 1 of them outside of this PID namespace"))))'
	nsenter -t "$world" --ipc --mount --pid env -u LD_PRELOAD \
	    ipcrm --orphans --orphans-after 0 -y
	ok nsenter -t "$world" --ipc --mount --pid \
	    ipcls --raw --no-headings -o object
	[[ ${#lines[@]} == 3 ]]
}
