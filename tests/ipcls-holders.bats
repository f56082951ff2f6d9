# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; lib.bash
# Who holds an object, found by looking at processes.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	hold=$(command -v hold)
}

# held OBJECT PROCESS...: by these and no others, each as PID:HOW.
held() {
	local object=$1
	shift
	ok ipcls --json -o holders,held_by,holder_pids,holder_commands "$object"
	# shellcheck disable=SC2016 # jq's
	json '.objects[0] | [.held_by[] | "\(.pid):\(.how)"] as $seen
	| ($seen | sort) == ($wanted | split(" ") | sort)
	and .holders == ($seen | length)
	and .holder_pids == [.held_by[].pid]
	and .holder_commands == [.held_by[].command]' --arg wanted "$*"
}

# with VERB OBJECT [WORD...]: held that way by a process, which is in $pid.
with() {
	start hold "$@"
}

@test "ipcls: finds who has a POSIX queue open, and in which way" {
	object make mq:/jobs
	held mq:/jobs
	with open mq:/jobs
	held mq:/jobs "$pid:open"
	local first=$pid
	with file mq:/jobs
	held mq:/jobs "$first:open" "$pid:open"
	stop "$first"
	held mq:/jobs "$pid:open"
}

@test "ipcls: finds who has POSIX memory mapped, open or both" {
	local map private both file

	object make shm:/cache size=4096
	held shm:/cache
	with map shm:/cache && map=$pid
	held shm:/cache "$map:mapped"
	with map-private shm:/cache && private=$pid
	with both shm:/cache && both=$pid
	with file shm:/cache && file=$pid
	held shm:/cache "$map:mapped" "$private:mapped" "$both:both" \
	    "$file:open"
}

@test "ipcls: finds who has a POSIX semaphore mapped, or its file open" {
	local made opened

	# Who made it has mapped it under another name.
	with open sem:/lock && made=$pid
	held sem:/lock "$made:mapped"
	with open sem:/lock count=5 && opened=$pid
	with file sem:/lock
	held sem:/lock "$made:mapped" "$opened:mapped" "$pid:open"
}

@test "ipcls: finds who has a segment attached, and counts it once" {
	local one

	with attach shm:0x52 && one=$pid
	held shm:0x52 "$one:mapped"
	with attach-read shm:0x52 count=7
	held shm:0x52 "$one:mapped" "$pid:mapped"
	ok ipcls --json -o nattch,holders shm:0x52
	json '.objects[0] == {"nattch": 8, "holders": 2}'
}

@test "ipcls: a segment of id 0 is found, and other shared memory is not" {
	local id=0

	with attach shm:
	# Ids start at 0, and so do files elsewhere.
	ok ipcls --json -o id,held_by shm:
	# shellcheck disable=SC2016 # jq's
	json '.objects[0] | .held_by[0].pid == $pid' --argjson pid "$pid"
}

@test "ipcls: other memory whose inode is a segment's id is none" {
	need python3
	[[ -w /proc/sys/kernel/shm_next_id ]] || skip "ids cannot be chosen"
	start python3 -c '
import ctypes, mmap, os, sys
fd = os.memfd_create("SYSV00000000")
os.ftruncate(fd, 4096)
m = mmap.mmap(fd, 4096)
with open("/proc/sys/kernel/shm_next_id", "w") as f:
	f.write(str(os.fstat(fd).st_ino))
id = ctypes.CDLL(None).shmget(0, 4096, 0o1600)
print("ready", "same" if id == os.fstat(fd).st_ino else "other", flush=True)
sys.stdin.read()'
	[[ $ready == same ]] || skip "no such id"
	held shm:
}

@test "ipcls: who attached and left for another namespace is counted" {
	need python3
	start python3 -c '
import ctypes, sys
libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
libc.shmat(libc.shmget(0x52, 4096, 0o1600), None, 0)
print("ready", libc.unshare(0x08000000), flush=True)
sys.stdin.read()'
	[[ $ready == 0 ]] || skip "namespaces are refused here"
	ok deny bpf ipcls --json -o nattch,holders,held_by,orphan shm:0x52
	json '.objects[0] == {"nattch": 1, "holders": null, "held_by": null,
		"orphan": false}'
	need_reader
	held shm:0x52 "$pid:mapped"
}

@test "ipcls: a removed segment shows who still has it attached" {
	with removed shm:0x52
	ok ipcls --json -o dest,held_by shm:
	# shellcheck disable=SC2016 # jq's
	json '.objects | length == 1 and .[0].dest
	and .[0].held_by[0].pid == $pid' --argjson pid "$pid"
}

@test "ipcls: queues and sets of System V cannot be held" {
	with receive mq:0x7
	with wait sem:0x7
	ok ipcls --json -o object,holders,held_by mq: sem:
	json '.objects | length == 2
	and all(.[]; .holders == null and .held_by == null)'
}

@test "ipcls: who holds what was removed does not hold its namesake" {
	local kind

	for kind in mq shm sem; do
		with removed "$kind:/name"
		object make "$kind:/name"
		held "$kind:/name"
		with open "$kind:/name"
		ok ipcls --json -o held_by "$kind:/name"
		# shellcheck disable=SC2016 # jq's
		json '[.objects[0].held_by[].pid] == [$pid]' \
		    --argjson pid "$pid"
	done
}

@test "ipcls: an object with several names is held by each" {
	local name

	with both shm:/one
	for name in two three four five six seven; do
		ln /dev/shm/one "/dev/shm/$name"
	done
	ok ipcls --json -o held_by shm:
	# shellcheck disable=SC2016 # jq's
	json '.objects | length == 7 and all(.[]; [.held_by[] | .pid, .how]
	== [$pid, "both"])' --argjson pid "$pid"
}

@test "ipcls: what is held under another name is held" {
	with map shm:/old
	mv /dev/shm/old /dev/shm/new
	held shm:/new "$pid:mapped"
}

@test "ipcls: names with newlines and (deleted) are nobody else's" {
	local name pids=()

	for name in 'x (deleted)' x $'x\n' '/SYSV00000000' "SYSV00000000" \
	    "SYSV00000000 (deleted)" "${hostile_names[0]}"; do
		with map "shm:/${name#/}"
		pids+=("$pid")
	done
	ok ipcls --json -o holders shm:
	json '.objects | length > 4 and all(.[]; .holders >= 1)'
	ok ipcls --json -o held_by 'shm:/x\s(deleted)' shm:/x 'shm:/x\n'
	# shellcheck disable=SC2016 # jq's
	json '[.objects[].held_by[].pid | tostring] | sort
	== ($pids | split(" ") | sort)' --arg pids "${pids[*]:0:3}"
}

@test "ipcls: a command cannot harm the terminal, and is exact in JSON" {
	local name=$'\e[31m,\n(x)'

	cp "$hold" "$BATS_TEST_TMPDIR/$name"
	start "$BATS_TEST_TMPDIR/$name" map shm:/cache
	ok ipcls -H shm:/cache
	[[ $output != *$'\e'* && $output == *'\033[31m\054\n(x)'* ]]
	ok ipcls -i shm:/cache
	[[ $output != *$'\e'* ]]
	ok ipcls --json -o holder_commands,held_by shm:/cache
	# shellcheck disable=SC2016 # jq's
	json '.objects[0] | .holder_commands == [$name]
	and .held_by[0].command == $name' --arg name "$name"
}

@test "ipcls: -H shows holders of each kind in a table" {
	with both shm:/cache
	local memory=$pid
	with open mq:/jobs
	local queue=$pid
	ok ipcls -H
	[[ $(tr -s ' ' <<<"$output") == \
	    "OBJECT OWNER MESSAGES HOLDERS HELD_BY WAITERS WAITED_BY
mq:/jobs root 0 1 $queue/hold 0 -

OBJECT OWNER SIZE HOLDERS HELD_BY
shm:/cache root 4.0K 1 $memory/hold" ]]
	ok ipcls -H -o +mode shm:
	[[ $(tail -n 1 <<<"$output") == *" 0600" ]]
}

@test "ipcls: -i lists who holds an object" {
	with both shm:/cache
	ok ipcls -i shm:/cache
	[[ $(sed -n '/^  *holder /,/^[^ ]/p' <<<"$output" | tr -s ' ') == \
	    " holder user command how
 $pid root hold both"* ]]
	[[ $output == *$'\n'"evidence  held by 1 process; "* ]]
	ok ipcls -i -o holders,held_by,evidence shm:/cache
	[[ $output == *$'\n\n  holder '*$'\n\n'"evidence: held by 1 process; "* ]]
	ok ipcls -i -o held_by --no-headings shm:/cache
	[[ $(tr -s ' \n' ' ' <<<"$output") == " $pid root hold both " ]]
}

@test "ipcls: holders can be selected and sorted by" {
	object make shm:/free size=4096
	with map shm:/one
	local one=$pid
	with map shm:/two
	with map shm:/two
	ok ipcls --raw --no-headings -o object -w 'holders == 0'
	[[ $output == shm:/free ]]
	ok ipcls --raw --no-headings -o object -w "holder_pids == $one"
	[[ $output == shm:/one ]]
	ok ipcls --raw --no-headings -o object -w 'holder_commands == "hold"'
	[[ $output == $'shm:/one\nshm:/two' ]]
	ok ipcls --raw --no-headings -o object -w "held_by =~ '^$one/'"
	[[ $output == shm:/one ]]
	ok ipcls --raw --no-headings -o object -S -holders
	[[ $output == $'shm:/two\nshm:/one\nshm:/free' ]]
}

@test "ipcls: the command of a creator is shown while it lives" {
	with attach shm:0x52
	ok ipcls --json -o command,cpid shm:0x52
	# shellcheck disable=SC2016 # jq's
	json '.objects[0] == {"command": "hold", "cpid": $pid}' \
	    --argjson pid "$pid"
	stop "$pid"
	ok ipcls --json -o command shm:0x52
	json '.objects[0].command == null'
}

@test "ipcls: a thread that outlives the first holds what it did" {
	need python3
	start python3 -c '
import ctypes, mmap, os, sys, threading
f = open("/dev/shm/cache", "wb+")
f.truncate(4096)
m = mmap.mmap(f.fileno(), 4096)
def stay():
	while "Z" not in open("/proc/self/stat").read().rsplit(")")[1]:
		pass
	os.write(1, b"ready\n")
	sys.stdin.read()
	os._exit(0)
threading.Thread(target=stay).start()
ctypes.CDLL(None).pthread_exit(None)'
	held shm:/cache "$pid:both"
}

@test "ipcls: a zombie holds nothing, and hides nothing" {
	object make shm:/cache size=4096
	# Its parent never waits for it.
	start bash -c 'sleep 0 & exec hold open mq:/jobs'
	held shm:/cache
	ok ipcls -H
}

@test "ipcls: many maps and descriptors are all looked at" {
	ulimit -n 5000 2>/dev/null || skip "no so many descriptors"
	object make shm:/cache size=4096
	start crowd 2 3000 4000 shm:/cache
	ok ipcls --json -o holders,holder_pids shm:/cache
	# The last, and the one that made it.
	# shellcheck disable=SC2016 # jq's
	json '.objects[0] | .holders == 2 and (.holder_pids | index($pid))' \
	    --argjson pid "$ready"
}

@test "ipcls: processes that come and go while it looks do no harm" {
	with map shm:/cache
	local holder=$pid
	# Not so many that pids come round; until input ends.
	# shellcheck disable=SC2016 # expands in there
	start bash -c 'echo ready
	while true & wait; read -r -t 0.002 _; (($? > 128)); do :; done'
	for _ in {1..50}; do
		held shm:/cache "$holder:mapped"
	done
}

@test "ipcls: another IPC namespace has the same ids, and is told apart" {
	with attach shm:0x52
	local ours=$pid id=$ready
	start_elsewhere "$id" hold attach shm:0x52
	[[ $ready == "$id" ]]
	held "$id" "$ours:mapped"
	# And so is a queue of that name.
	with open mq:/jobs
	ours=$pid
	start unshare --ipc "$hold" open mq:/jobs
	held mq:/jobs "$ours:open"
}

@test "ipcls: without a column that needs it no process is looked at" {
	need strace
	local words

	with both shm:/cache
	for words in '' -t -p -c -q -u -l '-i -o object,mode shm:/cache' \
	    '--json -o object,nattch,pid'; do
		# shellcheck disable=SC2086 # words
		strace -f -o "$BATS_TEST_TMPDIR/trace" -e trace=%file,readlink \
		    ipcls $words >/dev/null
		! grep -E '/proc/[0-9]|"/proc"|/proc/self/mountinfo' \
		    "$BATS_TEST_TMPDIR/trace" >&2 || return 1
	done
	strace -f -o "$BATS_TEST_TMPDIR/trace" -e trace=%file ipcls -H >/dev/null
	grep -q '"/proc"' "$BATS_TEST_TMPDIR/trace"
}

# What may not be looked at.

@test "ipcls: with a process that may not be looked at, unheld is unknown" {
	need_nobody
	object make mq:/jobs mode=0666
	object make shm:/cache size=4096 mode=0666
	object make sem:/lock mode=0666
	run_apart as_nobody ipcls -H
	[[ $status == 0 ]]
	[[ $stderr =~ ^ipcls:\ holders:\ [0-9]+\ of\ [0-9]+\ processes\ could\ not\ be\ looked\ at$ ]]
	run_apart as_nobody ipcls --json -o holders,held_by,waiters,orphan
	json '.objects | length == 3 and all(.[]; .holders == null
		and .held_by == null and .waiters == null and .orphan == null)'
}

@test "ipcls: who is seen is listed, though others may be hidden" {
	need_nobody
	start as_nobody hold map shm:/cache
	run_apart as_nobody ipcls --json -o holders,held_by,orphan shm:/cache
	# shellcheck disable=SC2016 # jq's
	json '.objects[0] | .holders == null and .orphan == false
	and [.held_by[] | .pid, .user] == [$pid, "nobody"]' \
	    --argjson pid "$pid"
	# Root sees all.
	held shm:/cache "$pid:mapped"
}

@test "ipcls: the kernel's count tells that all who attached were seen" {
	need_nobody
	local id

	id=$(as_nobody object make shm: mode=0666)
	run_apart as_nobody ipcls --json -o holders "$id"
	json '.objects[0].holders == 0'
	start as_nobody hold attach "$id"
	run_apart as_nobody ipcls --json -o holders,held_by "$id"
	json '.objects[0] | .holders == 1 and (.held_by | length == 1)'
	# One who is hidden makes the number unknown, and is counted by nattch.
	with attach "$id"
	run_apart as_nobody ipcls --json -o holders,held_by,nattch "$id"
	json '.objects[0] | .nattch == 2 and .holders == null
	and (.held_by | length == 1)'
}
