# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; lib.bash
# Whether an object was left behind, and what speaks for that.
#
# Processes of root always run, so that what can be certain is nobody's here.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
}

# orphan OBJECT VERDICT [CLAUSE...]: true, false or null, with this evidence,
# as if the hour after which an orphan can be certain were over.
orphan() {
	ok ipcls --orphans-after 0 --json -o orphan,evidence "$1"
	says orphan "${@:2}"
}

# The same of likely_orphan.
likely() {
	ok ipcls --orphans-after 0 --json -o likely_orphan,evidence "$1"
	says likely_orphan "${@:2}"
}

# Of $output: FIELD VERDICT [CLAUSE...]
says() {
	local clauses
	clauses=$(printf '%s\n' "${@:3}" | jq -Rs 'split("\n") - [""]')
	# shellcheck disable=SC2016 # jq's
	json '.objects[0] | .[$field] == $verdict
	and ($clauses - (.evidence | split("; ")) == [])' \
	    --arg field "$1" --argjson verdict "$2" --argjson clauses "$clauses"
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

	need_nobody
	for kind in mq shm sem; do
		as_nobody object make "$kind:/x" values=1
		orphan "$kind:/x" true "held by no process"
		start as_nobody hold open "$kind:/x"
		orphan "$kind:/x" false "held by 1 process"
		stop "$pid"
		orphan "$kind:/x" true
	done
}

@test "ipcls: a segment whose creator lives is none, though detached" {
	start_call "shmget(0x52, 4096, 0o1600)"
	orphan shm:0x52 null "attached by no process" "creator $pid is alive"
	likely shm:0x52 false
	stop "$pid"
	likely shm:0x52 true "attached by no process" "creator $pid is gone"
}

@test "ipcls: a segment that is attached is none, whoever made it" {
	local segment

	segment=$(object make shm:)
	start hold attach "$segment"
	orphan "$segment" false "attached by 1 process" "last user $pid is alive"
	likely "$segment" false
	stop "$pid"
	likely "$segment" true "last user $pid is gone"
}

@test "ipcls: a queue whose last sender or receiver lives is not likely one" {
	object make mq:0x7
	# Nobody can say who made it.
	likely mq:0x7 null "never used, and its creator is not recorded"
	start_call "msgsnd($(ipcls --raw --no-headings -o id mq:0x7), b'\\1\\0\\0\\0\\0\\0\\0\\0text', 4, 0)"
	[[ $ready == 0 ]]
	orphan mq:0x7 null "last sender $pid is alive" "1 unread message"
	stop "$pid"
	# Whoever has ended: somebody is to read it.
	likely mq:0x7 false "last sender $pid is gone" "1 unread message"
	object receive mq:0x7
	likely mq:0x7 true "last sender $pid is gone"
	start hold receive mq:0x7 type=9
	orphan mq:0x7 false "awaited by 1 thread"
}

@test "ipcls: a set whose last user lives is not likely one" {
	object make sem:0x7 nsems=3
	likely sem:0x7 null "never used, and its creator is not recorded"
	start_call "semctl($(ipcls --raw --no-headings -o id sem:0x7), 1, 16, 5)"
	likely sem:0x7 false "last user $pid is alive"
	stop "$pid"
	likely sem:0x7 true "last user $pid is gone"
	start hold wait sem:0x7
	orphan sem:0x7 false "awaited by 1 thread"
}

@test "ipcls: of many users that have ended, a few are named and all are counted" {
	local i
	object make sem:0x8 nsems=12
	for i in {0..11}; do
		object op sem:0x8 num="$i"
	done
	likely sem:0x8 true "4 more recorded users are gone"
	json '.objects[0].evidence | [scan("last user [0-9]+ is gone")] | length == 8'
	# Each of them counts once.
	object op sem:0x8 values=1,1,1
	likely sem:0x8 true "2 more recorded users are gone"
}

# Later than the second of a time, by more than the slack that clocks get.
is_over() {
	(($(date +%s) > $1 + 2))
}

trace_of() {
	ipcls --raw --no-headings --time-format=epoch -o ctime "$1"
}

@test "ipcls: what ran at its last use and has its owner's uid may use it" {
	local one kinds=(mq:/x shm:/x sem:/x mq:0x7 shm:0x7 sem:0x7)

	need_nobody
	start as_nobody hold open shm:/other
	for one in "${kinds[@]}"; do
		as_nobody object make "$one" values=1 >/dev/null
	done
	for one in "${kinds[@]}"; do
		orphan "$one" null \
		    "1 process of its owner ran when it was created: $pid/hold"
	done
	stop "$pid"
	# The last one was made last.
	retry is_over "$(trace_of sem:0x7)"
	# Who began later was not its user, nor is another user's process.
	start as_nobody hold open shm:/other
	start hold open shm:/roots
	for one in "${kinds[@]}"; do
		orphan "$one" true
	done
}

@test "ipcls: the real uid counts, and the effective one, and the creator's" {
	need_nobody
	local one

	for one in --ruid=65534 --euid=65534; do
		as_nobody object make shm:/x size=1
		start setpriv "$one" "$(command -v hold)" open "shm:/$one"
		orphan shm:/x null \
		    "1 process of its owner ran when it was created: $pid/hold"
		stop "$pid"
		orphan shm:/x true
		ipcrm shm:/x
	done
	as_nobody object make shm:0x52 >/dev/null
	object set shm:0x52 uid=12345
	start as_nobody hold open shm:/other
	orphan shm:0x52 null \
	    "1 process of its owner or creator ran when it was created: $pid/hold"
}

@test "ipcls: no more than three processes are named" {
	local _

	need_nobody
	for _ in 1 2 3 4; do
		start as_nobody hold open shm:/other
	done
	as_nobody object make shm:/x size=1
	ok ipcls --raw --no-headings -o evidence shm:/x
	[[ $output == *4*processes*of*its*owner*ran*:*hold,*hold,*hold,*...* ]]
	[[ $output != *hold*hold*hold*hold* ]]
}

@test "ipcls: a daemon that forked after it set up may use it" {
	need_nobody
	need perl
	start as_nobody perl -e '
		$id = semget(0x51, 1, 01600); semctl($id, 0, 16, 1);
		# Long after: by its own start it could not be.
		select(undef, undef, undef, 3.2);
		pipe READ, WRITE;
		$| = 1; print("ready $$\n"), close WRITE, <STDIN>, exit if !fork;
		# What is started is over only when the daemon has spoken.
		close WRITE; <READ>'
	local daemon=$ready
	retry is_over "$(trace_of sem:0x51)"
	orphan sem:0x51 null \
	    "1 process of its owner may come from one that ran when it was created: $daemon/perl"
	likely sem:0x51 true
}

@test "ipcls: what was used within an hour is not certain" {
	need_nobody
	as_nobody object make shm:/x size=1
	as_nobody object make shm:0x52 >/dev/null
	as_nobody object fill shm:0x52
	ok ipcls --json -o orphan,likely_orphan,evidence
	json '.objects | length == 2 and all(.[]; .orphan == null
		and .likely_orphan)
	and (.[0].evidence | test("; created or changed [0-9]+ seconds? ago; "))
	and (.[1].evidence | test("; last used [0-9]+ seconds? ago; "))'
	ok ipcls --orphans-after 0 --json -o orphan
	json 'all(.objects[]; .orphan)'
	ok ipcls --orphans-after 2m --json -o orphan
	json 'all(.objects[]; .orphan == null)'
	fails 2 "soon" ipcls --orphans-after soon
}

@test "ipcls: with unread messages a queue is no certain or likely orphan" {
	local one

	need_nobody
	for one in mq:/x mq:0x7; do
		as_nobody object make "$one"
		orphan "$one" true
		as_nobody object send "$one" count=2
		orphan "$one" null "2 unread messages"
		likely "$one" false
	done
}

@test "ipcls: a semaphore of 0 may be taken" {
	need_nobody
	as_nobody object make sem:/taken values=0
	orphan sem:/taken null "its value is 0, so somebody may have it"
	likely sem:/taken true
	as_nobody object make sem:0x7 nsems=2
	# As it was made.
	orphan sem:0x7 true
	as_nobody object op sem:0x7 values=1,0
	orphan sem:0x7 true
	as_nobody object op sem:0x7 values=-1,0
	orphan sem:0x7 null "all its values are 0, so somebody may have it"
	# What may not be read may be 0.
	as_nobody object make sem:/secret values=1 mode=0
	run_apart unshare --user \
	    ipcls --orphans-after 0 --json -o orphan,evidence sem:/secret
	says orphan null "its value could not be read"
}

@test "ipcls: the evidence is in words" {
	object make shm:0x52 >/dev/null
	ok ipcls -i shm:0x52
	[[ $output =~ evidence\ \ attached\ by\ no\ process\;\ creator\ [0-9]+\ is\ gone\;\ [0-9]+\ processes\ of\ its\ owner\ ran\ when\ it\ was\ created:\ 1/.*\;\ created\ or\ changed\ [0-9]+\ seconds?\ ago\;\ all\ [0-9]+\ processes\ could\ be\ looked\ at$ ]]
	object fill shm:0x52
	ok ipcls -i shm:0x52
	[[ $output =~ \;\ last\ used\ [0-9]+\ seconds?\ ago\;\ all ]]
}

@test "ipcls: a command cannot add to the evidence, or harm the terminal" {
	need_nobody
	cp "$(command -v hold)" "$BATS_TEST_TMPDIR/; x"$'\e'
	start as_nobody "$BATS_TEST_TMPDIR/; x"$'\e' open shm:/other
	as_nobody object make shm:/x size=1
	orphan shm:/x null \
	    "1 process of its owner ran when it was created: $pid/??x?"
}

@test "ipcls: -w orphan selects those that are, -w 'not orphan' the rest" {
	need_nobody
	as_nobody object make shm:/left size=1
	start hold map shm:/used
	object make mq:0x7
	ok ipcls --orphans-after 0 --raw --no-headings -o object -w orphan
	[[ $output == shm:/left ]]
	ok ipcls --raw --no-headings -o object -w 'orphan == no'
	[[ $output == shm:/used ]]
	ok ipcls --raw --no-headings -o object -w likely_orphan
	[[ $output == shm:/left ]]
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

# The clock may have been set since, so that this is not certain.
@test "ipcls: a pid that seems to be another's now may be the creator's" {
	local cpid last=/proc/sys/kernel/ns_last_pid

	[[ -w $last ]] || skip "pids cannot be chosen"
	object make shm:0x52 >/dev/null
	cpid=$(ipcls --raw --no-headings -o cpid shm:0x52)
	retry is_over "$(trace_of shm:0x52)"
	start_as "$cpid"
	orphan shm:0x52 null "creator $cpid may be alive, or its pid another's"
	likely shm:0x52 null
	ok ipcls --json -o command shm:0x52
	json '.objects[0].command == null'
}

@test "ipcls: a pid that may still be the creator's is taken for it" {
	local cpid last=/proc/sys/kernel/ns_last_pid

	[[ -w $last ]] || skip "pids cannot be chosen"
	object make shm:0x52 >/dev/null
	cpid=$(ipcls --raw --no-headings -o cpid shm:0x52)
	start_as "$cpid"
	is_over "$(trace_of shm:0x52)" && skip "too slow"
	likely shm:0x52 false "creator $cpid is alive"
}
