#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats; lib.bash
# With the kernel's memory and without it: the same is listed, but for what only
# that memory tells.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

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

# A kernel that does not describe its types, and one whose tasks, from which all
# chains begin, are called otherwise.
without_btf() {
	unshare --mount sh -c 'mount -t tmpfs tmpfs /sys/kernel/btf &&
		exec "$@"' - "$@"
}

without_tasks() {
	[[ -e btf ]] || LC_ALL=C sed -z 's/^task_struct$/task_xtruct/' \
	    /sys/kernel/btf/vmlinux >btf
	# shellcheck disable=SC2016 # for that shell
	unshare --mount sh -c 'mount --bind btf /sys/kernel/btf/vmlinux &&
		exec "$@"' - "$@"
}

# outputs [COMMAND...]: what is shown and said of that world, however it is asked,
# without times, the reason, and evidence that counts the processes of this test.
outputs() {
	local words status
	while read -ra words; do
		printf '%s\n' "$ ${words[*]}"
		status=0
		"$@" "${words[@]}" </dev/null 2>&1 || status=$?
		echo "status $status"
	done <<-'END' | sed -E '/: kernel memory: /d; s/POSIX queue needs .*/WHY/
		s/[0-9]+ ?([smh]|seconds?|minutes?)( |$|,|;)/TIME\2/g
		s/20..-..-..T..:..:..[^ ,"]*/WHEN/g
		s/"(age|idle|[a-z]time|sampled)":[^,}]*/"\1"/g; s/ +/ /g
		s/"?[0-9]+ process(es)? of its owner[^;"]*("|; )//g'
		ipcls
		ipcls -H
		ipcls -H --json
		ipcls -H --rows
		ipcls -i mq:/jobs mq:/full mq:0x2a sem:0x2b shm:0x2c shm:/cache sem:/lock
		ipcls -i --json mq:/full sem:0x2b shm:0x2c
		ipcls -l
		ipcls -l --json
		ipcls --usage
		ipcls --explain
		ipcls --explain --json
		ipcls --explain mq:/full
		ipcls --unlinked
		ipcls -o object,undo_by,waited_by,orphan,evidence
		ipccat mq:/jobs
		ipccat mq:/none
		ipccat mq:0x2a
		ipcmk mq:/jobs
		ipcrm -n mq:/jobs sem:0x2b shm:0x2c
		ipcrm -n -v --orphans
		ipcrm -n --where waiters>0
	END
}

start_full_world() {
	start_world
	object make mq:/full max_messages=2 max_message_size=8 >/dev/null
	object send mq:/full size=3 count=2
	start hold send mq:/full size=2 priority=3
	start hold undo "$(object make sem:0x2d nsems=2)" values=2,1
}

@test "however the kernel's memory is refused, all outputs are what they were before" {
	local way
	start_full_world
	outputs deny bpf=EPERM >wanted
	[[ $(grep -c '^status' wanted) == 21 ]]
	outputs >with
	fails 1 "" cmp -s with wanted
	for way in "deny bpf=ENOSYS" "deny bpf=EINVAL" without_btf \
	    without_tasks; do
		# shellcheck disable=SC2086 # words
		outputs $way >other
		diff wanted other
	done
}

# Whoever may not read it sees what a kernel without bpf(2) lets them see.
@test "an ordinary user and root of a user namespace see what they saw before" {
	local -a way
	need_nobody
	start_full_world
	chmod a+rx "$BATS_TEST_TMPDIR"
	for way in as_nobody "unshare --user --map-root-user"; do
		read -ra way <<<"$way"
		outputs "${way[@]}" deny bpf=ENOSYS >wanted
		outputs "${way[@]}" >other
		diff wanted other
	done
	[[ $(grep -c '^status' wanted) == 21 ]]
}

@test "ipcls -v: a kernel whose structures are others is the reason" {
	start_world
	without_tasks ipcls -vH 2>said >/dev/null
	[[ $(grep -c "kernel memory: needs a kernel whose structures" said) == 1 ]]
	ipcls -vH 2>said >/dev/null
	[[ $(<said) != *"kernel memory"* ]]
}
