#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats; lib.bash
# With the kernel's memory and without it: the same is listed, but for what only
# that memory tells.
#
# Half of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	need_reader
	cd "$BATS_TEST_TMPDIR" || return
}

# Objects of all kinds, each held or waited for.
start_world() {
	local queue set segment
	object make mq:/jobs max_messages=10 max_message_size=8 >/dev/null
	object send mq:/jobs size=3 count=2
	queue=$(object make mq:0x2a)
	set=$(object make sem:0x2b nsems=3)
	segment=$(object make shm:0x2c size=9999)
	object make shm:/cache size=8192 >/dev/null
	object make sem:/lock values=1 >/dev/null
	start hold receive "$queue" type=7
	start hold wait "$set"
	start hold attach "$segment"
	start hold open mq:/jobs
	start hold both shm:/cache
	start hold open sem:/lock
	# Else an age may become another one between two lists.
	fields=object,key,owner,perms,size,messages,bytes,nattch,nsems,values,fill
}

# same_without WORD...: standard output is the same, byte for byte, however the
# kernel's memory is refused.
same_without() {
	local way
	"$@" >with
	for way in bpf bpf=ENOSYS bpf=EINVAL; do
		deny "$way" "$@" >without
		diff with without
	done
	[[ -s with ]]
}

@test "lists and limits are the same with the kernel's memory and without it" {
	start_world
	same_without ipcls -o "$fields"
	same_without ipcls -o "$fields" --json
	same_without ipcls -i -o "$fields" mq:/jobs mq:0x2a shm:/cache sem:/lock
	same_without ipcls -o object,holders,held_by
	same_without ipcls -o object,holders,held_by --json
	same_without ipcls --rows -o object,pid,command
	same_without ipcls -m -s -l
	same_without ipcls -m -s -l --json
}

# Without it the limit says which queues are counted. With it they are those of
# other namespaces, too, where somebody may be making queues now.
@test "of all limits one says where it is from, and no other is different" {
	start_world
	ipcls -l --json >with
	deny bpf ipcls -l --json >without
	jq -en --slurpfile with with --slurpfile without without '
		def name: map({ (.name): . }) | add;
		($with[0].limits | name) as $a
		| ($without[0].limits | name) as $b
		| ($a | keys) == ($b | keys)
		and ([$a | keys[] | select(
			($a[.] | del(.used, .share))
			    != ($b[.] | del(.used, .share))
			or (.[:4] != "RLIM" and $a[.].used != $b[.].used))]
		    - ["RLIMIT_MSGQUEUE"]) == []
		and $a.RLIMIT_MSGQUEUE.used >= $b.RLIMIT_MSGQUEUE.used
		and $a.RLIMIT_MSGQUEUE.value == $b.RLIMIT_MSGQUEUE.value
		and $a.RLIMIT_MSGQUEUE.meaning != $b.RLIMIT_MSGQUEUE.meaning'
}

# Reading a queue moves its times, and evidence names its sources.
@test "what is known of holders and waiters without the kernel's memory is the same with it" {
	start_world
	ipcls -H --json >with
	deny bpf ipcls -H --json >without
	jq -en --slurpfile with with --slurpfile without without '
		def fields: del(.atime, .ctime, .idle, .age, .evidence)
		    | if .waited_by then
			.waited_by |= map(del(.blocks_at)) else . end;
		[$with[0].objects, $without[0].objects | map(fields)]
		| (.[0] | length) == 6 and (.[1] | length) == 6
		and ([.[0], .[1]] | transpose | map(. as [$a, $b]
		    | [$b | keys[] | select($b[.] != null and $b[.] != $a[.])])
		    | add) == []
		and ([.[1][] | select(.held_by // [] | length > 0)]
		    | length) >= 4'
}

@test "however the kernel's memory is refused, the same is listed" {
	local way
	start_world
	deny bpf ipcls --json -o "$fields,holders,held_by,waiters,waited_by,undo_by,orphan" >without
	for way in EPERM EACCES ENOSYS EINVAL; do
		deny bpf=$way ipcls --json \
		    -o "$fields,holders,held_by,waiters,waited_by,undo_by,orphan" >other
		diff without other
	done
}
