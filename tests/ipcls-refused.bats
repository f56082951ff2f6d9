#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; lib.bash
# Each source refused in each way: the next one serves, and what none tells is
# unknown.  src/README has the table.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib

leave() {
	local place
	for place in /proc/sysvipc /proc/sys/kernel; do
		while is_mount "$place"; do
			umount "$place"
		done
	done
	chmod 1777 /dev/shm
}

errnos=(EACCES EPERM ENOSYS EINVAL)

need_deny() {
	run deny "$1" true
	[[ $status == 0 ]] || skip "system calls cannot be refused here"
}

hide() {
	mount -t tmpfs -o size=4k none "$1"
}

# Two objects of each System V kind.
sysv_world() {
	object make mq:0x11 mode=0644
	object send mq:0x11 size=9 count=2
	object make mq: mode=0600
	object make shm:0x12 size=9999 mode=0644
	object fill shm:0x12 size=5000
	object make shm: size=50000
	object make sem:0x13 nsems=3 values=1,2,3
	object make sem: values=8
} >/dev/null

# What no moment changes.
fields=object,key,owner,perms,ctime,messages,bytes,size,nattch,nsems,atime

@test "ipcls: where IPC_INFO, *_INFO, *_STAT_ANY or all of them are refused, the same is listed" {
	need_deny ctl
	local case errno all limits
	sysv_world
	all=$(ipcls --json -o "$fields" --sysv)
	output=$all json '.objects | length == 6'
	limits=$(ipcls -l --json --sysv)
	output=$limits json '[.limits[] | .used | select(. > 0)] | length >= 5'
	for case in ipc-info kind-info stat-any ctl; do
		for errno in "${errnos[@]}"; do
			ok deny "$case=$errno" ipcls --json -o "$fields" --sysv
			[[ $output == "$all" ]] || show_run
			ok deny "$case=$errno" ipcls -l --json --sysv
			[[ $output == "$limits" ]] || show_run
		done
	done
}

@test "ipcls: objects are found by id and key where every call is refused" {
	need_deny ctl
	local errno one
	sysv_world
	for errno in "${errnos[@]}"; do
		for one in mq:0x11 shm:0x12 sem:0x13; do
			ok ipcls --json -o "$fields" "$one"
			local all=$output
			ok deny "ctl=$errno" ipcls --json -o "$fields" "$one"
			[[ $output == "$all" ]]
			[[ $errno == EINVAL ]] || {
				ok deny "ctl=$errno,get=$errno" \
				    ipcls --json -o "$fields" "$one"
				[[ $output == "$all" ]]
			}
		done
		fails 1 "no such object" deny "ctl=$errno" ipcls shm:0x999
		fails 1 "no such object" deny "ctl=$errno" ipcls shm:999
	done
	# That they may not be read is unknown, and not 0.
	ok deny ctl ipcls --json -o max_bytes,fill,values mq:0x11 sem:0x13
	json '.objects | all(.max_bytes == null and .fill == null
		and .values == null)'
}

@test "ipcls: where no source is left the error names the call, and its errno" {
	need_deny ctl
	sysv_world
	hide /proc/sysvipc
	run_apart deny ctl=EACCES ipcls --json --sysv
	[[ $status == 1 ]]
	json '.objects == []'
	[[ $stderr == *"msgctl(2), /proc/sysvipc/msg: Permission denied"* ]]
	[[ $stderr == *"shmctl(2), /proc/sysvipc/shm: Permission denied"* ]]
	[[ $stderr == *"semctl(2), /proc/sysvipc/sem: Permission denied"* ]]
	fails 1 "mq:0x11: Permission denied" deny ctl=EACCES ipcls mq:0x11
}

@test "ipcls: limits that no source tells are unknown, and the call is named" {
	need_deny ctl
	sysv_world
	hide /proc/sysvipc
	fails 1 "msgctl(MSG_INFO): Operation not permitted" \
	    deny kind-info=EPERM ipcls -l --json -q --sysv
	json '.limits[] | select(.name == "msgmni")
	    | .value > 0 and .used == null'
	hide /proc/sys/kernel
	fails 1 "semctl(IPC_INFO): Permission denied" \
	    deny ipc-info=EACCES ipcls -l --json -s --sysv
	json '.limits | map({ key: .name, value }) | from_entries
	    | .semmni == null and .semmsl == null and .SEMVMX == 32767'
}

@test "ipcls: totals of what could not be listed are unknown, owners' too" {
	need_deny ctl
	sysv_world
	object make mq:/q >/dev/null
	object make sem:/s >/dev/null
	hide /proc/sysvipc
	run_apart deny ctl ipcls -u --json
	[[ $status == 1 ]]
	json '.usage | map(select(.by == "kind" and .api == "sysv"))
	    | length == 3 and all(.objects == null and .size == null
		and .messages == null and .nsems == null)'
	json '.usage[] | select(.kind == "sem" and .api == "posix")
	    | .objects == 1 and .nsems == 1'
	json '.usage[] | select(.by == "owner") | .objects == null
	    and .size == null and .messages == null and .nsems == null'
	# Of a kind that was listed, all is known.
	run_apart deny ctl ipcls -u --json -qs --posix
	json '.usage[] | select(.by == "owner") | .objects == 2'
}

@test "ipcls: totals stop at what can be counted, and it is said" {
	truncate -s 9223372036854775807 /dev/shm/a /dev/shm/b ||
	    skip "no such files here"
	run_apart ipcls -u --json -m
	[[ $status == 0 && $stderr == *"size: more than can be counted"* ]]
	[[ $output == *'"size":9223372036854775807'* ]]
	[[ $output != *'"size":-'* ]]
}

@test "ipcls: where statx is refused fstatat serves" {
	need_deny statx
	local errno all
	object make shm:/m size=100 mode=0640 >/dev/null
	object make sem:/s >/dev/null
	object make mq:/q >/dev/null
	fields=object,owner,perms,mtime,size,rss,value,messages
	ok ipcls --json -o $fields --posix
	all=$output
	for errno in "${errnos[@]}"; do
		ok deny "statx=$errno" ipcls --json -o $fields --posix
		[[ $output == "$all" ]] || show_run
		ok deny "statx=$errno" ipcls --json -o object,size shm:/m
		json '.objects == [{ object: "shm:/m", size: 100 }]'
	done
}

@test "ipcls: what was seen in the directory stays in the list" {
	need_deny stat
	local errno
	object make shm:/m size=100 >/dev/null
	object make sem:/s >/dev/null
	mkdir /dev/shm/directory
	mkfifo /dev/shm/fifo
	for errno in EACCES EPERM EINVAL; do
		ok deny "stat=$errno" ipcls --json -o object,owner,size,mode -ms
		json '.objects == [
			{ object: "shm:/m", owner: null, size: null,
			    mode: null },
			{ object: "sem:/s", owner: null, size: null,
			    mode: null }]'
	done
	run_apart deny stat ipcls -v -m
	[[ $stderr == *"directory: not an IPC object but a directory"* ]]
	ok deny stat ipcls -u --json -m --posix
	json '.usage[] | select(.by == "kind") | .objects == 1 and .size == null'
}

@test "ipcls: a directory that may be read, and not searched, hides nothing" {
	need_nobody
	object make shm:/m size=100 >/dev/null
	chmod 1744 /dev/shm
	ok as_nobody ipcls --json -o object,owner,size -m 'shm:/*'
	json '.objects == [{ object: "shm:/m", owner: null, size: null }]'
}

@test "ipcls: where fsopen is refused in any way root uses the mount" {
	need_deny fsopen
	local errno
	object make mq:/q >/dev/null
	for errno in "${errnos[@]}"; do
		ok deny "fsopen=$errno" ipcls --json -o object,messages -q
		json '.objects == [{ object: "mq:/q", messages: 0 }]'
	done
}

@test "ipcls: where mq_open is refused a queue is opened in a mount of ours" {
	need_deny mq-open
	local errno
	object make mq:/q max_messages=3 >/dev/null
	object send mq:/q size=5
	for errno in EPERM ENOSYS EINVAL; do
		deny "mq-open=$errno" ipcls -q >/dev/null 2>&1
		run_apart deny "mq-open=$errno" \
		    ipcls --json -o object,messages,max_messages mq:/q
		[[ $status == 0 ]] || skip "no mount of ours here"
		json '.objects == [{ object: "mq:/q", messages: 1,
			max_messages: 3 }]'
		fails 1 "no such object" deny "mq-open=$errno" ipcls mq:/none
	done
}

@test "ipcrm: --all removes what no call lists" {
	need_deny stat-any
	local errno
	for errno in "${errnos[@]}"; do
		sysv_world
		ok deny "stat-any=$errno" ipcrm --all
		ok ipcls --json --sysv
		json '.objects == []'
	done
}

@test "ipcls: memory of the kernel that stops answering is no crash" {
	local n
	need strace
	need_reader
	object make mq:0x51 >/dev/null
	object make sem:0x52 >/dev/null
	object make sem:0x53 >/dev/null
	for n in {8..40}; do
		run strace -qq -o /dev/null -e trace=bpf \
		    -e inject="bpf:error=EPERM:when=$n+" \
		    ipcls --json -o object,waiters,orphan
		[[ $status == 0 ]] || show_run
		json '.objects | length == 3'
	done
}
