# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# Labels of a security module.  Where there is none, a tmpfs keeps what root
# writes into the attribute.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
}

# label FILE ATTRIBUTE LABEL: as a module would give it, which labels the
# directory, too.
label() {
	need python3
	# Of a module that is there the label is its own.
	python3 - "$@" <<-'PYTHON' || skip "no label can be set here"
		import os, sys
		file, attribute, label = map(os.fsencode, sys.argv[1:])
		os.setxattr("/dev/shm", attribute, b"directory")
		os.setxattr(file, attribute, label)
	PYTHON
}

selinux=security.selinux
context=system_u:object_r:tmpfs_t:s0

@test "ipcls -Z: a label of SELinux or Smack is shown, of what has one" {
	need_root
	object make shm:/memory
	object make sem:/lock
	object make shm:/other
	label /dev/shm/memory $selinux "$context"
	label /dev/shm/sem.lock security.SMACK64 System
	ok ipcls -Z --raw shm:/memory shm:/other sem:/lock
	[[ ${lines[0]} == "OBJECT OWNER PERMS LABEL" ]] || show_run
	[[ ${lines[1]} == "shm:/memory root rw------- $context" ]] || show_run
	[[ ${lines[2]} == "shm:/other root rw------- -" ]] || show_run
	[[ ${lines[3]} == "sem:/lock root rw------- System" ]] || show_run
	# Of what is listed, and not named, too.
	ok ipcls --label --json shm:
	json '[.objects[].label] == [$context, null]' --arg context "$context"
}

@test "ipcls: a label is selected by, is part of JSON and of -i" {
	need_root
	object make shm:/memory
	object make shm:/other
	label /dev/shm/memory $selinux "$context"
	ok ipcls --raw --no-headings -o object -w 'label =~ ":tmpfs_t:"'
	[[ $output == shm:/memory ]] || show_run
	ok ipcls --json -w 'label =~ ":tmpfs_t:"'
	json '.objects[0].label == $context' --arg context "$context"
	ok ipcls -i shm:/memory
	[[ $output == *"label  "*"$context"* ]] || show_run
}

@test "ipcls -Z: who may not open an object is told its label" {
	need_root
	need_nobody
	object make shm:/secret mode=0600
	label /dev/shm/secret $selinux "$context"
	ok as_nobody ipcls --json -o label shm:/secret shm:
	json '[.objects[].label] == [$context]' --arg context "$context"
}

@test "ipcls -Z: an object without a name has the label that it had" {
	need_root
	object make shm:/memory
	label /dev/shm/memory $selinux "$context"
	start hold open shm:/memory
	object remove shm:/memory
	ok ipcls -m --unlinked --json -o label
	json '.objects == [{ label: $context }]' --arg context "$context"
}

@test "ipcls -Z: a label cannot harm the terminal" {
	need_root
	object make shm:/memory
	label /dev/shm/memory $selinux $'a b\n\e[31m\xff'
	ok ipcls --raw --no-headings -o label shm:/memory
	[[ $output == 'a\sb\n\033[31m\377' ]] || show_run
	ok ipcls --json -o label shm:/memory
	json '.objects[0].label | startswith("a b\n\u001b[31m")'
}

@test "ipcls -Z: a label is shown up to its NUL, an empty one is unknown" {
	need_root
	need python3
	object make shm:/memory
	object make shm:/empty
	python3 - <<-PYTHON || skip "no label can be set here"
		import os
		os.setxattr("/dev/shm/memory", "$selinux", b"$context\0")
		os.setxattr("/dev/shm/empty", "$selinux", b"\0")
	PYTHON
	ok ipcls --json -o label shm:/memory shm:/empty
	json '[.objects[].label] | sort == [null, $context]' \
	    --arg context "$context"
}

@test "ipcls -Z: queues and System V objects without a label are unknown" {
	need_queues
	local module=/sys/fs/selinux/enforce

	[[ ! -e $module && ! -e /sys/fs/smackfs/load ]] ||
		skip "a security module has labels here"
	object make mq:/queue
	object make shm:0x51 size=1
	ok ipcls -Z --raw --no-headings
	[[ ${lines[0]} == "mq:/queue root "*" -" ]] || show_run
	[[ ${lines[1]} == "shm:"*" root "*" -" ]] || show_run
	ok ipcls --json -o label mq:/queue
	json '.objects == [{ label: null }]'
}

# As mqueue keeps no attributes, a module has to be there; or the calls say so.
@test "ipcls -Z: the label of a queue is asked of the queue itself" {
	need_queues
	need_root
	need strace
	local each calls=lgetxattr,fgetxattr

	object make mq:/queue
	for each in mq: mq:/queue; do
		# That it wrote nowhere when the size was asked for, it says.
		run --separate-stderr strace -o "$BATS_TEST_TMPDIR/calls" \
		    -e trace=$calls -e inject=$calls:retval=5:poke_exit=@arg3=6c6162656c \
		    ipcls --json -o label "$each"
		json '.objects == [{ label: "label" }]'
		# Where it has none, it is not that the path leads nowhere.
		strace -o "$BATS_TEST_TMPDIR/calls" -e trace=$calls \
		    ipcls -Z "$each"
		run ! grep ENOENT "$BATS_TEST_TMPDIR/calls"
	done
}

@test "ipcls: labels are not recorded" {
	fails 2 "labels, page sizes and former names are not recorded" ipcls --from-recording x -Z
	fails 2 "labels, page sizes and former names are not recorded" ipcls --from-recording x -o label
	fails 2 "labels, page sizes and former names are not recorded" \
	    ipcwatch --replay x -w 'label == "x"'
	[[ -z $output ]] || show_run
}

@test "ipcls -Z: it does not go with what has no columns of objects" {
	fails 2 "--label: metrics have no columns" ipcls --openmetrics -Z
	fails 2 "--label: chooses fields of objects" ipcls --rows -Z
	fails 2 "--limits lists no objects; leave one of them out" ipcls -l -Z
	fails 2 "--label chooses fields already; write --output=+LIST" ipcls -Z -o size
}
