#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Many objects, and objects that come and go.
#
# Half of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib

# The traced program's calls of $1, a pattern; the status must be 0.
calls() {
	local pattern=$1
	shift
	strace -f -o "$BATS_TEST_TMPDIR/trace" "$@" >"$BATS_TEST_TMPDIR/out"
	grep -cE "$pattern" "$BATS_TEST_TMPDIR/trace" || true
}

# Queues are charged to the user by what they can hold, and not everywhere may
# that limit be raised; other suites may have used it up for a moment.
try_many() {
	object many "$1:/many" count="$many" max_messages=1 \
	    max_message_size=1 2>/dev/null || {
		object clear
		return 1
	}
}

many_posix() {
	many=32000
	[[ $1 != mq || $(ulimit -q) == unlimited ]] || many=500
	retry try_many "$1"
}

few() {
	[[ $1 -ge 1 && $1 -le 5 ]] || {
		echo "$1 calls" >&2
		return 1
	}
}

@test "ipcls: one System V object of 32,000 is found without listing them" {
	need_room
	need strace
	local kind call last key
	for kind in mq shm sem; do
		call=${kind/mq/msg}ctl
		object many "$kind:0x90000000" count=32000
		key=0x90007cff # the last one
		last=$(ipcls --raw --no-headings -o object -S -id "$kind:" |
			head -n 1)
		for one in "$last" "$kind:$key"; do
			few "$(calls "$call\(" ipcls --json -o object,key "$one")"
			output=$(cat "$BATS_TEST_TMPDIR/out")
			json '.objects == [{ $object, $key }]' \
			    --arg object "$last" --arg key "$key"
		done
		# Of all that is known: four calls for a set of one.
		[[ $(calls "$call\(" ipcls -i "$last") -le 20 ]]
		object clear
	done
}

@test "ipcls: one POSIX object of 32,000 is found without listing them" {
	need_room
	need strace
	local kind many
	for kind in mq shm sem; do
		many_posix "$kind"
		one=$kind:/many$((many - 1))
		[[ $(calls getdents ipcls --json -o object "$one") == 0 ]]
		[[ $(cat "$BATS_TEST_TMPDIR/out") == *"$one"* ]]
		[[ $(grep -c many "$BATS_TEST_TMPDIR/trace") -lt 10 ]]
		object clear
	done
}

@test "ipcls: 32,000 System V objects are listed completely and once each" {
	need_room
	local kind
	for kind in mq shm sem; do
		object many "$kind:0x90000000" count=32000
		ipcls --json -o id,key "$kind:" >"$BATS_TEST_TMPDIR/out"
		jq -e '.objects | length == 32000
			and (map(.id) | unique | length == 32000)
			and (map(.key) | unique | length == 32000
				and first == "0x90000000"
				and last == "0x90007cff")' \
		    "$BATS_TEST_TMPDIR/out" >/dev/null
		[[ $(ipcls --no-headings -o object "$kind:" | wc -l) == 32000 ]]
		object clear
	done
}

@test "ipcls: 32,000 POSIX objects are listed completely and once each" {
	need_room
	local kind many
	for kind in mq shm sem; do
		many_posix "$kind"
		ipcls --json -o name,mode "$kind:" >"$BATS_TEST_TMPDIR/out"
		jq -e --argjson many $many '.objects | length == $many
			and (map(.name) | unique | length == $many)
			and all(.[]; .mode == "0600"
				and (.name | test("^/many[0-9]+$")))' \
		    "$BATS_TEST_TMPDIR/out" >/dev/null
		[[ $(ipcls --no-headings -o object "$kind:" | wc -l) == "$many" ]]
		object clear
	done
}

@test "ipcls: an owner without a name costs one look for all his rows" {
	need_root
	need strace
	local field file one
	! getent passwd 54321 >/dev/null || skip "there is a user 54321"
	for field in owner:passwd group:group; do
		file="\"/etc/${field#*:}\""
		field=${field%:*}
		object make shm: uid=54321 gid=54321
		one=$(calls "$file" ipcls --json -o "$field")
		((one >= 1))
		object many shm: count=300 uid=54321 gid=54321
		[[ $(calls "$file" ipcls --json -o "$field") == "$one" ]]
		jq -e '.objects | length == 301
			and all(.[]; .owner // .group == "54321")' \
		    "$BATS_TEST_TMPDIR/out" >/dev/null
		# What is not shown costs nothing.
		[[ $(calls "$file" ipcls --json -o uid,gid) == 0 ]]
		object clear
	done
}

# Make and remove objects of every kind as fast as can be, and keep some.
churn='
import ctypes, os, signal, sys
libc = ctypes.CDLL(None, use_errno=True)
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
def files(paths):
	made = []
	for path in paths:
		# There may be no room for more queues just now.
		try:
			fd = os.open(path, os.O_CREAT | os.O_RDWR, 0o644)
		except OSError:
			continue
		if "sem." in path:
			os.write(fd, bytes(32))
		os.close(fd)
		made.append(path)
	for path in made:
		os.unlink(path)
def sysv(get, ctl):
	ids = [get() for _ in range(20)]
	for one in ids:
		ctl(one)
paths = ["%s%d" % (at, i) for i in range(20)
    for at in ("/dev/mqueue/churn", "/dev/shm/churn", "/dev/shm/sem.churn")]
print("ready", flush=True)
while True:
	files(paths)
	sysv(lambda: libc.msgget(0, 0o600), lambda i: libc.msgctl(i, 0, None))
	sysv(lambda: libc.shmget(0, 4096, 0o600),
	    lambda i: libc.shmctl(i, 0, None))
	sysv(lambda: libc.semget(0, 3, 0o600), lambda i: libc.semctl(i, 0, 0))
'

# What stays is there each time; what comes and goes may be, or not.
churned() {
	local seen=0
	for round in {1..10}; do
		run_apart "$@" --json -o all
		[[ $status == 0 && -z $stderr ]] || {
			echo "round $round: $status: $stderr" >&2
			return 1
		}
		printf '%s\n' "$output" >"$BATS_TEST_TMPDIR/$round.json"
		jq -e '.objects | map(select(.object | test("churn") | not)
			| select(.key != "0x00000000") | .object)
			| length == 6' <<<"$output" >/dev/null
		jq -e '.objects | length == 6' <<<"$output" >/dev/null ||
			seen=1
	done
	# As one document.
	{
		printf '[null'
		for round in "$BATS_TEST_TMPDIR"/*.json; do
			printf , && cat "$round"
		done
		printf ']'
	} | strict_json
	# Or nothing of this was tried.
	[[ $seen == 1 ]] && kill -0 "${!inputs[@]}"
}

stay() {
	# Queues are charged by the most that they can hold.
	echo 1 >/proc/sys/fs/mqueue/msg_default
	echo 128 >/proc/sys/fs/mqueue/msgsize_default
	retry object make mq:/stays mode=0644 2>/dev/null
	object make shm:/stays
	object make sem:/stays mode=0644
	object make mq:0x1
	object make shm:0x2
	object make sem:0x3
} >/dev/null

@test "ipcls: objects that vanish while it lists are no error" {
	need python3
	stay
	start python3 -c "$churn"
	start python3 -c "${churn//churn/other_churn}"
	churned ipcls
	churned deny fsopen ipcls
}

@test "ipcls: objects that vanish while a user lists are no error" {
	need python3
	need_nobody
	stay
	start python3 -c "$churn"
	start python3 -c "${churn//churn/other_churn}"
	churned as_nobody ipcls
}

@test "ipcls: queues that vanish do not make the mount look like another's" {
	need python3
	run deny fsopen true
	[[ $status == 0 ]] || skip "system calls cannot be refused here"
	stay
	start python3 -c "${churn%print(*}"'
paths = ["/dev/mqueue/churn%d" % i for i in range(20)]
print("ready", flush=True)
while True:
	files(paths)'
	# Of so many at least one would meet a queue at the wrong moment.
	for round in {1..200}; do
		run_apart deny fsopen ipcls --raw -q -o object
		[[ $status == 0 && -z $stderr && $output == *mq:/stays* ]] || {
			echo "round $round: $status: $stderr" >&2
			return 1
		}
	done
	kill -0 "${!inputs[@]}"
}

@test "ipcls: objects that vanish are no error where the kernel lacks STAT_ANY" {
	need python3
	run deny stat-any true
	[[ $status == 0 ]] || skip "system calls cannot be refused here"
	stay
	start python3 -c "$churn"
	churned deny stat-any ipcls
}
