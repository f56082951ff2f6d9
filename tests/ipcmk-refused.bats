#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# What ipcmk refuses, and that nothing is there then.

load lib

leave() {
	[[ ! -v resized ]] || resize size=50%,nr_inodes=100000
}

# Without the options it has: in a user namespace mount(8) would pass on users
# that there are none of.
resize() {
	resized=1
	mount --options-mode ignore \
	    -o "remount,nosuid,nodev,mode=1777,$1" /dev/shm
}

small=(--max-messages 1 --max-message-size 1)

# refused TEXT ARG...: a usage error, and nothing is made.
refused() {
	local text=$1
	shift
	fails 2 "$text" ipcmk "$@" || return
	[[ -z $output && $stderr != *$'\n'*$'\n'* ]] || return
	nothing
}

# failed TEXT COMMAND...: it can not be done, and nothing is made.
failed() {
	fails 1 "$@" || return
	[[ -z $output ]] || return
	nothing
}

@test "ipcmk: what names nothing to make is refused" {
	local object
	for object in mq:5 sem:0 shm:98305; do
		refused "$object: the kernel chooses identifiers" "$object" --size 1
	done
	for object in 'mq:/a*' 'sem:/?' 'sem:/[a]' 'sem:/*' 'mq:/job*'; do
		refused "$object: a pattern" "$object"
	done
	for object in mq sem /a a mq:a sem:/ shm:/. shm:/.. mq:/.. sem:/a/b shm:/sem.x \
	    sem:0x mq:0xg sem:@ sem:@file 'sem:@file,' sem:@file,0 \
	    sem:@file,256 sem:-1 sem:4294967296 mq:0x100000000 sem:0x0 \
	    "sem:/${longest_sem_name}0" "shm:/${longest_name}0" 'sem:/a\' \
	    /dev/mqueue/ /dev/shm/sem. /dev/null x:/a :/a ''; do
		refused "${object:-"''"}: " "$object"
	done
}

@test "ipcmk: bad words are named" {
	refused "--size 5x: " shm:/m --size 5x
	refused "--size -1: " shm:/m --size -1
	refused "--size 99999999999999999999: " shm:/m \
	    --size 99999999999999999999
	refused "--mode 888: " sem:/s --mode 888
	refused "--mode 1777: " sem:/s --mode 1777
	refused "--mode 10644: " sem:/s --mode 10644
	refused "--mode rw: " sem:/s -p rw
	refused "--mode '': " sem:/s --mode ''
	refused "--owner '': " sem:/s --owner ''
	refused "--owner no such: " sem:/s --owner 'no such'
	refused "--owner root:no such: " sem:/s --owner 'root:no such'
	refused "--owner -1: " sem:/s --owner -1
	refused "--owner 4294967295: " sem:/s --owner 4294967295
	refused "--owner 4294967296: " sem:/s --owner 4294967296
	refused "--owner :4294967295: " sem:/s --owner :4294967295
	refused "--nsems 0: " sem: --nsems 0
	refused "--nsems 4294967297: " sem: --nsems 4294967297
	refused "--nsems x: " sem: --nsems x
	refused "--values '': " sem: --values ''
	refused "--values 1,: " sem: --values 1,
	refused "--values 1,,2: " sem: --values 1,,2
	refused "--values -1: " sem: --values -1
	refused "--values 1x: " sem: --values 1x
	refused "--values 2147483648: " sem:/s --values 2147483648
	refused "--max-messages 0: " mq:/q --max-messages 0
	refused "--max-messages x: " mq:/q --max-messages x
	refused "--max-message-size x: " mq:/q --max-message-size x
	refused "--max-bytes -5: " mq: --max-bytes -5
	refused "--huge 3M: " shm: --size 1 --huge=3M
	refused "--huge 0: " shm: --size 1 --huge=0
	refused "--nonsense: " sem:/s --nonsense
	refused "--mode: " sem:/s --mode
	refused "-x: " sem:/s -x
	refused "--lock: " shm: --size 1 --lock=1
	refused "--json: " sem: --json=1
}

@test "ipcmk: of the beginning of several options it is said which these are" {
	refused "--n: is ambiguous: --nsems, --no-reserve, --name" sem: --n
	refused "--ma: is ambiguous: --max-messages, --max-message-size, --max-bytes" \
	    mq: --ma=5
	refused "--h: is ambiguous: --huge, --help" sem: --h
	refused "--v: is ambiguous: --values, --verbose, --version" sem: --v
	refused "--nonsense: no such option" sem: --nonsense=5
	# These are that of one.
	ok ipcmk --mo 600 --nse 2 --va 1,2 sem:
}

@test "ipcmk: what a terminal takes for a command is not passed on" {
	fails 2 '\033' ipcmk $'sem:/a\e[31m*'
	[[ $stderr != *$'\e'* ]]
	fails 2 '\033' ipcmk sem: --mode $'\e[31m'
	[[ $stderr != *$'\e'* ]]
}

# senseless OPTION... for the kinds $kinds.
senseless() {
	local kind
	for kind in $kinds; do
		refused "${1%%=*}: only " "$kind" "$@" \
		    ${extra[$kind]+--size 1}
	done
}

@test "ipcmk: an attribute that makes no sense is refused" {
	declare -A extra=([shm:]=1)
	local mq="mq:/q mq:" shm="shm:/m shm:" sem="sem:/s sem:" kinds
	kinds="$mq $sem" senseless --size=5
	kinds="mq: $shm $sem" senseless --max-messages=5
	kinds="mq: $shm $sem" senseless --max-message-size=5
	kinds="mq:/q $shm $sem" senseless --max-bytes=5
	kinds="$mq $shm sem:/s" senseless --nsems=1
	kinds="$mq $shm" senseless --values=1
	kinds="$mq shm:/m $sem" senseless --huge
	kinds="$mq shm:/m $sem" senseless --no-reserve
	kinds="$mq shm:/m $sem" senseless --lock
	kinds="$mq $sem" senseless --from=/dev/null
}

@test "ipcmk: a size of huge pages that cannot be is refused" {
	local size
	for size in 1 2 512; do
		refused "--huge $size: " shm: --size 2M "--huge=$size"
	done
}

@test "ipcmk: values that a set cannot have are refused" {
	refused "more values" sem: --nsems 2 --values 1,2,3
	refused SEMVMX sem: --values 32768
	refused SEMVMX sem: --values 1,2147483647
	refused "one value" sem:/s --values 1,2
}

@test "ipcmk: a segment without a size is refused" {
	refused "shm:: --size: say how large it is to be, as in --size 64K" shm:
	refused "--size" shm:0x52
	refused "--size" shm: --size 0
	refused "--size" sem: shm:
}

@test "ipcmk: one wrong word, and nothing is made" {
	refused bogus sem:/a sem:/b bogus
	refused bogus bogus sem:/a
	refused sem:5 sem:/a sem:5
	refused "mq:/q: --size" shm:/m --size 5 mq:/q
	refused "shm:: --size" sem:/s shm:
	refused "--mode x" -Q -M 5 -S 1 -p x
	refused "--semaphore x" -Q -M 5 -S x
	refused "--shmem x" -Q -M x -S 1
	refused "--posix-shmem x" -Q -m x -n /m
	refused "--name" -Q -M 5 -q
	refused "a/b" -Q -s -n a/b
	refused "sem.x" -Q -m 5 -n sem.x
	refused "-x" -Q -x
	refused "" -Q sem:/a
	refused "--from" shm:/m shm:/n --from /dev/null
	refused "" --json
}

@test "ipcmk: nothing is made over what exists" {
	object make mq:/q mode=0600 max_messages=3 max_message_size=16
	object send mq:/q
	object make shm:/m mode=0600 size=5
	printf hello >/dev/shm/m
	object make sem:/s mode=0600 values=4
	object make mq:0x51 mode=0600
	object send mq:0x51
	object make shm:0x52 mode=0600 size=4096
	object make sem:0x53 mode=0600 nsems=2 values=4,5
	touch -d 2020-01-01 /dev/shm/m /dev/shm/sem.s
	printf other >"$BATS_TEST_TMPDIR/file"
	local object before
	for object in "mq:/q ${small[*]}" "shm:/m --size 1" \
	    "shm:/m --from $BATS_TEST_TMPDIR/file" \
	    "sem:/s --values 1" mq:0x51 "shm:0x52 --size 1" \
	    "shm:0x52 --from $BATS_TEST_TMPDIR/file" "sem:0x53 --values 1"; do
		# shellcheck disable=SC2086 # words
		set -- $object
		before=$(case $1 in *:/*) object stat "$1" ;; *) object show "$1" ;; esac)
		fails 1 "$1: it exists" ipcmk --mode 0777 "$@"
		[[ -z $output ]]
		[[ $(case $1 in *:/*) object stat "$1" ;; *) object show "$1" ;;
		    esac) == "$before" ]]
	done
	[[ $(cat /dev/shm/m) == hello ]]
	output=$(object show mq:/q)
	json '.messages == 1 and .max_messages == 3'
}

@test "ipcmk: nothing is made over, or through, what is no object" {
	mkfifo /dev/shm/fifo /dev/shm/sem.fifo
	mkdir /dev/shm/directory /dev/shm/sem.directory
	ln -s /dev/shm/target /dev/shm/link
	ln -s /dev/shm/target /dev/shm/sem.link
	local name
	for name in fifo directory link; do
		fails 1 "shm:/$name: it exists" timeout 100 \
		    ipcmk "shm:/$name" --size 5
		fails 1 "sem:/$name: it exists" timeout 100 ipcmk "sem:/$name"
	done
	[[ ! -e /dev/shm/target && -p /dev/shm/fifo && -L /dev/shm/link ]]
}

@test "ipcmk: who may not give it away leaves nothing" {
	need_nobody
	local kind
	for kind in "mq:/q ${small[*]}" shm:/m sem:/s; do
		# shellcheck disable=SC2086 # words
		failed "only root" as_nobody ipcmk $kind --owner 0
		# shellcheck disable=SC2086 # words
		failed "only root" as_nobody ipcmk $kind --owner :0
	done
	# System V lets who made it give it away.
	ok as_nobody ipcmk sem: --owner 0
	output=$(object show "$output")
	json '.uid == 0 and .cuid == 65534'
}

@test "ipcmk: a file that does not fit leaves nothing" {
	printf 'longer than that' >"$BATS_TEST_TMPDIR/file"
	local memory
	for memory in shm:/m shm: shm:0x52; do
		failed "$memory: the data of --from does not fit into 5 bytes" \
		    ipcmk "$memory" --size 5 \
		    --from "$BATS_TEST_TMPDIR/file"
		failed "does not fit" ipcmk "$memory" --size 15 --from - \
		    < <(cat "$BATS_TEST_TMPDIR/file")
	done
	failed "does not fit" ipcmk shm:/m --size 0 \
	    --from "$BATS_TEST_TMPDIR/file"
}

@test "ipcmk: a file that cannot be read leaves nothing" {
	local memory
	for memory in shm:/m shm: shm:0x52; do
		failed "$BATS_TEST_TMPDIR: Is a directory" ipcmk "$memory" \
		    --size 5 --from "$BATS_TEST_TMPDIR"
		failed "/nowhere: No such file" ipcmk "$memory" --size 5 \
		    --from /nowhere
		failed "Bad file descriptor" \
		    eval "ipcmk $memory --size 5 --from - <&-"
	done
}

@test "ipcmk: a file that may not be read leaves nothing" {
	need_nobody
	: >"$BATS_TEST_TMPDIR/secret"
	chmod 600 "$BATS_TEST_TMPDIR/secret"
	local memory
	for memory in shm:/m shm:; do
		failed "secret: Permission denied" as_nobody ipcmk "$memory" \
		    --size 5 --from "$BATS_TEST_TMPDIR/secret"
	done
}

@test "ipcmk: a missing file for a key leaves nothing" {
	failed "sem:@/nowhere,1: No such file" ipcmk sem:@/nowhere,1
	run_apart ipcmk sem:@/nowhere,1 sem:/s
	[[ $status == 1 && $output == sem:/s ]]
}

# Every kind and every form, each with its words; $made is what there was.
every_form() {
	cat <<-END
		mq:/q ${small[*]}
		mq:
		shm:/m --size 5
		shm:/m --from /proc/version
		shm: --size 5
		sem:/s --values 1
		sem:0x52
		sem:/a sem:/b sem:
		--json mq:/q ${small[*]}
		--json shm: --size 5
		--json sem:/a sem: sem:0x52
		-M 5
		-m 5 -n /m
		-S 2
		-s -n /s
		-Q
		-q -n /q ${small[*]}
		-M 5 -Q -S 2
	END
}

@test "ipcmk: if the disk is full below stdout, what was made is removed" {
	local form
	while read -r form; do
		# shellcheck disable=SC2086 # words
		fails 1 stdout eval "ipcmk $form >/dev/full"
		nothing || { echo "left by $form"; return 1; } >&2
	done < <(every_form)
}

@test "ipcmk: if stdout is closed, what was made is removed" {
	local form
	while read -r form; do
		fails 1 stdout eval "ipcmk $form >&-"
		nothing || { echo "left by $form"; return 1; } >&2
	done < <(every_form)
}

# stdout is a pipe that nobody reads any more.
unread() {
	local pipe
	exec {pipe}> >(:)
	wait $!
	"$@" 1>&"$pipe"
}

@test "ipcmk: if nobody reads what was made, it is removed" {
	local form
	while read -r form; do
		# shellcheck disable=SC2086 # words
		fails 1 stdout unread ipcmk $form
		nothing || { echo "left by $form"; return 1; } >&2
	done < <(every_form)
}

@test "ipcmk: what was there already is not removed when stdout fails" {
	object make sem:/old values=7
	object make sem:0x52 values=7
	local form
	for form in "sem:/old" "sem:/old sem:/new" "sem:/new sem:/old sem:0x52" \
	    "--json sem:/new sem:/old sem:0x52"; do
		fails 1 stdout eval "ipcmk --existing-ok $form >/dev/full"
		object show sem:/old
		object show sem:0x52
		[[ ! -e /dev/shm/sem.new ]]
	done
}

# Limits: limited TEXT COMMAND...: it fails, and says which limit that is, its
# value, what is used and how to raise it.

limited() {
	run_apart "${@:2}"
	[[ $status == 1 && $stderr == *"$1"* ]] || show_run
}

# A user of nobody else's, so that no other queue counts.
as_somebody() {
	setpriv --reuid=54123 --regid=54123 --clear-groups -- "$@"
}

@test "ipcmk: queues without a name count, and are not said to be none" {
	local one two
	need_nobody
	echo 2 >/proc/sys/fs/mqueue/queues_max
	object make mq:/a >/dev/null
	object make mq:/b >/dev/null
	exec {one}<>/dev/mqueue/a {two}<>/dev/mqueue/b
	object remove mq:/a
	object remove mq:/b
	limited "queues_max is 2, 0 are used by queues with a name (those unlinked and still open count too: ipcls -q --unlinked), asked for 1" \
	    as_nobody ipcmk mq:/c "${small[@]}"
	exec {one}<&- {two}<&-
	ok ipcls -l --json -q --posix
	json '.limits[] | select(.name == "queues_max")
	    | .meaning | endswith("used: those with a name")'
	echo 256 >/proc/sys/fs/mqueue/queues_max
}

@test "ipcmk: ENOSPC of queues names queues_max" {
	need_nobody
	echo 2 >/proc/sys/fs/mqueue/queues_max
	as_nobody ipcmk mq:/a mq:/b "${small[@]}"
	limited "queues_max is 2, 2 are used" as_nobody ipcmk mq:/c "${small[@]}"
	[[ $stderr == *"mq:/c: "*"/proc/sys/fs/mqueue/queues_max"* ]]
	echo 256 >/proc/sys/fs/mqueue/queues_max
	[[ ! -e /dev/mqueue/c ]]
}

@test "ipcmk: EMFILE of queues names RLIMIT_MSGQUEUE" {
	need_nobody
	ulimit -S -q 10000
	limited "RLIMIT_MSGQUEUE is" as_somebody \
	    ipcmk mq:/a --max-messages 10 --max-message-size 8192
	[[ $stderr == *"mq:/a: "*9.8K*"0B are used"*"ulimit -q"* ]]
	as_somebody ipcmk mq:/a --max-messages 1 --max-message-size 5000
	limited "RLIMIT_MSGQUEUE is" as_somebody \
	    ipcmk mq:/b --max-messages 1 --max-message-size 6000
	[[ $stderr == *"5.0K are used"* || $stderr == *"4.9K are used"* ]]
	[[ ! -e /dev/mqueue/b ]]
}

@test "ipcmk: EMFILE by a queue that was removed but is open is explained" {
	need_nobody
	ulimit -S -q 100000
	start setpriv --reuid=54123 --regid=54123 --clear-groups -- \
	    bash -c 'ipcmk mq:/a --max-messages 1 --max-message-size 8000 >&2 &&
		exec 7</dev/mqueue/a && ipcrm mq:/a &&
		echo ready && read -r _'
	ulimit -S -q 10000
	limited "RLIMIT_MSGQUEUE" as_somebody \
	    ipcmk mq:/b --max-messages 1 --max-message-size 8000
	[[ $stderr == *"ulimit -q"* ]]
}

@test "ipcmk: EINVAL of queues names msg_max and msgsize_max" {
	need_nobody
	limited "msg_max is $(cat /proc/sys/fs/mqueue/msg_max)" as_nobody ipcmk \
	    mq:/q --max-messages 65000 --max-message-size 1
	[[ $stderr == *"asked for 65000"*/proc/sys/fs/mqueue/msg_max* ]]
	limited "msgsize_max is 8.0K" as_nobody ipcmk \
	    mq:/q --max-messages 1 --max-message-size 1M
	[[ $stderr == *"asked for 1.0M"*/proc/sys/fs/mqueue/msgsize_max* ]]
	nothing
}

@test "ipcmk: ENOSPC of System V queues names msgmni" {
	echo 2 >/proc/sys/kernel/msgmni || skip "the limits cannot be set here"
	ipcmk mq: mq:
	limited "msgmni is 2, 2 are used" ipcmk mq:0x52
	[[ $stderr == *"mq:0x52: "*/proc/sys/kernel/msgmni* ]]
	limited "msgmni is 2, 2 are used" ipcmk -Q
	echo 32000 >/proc/sys/kernel/msgmni
}

@test "ipcmk: EPERM of System V queues names msgmnb" {
	need_nobody
	local most
	most=$(cat /proc/sys/kernel/msgmnb)
	limited "msgmnb is " as_nobody ipcmk mq: --max-bytes $((most + 1))
	[[ $stderr == *"asked for"*/proc/sys/kernel/msgmnb* ]]
	nothing
	ok as_nobody ipcmk mq: --max-bytes "$most"
}

@test "ipcmk: ENOSPC of memory names the size of /dev/shm" {
	resize size=64k
	head -c 100000 /dev/zero | tr "\\0" x >"$BATS_TEST_TMPDIR/file"
	limited "shm_size is 64K, 0B are used" ipcmk shm:/m \
	    --from "$BATS_TEST_TMPDIR/file"
	[[ $stderr == *"shm:/m: "*"mount -o remount,size="*/dev/shm* ]]
	nothing
	limited "shm_size is 64K" ipcmk shm:/m --size 200000 \
	    --from "$BATS_TEST_TMPDIR/file"
	nothing
	limited "shm_size is 64K" ipcmk shm:/m --from - \
	    < <(cat "$BATS_TEST_TMPDIR/file")
	nothing
}

@test "ipcmk: ENOSPC of a semaphore names the size of /dev/shm" {
	resize size=64k
	head -c 65536 /dev/zero >/dev/shm/full
	limited "shm_size is 64K, 64K are used" ipcmk sem:/s
	[[ $stderr == *"sem:/s: "*/dev/shm* ]]
	[[ $(ls /dev/shm) == full ]]
}

@test "ipcmk: ENOSPC of files names the inodes of /dev/shm" {
	resize nr_inodes=3
	ipcmk shm:/a shm:/b
	limited "shm_inodes is 3, 3 are used" ipcmk shm:/c
	[[ $stderr == *"shm:/c: "*"mount -o remount,nr_inodes="* ]]
	limited "shm_inodes is 3, 3 are used" ipcmk sem:/c
	[[ $(ls /dev/shm) == $'a\nb' ]]
}

@test "ipcmk: ENOSPC of segments names shmmni and shmall" {
	local most
	echo 2 >/proc/sys/kernel/shmmni || skip "the limits cannot be set here"
	ipcmk shm: shm: --size 1
	limited "shmmni is 2, 2 are used" ipcmk shm:0x52 --size 1
	[[ $stderr == *"shm:0x52: "*/proc/sys/kernel/shmmni* ]]
	echo 4096 >/proc/sys/kernel/shmmni
	most=$(cat /proc/sys/kernel/shmall)
	echo 10 >/proc/sys/kernel/shmall
	limited "shmall is 10, 2 are used, asked for 9" \
	    ipcmk shm: --size $((8 * $(getconf PAGESIZE) + 1))
	[[ $stderr == */proc/sys/kernel/shmall* ]]
	ok ipcmk shm: --size $((8 * $(getconf PAGESIZE)))
	echo "$most" >/proc/sys/kernel/shmall
}

@test "ipcmk: EINVAL of segments names shmmax" {
	local most
	most=$(cat /proc/sys/kernel/shmmax)
	echo 1048576 >/proc/sys/kernel/shmmax ||
	    skip "the limits cannot be set here"
	limited "shmmax is 1.0M, asked for 2.0M" ipcmk shm: --size 2M
	[[ $stderr == *"shm:: "*/proc/sys/kernel/shmmax* ]]
	limited "shmmax is 1.0M, asked for 2.0M" ipcmk -M 2M
	head -c 2000000 /dev/zero >"$BATS_TEST_TMPDIR/file"
	limited "shmmax is 1.0M, asked for 1.9M" ipcmk shm: \
	    --from "$BATS_TEST_TMPDIR/file"
	nothing
	echo "$most" >/proc/sys/kernel/shmmax
}

@test "ipcmk: ENOMEM and EPERM of locked memory name RLIMIT_MEMLOCK" {
	need_nobody
	ulimit -S -l 64
	limited "RLIMIT_MEMLOCK is 64K" as_nobody ipcmk shm: --size 1M --lock
	[[ $stderr == *"asked for 1.0M"*"ulimit -l"* ]]
	nothing
	ulimit -S -l 0
	limited "RLIMIT_MEMLOCK" as_nobody ipcmk shm: --size 1M --lock
	nothing
}

@test "ipcmk: ENOSPC of sets names semmni and semmns" {
	local sem
	sem=$(cat /proc/sys/kernel/sem)
	echo 250 1000 100 2 >/proc/sys/kernel/sem ||
	    skip "the limits cannot be set here"
	ipcmk sem: sem:
	limited "semmni is 2, 2 are used" ipcmk sem:0x52
	[[ $stderr == *"sem:0x52: "*"/proc/sys/kernel/sem, 4th"* ]]
	echo 250 10 100 32000 >/proc/sys/kernel/sem
	limited "semmns is 10, 2 are used, asked for 9" ipcmk sem: --nsems 9
	[[ $stderr == *"/proc/sys/kernel/sem, 2nd"* ]]
	limited "semmns is 10, 2 are used, asked for 9" ipcmk sem: \
	    --values 1,2,3,4,5,6,7,8,9
	limited "semmns is 10, 2 are used, asked for 9" ipcmk -S 9
	ok ipcmk sem: --nsems 8
	echo "$sem" >/proc/sys/kernel/sem
}

@test "ipcmk: EINVAL of sets names semmsl" {
	local sem
	sem=$(cat /proc/sys/kernel/sem)
	echo 5 1000 100 32000 >/proc/sys/kernel/sem ||
	    skip "the limits cannot be set here"
	limited "semmsl is 5, asked for 6" ipcmk sem: --nsems 6
	[[ $stderr == *"/proc/sys/kernel/sem, 1st"* ]]
	limited "semmsl is 5, asked for 6" ipcmk -S 6
	nothing
	echo "$sem" >/proc/sys/kernel/sem
}

@test "ipcmk: what the kernel does not have is said" {
	run deny sysv true
	[[ $status != 77 ]] || skip "system calls cannot be denied here"
	local kind
	for kind in mq: "shm: --size 1" sem:; do
		# shellcheck disable=SC2086 # words
		fails 1 "no System V IPC" deny sysv ipcmk $kind
		# shellcheck disable=SC2086 # words
		fails 1 "no System V IPC" deny sysv ipcmk $kind --json
	done
	fails 1 "no System V IPC" deny sysv ipcmk -Q
	fails 1 "no POSIX message queues" deny mqueue ipcmk mq:/q
}

@test "ipcmk: a write to a stdout that is no terminal is checked at the end too" {
	fails 1 stdout eval "ipcmk --help >/dev/full"
	fails 1 stdout eval "ipcmk --version >/dev/full"
}
