# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# ipcmk --restore --existing-ok: what is there already and is the same is
# accepted, and what is not is never touched.  What an archive notes is told.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	cd "$BATS_TEST_TMPDIR" || return
	! ipccat --dump shm: 2>&1 >/dev/null | grep -q 'without libarchive' ||
	    skip "built without libarchive"
}

# All there is, with its times: to read a segment sets some of them.
there() {
	ipcls --jsonl | jq -cS 'del(.age, .idle, .atime, .dtime, .lpid)'
	sha256sum /dev/shm/[a-rt-z]*
}

make_some() {
	object make mq:0x00000100 mode=0620 max_bytes=9000 >/dev/null
	object send mq:0x00000100 size=5 type=7
	object send mq:0x00000100 size=0 type=2
	object make shm:/cache size=300000 mode=0640 >/dev/null
	object fill shm:/cache size=20
	object make shm:0x00000200 size=8193 mode=0604 >/dev/null
	object fill shm:0x00000200 size=7
	object make shm:/hole size=100000 >/dev/null
	object make sem:/lock values=3 mode=0600 >/dev/null
	object make sem:0x00000300 nsems=3 values=4,0,32767 mode=0666 >/dev/null
}

# What it is called by: a System V object by its id.
called() {
	ipcls --raw --no-headings -o object "$1"
}

# Archives, with an owner that any user may give.
restore() {
	ipcmk --restore --owner "$EUID:$(id -g)" "$@"
}

@test "what is there and the same is left, and what is not there is created" {
	make_some
	ipccat --dump mq: shm: sem: >archive.tar
	there >before
	ok restore --existing-ok <archive.tar
	[[ $(wc -l <<<"$output") == 6 ]]
	grep -qx "$(called shm:0x00000200)" <<<"$output"
	there | cmp - before
	object remove sem:/lock
	object remove shm:/hole
	ok restore --existing-ok --dry-run <archive.tar
	grep -qx 'would leave shm:/cache' <<<"$output"
	grep -qx 'would leave shm:0x00000200' <<<"$output"
	grep -qx 'would restore sem:/lock' <<<"$output"
	[[ ! -e /dev/shm/hole ]]
	ok restore --existing-ok <archive.tar
	[[ $(wc -l <<<"$output") == 6 ]]
	[[ $(object show sem:/lock | jq .value) == 3 ]]
	[[ $(stat -c %s /dev/shm/hole) == 100000 ]]
	# Without the option, what is the same is in the way as anything is.
	fails 1 'sem:/lock: an object with that name' restore <archive.tar
}

# One of the archive is not there, and all else is as it was made.
begin() {
	object clear
	make_some
	ipccat --dump mq: shm: sem: >archive.tar
	object remove sem:/lock
}

# differ OBJECT FIELDS...: what is different is named, and neither it nor the
# object that is not there is touched.
differ() {
	there >before
	run_apart restore --existing-ok <archive.tar
	[[ $status == 1 && -z $output &&
	    ${#stderr_lines[@]} == $(($# / 2)) ]] || show_run
	for ((; $#; )); do
		grep -qx "ipcmk: $(called "$1"): exists already, and differs `
		    `from that of the archive in: $2; nothing was restored" \
		    <<<"$stderr" || show_run
		shift 2
	done
	there | cmp - before
}

write_at() {
	printf x | dd of="/dev/shm/$1" bs=1 seek="$2" conv=notrunc status=none
}

@test "what differs is named, and nothing of the archive is created" {
	begin
	ipcctl --max-bytes 8000 mq:0x00000100
	ipcctl --mode 0600 shm:/cache
	object fill shm:0x00000200 size=8
	ipcctl --mode 0644 --size 5M shm:/hole
	ipcctl --set 4,1,32767 sem:0x00000300
	differ mq:0x00000100 max_bytes shm:/cache mode \
	    shm:0x00000200 contents shm:/hole 'mode, size' \
	    sem:0x00000300 values
	begin
	object send mq:0x00000100 size=1 type=2
	write_at cache 299999
	write_at hole 70000
	ipcctl --mode 0600 sem:0x00000300
	differ mq:0x00000100 messages shm:/cache contents \
	    shm:/hole contents sem:0x00000300 mode
	begin
	object receive mq:0x00000100 >/dev/null
	dd if=/dev/zero of=/dev/shm/cache bs=10 count=1 conv=notrunc status=none
	truncate -s 99999 /dev/shm/hole
	differ mq:0x00000100 messages shm:/cache contents shm:/hole size
}

@test "segments that are locked, of other semaphores, or of others differ" {
	need_root
	begin
	ipcctl --lock shm:0x00000200
	object remove sem:0x00000300
	object make sem:0x00000300 nsems=2 values=4,0 mode=0666 >/dev/null
	ipcctl --owner nobody shm:/hole
	differ shm:0x00000200 locked sem:0x00000300 nsems shm:/hole owner
	# Whom the archive's are to belong to is who --owner says.
	ipcctl --owner 12:34 shm:/cache
	ok ipcmk --restore --existing-ok --owner 12:34 shm:/cache <archive.tar
	fails 1 'in: owner, group' \
	    restore --existing-ok shm:/cache <archive.tar
}

@test "identifiers count where they are to be the same" {
	need_root
	[[ -w /proc/sys/kernel/shm_next_id ]] || skip "ids cannot be chosen here"
	ok ipcmk --id 700 --size 10 shm:
	ok ipcmk --id 701 --size 10 shm:0x00000009
	ipccat --dump shm: >archive.tar
	ok ipcmk --restore --existing-ok --same-ids <archive.tar
	[[ $(wc -l </proc/sysvipc/shm) == 3 ]]
	# What has no key is another each time, if not for its id.
	ok ipcmk --restore --existing-ok <archive.tar
	[[ $(wc -l </proc/sysvipc/shm) == 4 ]]
	object clear
	ok ipcmk --id 700 --size 10 shm:0x00000009
	fails 1 'shm:700: exists already, and differs from that of the archive in: key' \
	    ipcmk --restore --existing-ok --same-ids shm:700 <archive.tar
	fails 1 'in: id' \
	    ipcmk --restore --existing-ok --same-ids shm:701 <archive.tar
}

@test "what is in it cannot be looked at: then nobody can say, and it is refused" {
	need_nobody
	as_nobody object make shm:/mine size=5 mode=0600 >/dev/null
	as_nobody object make shm:0x00000007 size=5 mode=0600 >/dev/null
	ipccat --dump shm: >archive.tar
	ok as_nobody ipcmk --restore --existing-ok <archive.tar
	object clear
	as_nobody object make shm:/mine size=5 mode=0200 >/dev/null
	as_nobody ipcmk --mode 0200 --size 5 shm:0x00000007
	ipccat --dump shm: >archive.tar
	run_apart as_nobody ipcmk --restore --existing-ok <archive.tar
	[[ $status == 1 && $stderr == *'shm:/mine: exists already, and what is '`
	    `'in it cannot be compared (Permission denied); nothing'* ]]
	[[ $stderr == *'shm:'[0-9]*': exists already, '* ]]
}

@test "POSIX queues are compared where they can be looked into" {
	need_queues
	object make mq:/jobs max_messages=4 max_message_size=9 mode=0640 >/dev/null
	object send mq:/jobs size=3 priority=2
	object send mq:/jobs size=5 priority=9
	ipccat --dump -r mq:/jobs >archive.tar 2>said
	object remove mq:/jobs
	ok restore --existing-ok <archive.tar
	[[ $output == mq:/jobs ]]
	# Without the right.
	fails 1 'mq:/jobs: exists already, and what is in it cannot be compared (needs' \
	    deny bpf ipcmk --restore --existing-ok <archive.tar
	object show mq:/jobs | jq -e '.messages == 2'
	need_reader
	ok restore --existing-ok <archive.tar
	object send mq:/jobs size=1 priority=1
	fails 1 'in: messages' restore --existing-ok <archive.tar
	object show mq:/jobs | jq -e '.messages == 3'
}

# add_notes LINES: good.tar with a last member, into noted.tar.
add_notes() {
	printf '%b' "$1" >notes.jsonl
	cp good.tar noted.tar
	python3 - <<-'END'
		import tarfile
		with tarfile.open("noted.tar", "a") as archive:
		    archive.add("notes.jsonl")
	END
}

@test "what changed while it was dumped is told of by who restores it" {
	local line

	object make shm:/busy size=4 >/dev/null
	object make shm:/quiet size=4 >/dev/null
	ipccat --dump shm: >good.tar
	object clear
	add_notes '{"object":"shm:/busy","note":"changed"}\n'
	for line in --dry-run --existing-ok; do
		run_apart restore "$line" <noted.tar
		[[ $status == 0 && $(wc -l <<<"$stderr") == 1 && $stderr == \
		    'ipcmk: shm:/busy: changed while it was dumped: '* ]]
	done
	object clear
	ok restore shm:/quiet <noted.tar
	object clear
	# What it does not know the word of, or the object, says nothing.
	add_notes '{"object":"shm:/busy","note":"odd"}\n{"object":"shm:/other","note":"changed"}\n'
	ok restore <noted.tar
	object clear
	for line in 'x' 'x\n' '{"object":1,"note":"changed"}\n' \
	    '{"object":"a"}\n{"object":"b"}\n' \
	    '{"object":"a","note":"b"}\n{"object":"a","note":"b"}\n{'; do
		add_notes "$line"
		fails 1 'the archive: notes.jsonl: ' restore <noted.tar
		[[ -z $(ls /dev/shm) ]]
	done
}

@test "what could not be dumped is said to be missing for that" {
	object make shm:/good size=4 >/dev/null
	object make shm:/gone size=4 >/dev/null
	ipccat --dump shm: >whole.tar
	object clear
	python3 - <<-'END'
		import tarfile
		with tarfile.open("whole.tar") as whole, \
		    tarfile.open("good.tar", "w", format=tarfile.PAX_FORMAT) as good:
		    for member in whole:
		        if member.name == "shm/gone":
		            continue
		        # Not as sparse as it was.
		        plain = tarfile.TarInfo(member.name)
		        plain.size = member.size
		        good.addfile(plain, whole.extractfile(member))
	END
	add_notes '{"object":"shm:/gone","note":"missing"}\n'
	fails 1 'shm/gone: could not be dumped' restore <noted.tar
	[[ -z $(ls /dev/shm) ]]
	ok restore shm:/good <noted.tar
}
