#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# ipcrm takes every command line of util-linux's, side by side with it.
#
# Only tests that say need_queues make POSIX queues (run-bats).

load lib
load compat

setup() {
	before "${few[@]}"
}

@test "ipcrm: by id, as util-linux" {
	need_original ipcrm
	same ipcrm -m 0
	holds "$ours" '.done and .stdout == "" and (.objects | length) == 3'
	same ipcrm -m 1
	same ipcrm -q 0
	same ipcrm -s 0
	same ipcrm -m 0 -m 1 -q 0 -s 0
	holds "$ours" '.done and .objects == []'
	same ipcrm -m0 -q0
	same ipcrm -m 00
	same ipcrm -m 01
}

@test "ipcrm: by key, hexadecimal, decimal and octal, as util-linux" {
	need_original ipcrm
	local key
	for key in 0x10 0X10 16 020 0x0010; do
		same ipcrm -M "$key"
		holds "$ours" '.done and .stdout == "" and
			(.objects | length) == 3'
	done
	same ipcrm -Q 0x11
	same ipcrm -Q 17
	same ipcrm -S 0x12
	same ipcrm -S 022
	same ipcrm -M 16 -Q 17 -S 18
	holds "$ours" '.done and (.objects | length) == 1'
}

@test "ipcrm: the largest keys are those of util-linux" {
	need_original ipcrm
	local key
	before sem:0xffffffff sem:0x80000000 sem:0x7fffffff
	for key in 0xffffffff 4294967295 0x80000000 2147483648 020000000000 \
	    0x7fffffff 2147483647 -1; do
		same ipcrm -S "$key"
		holds "$ours" '.done and (.objects | length) == 2'
	done
}

@test "ipcrm: long options and their beginnings are those of util-linux" {
	need_original ipcrm
	same ipcrm --shmem-id=0 --queue-id 0 --semaphore-id 0
	same ipcrm --shmem-key 0x10 --queue-key 0x11 --semaphore-key 0x12
	same ipcrm --shmem-i 0
	same ipcrm --queue-i 0
	same ipcrm --semaphore-k 0x12
	same ipcrm --sem-i 0
	same ipcrm --shmem 0
	same ipcrm --que 0
	same ipcrm --verb -m 0
	same ipcrm --v -m 0
	same ipcrm --al=shm
}

@test "ipcrm: what is not there is a failure, and does not stop the rest" {
	need_original ipcrm
	same ipcrm -m 5
	same ipcrm -M 0x99
	same ipcrm -m 0 -m 0
	same ipcrm -m 0 -q 5 -s 0
	holds "$ours" '.done == false and (.objects | length) == 2'
	same ipcrm -m -1
	same ipcrm -M -1
}

@test "ipcrm: --all, as util-linux" {
	need_original ipcrm
	same ipcrm -a
	holds "$ours" '.done and .stdout == "" and .objects == []'
	same ipcrm --all
	same ipcrm -m 0 -a
	same ipcrm -a -m 0
	local kind
	for kind in shm msg sem; do
		same ipcrm "--all=$kind"
		same ipcrm "-a$kind"
		holds "$ours" '.done and .stdout == "" and
			(.objects | length | . == 2 or . == 3)'
	done
	for kind in foo '' m SHM; do
		same ipcrm "-a$kind"
		same ipcrm "--all=$kind"
	done
	before
	same ipcrm -a
	holds "$ours" .done
}

@test "ipcrm: of --all said twice the last counts, as with util-linux" {
	need_original ipcrm
	same ipcrm -v --all=shm --all
	same ipcrm -v --all=msg --all=shm
	same ipcrm -v -asem -amsg
	same ipcrm -v --all --all=shm
	holds "$ours" '(.objects | length) == 2'
}

@test "ipcrm: --verbose says what util-linux says, in its order" {
	need_original ipcrm
	same ipcrm -v -m 0
	holds "$ours" ".stdout == \"removing shared memory segment id \`0'\\n\""
	same ipcrm -v -s 0 -q 0 -m 0
	same ipcrm -v -M 0x10
	same ipcrm -v -Q 0x11 -S 0x12
	holds "$ours" ".stdout == \"removing message queue id \`0'\\n\" +
		\"removing semaphore id \`0'\\n\""
	same ipcrm -v -a
	same ipcrm -v -m 5
	same ipcrm -v -M 0x99
	same ipcrm -v -a -m 0
	same ipcrm -v -ashm
	same ipcrm -v -amsg
	same ipcrm -v -asem
}

@test "ipcrm: --verbose holds from where it stands, as with util-linux" {
	need_original ipcrm
	same ipcrm -m 0 -v -m 1
	same ipcrm -m0 -q0 -vs0
	holds "$ours" '.stdout | [scan("removing")] | length == 1'
}

@test "ipcrm: the old form, as util-linux" {
	need_original ipcrm
	same ipcrm shm 0
	holds "$ours" '.done and .stdout == "resource(s) deleted\n"'
	same ipcrm msg 0
	same ipcrm sem 0
	same ipcrm shm 0 1
	holds "$ours" '.objects | length == 2'
	same ipcrm shm 00
	same ipcrm shm 01
}

@test "ipcrm: the old form says nothing if something failed" {
	need_original ipcrm
	same ipcrm shm 5
	same ipcrm shm 0 1 5
	same ipcrm shm 5 0
	same ipcrm msg 0 0
	holds "$ours" '.done == false and .stdout == ""'
}

@test "ipcrm: the old form fails where util-linux's does" {
	need_original ipcrm
	same ipcrm shm
	same ipcrm shm foo
	same ipcrm shm 0x0
	same ipcrm shm -1
	same ipcrm shmx 0
	same ipcrm foo 0
	same ipcrm extra
	holds "$ours" '.done == false and (.objects | length) == 4'
}

@test "ipcrm: what is no number is refused as by util-linux" {
	need_original ipcrm
	local word
	for word in foo '' '0 ' 0x0 0.5 4294967296 4294967297 2147483648 1e0; do
		same ipcrm -m "$word"
		same ipcrm -q "$word"
		same ipcrm -s "$word"
	done
	for word in foo '' 16x 0x 1.5 08 0 0x0 00 0x100000000 \
	    99999999999999999999; do
		same ipcrm -M "$word"
		same ipcrm -Q "$word"
		same ipcrm -S "$word"
	done
	holds "$ours" '.done == false and (.objects | length) == 4'
}

@test "ipcrm: options that are none are refused as by util-linux" {
	need_original ipcrm
	same ipcrm -x
	same ipcrm -m
	same ipcrm --shmem-id
	same ipcrm -m -q 0
	same ipcrm --nonsense
	holds "$ours" '.done == false and (.objects | length) == 4'
}

@test "ipcrm: where it differs, nothing is removed that was not written" {
	need_original ipcrm
	local word
	# util-linux cuts these to the id 0 or 1.
	for word in 4294967296 4294967297 99999999999999999999 '' ' 0' +1; do
		both ipcrm shm "$word"
		holds "$ours" '.done == false and (.objects | length) == 4'
	done
	differs ipcrm shm 4294967297
	differs ipcrm shm ''
	# And these to the key 16.
	for word in 0x100000010 4294967312 040000000020 -4294967280 \
	    -18446744073709551600; do
		differs ipcrm -M "$word"
		holds "$theirs" '.done and (.objects | length) == 3'
		holds "$ours" '.done == false and (.objects | length) == 4'
	done
}

@test "ipcrm: where it differs, nothing is removed if any word is wrong" {
	need_original ipcrm
	local line
	for line in "-m 0 -m foo" "-m 0 extra" "-a extra" "-a shm" "--all shm" \
	    "-m 0 -M foo" "shm 0 foo" "shm 0 sem 0" "-m 0 -x" "-a --nonsense" \
	    "-m 0 -M 0" "-m 0 --all=foo"; do
		# shellcheck disable=SC2086 # words
		both ipcrm $line
		holds "$theirs" '.done == false'
		holds "$ours" '.done == false and .stdout == "" and
			(.objects | length) == 4'
	done
	differs ipcrm -a extra
	differs ipcrm -m 0 -m foo
}

@test "ipcrm: where it differs, what is not quite a number is refused" {
	need_original ipcrm
	local word
	for word in ' 0' +0; do
		differs ipcrm -m "$word"
		holds "$ours" '.done == false and (.objects | length) == 4'
	done
	for word in ' 16' +16 $'\t0x10' +0x10; do
		differs ipcrm -M "$word"
		holds "$ours" '.done == false and (.objects | length) == 4'
	done
}

@test "ipcrm: where it differs, options may stand around the old form" {
	need_original ipcrm
	local line
	for line in "shm 0 -v" "shm -v 0" "-v shm 0" "-q 0 shm 0" "-- shm 0" \
	    "shm -- 0" "shm 0 -q 0"; do
		# shellcheck disable=SC2086 # words
		differs ipcrm $line
		holds "$theirs" '.done == false'
		holds "$ours" '.done and (.stdout |
			endswith("resource(s) deleted\n"))'
	done
	holds "$ours" '.objects | length == 2'
}

@test "ipcrm: where it differs, it fails with nothing to remove" {
	need_original ipcrm
	local line
	for line in -v "-v -v" --verbose -- "-v --"; do
		# shellcheck disable=SC2086 # words
		differs ipcrm $line
		holds "$theirs" '.done and (.objects | length) == 4'
		holds "$ours" '.done == false and (.objects | length) == 4'
	done
}

@test "ipcrm: without anything to remove it fails, as util-linux 2.41 does" {
	object make sem:0x52
	fails 2 "" ipcrm
	[[ -z $output ]]
	object show sem:0x52
}

# POSIX: what util-linux 2.41 has, which may not be what is here.

make_posix() {
	object make mq:/q max_messages=1 max_message_size=1
	object make shm:/m
	object make sem:/s
	object make mq:
	object make shm:
	object make sem:
} >/dev/null

left() {
	ok ipcls --json -o object
	json "[.objects[].object | sub(\"[0-9]+\"; \"N\")] == $1"
}

@test "ipcrm: POSIX objects by the options of util-linux 2.41" {
	need_queues
	make_posix
	ok ipcrm --posix-mqueue /q --posix-shmem=/m --posix-semaphore /s
	[[ -z $output ]]
	left '["mq:N", "shm:N", "sem:N"]'
}

@test "ipcrm: POSIX objects need no slash but for queues, as in util-linux 2.41" {
	need_queues
	make_posix
	ok ipcrm --posix-shmem m --posix-semaphore s
	fails 2 slash ipcrm --posix-mqueue q
	left '["mq:/q", "mq:N", "shm:N", "sem:N"]'
}

@test "ipcrm: of POSIX objects --verbose says what util-linux 2.41 says" {
	need_queues
	make_posix
	ok ipcrm -v --posix-semaphore /s --posix-mqueue /q --posix-shmem /m
	[[ $output == "removing POSIX semaphore \`/s'
removing POSIX message queue \`/q'
removing POSIX shared memory \`/m'" ]]
	fails 1 /s ipcrm -v --posix-semaphore /s
	[[ $output == "removing POSIX semaphore \`/s'" ]]
}

@test "ipcrm: names of util-linux's form are no patterns" {
	object make sem:/a
	object make 'sem:/*'
	fails 1 '/?' ipcrm --posix-semaphore '/?'
	ok ipcrm --posix-semaphore '/*'
	left '["sem:/a"]'
}

@test "ipcrm: names of util-linux's form are taken as they are" {
	local name
	for name in "${hostile_names[@]}"; do
		object make "sem:/$name" >/dev/null
		object make "shm:/$name" >/dev/null
		object make sem:/other >/dev/null
		ok ipcrm --posix-semaphore "/$name" --posix-shmem "/$name"
		[[ $(ls /dev/shm) == sem.other ]]
		object clear
	done
}

@test "ipcrm: --all=KIND of util-linux 2.41 removes that kind" {
	need_queues
	make_posix
	ok ipcrm --all=pshm
	left '["mq:/q", "mq:N", "shm:N", "sem:/s", "sem:N"]'
	ok ipcrm -apmsg
	left '["mq:N", "shm:N", "sem:/s", "sem:N"]'
	ok ipcrm --all=psem
	left '["mq:N", "shm:N", "sem:N"]'
	make_posix
	ok ipcrm --all=shm
	left '["mq:/q", "mq:N", "mq:N", "shm:/m", "sem:/s", "sem:N", "sem:N"]'
	ok ipcrm --all=msg
	left '["mq:/q", "shm:/m", "sem:/s", "sem:N", "sem:N"]'
	ok ipcrm --all=sem
	left '["mq:/q", "shm:/m", "sem:/s"]'
	ok ipcrm --all
	left '[]'
}

@test "ipcrm: -a=KIND is --all=KIND, as for util-linux 2.41" {
	object make shm: >/dev/null
	object make sem: >/dev/null
	fails 2 'ipcrm: --all foo: write shm, pshm, ' ipcrm -a=foo
	fails 2 "ipcrm: --all '': write shm" ipcrm -a=
	left '["shm:N", "sem:N"]'
	ok ipcrm -a=shm
	left '["sem:N"]'
	ok ipcrm --all==sem
	left '[]'
}

@test "ipcrm: --all --verbose comes in the order of util-linux 2.41" {
	need_queues
	make_posix
	ok ipcrm --all --verbose
	# shellcheck disable=SC2001 # no simpler
	[[ $(sed "s/id \`[0-9]*'/id N/" <<<"$output") == "removing shared memory segment id N
removing POSIX shared memory \`/m'
removing semaphore id N
removing POSIX semaphore \`/s'
removing message queue id N
removing POSIX message queue \`/q'" ]]
}
