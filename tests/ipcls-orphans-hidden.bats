# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; lib.bash
# Where not all can be looked at, whether an object was left behind is unknown.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
}

# orphan OBJECT VERDICT [CLAUSE]: true, false or null.
orphan() {
	ok ipcls --orphans-after 0 --json -o orphan,evidence "$1"
	# shellcheck disable=SC2016 # jq's
	json '.objects[0] | .orphan == $verdict
	and (.evidence | contains($clause))' \
	    --argjson verdict "$2" --arg clause "${3-}"
}

@test "ipcls: with a hidden process unheld is unknown, and held is no orphan" {
	need_queues
	need_nobody
	as_nobody object make shm:/mine size=4096 >/dev/null
	as_nobody object make mq:/mine >/dev/null
	as_nobody object make sem:/mine values=1 >/dev/null
	run_apart as_nobody ipcls --orphans-after 0 \
	    --json -o object,orphan,evidence
	json '.objects | length == 3 and all(.[]; .orphan == null
		and (.evidence | test("[0-9]+ of [0-9]+ processes could not be looked at$")))'
	start as_nobody hold map shm:/mine
	run_apart as_nobody ipcls --json -o orphan shm:/mine
	json '.objects[0].orphan == false'
}

@test "ipcls: where the kernel itself counts, an orphan is proven" {
	need_nobody
	as_nobody object make shm:0x52 >/dev/null
	as_nobody object make sem:0x52 values=1 >/dev/null
	run_apart as_nobody ipcls --orphans-after 0 \
	    --json -o orphan shm:0x52 sem:0x52
	json '[.objects[].orphan] == [true, true]'
	# A hidden process holds it; the count says so.
	start hold attach shm:0x52
	run_apart as_nobody ipcls --json -o orphan,evidence shm:0x52
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
	run_apart as_nobody ipcls --json -o holders,orphan shm:0x52
	json '.objects[0] == {"holders": null, "orphan": false}'
}

@test "ipcls: from within a PID namespace of its own others are not seen" {
	need_queues
	need_nobody
	as_nobody object make shm:/x size=1
	as_nobody object make mq:/x
	as_nobody object make shm:0x52
	as_nobody object make mq:0x7
	start hold open shm:/x
	start hold open mq:/x
	# shellcheck disable=SC2016 # expands in there
	run_apart unshare --pid --fork --mount-proc \
	    env -u LD_PRELOAD ipcls --orphans-after 0 --json -o object,holders,orphan,evidence
	json '.objects | length == 4 and all(.[]; .orphan == null)
	and (map(select(.object | test("/x$"))) | length == 2
		and all(.[]; .holders == null and (.evidence
		| endswith("processes outside of this PID namespace cannot be seen"))))
	and ([.[] | select(.object | test("^shm:[0-9]")) | .evidence
		| contains("; creator may be alive, outside of this PID namespace; ")]
		== [true])'
	# Whoever made a namespace can enter it: one of our own proves nothing.
	# shellcheck disable=SC2016 # expands in there
	run_apart unshare --ipc --mount --pid --fork --mount-proc \
	    bash -c 'mount -t tmpfs -o mode=1777 tmpfs /dev/shm &&
		"$@" object make shm:/x size=1 && "$@" object make mq:0x7 &&
		env -u LD_PRELOAD ipcls --orphans-after 0 --json -o orphan' - \
	    "${nobody[@]}"
	output=$(sed -n '/^{/,$p' <<<"$output")
	json '[.objects[].orphan] == [null, null]'
}

@test "ipcls: a /proc that leaves out processes is no evidence" {
	need_nobody
	as_nobody object make shm:/x size=1
	# shellcheck disable=SC2016 # expands in there
	run_apart unshare --mount bash -c '
		mount -t proc -o hidepid=2 proc /proc || exit 77
		"$@"' - "${nobody[@]}" ipcls -H --json -o +orphan
	[[ $status != 77 ]] || skip "it cannot be mounted"
	json '.objects[0] | .owner == "nobody" and .holders == null
	and .orphan == null'
	[[ $stderr == "ipcls: holders: "* ]]
	# Who may trace all sees all.
	run_apart unshare --mount bash -c '
		mount -t proc -o hidepid=2 proc /proc
		ipcls --orphans-after 0 --json -o holders,orphan'
	json '.objects[0] == {"holders": 0, "orphan": true}'
}

@test "ipcls: the /proc of another PID namespace is no evidence" {
	need_nobody
	as_nobody object make shm:/x size=1
	as_nobody object make shm:0x52
	run_apart unshare --pid --fork \
	    ipcls --orphans-after 0 --json -o holders,orphan
	json '.objects | length == 2 and all(.[]; .orphan == null)
	and .[0].holders == null'
}
