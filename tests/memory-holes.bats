# SPDX-License-Identifier: BSD-2-Clause
# Holes stay holes, on the way into memory and out of it; what has no end is
# read no further than it can fit.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	cd "$BATS_TEST_TMPDIR" || return
}

# Many megabytes with a page of data in their middle.
make_sparse() {
	truncate -s 256M sparse
	printf 'here' | dd of=sparse bs=1M seek=128 conv=notrunc status=none
}

# The KiB that the file takes, or the segment with this id.
kib() {
	if [[ $1 == */* ]]; then
		du -k "$1" | cut -f1
	else
		awk -v id="$1" '$2 == id { print $15 / 1024 }' \
		    /proc/sysvipc/shm
	fi
}

@test "ipcmk --from: the holes of a file are holes of the memory" {
	local segment
	make_sparse
	ok ipcmk shm:/m --from sparse
	cmp sparse /dev/shm/m
	(($(kib /dev/shm/m) <= 64))
	ok ipcmk shm: --from sparse
	segment=$output
	(($(kib "${segment#*:}") <= 64))
	ipccat "$segment" | cmp - sparse
}

@test "ipcmk --from: zeros of a pipe are holes of the memory" {
	local segment
	ok bash -c 'head -c 64M /dev/zero | ipcmk shm:/m --from -'
	[[ $(stat -c %s /dev/shm/m) == $((64 << 20)) ]]
	(($(kib /dev/shm/m) <= 64))
	ok bash -c 'head -c 64M /dev/zero | ipcmk shm: --from -'
	segment=$output
	(($(kib "${segment#*:}") <= 64))
}

@test "ipccat: the holes of memory are holes of the file" {
	local segment
	make_sparse
	ipcmk shm:/m --from sparse
	segment=$(ipcmk shm: --from sparse)
	for object in shm:/m "$segment"; do
		ipccat "$object" >out
		cmp sparse out
		(($(kib ./out) <= 64))
	done
}

@test "ipccat --write: what is zero in the file becomes a hole, whatever was there" {
	local object segment
	truncate -s 8M zeros
	printf begin >edges
	dd if=/dev/zero bs=1M count=4 status=none >>edges
	printf end >>edges
	ok ipcmk shm:/m --size 8M
	segment=$(ipcmk shm: --size 8M)
	for object in shm:/m "$segment"; do
		tr '\0' x <zeros | ipccat -W "$object"
		# Not at the border of a page.
		ok ipccat -W --offset 12345 "$object" edges
		ipccat "$object" >out
		{
			head -c 12345 /dev/zero | tr '\0' x
			cat edges
			tail -c +$((12345 + $(stat -c %s edges) + 1)) zeros |
			    tr '\0' x
		} | cmp - out
		ok ipccat -W "$object" zeros
	done
	(($(kib /dev/shm/m) == 0))
	# Before it is read: who may not find its holes fills them by that.
	(($(kib "${segment#*:}") == 0))
	ipccat shm:/m | cmp - zeros
	ipccat "$segment" | cmp - zeros
}

@test "ipccat --write --resize: a hole beyond the end is one" {
	make_sparse
	object make shm:/m size=10 >/dev/null
	ok ipccat -W --resize shm:/m sparse
	cmp sparse /dev/shm/m
	(($(kib /dev/shm/m) <= 64))
}

@test "ipcmk, ipccat: what has no end ends where no memory is left for it" {
	mount -t tmpfs -o size=4M none /dev/shm
	fails 1 "shm_size is 4.0M" ipcmk shm:/m --from /dev/zero
	[[ ! -e /dev/shm/m ]]
	fails 1 "does not fit" ipcmk shm: --size 1M --from /dev/zero
	ok ipcmk shm:/m --size 10
	fails 1 "bytes were written" ipccat -W --resize shm:/m /dev/zero
	(($(stat -c %s /dev/shm/m) <= 4 << 20))
	fails 1 "there is more to write" ipccat -W shm:/m /dev/zero
}

@test "ipcmk --from: of a segment, a pipe is read up to SHMMAX" {
	echo 65536 >/proc/sys/kernel/shmmax || skip "no limits of our own"
	fails 1 "does not fit" ipcmk shm: --from /dev/zero
	echo 18446744073692774399 >/proc/sys/kernel/shmmax
	ok ipcls --json shm:
	json '.objects == []'
}
