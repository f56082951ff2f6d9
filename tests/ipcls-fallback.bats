#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Where a kernel lacks a call or a file system, the rest serves.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib

leave() {
	while is_mount /proc/sysvipc; do
		umount /proc/sysvipc
	done
	mkdir -p /dev/shm /dev/mqueue
	is_mount /dev/shm ||
	    mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs /dev/shm
	is_mount /dev/mqueue || mount -t mqueue mqueue /dev/mqueue
}

need_deny() {
	run deny "$1" true
	[[ $status == 0 ]] || skip "system calls cannot be refused here"
}

hide_proc() {
	mount -t tmpfs -o size=4k none /proc/sysvipc
}

# Several objects of each System V kind, with something in them.
sysv_world() {
	object make mq:0x80000001 mode=0604
	object send mq:0x80000001 size=9 count=2
	object make mq: mode=0600
	object make shm:0x80000002 size=9999 mode=0644 lock=1
	object fill shm:0x80000002 size=5000
	object make shm: size=50000
	start hold removed shm:0x82
	object make sem:0x80000003 nsems=250 values="$(seq -s , 1 250)"
	start hold wait sem:0x80000003 num=3 count=2
	private=$(object make sem: mode=0 values=8)
} >/dev/null

everything() {
	ipcls --json -o all "$@" | jq '.objects |= map(del(.age, .idle, .evidence))'
}

@test "ipcls: on a kernel without STAT_ANY the same is listed" {
	need_deny stat-any
	local flag
	sysv_world
	for flag in -q -m -s; do
		ok everything --sysv $flag
		json '.objects | length >= 2'
		local all=$output
		ok deny stat-any ipcls --json -o all --sysv $flag
		json '(.objects | map(del(.age, .idle, .evidence))) == $all.objects' \
		    --argjson all "$all"
	done
}

@test "ipcls: on a kernel without STAT_ANY an object is found by id and key" {
	need_deny stat-any
	local object key
	sysv_world
	while read -r object key; do
		ok everything "$object"
		local all=$output
		for one in "$object" $key; do
			ok deny stat-any ipcls --json -o all "$one"
			json '(.objects | map(del(.age, .idle, .evidence)))
				== $all.objects and ($all.objects | length) == 1' \
			    --argjson all "$all"
		done
	done < <(ipcls --sysv --json -o object,kind,key | jq -r '.objects[]
		| "\(.object) " + if .key == "0x00000000" then ""
			else "\(.kind):\(.key)" end')
	fails 1 "no such object" deny stat-any ipcls shm:999
	fails 1 "no such object" deny stat-any ipcls sem:0x999
}

@test "ipcls: on a kernel without STAT_ANY a user still sees what /proc shows" {
	need_nobody
	need_deny stat-any
	sysv_world
	ok as_nobody ipcls --json -o object,owner,perms,size,messages,nsems --sysv
	local all=$output
	json '.objects | length == 7'
	ok as_nobody deny stat-any ipcls --json \
	    -o object,owner,perms,size,messages,nsems --sysv
	[[ $output == "$all" ]]
	# Of a queue that may not be read that file does not tell the bound.
	ok as_nobody deny stat-any ipcls --json -o max_bytes,mode -q
	json '.objects | map(.max_bytes != null) == [true, false]'
	# Also if it is named.
	ok as_nobody deny stat-any ipcls --json -o nsems,value "$private"
	json '.objects == [{ nsems: 1, value: null }]'
	ok as_nobody deny stat-any ipcls --json -o dest,nattch \
	    -w dest shm:
	json '.objects == [{ dest: true, nattch: 1 }]'
}

@test "ipcls: without /proc/sysvipc the same is listed but for rss and swap" {
	sysv_world
	local all
	all=$(everything --sysv)
	output=$all json '.objects | map(select(.rss > 0)) | length >= 1'
	hide_proc
	ok ipcls --json -o all --sysv
	# shellcheck disable=SC2016 # jq's
	json '
		def known: del(.age, .idle, .evidence);
		def less: if .kind == "shm" and .atime != null
			then .rss = null | .swap = null else . end;
		(.objects | map(known)) == ($all.objects | map(known | less))' \
	    --argjson all "$all"
	# Nobody ever attached the one: it has no page anywhere.
	json '.objects | map(select(.kind == "shm").rss) == [null, 0, null]'
	ok ipcls --json -o rss shm:0x80000002
	json '.objects == [{ rss: null }]'
	ok ipcls
}

@test "ipcls: with neither STAT_ANY nor /proc/sysvipc the list is not complete" {
	need_deny stat-any
	local object
	sysv_world
	object make shm:/m
	object make mq:/q
	hide_proc
	run_apart deny stat-any ipcls --json -o object
	[[ $status == 1 ]]
	[[ $(wc -l <<<"$stderr") == 3 ]]
	[[ $stderr == *sysvipc/msg:*sysvipc/shm:*sysvipc/sem:* ]]
	json '.objects == [{ object: "mq:/q" }, { object: "shm:/m" }]'
	# What may be read is found by its name.
	for object in mq:0x80000001 shm:0x80000002 sem:0x80000003; do
		ok deny stat-any ipcls "$object"
	done
}

@test "ipcls: an empty world without STAT_ANY needs no /proc" {
	need_deny stat-any
	hide_proc
	ok deny stat-any ipcls --json
	json '.objects == []'
}

# Queues as root sees them by fsopen(2), and by the mount.
@test "ipcls: where fsopen is refused root uses the mount" {
	need_deny fsopen
	local how
	object make mq:/q max_messages=3 mode=0640
	object send mq:/q size=20
	object make mq:/r
	object set mq:/r uid=1 2>/dev/null || true
	ok ipcls --json -o object,uid,mode,messages,bytes,max_messages -q
	local all=$output
	json '.objects | length == 2'
	for how in fsopen fsopen-nosys; do
		ok deny $how ipcls --json \
		    -o object,uid,mode,messages,bytes,max_messages -q
		[[ $output == "$all" ]]
		ok deny $how ipcls --json -o object,messages,bytes mq:/q
		json '.objects == [{ object: "mq:/q", messages: 1, bytes: 20 }]'
		fails 1 "no such object" deny $how ipcls mq:/none
	done
	umount /dev/mqueue
	for how in fsopen fsopen-nosys; do
		fails 1 "mount -t mqueue none /dev/mqueue" \
		    deny $how ipcls --json -q
		json '.objects == []'
		ok deny $how ipcls --json -o object,uid,messages,bytes mq:/q
		json '.objects == [{ object: "mq:/q", uid: 0, messages: 1,
			bytes: 20 }]'
	done
}

@test "ipcls: a kernel without System V IPC is told of, and the rest listed" {
	need_deny sysv
	local one
	object make mq:/q
	object make shm:/m
	object make sem:/s
	# A sandbox that refuses the calls leaves the files; no kernel does.
	hide_proc
	run_apart deny sysv ipcls --json -o object
	[[ $status == 1 ]]
	[[ $(grep -c "this kernel has no System V IPC" <<<"$stderr") == 3 ]]
	[[ $(wc -l <<<"$stderr") == 3 ]]
	json '.objects | map(.object) == ["mq:/q", "shm:/m", "sem:/s"]'
	ok deny sysv ipcls --posix
	for one in mq:0 shm:0 sem:0 mq:0x1 shm:0x1 sem:0x1; do
		fails 1 "$one: this kernel has no System V IPC" \
		    deny sysv ipcls "$one"
	done
}

@test "ipcls: a kernel without POSIX queues is told of, and the rest listed" {
	need_deny mqueue,fsopen
	local queue
	queue=$(object make mq:)
	object make shm:/m
	object make sem:/s
	umount /dev/mqueue
	run_apart deny mqueue,fsopen ipcls --json -o object
	[[ $status == 1 ]]
	[[ $(wc -l <<<"$stderr") == 1 && $stderr == *"/dev/mqueue: "* ]]
	json '.objects | map(.object) == [$queue, "shm:/m", "sem:/s"]' \
	    --arg queue "$queue"
	ok deny mqueue,fsopen ipcls --sysv
	fails 1 "mq:/q: this kernel has no POSIX message queues" \
	    deny mqueue,fsopen ipcls mq:/q
}

@test "ipcls: a kernel without POSIX queues is not said to lack a mount" {
	need_deny mqueue,fsopen
	umount /dev/mqueue
	fails 1 "this kernel has no POSIX message queues" \
	    deny mqueue,fsopen ipcls -q
	[[ $stderr != *mount* ]]
}

@test "ipcls: without /dev/shm both of its kinds fail, and the rest is listed" {
	local set
	object make mq:/q
	set=$(object make sem:)
	umount /dev/shm
	rmdir /dev/shm
	run_apart ipcls --json -o object
	[[ $status == 1 ]]
	[[ $stderr == *"/dev/shm is not there: "* ]]
	json '.objects | map(.object) == ["mq:/q", $set]' --arg set "$set"
	run_apart ipcls shm:/m
	[[ $status == 1 && -z $output ]]
	[[ $stderr == "ipcls: shm:/m: /dev/shm is not there: "* ]]
	ok ipcls -q
	ok ipcls --sysv
}

# Linux before 6.11; ENOSYS is what qemu-user says.
@test "ipcls: without PROCMAP_QUERY the same holders are found" {
	need_deny procmap-query
	local error
	object make shm:/used size=4096
	start hold map shm:/used
	for error in ENOTTY ENOSYS; do
		ok deny "bpf,procmap-query=$error" \
		    ipcls --json -o holders,held_by shm:/used
		# shellcheck disable=SC2016 # jq's
		json '.objects[0] | .holders == 1 and .held_by[0].pid == $pid' \
		    --argjson pid "$pid"
	done
}
