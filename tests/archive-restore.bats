# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# ipcmk --restore: what ipccat --dump has written comes back, or nothing.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	cd "$BATS_TEST_TMPDIR" || return
	! ipccat --dump shm: 2>&1 >/dev/null | grep -q 'without libarchive' ||
	    skip "built without libarchive"
}

# What the system calls say of an object, but for times and processes.
facts() {
	local object

	for object; do
		object show "$object" | jq -cS 'del(.id, .ino, .atime, .mtime,
		    .ctime, .stime, .rtime, .dtime, .otime, .btime, .lspid,
		    .lrpid, .cpid, .lpid, .pid, .rss, .swap, .cuid, .cgid)' ||
		    return
	done
}

# With owners that only root can give.
make_some() {
	need_root
	object make mq:0x00000100 mode=0620 uid=12 gid=34 max_bytes=9000 >made
	object send mq:0x00000100 size=5 type=7
	object send mq:0x00000100 size=0 type=2147483648
	object send mq:0x00000100 size=3 type=2
	object make shm:/cache size=300000 mode=0640 uid=12 gid=34 >>made
	object fill shm:/cache size=200000
	object make shm:0x00000200 size=8193 mode=0604 uid=12 gid=34 >>made
	object fill shm:0x00000200 size=7
	object make sem:/lock values=3 mode=0600 uid=12 gid=34 >>made
	object make sem:0x00000300 nsems=3 values=4,0,32767 mode=0666 >>made
}

some=(mq:0x00000100 shm:/cache shm:0x00000200 sem:/lock sem:0x00000300)

contents() {
	ipccat -J mq:0x00000100
	cat /dev/shm/cache
	ipccat shm:0x00000200
}

@test "every property and all contents come back, compressed or not" {
	local filter

	need_root
	make_some
	facts "${some[@]}" >before
	contents | sha256sum >bytes
	ipccat --dump "${some[@]}" >archive.tar
	for filter in cat gzip xz zstd; do
		object clear
		$filter <archive.tar >archive
		ok ipcmk --restore <archive
		[[ $(wc -l <<<"$output") == 5 ]]
		facts "${some[@]}" | cmp - before
		contents | sha256sum | cmp - bytes
		# Never over what is there, and then nothing of the rest.
		object remove mq:0x00000100
		fails 1 'exists already; nothing was restored' \
		    ipcmk --restore <archive
		[[ $(ipcls --raw --no-headings -q --sysv) == '' ]]
	done
}

@test "messages of a POSIX queue keep their priorities and their order" {
	need_queues
	object make mq:/jobs max_messages=4 max_message_size=9 mode=0640 >/dev/null
	object send mq:/jobs size=3 priority=2
	object send mq:/jobs size=5 priority=9
	object send mq:/jobs size=4 priority=2
	facts mq:/jobs | jq -c 'del(.messages, .bytes)' >before
	ipccat --dump -r mq:/jobs >archive.tar 2>said
	object remove mq:/jobs
	ok ipcmk --restore <archive.tar
	[[ $output == mq:/jobs ]]
	facts mq:/jobs | jq -c 'del(.messages, .bytes)' | cmp - before
	object receive mq:/jobs count=3 |
	    jq -es 'map([.priority, .size]) == [[9, 5], [2, 3], [2, 4]]'
}

@test "4 GiB with one page of data take one page again" {
	truncate -s 4G /dev/shm/big
	printf x | dd of=/dev/shm/big bs=4096 seek=500000 conv=notrunc status=none
	ipccat --dump shm:/big >archive.tar
	rm /dev/shm/big
	ok ipcmk --restore <archive.tar
	[[ $(stat -c '%s %b' /dev/shm/big) == '4294967296 8' ]]
	[[ $(tail -c +2048000001 /dev/shm/big | head -c 1) == x ]]
}

@test "more pieces of memory than we may have descriptors" {
	object many shm:/piece- count=100 size=70
	object fill shm:/piece-7 size=20
	object fill shm:/piece-99
	sha256sum /dev/shm/piece-* >before
	ipccat --dump shm: >archive.tar
	object sweep shm:/
	ok bash -c 'ulimit -n 64 && ipcmk --restore <archive.tar'
	[[ $(wc -l <<<"$output") == 100 ]]
	sha256sum /dev/shm/piece-* | cmp - before
	ok bash -c 'ulimit -n 64 && ipcmk --restore --existing-ok <archive.tar'
	printf x | dd of=/dev/shm/piece-7 bs=1 seek=60 conv=notrunc status=none
	run ipcmk --restore --existing-ok <archive.tar
	[[ $status == 1 && $output == *"shm:/piece-7: exists already, and differs from that of the archive in: contents"* ]]
}

@test "operands choose, --as gives another name, --dry-run changes nothing" {
	make_some
	ipccat --dump "${some[@]}" >archive.tar
	object clear
	ok ipcmk --restore --dry-run <archive.tar
	[[ $(wc -l <<<"$output") == 5 && -z $(ls /dev/shm) ]]
	ok ipcmk --restore --owner "$EUID" shm:/cache <archive.tar
	[[ $output == shm:/cache && $(ls /dev/shm) == cache ]]
	ok ipcmk --restore --owner "$EUID" --as shm:/copy 'shm:/c*' <archive.tar
	cmp /dev/shm/cache /dev/shm/copy
	ok ipcmk --restore --as sem:0x00000009 sem:0x00000300 <archive.tar
	ok ipccat sem:0x00000009
	[[ $output == $'4\n0\n32767' ]]
	fails 1 'shm:/none: is not in the archive' \
	    ipcmk --restore shm:/none <archive.tar
	fails 1 'name the one to restore' ipcmk --restore --as shm:/x <archive.tar
	fails 2 'go with --restore' ipcmk --as shm:/x shm:/y
	fails 2 'the archive says what' ipcmk --restore --size 4 <archive.tar
}

@test "where the last cannot be made, nothing stays" {
	make_some
	ipccat --dump "${some[@]}" >archive.tar
	object clear
	echo 0 >/proc/sys/kernel/shmmni 2>/dev/null ||
	    skip "the limits cannot be set here"
	fails 1 'nothing was restored' ipcmk --restore --owner "$EUID" <archive.tar
	echo 4096 >/proc/sys/kernel/shmmni
	[[ -z $(ls /dev/shm) && -z $(ipcls --raw --no-headings) ]]
	fails 1 stdout bash -c \
	    "ipcmk --restore --owner $EUID <archive.tar >/dev/full"
	[[ -z $(ls /dev/shm) && -z $(ipcls --raw --no-headings) ]]
}

@test "a user restores what is theirs, and others' things with --owner" {
	need_nobody
	object make shm:/roots size=5 mode=0644 >/dev/null
	as_nobody object make shm:/theirs size=5 >/dev/null
	ipccat --dump shm:/roots shm:/theirs >archive.tar
	object clear
	fails 1 '--owner USER:GROUP says others' as_nobody ipcmk --restore <archive.tar
	[[ -z $(ls /dev/shm) ]]
	ok as_nobody ipcmk --restore shm:/theirs <archive.tar
	ok as_nobody ipcmk --restore --owner 65534:65534 shm:/roots <archive.tar
	[[ $(stat -c %u /dev/shm/roots) == 65534 ]]
}

@test "a hostile archive is refused before anything is made" {
	local file

	object make shm:/good size=4 >/dev/null
	object make shm:/second size=4 >/dev/null
	ipccat --dump shm: >good.tar
	object clear
	mkdir bad
	python3 - <<-'END'
		import copy, io, json, tarfile
		with tarfile.open("good.tar") as good:
		    members = [(m, good.extractfile(m).read()) for m in good]
		lines = members[0][1]

		def write(name, change):
		    with tarfile.open(f"bad/{name}", "w", format=tarfile.PAX_FORMAT) as bad:
		        for member, data in change(copy.deepcopy(members)):
		            if member.isreg():
		                member.size = len(data)
		                bad.addfile(member, io.BytesIO(data))
		            else:
		                bad.addfile(member)

		def member(name, data=b"abcd", **more):
		    m = tarfile.TarInfo(name)
		    m.size = len(data)
		    for key, value in more.items():
		        setattr(m, key, value)
		    return (m, data)

		def changed(**more):
		    def change(all):
		        line = json.loads(lines.splitlines()[0])
		        line.update(more)
		        all[0] = (all[0][0], json.dumps(line).encode() + b"\n" +
		            lines.splitlines()[1] + b"\n")
		        return all
		    return change

		write("more", lambda all: all + [member("shm/more")])
		write("up", lambda all: all + [member("../shm/good")])
		write("root", lambda all: all + [member("/dev/shm/good")])
		write("twice", lambda all: all + [all[1]])
		write("less", lambda all: all[:2])
		write("no-list", lambda all: all[1:])
		write("list-twice", lambda all: [(all[0][0], lines + lines)] + all[1:])
		write("cut-list", lambda all: [(all[0][0], lines[:-9])] + all[1:])
		for kind in "LNK", "SYM", "DIR", "CHR", "FIFO":
		    write(kind, lambda all: all + [member("shm/x", b"",
		        type=getattr(tarfile, kind + "TYPE"), linkname="shm/good")])
		write("short", lambda all: all[:1] + [(all[1][0], b"abc")] + all[2:])
		write("slash", changed(object="shm:/a/../b"))
		write("pattern", changed(object="shm:/*"))
		write("huge", changed(size=1 << 62))
		write("negative", changed(size=-4))
		write("string", changed(size="4"))
		write("mode", changed(mode="4755"))
		write("number", changed(uid=1 << 40))
		write("kind", changed(object="sem:/good"))
		whole = open("good.tar", "rb").read()
		open("bad/cut", "wb").write(whole[:whole.index(b"shm/second") + 700])
		open("bad/empty", "wb").write(b"")
		open("bad/noise", "wb").write(bytes(range(256)) * 100)
	END
	for file in bad/*; do
		run_apart ipcmk --restore <"$file"
		[[ $status == 1 && $stderr == *'the archive: '* && -z $output &&
		    -z $(ls /dev/shm) ]] || {
			echo "$file" >&2
			show_run
		}
	done
	fails 1 'larger than --max-size allows' \
	    ipcmk --restore --max-size 5 <good.tar
	[[ -z $(ls /dev/shm) ]]
	ok ipcmk --restore <good.tar
}
