# SPDX-License-Identifier: BSD-2-Clause
# A stdout that somebody else has made non-blocking is waited for when it is
# full: nothing is lost, and nothing fails.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	cd "$BATS_TEST_TMPDIR" || return
	need python3
}

# through pipe|socket COMMAND...: with a stdout that is non-blocking and full
# until the command sleeps; what it has written there, its status is ours.
through() {
	python3 -c 'import os, socket, subprocess, sys, time
if sys.argv[1] == "pipe":
	r, w = os.pipe()
else:
	a, b = socket.socketpair()
	r, w = a.detach(), b.detach()
os.set_blocking(w, False)
filled = 0
try:
	while True:
		filled += os.write(w, b"." * 4096)
except BlockingIOError:
	pass
process = subprocess.Popen(sys.argv[2:], stdout=w)
os.close(w)
def state():
	with open("/proc/%d/stat" % process.pid) as f:
		return f.read().rsplit(")", 1)[1].split()[0]
end = time.monotonic() + 10
while time.monotonic() < end and process.poll() is None:
	wchan = open("/proc/%d/wchan" % process.pid).read()
	if state() == "S" and "poll" in wchan:
		break
out = b""
while chunk := os.read(r, 65536):
	out += chunk
sys.stdout.buffer.write(out[filled:])
sys.stdout.flush()
sys.exit(process.wait())' "$@"
}

@test "ipccat --receive: a full stdout loses no message" {
	local to queue
	for to in pipe socket; do
		queue=$(object make mq:)
		object send "$queue" size=1000 count=5
		ok ipccat --jsonl "$queue"
		printf %s "$output" >wanted
		ok through "$to" ipccat -ra --jsonl "$queue"
		[[ $output == "$(<wanted)" ]]
		[[ $(object show "$queue" | jq .messages) == 0 ]]
	done
}

@test "ipcls, ipcmk, ipcrm, ipcctl: a full stdout is waited for" {
	local i names=() to
	for ((i = 0; i < 300; i++)); do
		names+=("shm:/$i")
	done
	for to in pipe socket; do
		ok through "$to" ipcmk "${names[@]}"
		[[ $output == "$(printf '%s\n' "${names[@]}")" ]]
		ok through "$to" ipcctl -v --mode 0600 "${names[@]}"
		[[ $(wc -l <<<"$output") == 300 ]]
		ok ipcls --json -o object,size
		printf %s "$output" >wanted
		ok through "$to" ipcls --json -o object,size
		[[ $output == "$(<wanted)" ]]
		ok through "$to" ipcrm -v "${names[@]}"
		[[ $(wc -l <<<"$output") == 300 ]]
	done
}

@test "ipccat: memory goes whole into a full stdout" {
	head -c 1M /dev/urandom >bytes
	ipcmk shm:/m --from bytes
	through pipe ipccat shm:/m | cmp - bytes
}

@test "ipcwatch: a full stdout is waited for" {
	object make shm:/m >/dev/null
	ok through pipe ipcwatch --jsonl --initial --count 1 shm:/m
	json '.object == "shm:/m"'
}

@test "stdout that cannot be written is a failure as before" {
	object make shm:/m >/dev/null
	fails 1 "stdout: No space left" bash -c 'ipcls >/dev/full'
	fails 1 "stdout: " bash -c 'ipcls >&-'
}
