# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2016,SC2030,SC2031,SC2154 # jq, other shells; bats
# Who was in a namespace when it was found may be in another when it is entered.

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
		run --separate-stderr ipcls -N all --json --sysv -q -o ns,key
		# shellcheck disable=SC2086 # words
		json '.objects | all(.[]; .ns == ($homes[.key |
			ltrimstr("0x0000000") | tonumber - 1]))' \
		    --argjson homes "[${ready// /,}]"
		[[ $status == 0 || $stderr == "ipcls: /proc: processes moved on "* ]]
		rows=$((rows + $(jq '.objects | length' <<<"$output")))
	done
	((rows > 0))
}
