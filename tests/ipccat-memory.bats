# SPDX-License-Identifier: BSD-2-Clause
# ipccat of shared memory: what is in it, and that it stays as it is.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	cd "$BATS_TEST_TMPDIR" || return
}

# Both kinds, filled with the alphabet: $posix and $segment.
make_both() {
	posix=shm:/memory
	object make $posix size="$1" >made
	segment=$(object make shm:0x00000052 size="$1")
	object fill $posix
	object fill "$segment"
}

alphabet() {
	head -c "$1" < <(yes abcdefghijklmnopqrstuvwxyz | tr -d '\n')
}

@test "the bytes are those that a C program has put there" {
	local size object

	for size in 1 4095 4096 4097 131071 131072 131073 300000; do
		make_both $size
		alphabet $size >wanted
		for object in "$posix" "$segment" 0x00000052; do
			ipccat "shm:${object#shm:}" >got
			cmp wanted got
		done
		object clear
	done
}

@test "several objects follow one another" {
	make_both 20
	ok ipccat "$posix" "$segment" "$posix"
	[[ $output == "$(printf 'abcdefghijklmnopqrst%.0s' 1 2 3)" ]]
	fails 1 "shm:/none: no such object" ipccat "$posix" shm:/none "$segment"
	[[ $output == "$(printf 'abcdefghijklmnopqrst%.0s' 1 2)" ]]
}

@test "memory of no bytes has none" {
	object make shm:/empty size=0 >made
	ok ipccat shm:/empty
	[[ -z $output ]]
	ok ipccat -X shm:/empty
	[[ -z $output ]]
}

@test "--offset and --length choose a part" {
	local object

	make_both 5000
	for object in "$posix" "$segment"; do
		ok ipccat --offset 3 --length 4 "$object"
		[[ $output == defg ]]
		ok ipccat --offset 0x1A --length 0x3 "$object"
		[[ $output == abc ]]
		ok ipccat --offset 026 --length 03 "$object"
		[[ $output == abc ]]
		ok ipccat --length 010 "$object"
		[[ $output == abcdefghij ]]
		ok ipccat --offset 4998 "$object"
		[[ $output == gh ]]
		ok ipccat --offset 4998 --length 1M "$object"
		[[ $output == gh ]]
		ok ipccat --offset 5000 "$object"
		[[ -z $output ]]
		ok ipccat --length 0 "$object"
		[[ -z $output ]]
		fails 1 "ends at byte 5000" ipccat --offset 5001 "$object"
		fails 1 "ends at byte 5000" ipccat -W --offset 5001 "$object" \
		    /dev/null
		fails 1 "ends at byte" ipccat --offset 9223372036854775807 "$object"
	done
}

@test "-X is what hexdump -C writes" {
	local object

	need hexdump
	make_both 70000
	for object in "$posix" "$segment"; do
		ipccat -X "$object" >got
		ipccat "$object" | hexdump -C | cmp - got
	done
	ok ipccat -X --offset 20 --length 3 "$posix"
	[[ ${lines[0]} == "00000014  75 76 77 "*"|uvw|" ]]
	[[ ${lines[1]} == 00000017 && ${#lines[@]} == 2 ]]
}

@test "-X of any bytes is what hexdump -C writes" {
	local size seed

	need hexdump
	for seed in {1..40}; do
		size=$((seed * seed * 7))
		# Runs of the same byte, of every length.
		python3 -c '
import random, sys
r = random.Random(int(sys.argv[1]))
out = bytearray()
while len(out) < int(sys.argv[2]):
    out += bytes([r.choice([0, 0, 10, 32, 127, 128, 255, r.randrange(256)])]) \
        * r.choice([1, 1, 5, 16, 17, 32, 100])
sys.stdout.buffer.write(out[:int(sys.argv[2])])' "$seed" $size >bytes
		object make shm:/bytes size=$size >made
		ipccat -W shm:/bytes bytes
		ipccat -X shm:/bytes >got
		hexdump -C bytes | cmp - got
		cmp bytes /dev/shm/bytes
		object remove shm:/bytes
	done
}

@test "sparse memory of a terabyte is read where there is something" {
	object make shm:/sparse size=1099511627776 >made
	printf here | dd of=/dev/shm/sparse bs=1 seek=549755813888 \
	    conv=notrunc status=none
	printf end | dd of=/dev/shm/sparse bs=1 seek=1099511627773 \
	    conv=notrunc status=none
	blocks=$(stat -c %b /dev/shm/sparse)
	ok timeout 100 ipccat -X shm:/sparse
	[[ ${#lines[@]} == 7 && ${lines[1]} == '*' ]]
	[[ ${lines[2]} == "8000000000  68 65 72 65 00 "*"|here............|" ]]
	[[ ${lines[5]} == "fffffffff0  "*" 65 6e 64  |.............end|" ]]
	[[ ${lines[6]} == 10000000000 ]]
	ok timeout 100 ipccat --offset 549755813888 --length 4 shm:/sparse
	[[ $output == here ]]
	object make shm:/hollow size=1099511627776 >made
	ok timeout 100 ipccat -X shm:/hollow
	[[ ${#lines[@]} == 3 && ${lines[2]} == 10000000000 ]]
	ok timeout 100 ipccat -X --offset 1K --length 512G shm:/sparse
	[[ ${lines[-1]} == 8000000400 ]]
	[[ $(stat -c %b /dev/shm/sparse) == "$blocks" ]]
}

@test "a copy of sparse memory is a sparse file of the same bytes" {
	local seek

	object make shm:/sparse size=104857600 >made
	for seek in 0 4097 50000000 104857599; do
		printf x | dd of=/dev/shm/sparse bs=1 seek=$seek \
		    conv=notrunc status=none
	done
	blocks=$(stat -c %b /dev/shm/sparse)
	ipccat shm:/sparse >copy
	cmp copy /dev/shm/sparse
	[[ $(stat -c %b copy) -lt 1000 ]]
	[[ $(stat -c %b /dev/shm/sparse) == "$blocks" ]]
	# What ends with a hole, behind something that is there already.
	printf before >copy
	ipccat --offset 1 --length 10000000 shm:/sparse >>copy
	cmp copy <(printf before; head -c 10000001 /dev/shm/sparse | tail -c +2)
	{ printf before; ipccat --length 10000000 shm:/sparse; printf after; } \
	    >copy
	cmp copy <(printf before; head -c 10000000 /dev/shm/sparse; printf after)
	[[ $(stat -c %b copy) -lt 1000 ]]
	# A hole must not leave what was there before.
	yes | head -c 200000 >copy
	ipccat --length 100000 shm:/sparse 1<>copy
	cmp -n 100000 copy /dev/shm/sparse
	[[ $(tail -c 100000 copy) == $(yes | head -c 100000) ]]
}

@test "memory that is cut short meanwhile ends there" {
	object make shm:/memory size=10000000 >made
	object fill shm:/memory size=1000000
	mkfifo pipe
	exec {reader}<>pipe
	ipccat shm:/memory >pipe 3>&- {reader}<&- &
	pid=$!
	retry asleep $pid
	truncate -s 1000000 /dev/shm/memory
	cat <pipe >got 3>&- {reader}<&- &
	exec {reader}<&-
	wait $pid
	wait
	cmp got <(alphabet 1000000)
}

asleep() {
	[[ $(<"/proc/$1/comm") == ipccat && $(<"/proc/$1/stat") == *') S '* ]]
}

@test "a pipe gets holes as zeros" {
	object make shm:/sparse size=10000000 >made
	ipccat shm:/sparse | cmp - /dev/shm/sparse
}

# Without a privilege that only the first user namespace can give, a segment
# has to be attached.
can_open_map_files() {
	local file

	for file in /proc/self/map_files/*; do
		! { : <"$file"; } 2>/dev/null || return 0
	done
	return 1
}

@test "to look at a segment that is held leaves it as it was" {
	segment=$(object make shm:0x00000052 size=1000000)
	object fill "$segment" size=5000
	start hold attach-read "$segment"
	can_open_map_files || skip "/proc/PID/map_files may not be opened here"
	before=$(object show "$segment")
	ipccat "$segment" | cmp -n 5000 - <(alphabet 5000)
	ok ipccat -X "$segment"
	run_apart ipccat -v --length 0 "$segment"
	[[ $status == 0 && $stderr == *"1000000 bytes" ]] || show_run
	[[ $(object show "$segment") == "$before" ]]
}

@test "to look at a segment that is not held makes no pages" {
	segment=$(object make shm:0x00000052 size=100000000)
	object fill "$segment" size=5000
	can_open_map_files || skip "/proc/PID/map_files may not be opened here"
	rss=$(ipcls --raw --no-headings -o rss "$segment")
	ipccat "$segment" | tail -c +5001 | cmp -n 99995000 - /dev/zero
	[[ $(ipcls --raw --no-headings -o rss "$segment") == "$rss" ]]
	run_apart ipccat -v --length 1 "$segment"
	[[ $stderr == *"attached to be read"* ]] || show_run
}

@test "without privilege a segment is read by attaching it" {
	need_nobody
	segment=$(object make shm:0x00000052 size=5000 mode=0666)
	object fill "$segment"
	start hold attach-read "$segment"
	as_nobody ipccat "$segment" | cmp - <(alphabet 5000)
	json=$(object show "$segment")
	[[ $json == *'"nattch": 1'* ]]
	as_nobody ipccat -X "$segment" | cmp - <(ipccat -X "$segment")
}

@test "a segment that is to be destroyed can be read while it is held" {
	start hold removed shm:
	object fill "$ready"
	[[ $(ipccat --length 5 "$ready") == abcde ]]
}

@test "to look at POSIX memory leaves atime as it was" {
	object make shm:/memory size=5000 >made
	object fill shm:/memory
	touch -a -d 2020-01-01 /dev/shm/memory
	before=$(stat -c '%x %y %b %s' /dev/shm/memory)
	ipccat shm:/memory >got
	ipccat -X shm:/memory >got
	[[ $(stat -c '%x %y %b %s' /dev/shm/memory) == "$before" ]]
}

@test "what is no regular file is refused, not followed, not waited for" {
	local kind name

	mkfifo /dev/shm/fifo
	ln -s /etc/passwd /dev/shm/link
	mkdir /dev/shm/directory
	mknod /dev/shm/device c 1 5 2>/dev/null || true
	python3 -c 'import socket
socket.socket(socket.AF_UNIX).bind("/dev/shm/socket")'
	for kind in shm sem; do
		for name in fifo link directory socket device; do
			[[ -e /dev/shm/$name ]] || continue
			[[ $kind == shm ]] ||
			    mv /dev/shm/$name /dev/shm/sem.$name
			fails 1 "$name: not an IPC object but a " \
			    timeout 100 ipccat "$kind:/$name"
			[[ -z $output ]]
			[[ $kind == shm ]] || continue
			fails 1 "$name: not an IPC object but a " \
			    timeout 100 ipccat -W "shm:/$name" <<<x
			fails 1 "$name: not an IPC object but a " \
			    timeout 100 ipccat -W --resize "shm:/$name" <<<x
		done
	done
	rm -r /dev/shm/*
}

@test "who waits to write into a fifo is not woken" {
	need strace
	mkfifo /dev/shm/fifo
	strace -o trace -e trace=openat,open ipccat shm:/fifo 2>err || true
	[[ $(<err) == *"but a fifo"* ]]
	rm /dev/shm/fifo
	[[ -s trace && $(<trace) != */dev/shm/fifo* ]]
}

@test "what may not be read is refused" {
	need_nobody
	make_both 100
	fails 1 "$posix: Permission denied" as_nobody ipccat $posix
	[[ -z $output ]]
	fails 1 "$segment: Permission denied" as_nobody ipccat "$segment"
	[[ -z $output ]]
	fails 1 "$posix: Permission denied" as_nobody ipccat -W $posix <<<x
	fails 1 "$segment: Permission denied" as_nobody ipccat -W "$segment" \
	    <<<x
	object set $posix mode=0604
	object set "$segment" mode=0604
	as_nobody ipccat $posix | cmp - <(alphabet 100)
	as_nobody ipccat "$segment" | cmp - <(alphabet 100)
	fails 1 "Permission denied" as_nobody ipccat -W $posix <<<x
	fails 1 "Permission denied" as_nobody ipccat -W "$segment" <<<x
	as_nobody ipccat $posix "$segment" |
	    cmp - <(alphabet 100; alphabet 100)
}

@test "a full disk and a closed pipe end it" {
	make_both 1000000
	local object

	for object in "$posix" "$segment"; do
		run bash -c "ipccat $object >/dev/full"
		[[ $status == 1 && $output == *"No space left"* ]]
		run bash -c "ipccat -X $object >/dev/full"
		[[ $status == 1 && $output == *"No space left"* ]]
		run bash -c "ipccat $object >&-"
		[[ $status == 1 && $output == *"stdout: Bad file"* ]]
		run bash -c "set -o pipefail; ipccat $object | head -c 1"
		[[ $status == 141 && $output == a ]]
	done
}
