# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2016,SC2030,SC2031,SC2154 # jq, other shells; bats
# Who was in a namespace when it was found may be in another when it is entered.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	need_root
	unshare --ipc true 2>/dev/null || skip "namespaces are refused here"
}

# A process that goes from one namespace into the next, without end: each has a
# queue that tells which it is.
hop() {
	start python3 -c '
import ctypes, os, select, sys
libc = ctypes.CDLL(None, use_errno=True)
NEWIPC = 0x08000000
def check(n):
	if n == -1:
		raise OSError(ctypes.get_errno(), "hop")
	return n
homes = []
for key in range(1, 4):
	check(libc.unshare(NEWIPC))
	check(libc.msgget(key, 0o1600))
	homes.append(os.open("/proc/self/ns/ipc", os.O_RDONLY))
print("ready", *[os.fstat(home).st_ino for home in homes], flush=True)
while not select.select([0], [], [], 0)[0]:
	for home in homes:
		check(libc.setns(home, NEWIPC))'
}

@test "ipcls: -N all calls no namespace by the name of another" {
	need python3
	hop
	local n rows=0
	for ((n = 0; n < 60 && rows < 10; n++)); do
		run_apart ipcls -N all --json --sysv -q -o ns,key
		# shellcheck disable=SC2086 # words
		json '.objects | all(.[]; .ns == ($homes[.key |
			ltrimstr("0x0000000") | tonumber - 1]))' \
		    --argjson homes "[${ready// /,}]"
		[[ $status == 0 || $stderr == "ipcls: /proc: processes moved on "* ]]
		rows=$((rows + $(jq '.objects | length' <<<"$output")))
	done
	((rows > 0))
}

# A process elsewhere, with a queue, a segment and the /dev/shm of this script.
elsewhere() {
	start unshare --ipc --mount bash -c 'object make mq:0x1 >&2 &&
	    object make sem:0x3 >&2 && eval "$1" && echo ready && read -r _' \
	    - "$1"
}

there=$'mq:0\nsem:0'

@test "ipcls: -N lists what needs no /dev/shm where there is none to be had" {
	object make shm:/ours >/dev/null
	elsewhere 'mount -t tmpfs tmpfs /dev && ln -s /dev/shm /dev/shm'
	fails 1 "ipcls: $pid: its /dev/shm is no directory" \
	    ipcls -N "$pid" --raw --no-headings -o object
	[[ $output == "$there" && $(wc -l <<<"$stderr") == 1 ]]
	# Nobody has asked about memory.
	ok ipcls -N "$pid" --sysv --raw --no-headings -o object
	[[ $output == "$there" ]]
	ok ipcls -N "$pid" --json sem:0x3
	fails 1 "ipcls: shm:/ours: its /dev/shm is no directory" \
	    ipcls -N "$pid" shm:/ours
	fails 1 "ipcrm: shm:/ours: its /dev/shm is no directory" \
	    ipcrm -N "$pid" shm:/ours
	fails 1 "ipcmk: shm:/new: its /dev/shm is no directory" \
	    ipcmk -N "$pid" shm:/new
	fails 1 "its /dev/shm is no directory" ipcls -N "$pid" -u --json
	json '.usage[] | select(.kind == "shm" and .api == "posix")
		| .objects == null'
	fails 1 "ipcls: $pid: its /dev/shm is no directory" \
	    ipcls -N "$pid" -l --json
	json 'any(.limits[]; .name == "shm_size" and .value == null) or
		all(.limits[]; .name != "shm_size")'
	fails 1 "ipcrm: $pid: its /dev/shm is no directory" \
	    ipcrm -N "$pid" --all
	[[ $(wc -l <<<"$stderr") == 1 && $(ls /dev/shm) == ours ]]
}

@test "ipcls: -N lists what needs no /dev/shm where we have none" {
	elsewhere 'mount -t tmpfs tmpfs /dev/shm && object make shm:/x >&2'
	local way
	for way in 'rmdir /dev/shm' \
	    'rmdir /dev/shm; : >/dev/shm' 'rmdir /dev/shm; ln -s /no /dev/shm'; do
		run_apart unshare --mount bash -c '
			unset LD_PRELOAD; mount -t tmpfs tmpfs /dev &&
			mkdir /dev/shm; eval "$1"; exec "${@:2}"' - "$way" \
		    "$(command -v ipcls)" -N "$pid" --raw --no-headings -o object
		[[ $status == 1 && $output == "$there" ]] || show_run
		[[ $stderr == "ipcls: $pid: its /dev/shm cannot be shown, as there is none here" ]] || show_run
	done
}

@test "ipcls --explain: what is to be done in another namespace is said so" {
	elsewhere 'object make mq:0x2 max_bytes=3 >&2 && object send mq:0x2 size=3'
	ok ipcls -N "$pid" --explain --json -w 'limit == "msgmni" or limit == "msg_qbytes" or share == 100'
	json '.explain | length >= 2 and all(.[]; all(.remedy, .relief;
		. == null or startswith(
		    "in that namespace (nsenter --target \($pid) --ipc --mount): ")
		or startswith("only outside")))' --arg pid "$pid"
	ok ipcls --explain -N "/proc/$pid/ns/ipc" --json -w 'share == 100'
	json 'any(.explain[]; .remedy | startswith(
		"in that namespace (nsenter --ipc=/proc/\($pid)/ns/ipc): "))' \
	    --arg pid "$pid"
	# Here it is a command as before.
	ok ipcls --explain --json -w 'limit == "msgmni"'
	json '.explain[0].remedy | startswith("in that") | not'
}
