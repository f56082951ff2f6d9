# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# ipccat --dump: archives, as other programs read them.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	need tar
	cd "$BATS_TEST_TMPDIR" || return
	! ipccat --dump shm: 2>&1 >/dev/null | grep -q 'without libarchive' ||
	    skip "built without libarchive"
}

# Without POSIX queues, which not everybody may look at.
make_some() {
	queue=$(object make mq:0x00000100)
	object send mq:0x00000100 size=5 type=7
	object send mq:0x00000100 size=3 type=2
	object make shm:/cache size=10000 mode=0640 >/dev/null
	object fill shm:/cache size=20
	segment=$(object make shm:0x00000200 size=8192)
	object fill shm:0x00000200 size=7
	object make sem:/lock values=3 >/dev/null
	set=$(object make sem:0x00000300 nsems=3 values=4,0,2)
}

some=(mq:0x00000100 shm:/cache shm:0x00000200 sem:/lock sem:0x00000300)

dump() {
	ipccat --dump "$@" >archive.tar
}

@test "tar, bsdtar and Python read what ipccat and ipcls write" {
	local member

	need bsdtar
	make_some
	# To read a segment that nobody has attached sets its times.
	ipcls --jsonl | jq -c 'del(.age, .idle)' >listed
	dump "${some[@]}"
	tar -xOf archive.tar objects.jsonl | jq -c 'del(.age, .idle)' |
	    cmp - listed
	tar -xOf archive.tar "mq/${queue#*:}_0x00000100.jsonl" |
	    cmp - <(ipccat -J "$queue")
	tar -xOf archive.tar shm/cache | cmp - /dev/shm/cache
	tar -xOf archive.tar "shm/${segment#*:}_0x00000200" |
	    cmp - <(ipccat "$segment")
	tar -xOf archive.tar sem/lock | cmp - <(ipccat -J sem:/lock)
	tar -xOf archive.tar "sem/${set#*:}_0x00000300" |
	    jq -e '.values == [4, 0, 2]'
	tar tvf archive.tar | grep -q '^-rw-r----- .* 10000 .* shm/cache$'
	[[ $(tar tf archive.tar | head -n 1) == objects.jsonl ]]
	cmp <(tar tf archive.tar) <(bsdtar tf archive.tar)
	for member in $(tar tf archive.tar); do
		bsdtar -xOf archive.tar "$member" |
		    cmp - <(tar -xOf archive.tar "$member")
		python3 -c 'import sys, tarfile
with tarfile.open("archive.tar") as archive:
	sys.stdout.buffer.write(archive.extractfile(sys.argv[1]).read())' \
		    "$member" | cmp - <(tar -xOf archive.tar "$member")
	done
	[[ $(($(stat -c %s archive.tar) % 10240)) == 0 ]]
}

@test "patterns choose, and to look changes nothing" {
	make_some
	object show shm:/cache >before
	dump shm: 'sem:/l*'
	cmp <(tar tf archive.tar) <(printf '%s\n' objects.jsonl shm/cache \
	    "shm/${segment#*:}_0x00000200" sem/lock)
	object show shm:/cache | cmp - before
	ok ipccat "$queue"
	[[ $output == $'abcde\nabc' ]]
	dump 'mq:/none*'
	[[ $(tar tf archive.tar) == objects.jsonl ]]
}

@test "names of any bytes are members of their own, in ASCII" {
	local name

	for name in "${hostile_names[@]}" 0_0x00000001; do
		printf %s "$name" >"/dev/shm/$name"
	done
	object make shm:0x00000001 size=1 >/dev/null
	dump shm:
	! tar tf archive.tar | LC_ALL=C grep -q '[^!-~]' || false
	python3 - <<-'END'
		import os, tarfile, urllib.parse
		with tarfile.open("archive.tar") as archive:
		    names = archive.getnames()
		    assert len(names) == len(set(names))
		    names.remove("objects.jsonl")
		    found = {urllib.parse.unquote_to_bytes(name[4:]):
		        archive.extractfile(name).read() for name in names
		        if "_0x" not in name[4:] or "%" in name}
		assert set(found) == set(os.listdir(b"/dev/shm")), \
		        set(found) ^ set(os.listdir(b"/dev/shm"))
		assert all(name == data for name, data in found.items())
	END
}

@test "4 GiB with one page of data are less than a megabyte" {
	truncate -s 4G /dev/shm/big
	printf x | dd of=/dev/shm/big bs=4096 seek=500000 conv=notrunc status=none
	dump shm:/big
	[[ $(stat -c %s archive.tar) -lt 1048576 ]]
	# Holes are taken out as holes.
	tar -xf archive.tar shm/big
	(($(stat -c %s shm/big) == 4 << 30 && $(du -k shm/big | cut -f1) <= 64))
	dd if=shm/big bs=1 skip=2048000000 count=2 status=none |
	    cmp - <(printf 'x\0')
	tar tvf archive.tar | grep -q ' 4294967296 .* shm/big$'
}

@test "a segment that nobody may look into by its file has holes too" {
	need_nobody
	segment=$(as_nobody object make shm:0x00000009 size=1048576)
	as_nobody object fill shm:0x00000009 size=5
	as_nobody ipccat --dump shm:0x00000009 >archive.tar
	[[ $(stat -c %s archive.tar) -lt 100000 ]]
	tar -xOf archive.tar "shm/${segment#*:}_0x00000009" | cmp - <(ipccat shm:0x00000009)
}

@test "what may not be read is said, and left out of the list" {
	need_nobody
	object make shm:/mine size=5 mode=0600 >/dev/null
	object make shm:/open size=5 mode=0644 >/dev/null
	fails 1 'shm:/mine: Permission denied' \
	    as_nobody ipccat --dump shm:/mine shm:/open
	# bats drops NULs.
	as_nobody ipccat --dump shm:/mine shm:/open >archive.tar 2>/dev/null || true
	[[ $(tar -xOf archive.tar objects.jsonl | jq -r .name) == /open ]]
	fails 1 'no such object' ipccat --dump shm:/nothing
	[[ -z $output ]]
}

@test "what is stored meanwhile is said: changed, status 1, and a note" {
	# The archive is read slowly, while somebody writes to what is in it
	# already: the list comes first, and is far smaller.
	head -c 4000000 /dev/urandom >/dev/shm/busy
	mkfifo pipe
	start python3 -uc 'import sys
file = open("/dev/shm/busy", "r+b", 0)
print("ready")
sys.stdin.readline()
file.seek(0)
file.write(b"!")
print("written")
sys.stdin.read()'
	ipccat --dump shm:/busy >pipe 2>said 3>&- &
	dumper=$!
	exec {slow}<pipe
	head -c 100000 <&"$slow" >archive.tar
	echo go >&"${inputs[$pid]}"
	retry grep -q written "$BATS_TEST_TMPDIR"/start.*/out
	cat <&"$slow" >>archive.tar
	status=0
	wait "$dumper" || status=$?
	[[ $status == 1 ]]
	grep -qx 'ipccat: shm:/busy: changed while it was dumped' said
	tar -xOf archive.tar notes.jsonl | jq -e \
	    '. == {object: "shm:/busy", note: "changed"}'
	# Who only has it open changes nothing.
	ok ipccat --dump shm:/busy
}

@test "POSIX queues are dumped by taking their messages off, and that is said" {
	need_queues
	object make mq:/jobs max_messages=3 max_message_size=9 >/dev/null
	object send mq:/jobs size=3 priority=2
	object send mq:/jobs size=5 priority=9
	run_apart deny bpf ipccat --dump mq:/jobs
	[[ $status == 1 && $stderr == *'--receive takes them off'* ]]
	object show mq:/jobs | jq -e '.messages == 2'
	ipccat --dump -r mq:/jobs >archive.tar 2>said
	grep -qx 'ipccat: mq:/jobs: 2 messages were taken off' said
	tar -xOf archive.tar mq/jobs.jsonl |
	    jq -es 'map([.priority, .data]) == [[9, "abcde"], [2, "abc"]]'
	object show mq:/jobs | jq -e '.messages == 0'
	object send mq:/jobs size=3
	# The list cannot be written, and so no message is taken.
	fails 1 'stdout: No space left on device' \
	    bash -c 'ipccat --dump -r mq:/jobs >/dev/full'
	object show mq:/jobs | jq -e '.messages == 1'
}

@test "root's dump leaves POSIX queues as they are" {
	need_reader
	need_queues
	object make mq:/jobs max_messages=3 max_message_size=9 >/dev/null
	object send mq:/jobs size=3 priority=2
	dump mq:/jobs
	tar -xOf archive.tar mq/jobs.jsonl | jq -e '.data == "abc"'
	object show mq:/jobs | jq -e '.messages == 1'
}

@test "what makes no sense with --dump is refused, and so is a full disk" {
	make_some
	fails 2 'no object is named' ipccat --dump
	fails 2 '--dump: contradicts --write; use one of them' \
	    ipccat --dump -W mq:1 </dev/null
	fails 2 'an archive has all there is' ipccat --dump -c 1 mq:1
	fails 2 'an archive has all there is' ipccat --dump -X shm:/cache
	fails 1 'stdout: No space left on device' bash -c 'ipccat --dump shm:/cache >/dev/full'
}

@test "ipccat -J shows memory in pieces and all values, and holes as null" {
	make_some
	ok ipccat -J "$set" sem:/lock
	[[ $output == '{"object":"'"$set"'","values":[4,0,2]}
{"object":"sem:/lock","values":[3]}' ]]
	object make shm:/holes size=1048576 >/dev/null
	printf 'h\303\251' | ipccat -W shm:/holes
	printf '\377' | ipccat -W --offset 524288 shm:/holes
	ipccat -J shm:/holes >json
	jq -es 'map(.size) | add == 1048576' json
	jq -es 'map(.object) | unique == ["shm:/holes"]' json
	jq -es '.[0].data[:2] == "h\u00e9" and .[1].data == null' json
	jq -es 'map(select(.encoding == "base64") | .offset) == [524288]' json
	ok ipccat -J --offset 1 --length 2 shm:/holes
	json '.offset == 1 and .size == 2 and .data == "\u00e9"'
}
