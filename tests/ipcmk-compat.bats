#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# ipcmk takes every command line of util-linux's, side by side with it.
#
# Only tests that say need_queues make POSIX queues (run-bats).

load lib
load compat

# Memory for queues is a user's, of all namespaces together.
small=(--max-messages 1 --max-message-size 1)

setup() {
	before
}

@test "ipcmk: without arguments it fails, as util-linux does" {
	need_original ipcmk
	same ipcmk
	same ipcmk -p 600
	holds "$ours" '.done == false and .stdout == "" and .objects == []'
}

@test "ipcmk: each kind is made and named as util-linux does it" {
	need_original ipcmk
	same ipcmk -M 100
	holds "$ours" '.stdout == "Shared memory id: 0\n"'
	same ipcmk -Q
	holds "$ours" '.stdout == "Message queue id: 0\n"'
	same ipcmk -S 3
	holds "$ours" '.stdout == "Semaphore id: 0\n"'
	before "${few[@]}"
	same ipcmk -M 100
	same ipcmk -Q
	same ipcmk -S 3
	holds "$ours" '.stdout == "Semaphore id: 1\n" and
		(.objects | length) == 5'
}

@test "ipcmk: several at once are made in the order of util-linux" {
	need_original ipcmk
	same ipcmk -S 1 -Q -M 10
	holds "$ours" '.stdout | [scan("[A-Z]")] == ["S", "M", "S"]'
	same ipcmk -Q -S 2
	same ipcmk -QM10 -S2 -p600
	same ipcmk -M10 -p 0 -Q
	same ipcmk -Q -Q -Q
	holds "$ours" '.objects | length == 1'
}

@test "ipcmk: the last of an option said twice counts, as with util-linux" {
	need_original ipcmk
	same ipcmk -M 10 -M 20
	same ipcmk -M10 --shmem=20
	same ipcmk -S 1 -S 2
	same ipcmk -p 600 -Q -p 640
}

@test "ipcmk: long options and their beginnings are those of util-linux" {
	need_original ipcmk
	same ipcmk --queue --shmem=10 --semaphore=3 --mode=0640
	same ipcmk --shmem 10 --mode 600
	same ipcmk --shm 20 --sem 1 --que
	same ipcmk --mod 600 --queue
	same ipcmk --queue=3
	same ipcmk --q
	same ipcmk --s 3
	holds "$ours" '.done == false'
}

@test "ipcmk: sizes have the units of util-linux" {
	need_original ipcmk
	local size
	for size in 1 4096 1K 1KiB 1KB 1k 1kB 1M 1MiB 1MB 1m 3mB 1G 1GiB 1GB \
	    16K 0.5K 1.5K 1.5KiB 1.5KB 1.5M 1.0K; do
		same ipcmk -M "$size"
		holds "$ours" .done
	done
	same ipcmk -M 1T
	same ipcmk -M 1P
	same ipcmk -M 1E
}

@test "ipcmk: units may be written small, as util-linux has it" {
	need_original ipcmk
	local size
	for size in 1kib 1kb 2mib 2mb 1gib; do
		same ipcmk -M "$size"
		holds "$ours" .done
	done
}

@test "ipcmk: sizes may be hexadecimal or octal, as util-linux has it" {
	need_original ipcmk
	local size
	for size in 0x10 0X10 0xff 0x10K 010 0777 010K; do
		same ipcmk -M "$size"
		holds "$ours" .done
	done
	same ipcmk -M 08
	same ipcmk -M 0x
	same ipcmk -M 0xg
	holds "$ours" '.done == false'
}

@test "ipcmk: sizes that are none are refused as by util-linux" {
	need_original ipcmk
	local size
	for size in 0 -1 1x x '' '5 ' '5 K' 99999999999999999999 1Z 16E 1KIB \
	    1KiBx 1,5K .5K 1i 1e3 1.5e3 1KiBB K; do
		same ipcmk -M "$size"
		holds "$ours" '.done == false and .objects == []'
	done
}

@test "ipcmk: a size that is no whole number of bytes is refused" {
	need_original ipcmk
	local size
	for size in 1.5 5.5; do
		same ipcmk -M "$size"
		holds "$ours" '.done == false'
	done
}

@test "ipcmk: numbers of semaphores are those of util-linux" {
	need_original ipcmk
	local number
	for number in 1 2 010 250; do
		same ipcmk -S "$number"
		holds "$ours" .done
	done
	for number in 0 -1 x 0x10 '3 ' 1.5 1K '' 2147483648 99999999999 \
	    4294967297 32001; do
		same ipcmk -S "$number"
		holds "$ours" '.done == false and .objects == []'
	done
}

@test "ipcmk: octal modes are those of util-linux" {
	need_original ipcmk
	local mode umask
	for umask in 0 022 077 777; do
		umask "$umask"
		for mode in 0600 0 777 0007 00640 000; do
			same ipcmk -Q -M 5 -S 2 -p "$mode"
			holds "$ours" .done
		done
		same ipcmk -Q -M 5 -S 2
		holds "$ours" 'all(.objects[]; .mode == "0644")'
	done
	for mode in 8 rw '' 0x1ff '600 ' 6x; do
		same ipcmk -Q -p "$mode"
		holds "$ours" '.done == false and .objects == []'
	done
}

@test "ipcmk: a word that is wrong is one even if another follows" {
	need_original ipcmk
	same ipcmk -M x -M 10
	same ipcmk -M 10 -M x
	same ipcmk -S x -S 1
	same ipcmk -Q -p x -p 600
	same ipcmk -Q -M 99999999999999999999
	holds "$ours" '.done == false and .objects == []'
}

@test "ipcmk: what was made before the first failure stays, as with util-linux" {
	need_original ipcmk
	same ipcmk -S 99999 -Q -M 10
	holds "$ours" '.done == false and (.objects | length) == 2'
	same ipcmk -S 1 -Q -M 1E
	holds "$ours" '.done == false and .objects == []'
}

@test "ipcmk: options that are none are refused as by util-linux" {
	need_original ipcmk
	same ipcmk -x
	same ipcmk -Qx
	same ipcmk -M
	same ipcmk --shmem
	same ipcmk foo
	same ipcmk -Q --
	same ipcmk -QpM 10
	same ipcmk --nonsense
}

@test "ipcmk: where it differs, nothing is cut and nothing passed over" {
	need_original ipcmk
	local word
	# A word that means nothing: util-linux makes the queue.
	for word in foo -- ; do
		differs ipcmk -Q "$word" bar
		holds "$theirs" .done
		holds "$ours" '.done == false and .objects == []'
	done
	# Bits that no object has: util-linux drops them.
	for word in 7777 1777 4000 10000 100644 -1; do
		differs ipcmk -Q -p "$word"
		holds "$theirs" .done
		holds "$ours" '.done == false and .objects == []'
	done
	# What is not quite a number.
	for word in ' 5' +5; do
		differs ipcmk -M "$word"
		differs ipcmk -S "$word"
		differs ipcmk -Q -p "$word"
		holds "$theirs" .done
		holds "$ours" '.done == false and .objects == []'
	done
}

@test "ipcmk: where it differs, fractions are exact" {
	need_original ipcmk
	local size
	for size in 1.25K:1280 1.75KB:1750; do
		differs ipcmk -M "${size%:*}"
		holds "$ours" ".objects[0].size == ${size#*:}"
	done
}

@test "ipcmk: where it differs, a mode may be symbolic" {
	need_original ipcmk
	differs ipcmk -Q -p u+x
	holds "$ours" '.done and .objects[0].mode == "0744"'
}

@test "ipcmk: options of util-linux 2.41 make POSIX objects in its words" {
	need_queues
	ok ipcmk -m 10K -n /m
	[[ $output == "POSIX shared memory name: /m" ]]
	output=$(object show shm:/m)
	json '.size == 10240 and .mode == "0644"'
	ok ipcmk -s -n /s
	[[ $output == "POSIX semaphore name: /s" ]]
	output=$(object show sem:/s)
	json '.value == 0 and .mode == "0644"'
	ok ipcmk -q -n /q --mode 600 "${small[@]}"
	[[ $output == "POSIX message queue name: /q" ]]
	output=$(object show mq:/q)
	json '.mode == "0600"'
	ok ipcmk --posix-shmem=5 --posix-semaphore --name=/long -p 0
	[[ $output == $'POSIX shared memory name: /long\nPOSIX semaphore name: /long' ]]
	[[ -e /dev/shm/long && -e /dev/shm/sem.long ]]
}

@test "ipcmk: each memory has its own size, where that of util-linux is the last" {
	ok ipcmk -M 10 -m 20 -n /m
	ok ipcls --json -o name,size shm:
	json '[.objects[].size] == [20, 10]'
}

@test "ipcmk: all kinds at once come in the order of util-linux 2.41" {
	need_queues
	# The usual queue takes much of what its user may have.
	echo 1 >/proc/sys/fs/mqueue/msg_default
	echo 128 >/proc/sys/fs/mqueue/msgsize_default
	ok ipcmk -s -S 2 -q -Q -m 1 -M 1 -n /all
	# shellcheck disable=SC2001 # no simpler
	[[ $(sed 's/id: [0-9]*/id: N/' <<<"$output") == "Shared memory id: N
POSIX shared memory name: /all
Message queue id: N
POSIX message queue name: /all
Semaphore id: N
POSIX semaphore name: /all" ]]
}

@test "ipcmk: memory and semaphores need no slash, a queue does" {
	ok ipcmk -m 5 -n memory
	[[ $output == "POSIX shared memory name: memory" ]]
	[[ -e /dev/shm/memory ]]
	ok ipcmk -s -n lock
	[[ $output == "POSIX semaphore name: lock" ]]
	[[ -e /dev/shm/sem.lock ]]
	fails 2 slash ipcmk -q -n queue
	fails 2 slash ipcmk -q -s -n queue
	[[ ! -e /dev/shm/sem.queue && -z $(ls /dev/mqueue) ]]
}

@test "ipcmk: a POSIX object needs a name" {
	local options
	for options in "-m 5" -s -q "-Q -s" "-M 5 -q"; do
		# shellcheck disable=SC2086 # words
		fails 2 --name ipcmk $options
		[[ -z $output ]]
	done
	fails 2 --name ipcmk -s -n ''
	ok ipcls --json
	json '.objects == []'
}

@test "ipcmk: a name of util-linux's form is taken as it is, and is no pattern" {
	local name
	for name in "${hostile_names[@]}"; do
		ipcmk -m 5 -s -n "/$name" >"$BATS_TEST_TMPDIR/stdout"
		printf 'POSIX %s name: /%s\n' "shared memory" "$name" \
		    semaphore "$name" | cmp - "$BATS_TEST_TMPDIR/stdout"
		object show "shm:/$name"
		object show "sem:/$name"
		object clear
	done
}

@test "ipcmk: memory that exists is not cut short, where util-linux 2.41 does" {
	need_queues
	object make shm:/m size=5
	printf hello >/dev/shm/m
	fails 1 "exists" ipcmk -m 2 -n /m
	[[ -z $output && $(cat /dev/shm/m) == hello ]]
	object make sem:/s values=3
	fails 1 "exists" ipcmk -s -n /s
	object make mq:/q
	fails 1 "exists" ipcmk -q -n /q
}

@test "ipcmk: the key is random, never 0 and never one in use" {
	need jq
	object make mq:0x00000052
	object make shm:0x00000052
	object make sem:0x00000052
	run_apart dice 0,82,83 ipcmk -Q
	[[ $status != 77 ]] || skip "seccomp cannot do that here"
	[[ $status == 0 ]]
	ok dice 0,0,82,82,84 ipcmk -M 5
	ok dice 82,85 ipcmk -S 1
	ok ipcls --json -o object,key -w 'key != "0x00000052"'
	json '[.objects[].key] == ["0x00000053", "0x00000054", "0x00000055"]'
}

@test "ipcmk: every key is another" {
	local i
	for ((i = 0; i < 50; i++)); do
		ipcmk -Q -M 1 -S 1 >/dev/null
	done
	ok ipcls --json -o key
	json '.objects | length == 150 and (map(.key) | unique | length == 150)'
}

@test "ipcmk: what util-linux does not have does not go with its form" {
	local option
	for option in --json --existing-ok "--from /dev/null" mq:/q; do
		# shellcheck disable=SC2086 # words
		fails 2 '' ipcmk -Q $option
	done
	fails 2 "--size: the argument of -M or -m is the size" \
	    ipcmk -M 4K --size 8K
	fails 2 "--size: the argument of -M or -m is the size" \
	    ipcmk -m 4K -n /m --size 8K
	fails 2 "--nsems: the argument of -S is the number" \
	    ipcmk -S 2 --nsems 3
	fails 2 --name ipcmk -n /x mq:/q
	ok ipcls --json
	json '.objects == []'
}

@test "ipcmk: the form of util-linux is told of no --existing-ok" {
	ok ipcmk -m 4K -n /m
	# By the name that it is installed by.
	fails 1 "/m: it exists already; ipcrm" ipcmk -m 4K -n /m
	[[ $stderr =~ "; ipcrm"(.ipcutil)?" removes it"$ ]] || show_run
}

@test "ipcmk: our attributes go with the form of util-linux" {
	need_queues
	ok ipcmk -Q --max-bytes 100
	ok ipcmk -S 3 --values 1,2,3
	ok ipcmk -q -n /q --max-messages 2 --max-message-size 8
	ok ipcls --json -o kind,max_bytes,values,max_messages
	json '[.objects[] | .max_bytes // .values // .max_messages]
		== [2, 100, [1, 2, 3]]'
	fails 2 values ipcmk -Q --values 1
	fails 2 values ipcmk -Q -S 1 --values 1
	fails 2 values ipcmk -S 2 --values 1,2,3
	ok ipcls --json
	json '.objects | length == 3'
}
