#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Recording: what is in the file, and what becomes of it.
#
# Only tests that say need_queues make POSIX queues (run-bats).

load lib
load watch

leave() {
	unwatch
}

setup() {
	file=$BATS_TEST_TMPDIR/recording
}

# record ARG...: into $file, until finish.
record() {
	watch --record "$file" -d 0.05 "$@"
}

finish() {
	kill "$watcher"
	over 143
	[[ -z $stderr && -z $output ]]
}

has() {
	grep -q "$1" "$file"
}

# All fields that are recorded, of ipcls and of the recording.
fields=object,owner,gid,creator,mode,key,ctime,mtime,btime,stime,rtime,dtime,otime
fields+=,messages,max_messages,max_bytes,max_message_size,fill,fill_by,lspid,lrpid
fields+=,size,rss,swap,nattch,cpid,lpid,status,dest,locked,nsems,value,values,pid,ncnt,zcnt

now() {
	ipcls --jsonl -o "$fields"
}

recorded() {
	ipcls --from-recording "$file" --jsonl -o "$fields"
}

agrees_with_ipcls() {
	[[ $(now) == "$(recorded)" ]]
}

@test "ipcwatch: a recording of all kinds ends in agreement with ipcls" {
	need_queues
	object make mq:/before
	record
	object make mq:/queue max_messages=4
	object send mq:/queue count=3 size=9
	object make mq:0x51 max_bytes=100
	object send mq:0x51 size=30 type=3
	object make shm:/memory size=5000 mode=0640
	object fill shm:/memory size=100
	object make shm:0x52 size=8192
	object fill shm:0x52 size=100
	object make sem:/sem values=3
	object make sem:0x53 nsems=3 values=1,2,3
	object op sem:0x53 values=4
	object remove mq:/before
	retry agrees_with_ipcls
	finish
	agrees_with_ipcls
	[[ $(now | wc -l) == 6 ]]
	tail -n 1 "$file" | jq -e .end >/dev/null
}

@test "ipcwatch: so does one of thousands that are made and removed" {
	record
	object many shm:/x count=3000
	object many sem:0x1000 count=300
	object many mq:0x1000 count=300
	retry has x2999
	rm -f /dev/shm/x1* /dev/shm/x2*
	object sweep sem:0
	object make shm:/last
	retry agrees_with_ipcls
	finish
	agrees_with_ipcls
	[[ $(recorded | wc -l) == 1079 ]]
}

@test "ipcwatch: a recording goes on, without what a crash has cut" {
	record
	finish
	object make shm:/between
	printf '{"time":1795.123,"crea' >>"$file"
	record
	object make shm:/later
	retry agrees_with_ipcls
	finish
	[[ $(grep -c '"recording"' "$file") == 2 ]]
	ok ipcwatch --replay "$file"
	[[ $output == *'create   shm:/between'*'create   shm:/later'* ]]
}

@test "ipcwatch: what is no recording is left as it is" {
	echo 'mine' >"$file"
	fails 1 "$file: is left as it is: its first line is not" \
	    ipcwatch --record "$file"
	[[ $(<"$file") == mine ]]
	fails 1 'Is a directory' ipcwatch --record "$BATS_TEST_TMPDIR"
	mkfifo "$file.fifo"
	fails 1 'is no regular file' ipcwatch --record "$file.fifo"
	rm "$file"
	echo 'mine' >"$file.1"
	fails 1 "$file.1: is left as it is" ipcwatch --record "$file" --keep 1d
	[[ $(<"$file.1") == mine ]]
}

@test "ipcwatch: two do not record into one file" {
	record
	fails 1 'is in use' ipcwatch --record "$file" --timeout 5
	finish
}

@test "ipcwatch: a recording on stdout, with a time, and of some objects" {
	object make shm:/big size=9000
	object make shm:/small size=10
	object make sem:/other
	run -124 --separate-stderr ipcwatch --record - --timeout 0.1 \
	    -w 'size > 100' shm:
	[[ -z $stderr ]]
	[[ $(jq -r 'select(.snapshot).snapshot[].object' <<<"$output") == \
	    shm:/big ]]
	jq -es 'last.end and first.recording == 1 and
	    (.[1].limits.shmmni.value | type == "number") and
	    (.[1].totals[] | select(.kind == "shm" and .api == "posix")
		.objects) == 1' <<<"$output"
}

@test "ipcwatch: a full disk is said, and earlier lines stay whole" {
	mkdir "$BATS_TEST_TMPDIR/disk"
	mount -t tmpfs -o size=64k disk "$BATS_TEST_TMPDIR/disk"
	file=$BATS_TEST_TMPDIR/disk/recording
	record
	object many shm:/x count=3000
	over 1
	[[ $stderr == *"$file: No space left on device" ]]
	[[ $(tail -c 1 "$file") == '' ]]
	ok ipcwatch --replay "$file"
	umount "$BATS_TEST_TMPDIR/disk"
	fails 1 'No space left' ipcwatch --record /dev/full
}

@test "ipcwatch: snapshots come when they are due" {
	record --snapshot 0.1
	retry sh -c "[ \$(grep -c snapshot '$file') -ge 3 ]"
	finish
	ok ipcwatch --replay "$file"
	[[ -z $output ]]
}

@test "ipcwatch: files are rotated, and are one recording together" {
	local i
	record --max-size 64K
	for ((i = 0; i < 8; i++)); do
		object many "shm:/x$i." count=40
		retry has "x$i.39"
	done
	retry agrees_with_ipcls
	finish
	[[ -f $file.1 && $(cat "$file"* | wc -c) -le 65536 ]]
	[[ $(head -qn 1 "$file"* | grep -c '"recording":1') == \
	    $(find "$BATS_TEST_TMPDIR" -name "recording*" | wc -l) ]]
	agrees_with_ipcls
	ok ipcls --from-recording "$file.1"
	ok ipcwatch --replay "$file.1" --initial -c 1
}

@test "ipcwatch: what is older than --keep goes" {
	record
	finish
	cp "$file" "$file.1"
	cp "$file" "$file.2"
	touch -d '2 days ago' "$file.2"
	record --keep 1d
	finish
	[[ -f $file.2 ]]
	# The first line tells how old a file is.
	sed -i '1s/"time":[0-9]*/"time":1/' "$file"
	record --keep 1d
	object make shm:/now
	retry has shm:/now
	finish
	[[ -f $file.2 && ! -f $file.3 ]]
}

@test "ipcwatch: --record makes no events" {
	fails 2 '--events: does not go with --record' \
	    ipcwatch --record "$file" -e create
	fails 2 '--snapshot: needs --record' ipcwatch --snapshot 1m
	fails 2 '--keep: is of a file' ipcwatch --record - --keep 1d
	fails 2 '--keep 0: would keep nothing' \
	    ipcwatch --record "$file" --keep 0
	fails 2 '--max-size 0: would keep nothing' \
	    ipcwatch --record "$file" --max-size 0
	fails 2 '--time-format: does not go with --record' \
	    ipcwatch --record "$file" --time-format iso
	fails 2 '--from: needs --replay' ipcwatch --from 03:00
	[[ ! -e $file ]]
}
