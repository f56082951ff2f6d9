#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# POSIX semaphores are those of the C library that the programs were built with:
# glibc's file of sem:/x is sem.x, musl's is x.  Those of another library or word
# size are no semaphores of ours.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib
load semaphores

# A program that makes a semaphore, or tells the value of one.
setup_file() {
	export foreign=$BATS_FILE_TMPDIR/foreign
	cat >"$foreign.c" <<'END'
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>

int
main(int argc, char **argv)
{
	sem_t *sem = argc > 2
	    ? sem_open(argv[1], O_CREAT | O_EXCL, 0600, (unsigned)atoi(argv[2]))
	    : sem_open(argv[1], 0);
	int value;

	if (sem == SEM_FAILED || sem_getvalue(sem, &value) == -1) {
		perror(argv[1]);
		return 1;
	}
	printf("%d\n", value);
	return 0;
}
END
}

setup() {
	object make sem:/probe
	prefix=sem.
	[[ -e /dev/shm/sem.probe ]] || prefix=
	object remove sem:/probe
}

# compiled COMMAND...: by this compiler, which may not be here.
compiled() {
	"$@" -o "$foreign" "$foreign.c" -pthread >/dev/null 2>&1 ||
	    skip "$* makes no program here"
	[[ $("$foreign" /nothing 2>&1) == "/nothing: "* ]] ||
	    skip "the kernel does not run what $* makes"
}

need_glibc() {
	[[ $prefix == sem. ]] || skip "only where the C library is glibc"
}

need_musl() {
	[[ -z $prefix ]] || skip "only where the C library is musl"
}

# listed OBJECT...: these, and no others, in this order.
listed() {
	ok ipcls --raw --no-headings -o object
	[[ $output == "$(printf '%s\n' "$@")" ]] || show_run
}

@test "all programs: a semaphore is the one that sem_open(3) opens" {
	ok ipcmk --values 3 sem:/ours
	has sem:/ours 3
	object make sem:/theirs values=1
	listed sem:/ours sem:/theirs
	ok ipcls --raw --no-headings -o object,value "/dev/shm/${prefix}ours"
	[[ $output == "sem:/ours 3" ]]
	ok ipccat sem:/theirs
	[[ $output == 1 ]]
	ok ipcctl --wait sem:/theirs
	has sem:/theirs 0
	begin ipcctl --wait sem:/theirs
	retry waited_for sem:/theirs '.nwaiters == 1'
	ok ipcls -J -o object,waiters sem:/theirs
	json '.objects[0].object == "sem:/theirs"'
	object op sem:/theirs values=1
	ends 0
	ok ipcrm sem:/ours
	ok ipcrm -y sem:
	listed ""
}

@test "ipcmk: the mode of a semaphore is exact, with each C library" {
	local mode
	for mode in 0777 0631 0100 0660; do
		ok ipcmk --mode "$mode" sem:/x
		[[ $(stat -c %04a "/dev/shm/${prefix}x") == "${mode#0}" ||
			$(stat -c %04a "/dev/shm/${prefix}x") == "$mode" ]]
		ok ipcrm sem:/x
	done
}

@test "ipcwatch: a semaphore is created once, and under no other name" {
	begin timeout 60 ipcwatch --ready-line --count 2 --jsonl
	retry grep -q . "$BATS_TEST_TMPDIR/err"
	object make sem:/x
	retry grep -q "sem:/x" "$BATS_TEST_TMPDIR/out"
	object remove sem:/x
	ends 0
	jq -es 'map([.event, .object]) ==
		[["create", "sem:/x"], ["remove", "sem:/x"]]' <<<"$output"
}

@test "ipcls --unlinked: a semaphore without a name is still one" {
	start hold removed sem:/x
	ok ipcls -J --unlinked -o kind,was
	json '[.objects[].kind] == ["sem"]'
}

@test "with glibc: what a 32-bit program has made is told, and left alone" {
	need_glibc
	local command
	[[ $(getconf LONG_BIT) == 64 ]] || skip "only where programs have 64 bits"
	compiled gcc -m32
	[[ $("$foreign" /x 5) == 5 ]]
	ok ipcls --json -o object,status,value sem:
	json '.objects == [{ object: "sem:/x", status: "32-bit", value: null }]'
	for command in ipccat "ipcctl --post" "ipcctl --wait --nowait" \
	    "ipcctl --set 1"; do
		# shellcheck disable=SC2086 # words
		fails 1 "perhaps the semaphore of a 32-bit program" $command sem:/x
	done
	[[ $("$foreign" /x) == 5 ]]
	ok ipcrm sem:/x
}

@test "with glibc: what a program with musl has made is a file of memory" {
	need_glibc
	compiled musl-gcc -static
	[[ $("$foreign" /x 5) == 5 ]]
	ok ipcls --json -o object,size,status
	json '.objects == [{ object: "shm:/x", size: 32, status: null }]'
	fails 1 "sem:/x: no such object" ipcctl --post sem:/x
	fails 1 "sem:/x: no such object" ipcls sem:/x
	ok ipcls --explain --json sem:/x
	json '.explain | map(.limit) == ["other_library"]'
	json '.explain[0].meaning |
		test("/dev/shm/x has 32 bytes: perhaps the semaphore")'
	[[ $("$foreign" /x) == 5 ]]
}

@test "with musl: the size of a file tells a semaphore from memory, once" {
	need_musl
	object make sem:/s values=2
	object make shm:/m size=4096
	truncate -s 16 /dev/shm/short
	listed shm:/m shm:/short sem:/s
	ok ipcls --raw --no-headings -o object /dev/shm/m /dev/shm/s
	[[ $output == $'shm:/m\nsem:/s' ]]
	ok ipcls --raw --no-headings -o object shm:/s
	[[ $output == shm:/s ]]
	ok ipcrm -y 'shm:/*'
	listed sem:/s
	has sem:/s 2
}

@test "with musl: memory is not taken for a semaphore" {
	need_musl
	local command
	object make shm:/m size=4096
	for command in ipcls ipccat ipcrm "ipcctl --post" "ipcctl --mode 600"; do
		# shellcheck disable=SC2086 # words
		fails 1 "sem:/m: no semaphore, by its size" $command sem:/m
	done
	listed shm:/m
	ok ipcrm --all=psem
	listed shm:/m
}
