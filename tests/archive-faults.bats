# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# What goes wrong in the middle: a signal, a full file system, an archive that
# cannot be written after its messages were taken, sparse maps that lie.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	cd "$BATS_TEST_TMPDIR" || return
	! ipccat --dump shm: 2>&1 >/dev/null | grep -q 'without libarchive' ||
	    skip "built without libarchive"
}

nothing_is_there() {
	[[ -z $(ls /dev/shm) && -z $(ipcls --sysv --raw --no-headings) ]] || {
		ls /dev/shm >&2
		ipcls >&2
		return 1
	}
}

@test "ipcmk --restore: a signal leaves nothing that was made" {
	local signal call

	need strace
	object make shm:/cache size=4096 >/dev/null
	object fill shm:/cache size=20
	object make mq:0x00000100 >/dev/null
	object send mq:0x00000100 size=5 count=3
	object make shm:0x00000200 size=8193 >/dev/null
	object make sem:0x00000300 nsems=3 values=4,0,1 >/dev/null
	ipccat --dump mq:0x00000100 shm:/cache shm:0x00000200 sem:0x00000300 \
	    >archive.tar
	object clear
	# Between two messages; when a segment, or all but a value, is there.
	for signal in INT TERM; do
		for call in msgsnd:when=2 shmget:when=1 semget:when=1 \
		    semctl:when=1; do
			run strace -o /dev/null -e "trace=${call%%:*}" \
			    -e "inject=${call%%:*}:signal=$signal:${call#*:}" \
			    ipcmk --restore <archive.tar
			((status == 128 + $(kill -l $signal))) || show_run
			nothing_is_there
		done
	done
	ok ipcmk --restore <archive.tar
	[[ ${#lines[@]} == 4 ]] || show_run
}

@test "ipcmk --restore: a full /dev/shm leaves nothing that was made" {
	local each

	need_root
	for each in a b c; do
		object make "shm:/$each" size=65536 >/dev/null
		object fill "shm:/$each" size=65536
	done
	object make sem:0x00000300 values=4 >/dev/null
	ipccat --dump sem:0x00000300 shm:/a shm:/b shm:/c >archive.tar
	object clear
	mount -o remount,size=128k /dev/shm ||
		skip "/dev/shm cannot be made smaller"
	fails 1 'nothing was restored' ipcmk --restore <archive.tar
	[[ $stderr == *shm/* ]] || show_run
	nothing_is_there
	mount -o remount,size=512k /dev/shm
	ok ipcmk --restore <archive.tar
}

@test "ipccat --dump -r: messages that were taken and not written are told" {
	need_queues
	object make mq:/jobs max_messages=3 max_message_size=900 >/dev/null
	object send mq:/jobs size=900 count=2
	# The list of objects fits, and what follows does not.
	run --separate-stderr bash -c \
	    'ulimit -f 2; exec ipccat --dump -r mq:/jobs >archive.tar'
	[[ $status == 1 ]] || show_run
	[[ $stderr == *'mq:/jobs: 2 messages were taken off, not written, and lost'* ]] ||
		show_run
	object show mq:/jobs | jq -e '.messages == 0'
}

@test "ipcmk --restore: a sparse map that overlaps, or goes beyond, is refused" {
	local map

	need python3
	truncate -s 8192 /dev/shm/good
	ipccat --dump shm:/good >good.tar
	object clear
	# As GNU tar writes them, "1.0": how many pieces, then offset and size.
	cat >sparse.py <<-'END'
		import io, sys, tarfile
		numbers = sys.argv[1].split()
		table = "".join(n + "\n" for n in numbers).encode()
		data = table + bytes(-len(table) % 512)
		data += b"x" * sum(max(0, int(n)) for n in numbers[2::2])
		with tarfile.open("good.tar") as good:
		    first = good.next()
		    lines = good.extractfile(first).read()
		with tarfile.open("bad.tar", "w", format=tarfile.PAX_FORMAT) as bad:
		    bad.addfile(first, io.BytesIO(lines))
		    member = tarfile.TarInfo("GNUSparseFile.0/good")
		    member.size = len(data)
		    member.pax_headers = {
		        "GNU.sparse.major": "1", "GNU.sparse.minor": "0",
		        "GNU.sparse.name": "shm/good",
		        "GNU.sparse.realsize": "8192",
		    }
		    bad.addfile(member, io.BytesIO(data))
	END
	for map in "2 0 512 256 512" "2 4096 512 0 512" "2 0 512 0 512" \
	    "1 8000 512" "1 -1 512" "1 9223372036854775807 512" \
	    "2 0 4096 1 1"; do
		python3 sparse.py "$map"
		run --separate-stderr ipcmk --restore <bad.tar
		[[ $status == 1 && $stderr == *'the archive: '* && -z $output ]] || {
			echo "$map" >&2
			show_run
		}
		nothing_is_there
	done
	# One that is right comes back: the test writes what is read.
	python3 sparse.py "2 0 512 4096 512"
	ok ipcmk --restore <bad.tar
	[[ $(stat -c %s /dev/shm/good) == 8192 ]]
	[[ $(tr -d '\0' </dev/shm/good | wc -c) == 1024 ]]
}
