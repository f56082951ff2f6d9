# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; lib.bash
# Whether an object was left behind, and what speaks for that.

setup() {
	load lib
}

# orphan OBJECT VERDICT [CLAUSE...]: true, false or null, with this evidence.
orphan() {
	local clauses
	clauses=$(printf '%s\n' "${@:3}" | jq -Rs 'split("\n") - [""]')
	ok ipcls --json -o orphan,evidence "$1"
	# shellcheck disable=SC2016 # jq's
	json '.objects[0] | .orphan == $verdict
	and ($clauses - (.evidence | split("; ")) == [])' \
	    --argjson verdict "$2" --argjson clauses "$clauses"
}

# What the kernel can do at all, but our programs do not: a call, and staying.
start_call() {
	need python3
	start python3 -c "
import ctypes, sys
libc = ctypes.CDLL(None)
result = libc.$1
print('ready', result, flush=True)
sys.stdin.read()"
}

@test "ipcls: a POSIX object that nobody holds is an orphan" {
	local kind

	for kind in mq shm sem; do
		object make "$kind:/x"
		orphan "$kind:/x" true "held by nobody"
		start hold open "$kind:/x"
		orphan "$kind:/x" false "held by 1 process"
		stop "$pid"
		orphan "$kind:/x" true
	done
}

@test "ipcls: a segment whose creator lives is none, though detached" {
	start_call "shmget(0x52, 4096, 0o1600)"
	orphan shm:0x52 false "attached by nobody" "creator $pid is alive"
	stop "$pid"
	orphan shm:0x52 true "attached by nobody" "creator $pid is gone"
}

@test "ipcls: a segment that is attached is none, whoever made it" {
	local segment

	segment=$(object make shm:)
	start hold attach "$segment"
	orphan "$segment" false "attached by 1 process" "last user $pid is alive"
	stop "$pid"
	orphan "$segment" true "last user $pid is gone"
}

@test "ipcls: a queue whose last sender or receiver lives is none" {
	object make mq:0x7
	# Nobody can say who made it.
	orphan mq:0x7 null "never used, and its maker is not recorded"
	object send mq:0x7
	orphan mq:0x7 true
	start_call "msgsnd($(ipcls --raw --no-headings -o id mq:0x7), b'\\1\\0\\0\\0\\0\\0\\0\\0text', 4, 0)"
	[[ $ready == 0 ]]
	orphan mq:0x7 false "last sender $pid is alive"
	stop "$pid"
	orphan mq:0x7 true "last sender $pid is gone"
	start hold receive mq:0x7 type=9
	orphan mq:0x7 false "awaited by 1 thread"
}

@test "ipcls: a set whose last user lives is none" {
	object make sem:0x7 nsems=3
	orphan sem:0x7 null "never used, and its maker is not recorded"
	start_call "semctl($(ipcls --raw --no-headings -o id sem:0x7), 1, 16, 5)"
	orphan sem:0x7 false "last user $pid is alive"
	stop "$pid"
	orphan sem:0x7 true "last user $pid is gone"
	start hold wait sem:0x7
	orphan sem:0x7 false "awaited by 1 thread"
}

@test "ipcls: the evidence is in words" {
	object make shm:0x52 >/dev/null
	ok ipcls --raw --no-headings -o cpid shm:0x52
	ok ipcls -i shm:0x52
	[[ $output =~ evidence:\ attached\ by\ nobody\;\ creator\ [0-9]+\ is\ gone\;\ made\ or\ changed\ [0-9]+\ seconds?\ ago\;\ all\ [0-9]+\ processes\ could\ be\ looked\ at$ ]]
	object fill shm:0x52
	ok ipcls -i shm:0x52
	[[ $output =~ \;\ last\ used\ [0-9]+\ seconds?\ ago\;\ all ]]
	object make shm:/old size=1
	ok ipcls -i shm:/old
	[[ $output =~ evidence:\ held\ by\ nobody\;\ all\ [0-9]+\ processes ]]
}

@test "ipcls: -w orphan selects those that are, -w 'not orphan' the rest" {
	object make shm:/left size=1
	start hold map shm:/used
	object make mq:0x7
	ok ipcls --raw --no-headings -o object -w orphan
	[[ $output == shm:/left ]]
	ok ipcls --raw --no-headings -o object -w 'orphan == no'
	[[ $output == shm:/used ]]
}

# Later than the second of a time, by more than the slack that clocks get.
is_over() {
	(($(date +%s) > $1 + 2))
}

# A process with this pid; others may take it first, for a while.
start_as() {
	# shellcheck disable=SC2016 # expands in there
	start bash -c 'exec 3<&0
		for ((i = 0; i < 1000; i++)); do
			echo $(($1 - 1)) >/proc/sys/kernel/ns_last_pid
			{ read -r _ <&3; } &
			[[ $! != "$1" ]] || break
			kill "$!"
		done
		echo ready "$!"
		wait' - "$1"
	[[ $ready == "$1" ]]
}

@test "ipcls: a pid that is another's now is not the creator's" {
	local cpid last=/proc/sys/kernel/ns_last_pid

	[[ -w $last ]] || skip "pids cannot be chosen"
	object make shm:0x52 >/dev/null
	cpid=$(ipcls --raw --no-headings -o cpid shm:0x52)
	retry is_over "$(ipcls --raw --no-headings --time-format=epoch \
	    -o ctime shm:0x52)"
	start_as "$cpid"
	orphan shm:0x52 true "creator $cpid is gone, and its pid another's"
	ok ipcls --json -o command shm:0x52
	json '.objects[0].command == null'
}

@test "ipcls: a pid that may still be the creator's is taken for it" {
	local cpid last=/proc/sys/kernel/ns_last_pid

	[[ -w $last ]] || skip "pids cannot be chosen"
	object make shm:0x52 >/dev/null
	cpid=$(ipcls --raw --no-headings -o cpid shm:0x52)
	start_as "$cpid"
	is_over "$(ipcls --raw --no-headings --time-format=epoch \
	    -o ctime shm:0x52)" && skip "too slow"
	orphan shm:0x52 false "creator $cpid is alive"
}

# What may not be looked at.

@test "ipcls: with a hidden process unheld is unknown, and held is no orphan" {
	need_nobody
	as_nobody object make shm:/mine size=4096 >/dev/null
	as_nobody object make mq:/mine >/dev/null
	as_nobody object make sem:/mine >/dev/null
	as_nobody object make mq:0x7 >/dev/null
	as_nobody object send mq:0x7
	run --separate-stderr as_nobody ipcls --json -o object,orphan,evidence
	json '.objects | length == 4 and all(.[]; .orphan == null
		and (.evidence | test("[0-9]+ of [0-9]+ processes could not be looked at$")))'
	start as_nobody hold map shm:/mine
	run --separate-stderr as_nobody ipcls --json -o orphan shm:/mine
	json '.objects[0].orphan == false'
}

@test "ipcls: where the kernel itself counts, an orphan is proven" {
	need_nobody
	as_nobody object make shm:0x52 >/dev/null
	as_nobody object make sem:0x52 values=1 >/dev/null
	run --separate-stderr as_nobody ipcls --json -o orphan shm:0x52 sem:0x52
	json '[.objects[].orphan] == [true, true]'
	# A hidden process holds it; the count says so.
	start hold attach shm:0x52
	run --separate-stderr as_nobody ipcls --json -o orphan,evidence shm:0x52
	json '.objects[0] | .orphan == false
	and (.evidence | startswith("attached by somebody who was not found"))'
}

@test "ipcls: a segment that a hidden child has attached is no orphan" {
	need_nobody
	need python3
	start python3 -c '
import ctypes, os, sys
libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
r, w = os.pipe()
if os.fork() == 0:
	libc.shmat(libc.shmget(0x52, 4096, 0o1666), None, 0)
	if os.fork() == 0:
		os.write(w, b"x")
		sys.stdin.read()
	os._exit(0)
os.wait()
os.read(r, 1)
print("ready", flush=True)
sys.stdin.read()'
	orphan shm:0x52 false "attached by 1 process"
	run --separate-stderr as_nobody ipcls --json -o holders,orphan shm:0x52
	json '.objects[0] == {"holders": null, "orphan": false}'
}

@test "ipcls: from within a PID namespace of its own others are not seen" {
	object make shm:/x size=1
	object make mq:/x
	object make shm:0x52
	object make mq:0x7
	object send mq:0x7
	start hold open shm:/x
	start hold open mq:/x
	# shellcheck disable=SC2016 # expands in there
	run --separate-stderr unshare --pid --fork --mount-proc \
	    ipcls --json -o object,holders,orphan,evidence
	json '.objects | length == 4 and all(.[]; .orphan == null)
	and (map(select(.object | test("/x$"))) | length == 2
		and all(.[]; .holders == null and (.evidence
		| endswith("processes outside of this PID namespace cannot be seen"))))'
	# But in a world of its own, all are.
	run --separate-stderr "$BATS_TEST_DIRNAME/isolate" bash -c \
	    'object make shm:/x size=1; object make mq:/x
	    ipcls --json -o orphan'
	output=$(sed -n '/^{/,$p' <<<"$output")
	json '[.objects[].orphan] == [true, true]'
}

@test "ipcls: a /proc that leaves out processes is no evidence" {
	need_nobody
	as_nobody object make shm:/x size=1
	# shellcheck disable=SC2016 # expands in there
	run --separate-stderr unshare --mount bash -c '
		mount -t proc -o hidepid=2 proc /proc || exit 77
		"$@"' - "${nobody[@]}" ipcls -H --json -o +orphan
	[[ $status != 77 ]] || skip "it cannot be mounted"
	json '.objects[0] | .owner == "nobody" and .holders == null
	and .orphan == null'
	[[ $stderr == "ipcls: holders: "* ]]
	# Who may trace all sees all.
	run --separate-stderr unshare --mount bash -c '
		mount -t proc -o hidepid=2 proc /proc
		ipcls --json -o holders,orphan'
	json '.objects[0] == {"holders": 0, "orphan": true}'
}

@test "ipcls: the /proc of another PID namespace is no evidence" {
	object make shm:/x size=1
	object make shm:0x52
	run --separate-stderr unshare --pid --fork ipcls --json -o holders,orphan
	json '.objects | length == 2 and all(.[]; .orphan == null)
	and .[0].holders == null'
}
