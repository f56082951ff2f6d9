# SPDX-License-Identifier: BSD-2-Clause
# A file that another process has a lease on (F_SETLEASE of fcntl(2)) is not
# waited for: the kernel would let open(2) wait 45 seconds.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	cd "$BATS_TEST_TMPDIR" || return
	need python3
}

# The file, or the queue of that name, is under a lease from now on.
lease() {
	start python3 -c 'import fcntl, os, signal, sys
# What a lease tells its holder is a signal that ends it.
signal.signal(signal.SIGIO, signal.SIG_IGN)
fd = os.open(sys.argv[1], os.O_RDWR)
fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_WRLCK)
print("ready", flush=True)
sys.stdin.read()' "$1"
}

words="is under another process's lease; cannot be opened now"

# Far less than what the kernel waits.
soon() {
	local status=0
	timeout 20 "$@" || status=$?
	[[ $status != 124 ]] || echo "hangs: $*" >&2
	return "$status"
}

@test "memory under a lease is listed and removed, and not waited for" {
	object make shm:/m size=100 >/dev/null
	lease /dev/shm/m
	fails 1 "shm:/m: $words" soon ipccat shm:/m
	fails 1 "shm:/m: $words" soon ipccat -W shm:/m /dev/null
	fails 1 "shm:/m: $words" soon ipcctl --size 200 shm:/m
	ok soon ipcctl --mode 0600 shm:/m
	ok soon ipcls --json shm:/m
	json '.objects[0] | .size == 100 and .mode == "0600"'
	ok soon ipcrm -y 'shm:/*'
}

@test "a queue under a lease is listed and removed, and not waited for" {
	local what
	object make mq:/q >/dev/null
	lease /dev/mqueue/q
	for what in "-r --nowait" "-r --timeout 10" "-W -m x"; do
		# shellcheck disable=SC2086 # words
		fails 1 "mq:/q: $words" soon ipccat $what mq:/q
	done
	ok soon ipcls --json -o all 'mq:/*'
	json '.objects[0] | .object == "mq:/q" and .messages == null'
	ok soon ipcrm -y 'mq:/*'
}

@test "a file to read from that is under a lease is not waited for" {
	: >file
	lease file
	object make shm:/m size=100 >/dev/null
	object make mq:/q >/dev/null
	fails 1 "file: $words" soon ipcmk shm:/new --from file
	fails 1 "file: $words" soon ipccat -W shm:/m file
	fails 1 "file: $words" soon ipccat -W mq:/q file
	[[ ! -e /dev/shm/new ]]
}

@test "a fifo to read from is waited for until somebody writes into it" {
	local pid
	mkfifo fifo
	object make shm:/m size=100 >/dev/null
	ipccat -W shm:/m fifo 3>&- &
	pid=$!
	{
		sleep 0.1
		printf words
	} >fifo
	wait "$pid"
	[[ $(head -c 5 /dev/shm/m) == words ]]
}

@test "a queue that could be opened waits for messages as before" {
	object make mq:/q >/dev/null
	fails 124 "timed out: no message came" \
	    ipccat -r --timeout 0.05 mq:/q
	fails 124 "no message is there" ipccat -r --nowait mq:/q
}
