#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Who may not see everything sees what may be seen; and where /dev/mqueue is
# not what it should be.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib

leave() {
	while is_mount /dev/mqueue; do
		umount /dev/mqueue
	done
	rm -rf /dev/mqueue/* "$BATS_TEST_TMPDIR/was"
	mount -t mqueue mqueue /dev/mqueue
}

# One of each kind that only root may read.
private_world() {
	object make mq:/q mode=0600 max_messages=4
	object send mq:/q
	object make shm:/m mode=0600 size=5000
	object make sem:/s mode=0600 values=3
	object make mq:0x11 mode=0600
	object send mq:0x11 size=7
	object make shm:0x12 mode=0600 size=6000 lock=1
	object fill shm:0x12
	object make sem:0x13 mode=0600 nsems=2 values=4,5
} >/dev/null

# The object that is named, as nobody sees it and as root does, but for what
# the look itself changes: $output, $root.
compare() {
	root=$(ipcls --json -o all "$1")
	ok as_nobody ipcls --json -o all "$1"
}

# Of the fields $1, which root knows, nobody knows none, and all else.
hidden() {
	# shellcheck disable=SC2016 # jq's
	json '
		def compared: del(.atime, .ctime, .age, .idle, .holders,
			.holders_outside, .holder_pids, .holder_commands,
			.held_by, .waiters,
			.waiter_pids, .waited_by, .waiters_outside, .undo_by,
			.orphan, .likely_orphan,
			.evidence);
		($root.objects[0] | compared) as $all
		| (.objects[0] | compared) as $seen
		| [$all | to_entries[] | select(.value != null and
			$seen[.key] == null).key] | sort
		| . == ($hidden | split(",") | sort)
		    and all($seen | to_entries[]; .value == null
			or .value == $all[.key])' \
	    --argjson root "$root" --arg hidden "$1"
}

@test "ipcls: what others may not read stays in the list" {
	need_nobody
	private_world
	ok ipcls --json -o object,kind,api,owner,perms,mtime
	local all=$output
	ok as_nobody ipcls --json -o object,kind,api,owner,perms,mtime
	[[ $output == "$all" ]]
	json '.objects | length == 6'
}

@test "ipcls: of a queue that may not be opened the contents are unknown" {
	need_nobody
	private_world
	compare mq:/q
	hidden messages,bytes,max_messages,max_message_size,fill,fill_by
}

@test "ipcls: of POSIX memory everything may be seen" {
	need_nobody
	private_world
	compare shm:/m
	hidden ""
	json '.objects[0].size == 5000'
}

@test "ipcls: of a POSIX semaphore that may not be read the value is unknown" {
	need_nobody
	private_world
	compare sem:/s
	hidden value,values,ncnt
	json '.objects[0] | .nsems == 1 and .status == null'
}

@test "ipcls: of System V queues and segments everything may be seen" {
	need_nobody
	private_world
	compare mq:0x11
	hidden ""
	json '.objects[0] | .bytes == 7 and .max_bytes > 0'
	compare shm:0x12
	hidden ""
	json '.objects[0] | .locked and .rss >= 6000'
}

@test "ipcls: of a set that may not be read the semaphores are unknown" {
	need_nobody
	private_world
	compare sem:0x13
	hidden values,pid,ncnt,zcnt
	json '.objects[0].nsems == 2'
}

@test "ipcls: what may be read is shown, whose ever it is" {
	need_nobody
	local object
	object make mq:/q mode=0604
	object make sem:/s mode=0604 values=3
	object make sem:0x13 mode=0604 nsems=2 values=4,5
	for object in mq:/q sem:/s sem:0x13; do
		compare "$object"
		hidden ""
	done
}

@test "ipcls: a queue that may only be written to tells its messages" {
	need_nobody
	object make mq:/q mode=0602
	object send mq:/q
	compare mq:/q
	hidden bytes
	ok as_nobody ipcls --json -o messages -q
	json '.objects == [{ messages: 1 }]'
}

@test "ipcls: unknown is a dash, null or nothing, and never 0" {
	need_nobody
	private_world
	ok as_nobody ipcls --raw --no-headings -o messages,bytes mq:/q
	[[ $output == "- -" ]]
	ok as_nobody ipcls --raw --no-headings -o value,values,nsems sem:
	[[ $output == $'- - 1\n- - 2' ]]
	ok as_nobody ipcls --csv --no-headings -o messages,bytes,kind mq:/q
	[[ $output == ",,mq" ]]
	ok as_nobody ipcls --no-headings -o messages,fill,kind mq:/q
	[[ $output =~ ^\ *-\ +-\ +mq$ ]]
	ok as_nobody ipcls --export -o value,kind sem:/s
	[[ $output == "VALUE='' KIND='sem'" ]]
	ok as_nobody ipcls -i -o all sem:0x13
	[[ $(awk '$1 == "value" { print $2 }' <<<"$output") == - ]]
}

# unsure COMMAND...: as nobody; it ends with 0 and says of what it cannot know.
unsure() {
	run_apart as_nobody "$@"
	[[ $status == 0 && $stderr == *"cannot be known for 1 object"* ]] ||
	    show_run
}

@test "ipcls: unknown is false in every comparison" {
	need_nobody
	private_world
	local operator
	for operator in == != '<' '<=' '>' '>='; do
		unsure ipcls --json -o object \
		    -w "messages $operator 1" mq:/q
		json '.objects == []'
		unsure ipcls --json -o object \
		    -w "value $operator 3" sem:/s
		json '.objects == []'
		unsure ipcls --json -o object \
		    -w "values $operator 4" sem:0x13
		json '.objects == []'
	done
	ok ipcls --json -o object -w 'messages == 1' mq:/q
	json '.objects == [{ object: "mq:/q" }]'
}

@test "ipcls: unknown is sorted last" {
	need_nobody
	private_world
	object make mq:/r mode=0644
	ok as_nobody ipcls --json -o object -S messages 'mq:/*'
	json '.objects | map(.object) == ["mq:/r", "mq:/q"]'
	ok as_nobody ipcls --json -o object -S -messages 'mq:/*'
	json '.objects | map(.object) == ["mq:/r", "mq:/q"]'
}

@test "ipcls: without a mount a user is told how to mount, and sees the rest" {
	need_nobody
	private_world
	umount /dev/mqueue
	run_apart as_nobody ipcls --json -o object
	[[ $status == 1 ]]
	[[ $stderr == *"/dev/mqueue"*"mount -t mqueue none /dev/mqueue"* ]]
	[[ $(wc -l <<<"$stderr") == 1 ]]
	json '.objects | map(.object | sub("[0-9]+$"; "N"))
		== ["mq:N", "shm:/m", "shm:N", "sem:/s", "sem:N"]'
	# The command it names does it.
	eval "${stderr#*mounted: }"
	ok as_nobody ipcls --json -o object
	json '.objects | length == 6'
}

@test "ipcls: without the directory a user is told the same" {
	need_nobody
	umount /dev/mqueue
	rmdir /dev/mqueue
	run_apart as_nobody ipcls -q
	local said=$stderr
	[[ $status == 1 ]]
	[[ $said == *": mkdir /dev/mqueue && mount -t mqueue none /dev/mqueue" ]]
	# The command it names does it.
	eval "${said#*mounted: }"
	is_mount /dev/mqueue
}

@test "ipcls: without a mount a queue is still found by its name" {
	need_nobody
	object make mq:/own mode=0600 uid=65534 max_messages=4
	object make mq:/private mode=0600
	umount /dev/mqueue
	ok as_nobody ipcls --json -o name,max_messages,uid,bytes mq:/own
	json '.objects == [{ name: "/own", max_messages: 4, uid: 65534,
		bytes: 0 }]'
	ok as_nobody ipcls --json -o object,uid,mode,messages mq:/private
	json '.objects == [{ object: "mq:/private", uid: null, mode: null,
		messages: null }]'
	fails 1 "mq:/none" as_nobody ipcls mq:/none
	[[ $stderr == *"no such object"* ]]
}

@test "ipcls: a plain directory at /dev/mqueue is not taken for queues" {
	need_nobody
	object make mq:/q
	umount /dev/mqueue
	: >/dev/mqueue/file
	fails 1 "mount -t mqueue" as_nobody ipcls --json -q
	json '.objects == []'
	# Nor is it for root, and he needs no mount.
	ok ipcls --json -o object -q
	json '.objects == [{ object: "mq:/q" }]'
	fails 1 "no such object" ipcls mq:/file
	fails 1 "no such object" as_nobody ipcls mq:/file
}

# Mount the queues of another IPC namespace, in which this one is made.
mount_foreign() {
	start unshare --ipc bash -c 'object make "$@" >&2 &&
		mount -t mqueue foreign /dev/mqueue &&
		echo ready && read -r _' mount_foreign "$@"
}

@test "ipcls: the queues of another IPC namespace are refused" {
	need_nobody
	object make mq:/ours mode=0644
	mount_foreign mq:/theirs mode=0644
	[[ -e /dev/mqueue/theirs ]]
	fails 1 "another IPC namespace" as_nobody ipcls --json -q
	json '.objects == []'
	fails 1 "no such object" as_nobody ipcls mq:/theirs
	ok as_nobody ipcls --json -o object mq:/ours
	json '.objects == [{ object: "mq:/ours" }]'
}

@test "ipcls: whose the queues are is believed where nothing tells, and said" {
	local doubt="ipcls: /dev/mqueue: may be another IPC namespace's"

	need_nobody
	need script
	ok as_nobody ipcls
	fails 0 "$doubt" as_nobody ipcls -v
	run as_nobody script -qec ipcls /dev/null </dev/null
	[[ $output == *"$doubt"* ]]
	ok as_nobody ipcls -m
	ok ipcls -qv
	# That there are none is the answer.
	fails 1 "$doubt" as_nobody ipcls -q --posix
	fails 1 "$doubt" as_nobody ipcls 'mq:/*'
	fails 3 "$doubt" as_nobody ipcls -q --fail-if 'fill >= 80'
	run_apart as_nobody ipcls -q --quiet --fail-if 'fill >= 80'
	[[ $status == 3 && -z $stderr ]] || show_run
	fails 1 'mq:/x: no such object' as_nobody ipcls mq:/x
	[[ $stderr != *"$doubt"* ]]
	object make mq:/q mode=0644
	ok as_nobody ipcls -qv
}

@test "ipcls: queues of another IPC namespace with our names are refused too" {
	need_nobody
	object make mq:/q mode=0644 max_messages=3
	mount_foreign mq:/q mode=0644 max_messages=7
	fails 1 "another IPC namespace" as_nobody ipcls --json -q
	json '.objects == []'
	ok as_nobody ipcls --json -o max_messages mq:/q
	json '.objects == [{ max_messages: 3 }]'
}

@test "ipcls: an unreadable queue is not shown as its namesake elsewhere" {
	need_nobody
	object make mq:/q mode=0600
	mount_foreign mq:/q mode=0644
	local field=object,mode,owner,mtime
	ok as_nobody ipcls --json -o "$field" mq:/q
	json '.objects == [{ object: "mq:/q", mode: null, owner: null,
		mtime: null }]'
	# Nothing else tells that they are two.
	fails 1 "another IPC namespace" as_nobody ipcls --json -q --posix
	json '.objects == []'
	ok ipcls --json -o "$field" mq:/q
	json '.objects[0].mode == "0600"'
}

@test "ipcls: what a foreign /dev/mqueue hides is no total, metric or check" {
	need_nobody
	object make mq:/ours mode=0644
	mount_foreign mq:/theirs mode=0644
	fails 1 "another IPC namespace" as_nobody ipcls -u -q --posix --json
	json '.usage[0].objects == null'
	fails 1 "another IPC namespace" as_nobody ipcls --explain -q --posix
	fails 1 "another IPC namespace" as_nobody ipcls -l -q --json
	json '.limits[] | select(.name == "queues_max") | .used == null'
	fails 1 "another IPC namespace" as_nobody ipcls --openmetrics -q
	[[ $output != *'ipc_objects{kind="mq",api="posix"'* ]]
	fails 3 "another IPC namespace" \
	    as_nobody ipcls --fail-if 'fill > 90' -q --posix
	fails 124 "another IPC namespace" as_nobody ipcwatch --timeout 0.1 \
	    --until 'fill > 90' mq:
}

@test "ipcls: root sees our queues below another namespace's" {
	need_root
	object make mq:/ours
	mount_foreign mq:/theirs
	ok ipcls --json -o object -q
	json '.objects == [{ object: "mq:/ours" }]'
	fails 1 "no such object" ipcls mq:/theirs
}

@test "ipcls: root needs no mount, and makes none that could be seen" {
	private_world
	local mounts all
	all=$(ipcls --json -o object,mode,messages,bytes,max_messages)
	umount /dev/mqueue
	mounts=$(cat /proc/self/mountinfo)
	ok ipcls --json -o object,mode,messages,bytes,max_messages
	[[ $output == "$all" ]]
	ok ipcls -i mq:/q
	ok ipcls --json 'mq:/q*'
	json '.objects | length == 1'
	[[ $(cat /proc/self/mountinfo) == "$mounts" ]]
	[[ -z $(ls /dev/mqueue) ]]
}
