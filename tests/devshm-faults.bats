# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats
# What is wrong with /dev/shm itself is said once, by whatever program needs
# it, and the command that is printed is run here and mends it.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	need_root
	umount /dev/shm
}

# As tests/isolate has it, for the next.
leave() {
	while umount /dev/shm 2>/dev/null; do
		:
	done
	rm -rf /dev/shm
	mkdir /dev/shm
	mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs /dev/shm
}

# says_so WORDS COMMAND...: one line, "PROGRAM: [OBJECT: ]/dev/shm WORDS: ..."
says_so() {
	local words=$1

	shift
	run_apart "$@"
	[[ $status == 1 && ${#stderr_lines[@]} == 1 &&
	    $stderr =~ ^ipc[a-z]+:\ ((shm|sem):/x:\ )?"/dev/shm $words: " ]] ||
		show_run
}

# Run what the last message says.
do_it() {
	ok bash -c "${stderr##*: }"
}

all_say() {
	says_so "$1" ipcmk shm:/x
	says_so "$1" ipcmk sem:/x
	says_so "$1" ipcrm shm:/x
	says_so "$1" ipccat shm:/x
	says_so "$1" ipcctl --mode 600 shm:/x
	says_so "$1" ipcctl --post sem:/x
	says_so "$1" ipcls shm:/x
	says_so "$1" ipcls -m -s --posix
	says_so "$1" ipcls
}

usable() {
	ok ipcls
	ok ipcmk shm:/x sem:/x
	[[ -f /dev/shm/x && $(stat -c %a /dev/shm) == 1777 &&
	    $(stat -f -c %T /dev/shm) == tmpfs ]]
}

@test "/dev/shm: that it is not there is said, and what makes it" {
	rmdir /dev/shm
	all_say "is not there"
	[[ $stderr == "ipcls: /dev/shm is not there: mount -t tmpfs "* ]]
	fails 124 "ipcwatch: /dev/shm is not there: " \
	    ipcwatch --until 'size > 0' --timeout 0.1 shm: sem:
	[[ $(grep -c "is not there" <<<"$stderr") == 1 ]]
	run_apart ipcls
	do_it
	usable
}

@test "/dev/shm: a file in its place is said, and what makes way" {
	rmdir /dev/shm
	: >/dev/shm
	all_say "is no directory"
	do_it
	usable
}

@test "/dev/shm: a link to what is not there is said" {
	rmdir /dev/shm
	ln -s /dev/nowhere /dev/shm
	all_say "is a link to what is not there"
	do_it
	usable
	[[ ! -L /dev/shm ]]
}

@test "/dev/shm: that it is mounted read-only is said where it matters" {
	mount -t tmpfs -o ro,mode=1777 tmpfs /dev/shm
	ok ipcls
	says_so "is mounted read-only" ipcmk sem:/x
	says_so "is mounted read-only" ipcmk shm:/x
	do_it
	usable
}

@test "/dev/shm: one that only its owner may write to is said" {
	need_nobody
	chmod 755 /dev/shm
	ok as_nobody ipcls
	says_so "may be written to by its owner only" as_nobody ipcmk sem:/x
	says_so "may be written to by its owner only" as_nobody ipcmk shm:/x
	[[ $stderr == *": as root, "* ]]
	ok bash -c "${stderr##*as root, }"
	ok as_nobody ipcmk shm:/x sem:/x
}

@test "/dev/shm: one that others may not look into is said" {
	need_nobody
	chmod 700 /dev/shm
	says_so "may be used by its owner only" as_nobody ipcls
	says_so "may be used by its owner only" as_nobody ipcls sem:/x
	says_so "may be used by its owner only" as_nobody ipcmk sem:/x
	ok bash -c "${stderr##*as root, }"
	ok as_nobody ipcmk shm:/x sem:/x
	ok as_nobody ipcls
}

@test "/dev/shm: one of another user is said" {
	need_nobody
	chown 7:7 /dev/shm
	chmod 700 /dev/shm
	ok ipcls
	says_so "belongs to another user, who alone may use it" \
	    as_nobody ipcls
	says_so "belongs to another user, who alone may use it" \
	    as_nobody ipcmk sem:/x
	ok bash -c "${stderr##*as root, }"
	ok as_nobody ipcmk shm:/x sem:/x
	[[ $(stat -c %u /dev/shm) == 0 ]]
}

@test "/dev/shm: where no privilege is to be had no command is printed" {
	rmdir /dev/shm
	need setpriv
	fails 1 "only who has CAP_SYS_ADMIN outside of this container" \
	    setpriv --bounding-set -sys_admin ipcls
	[[ ${#stderr_lines[@]} == 1 && $stderr != *"mount -t"* ]]
	need_nobody
	fails 1 "/dev/shm is not there: as root, mount -t tmpfs" as_nobody \
	    ipcls
	[[ ${#stderr_lines[@]} == 1 ]]
	fails 1 "only who has CAP_SYS_ADMIN" \
	    setpriv --bounding-set -sys_admin --reuid=65534 --regid=65534 \
	    --clear-groups ipcls
}

@test "/dev/shm: what needs none is shown all the same" {
	local id

	rmdir /dev/shm
	id=$(object make shm: size=1)
	run_apart ipcls --json
	[[ $status == 1 ]]
	# shellcheck disable=SC2016 # jq's
	json '[.objects[].object] == [$id]' --arg id "$id"
}
