#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# What ipcrm removes, and what it leaves, as the notation selects it.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib
load terminal
load six

leave() {
	forget
	is_mount /dev/mqueue || mount -t mqueue mqueue /dev/mqueue
}

# removes LEFT ARG...: it says nothing and ends well, and that is left.
removes() {
	make_six
	local all="mq:/q $queue shm:/m $segment sem:/s $set"
	ok ipcrm "${@:2}" || return
	[[ -z $output ]] || return
	eval "left $1" || return
	object clear
}

@test "ipcrm: by name and by path" {
	removes '$queue shm:/m $segment sem:/s $set' mq:/q
	removes '$queue shm:/m $segment sem:/s $set' msg:/q
	removes 'mq:/q $queue $segment sem:/s $set' shm:/m
	removes 'mq:/q $queue shm:/m $segment $set' sem:/s
	removes '$queue shm:/m $segment sem:/s $set' /dev/mqueue/q
	removes 'mq:/q $queue $segment sem:/s $set' /dev/shm/m
	removes 'mq:/q $queue shm:/m $segment $set' /dev/shm/sem.s
	removes '$queue $segment $set' sem:/s mq:/q shm:/m
}

@test "ipcrm: by id" {
	make_six
	ok ipcrm "$queue"
	[[ -z $output ]]
	left mq:/q shm:/m "$segment" sem:/s "$set"
	ok ipcrm "$segment" "$set"
	left mq:/q shm:/m sem:/s
}

@test "ipcrm: id 0 is an id" {
	unshare --ipc -- bash -ec 'object make sem: && object make sem: &&
	    ipcrm sem:0 && ! object show sem:0 && object show sem:1'
}

@test "ipcrm: by key" {
	removes 'mq:/q shm:/m $segment sem:/s $set' mq:0x51
	removes 'mq:/q $queue shm:/m sem:/s $set' shm:0x00000052
	removes 'mq:/q $queue shm:/m $segment sem:/s' sem:0X53
	object make sem:0x80000000
	object make sem:0xffffffff
	ok ipcrm sem:0xFFFFFFFF sem:0x80000000
	left ''
}

# calls PATTERN COMMAND...: how many of its system calls match.
calls() {
	strace -f -o "$BATS_TEST_TMPDIR/trace" "${@:2}" || return
	grep -Ec -- "$1" "$BATS_TEST_TMPDIR/trace" || true
}

@test "ipcrm: what is named costs the call that removes it" {
	need strace
	local kind objects
	# A file is looked at: it may be no object.
	local -A most=([mq]=50 [shm]=100 [sem]=100)
	for kind in mq shm sem; do
		object many "$kind:" count=50
		readarray -t objects < <(ipcls --raw --no-headings -o object)
		[[ $(calls '(msg|shm|sem)ctl' ipcrm "${objects[@]}") == 50 ]]
		object many "$kind:/n-" count=50 max_messages=1 \
		    max_message_size=1
		readarray -t objects < <(printf "$kind:/n-%d\n" {0..49})
		[[ $(calls '(unlink|stat|open).*n-[0-9]' \
		    ipcrm "${objects[@]}") == "${most[$kind]}" ]]
		[[ $(grep -c unlink "$BATS_TEST_TMPDIR/trace") == 50 ]]
		left ''
	done
}

@test "ipcrm: what is selected costs one more look" {
	need strace
	local kind
	for kind in mq shm sem; do
		object many "$kind:" count=50
		[[ $(calls '(STAT_ANY|RMID).*= [0-9]' \
		    ipcrm -y "$kind:") == 150 ]]
		left ''
	done
	object many mq:/n- count=50 max_messages=1 max_message_size=1
	[[ $(calls 'fsopen|mount' ipcrm --yes 'mq:/*') -lt 5 ]]
	# Nothing is read that is neither shown nor asked for.
	[[ $(grep -c mq_getsetattr "$BATS_TEST_TMPDIR/trace") == 0 ]]
	left ''
	object many mq:/n- count=50 max_messages=1 max_message_size=1
	[[ $(calls mq_getsetattr \
	    ipcrm --yes --where 'messages == 0' 'mq:/*') == 50 ]]
	for kind in shm sem; do
		object many "$kind:/n-" count=50
		[[ $(calls '(unlink|stat|open).*n-[0-9]' \
		    ipcrm --yes "$kind:/*") == 150 ]]
		left ''
	done
}

@test "ipcrm: a queue is known again, however it was looked at" {
	need_root
	local way ways=(
		env
		"deny fsopen"
		# It may mount, and not open.
		"setpriv --bounding-set=-dac_override,-dac_read_search"
	)
	for way in "${ways[@]}"; do
		object make mq:/q max_messages=1 max_message_size=1 mode=0
		[[ $way != setpriv* ]] || umount /dev/mqueue
		# shellcheck disable=SC2086 # words
		run_apart $way ipcrm -v --yes 'mq:/*'
		[[ $status == 77 || $output == "removed mq:/q" ]] || show_run
		object clear
	done
}

@test "ipcrm: by file and project" {
	local file=$BATS_TEST_TMPDIR/a,b
	: >"$file"
	ipcmk "sem:@$file,1" "sem:@$file,2" "mq:@$file,1"
	ok ipcrm "sem:@$file,1" "mq:@$file,1"
	ok ipcls --json -o kind
	json '.objects == [{ kind: "sem" }]'
	fails 1 "sem:@$file,1: no such object" ipcrm "sem:@$file,1"
	fails 1 "sem:@/nowhere,1: No such file" ipcrm sem:@/nowhere,1 \
	    "sem:@$file,2"
	left ''
}

@test "ipcrm: several globs" {
	object make sem:/a1
	object make sem:/a2
	object make sem:/b1
	object make shm:/a1
	object make shm:/.hidden
	ok ipcrm --yes 'sem:/a*'
	left shm:/.hidden shm:/a1 sem:/b1
	ok ipcrm -y 'sem:/[b]?' 'shm:/a*' 'mq:/*'
	left shm:/.hidden
	ok ipcrm -y 'shm:/*'
	left ''
}

@test "ipcrm: a glob of keys, and an id with --where, are no whole kinds" {
	local kind one other
	for kind in mq shm sem; do
		object make "$kind:0x51"
		other=$(object make "$kind:0x61")
		ok ipcrm --yes "$kind:0x0000005*"
		left "$other"
		one=$(object make "$kind:0x51")
		ok ipcrm --yes --where 'mode == "0600"' "$other"
		left "$one"
		object clear
	done
}

@test "ipcrm: a kind alone is all of both sorts" {
	removes 'shm:/m $segment sem:/s $set' --yes mq:
	removes 'shm:/m $segment sem:/s $set' --yes msg:
	removes 'mq:/q $queue sem:/s $set' --yes shm:
	removes 'mq:/q $queue shm:/m $segment' --yes sem:
	removes '$queue shm:/m $segment sem:/s $set' --yes 'mq:/*'
	removes '' --yes mq: shm: sem:
}

@test "ipcrm: --where selects" {
	removes 'mq:/q shm:/m sem:/s' --yes --where 'api == "sysv"'
	removes '$queue $segment $set' -yw 'api == "posix"'
	removes 'mq:/q $queue shm:/m $segment sem:/s' -y \
	    --where='key == "0x00000053"'
	removes '' --yes --where 'mode == "0600"'
	removes '$all' --yes --where 'messages > 0'
}

@test "ipcrm: --user selects, --posix and --sysv narrow what is selected" {
	removes '$queue $segment $set' -y -U root --posix
	removes 'mq:/q shm:/m sem:/s' -y --user 0 --sysv
	removes '$all' -y -U 54321
	removes '$queue shm:/m $segment sem:/s $set' -y --posix mq:
	removes '$queue $segment $set' --posix -a
	removes 'mq:/q $queue shm:/m sem:/s $set' -U 0 -y -w 'kind == "shm"' --sysv
	make_six
	fails 2 '--posix: selects nothing alone' ipcrm --posix -y
	fails 2 '--sysv: the kind of --all is not of this API' \
	    ipcrm --sysv --all=pmsg
	fails 2 '--posix: another option names an object that is not of this API' \
	    ipcrm --posix mq:/q -m 0
	fails 2 "$segment: not of the kinds that the options choose: POSIX objects" \
	    ipcrm --posix mq:/q "$segment"
	fails 2 '--user: does not go with --all; name mq: shm: sem:' \
	    ipcrm -U root -a
	fails 2 '--user nobody-here: no such user' ipcrm -y -U nobody-here
	fails 2 'ipcrm: no object is named; say what to remove, such as mq:/jobs' \
	    ipcrm
	left mq:/q "$queue" shm:/m "$segment" sem:/s "$set"
}

@test "ipcrm: --where selects of what is named" {
	object make mq:/full max_messages=1 max_message_size=1
	object make mq:/empty max_messages=1 max_message_size=1
	object send mq:/full size=1
	object make sem:/s
	ok ipcrm --yes --where 'messages == 0' mq:/full mq:/empty sem:/s
	left mq:/full sem:/s
	ok ipcrm --yes --where 'messages == 1' 'mq:/*'
	left sem:/s
}

@test "ipcrm: a pattern that matches nothing is no failure" {
	make_six
	ok ipcrm --yes 'mq:/none*' 'sem:/[0-9]'
	[[ -z $output ]]
	ok ipcrm --yes --where 'size > 1E'
	[[ -z $output ]]
	left mq:/q "$queue" shm:/m "$segment" sem:/s "$set"
	object clear
	ok ipcrm --yes mq: shm: sem:
	ok ipcrm --all
}

@test "ipcrm: --verbose says what was removed" {
	make_six
	ok ipcrm -v mq:/q "$set" shm:0x52
	[[ $output == "removed mq:/q
removed $set
removed $segment" ]]
	ok ipcrm --verbose --yes 'sem:/*' shm:
	[[ $output == "removed shm:/m"$'\n'"removed sem:/s" ]]
	fails 1 sem:/none ipcrm -v sem:/none
	[[ -z $output ]]
	left "$queue"
}

@test "ipcrm: --dry-run shows, and removes nothing" {
	make_six
	local selection object
	for selection in "mq: shm: sem:" "-w age>=0" --all \
	    "mq:/q shm:/m sem:/s $queue $segment $set" \
	    "mq:0x51 shm:0x52 sem:0x53 --yes mq:/* shm:/m sem:/?" \
	    "-y mq: shm: sem:" "-a -v" \
	    "-m ${segment#*:} -q ${queue#*:} -s ${set#*:} --posix-shmem /m
		--posix-mqueue /q --posix-semaphore /s"; do
		set -f
		# shellcheck disable=SC2086 # words
		set -- $selection
		set +f
		ok ipcrm --dry-run "$@"
		for object in mq:/q "$queue" shm:/m "$segment" sem:/s "$set"; do
			grep -Fqw -- "$object" <<<"$output"
		done
		ok ipcrm -n "$@"
		left mq:/q "$queue" shm:/m "$segment" sem:/s "$set"
	done
}

@test "ipcrm: --dry-run shows only what would be removed" {
	make_six
	ok ipcrm -n 'mq:/*'
	[[ $output == *mq:/q* && $output != *"$queue"* && $output != *shm* ]]
	ok ipcrm -n --all=psem
	[[ $output == *sem:/s* && $output != *"$set"* && $output != *shm* ]]
	ok ipcrm -n --where 'kind == "shm"'
	[[ $output == *shm:/m* && $output == *"$segment"* && $output != *sem:* ]]
	ok ipcrm -n 'mq:/none*'
	[[ -z $output ]]
	fails 1 mq:/none ipcrm -n mq:/none shm:/m
	[[ $output == *shm:/m* ]]
	ok ipcrm -n shm "${segment#*:}"
	[[ $output == *"$segment"* && $output != *deleted* ]]
	left mq:/q "$queue" shm:/m "$segment" sem:/s "$set"
}

@test "ipcrm: what is named beside --all is shown once, and asked for once" {
	make_six
	ok ipcrm -n --all mq:/q -m "${segment#*:}" sem:0x53
	local object
	for object in mq:/q "$queue" shm:/m "$segment" sem:/s "$set"; do
		[[ $(grep -Fcw -- "$object" <<<"$output") == 1 ]]
	done
	ok ipcrm -n --all=psem mq:/q sem:/s
	[[ $output == *mq:/q*sem:/s* && $output != *sem:/s*sem:/s* ]]
	[[ $output != *shm* && $output != *"$set"* ]]
	fails 1 mq:/none ipcrm -n --all=psem mq:/none
	[[ $output == *sem:/s* ]]
	need_terminal
	ask ipcrm -i --all=psem sem:/s mq:/q
	asked 'remove mq:/q ('
	answer 'n\n'
	asked 'remove sem:/s ('
	answer 'y\n'
	told
	[[ $(grep -o 'y/N' <<<"$stderr" | wc -l) == 2 && $status == 0 ]]
	left mq:/q "$queue" shm:/m "$segment" "$set"
}

@test "ipcrm: what is not there is a failure" {
	local object
	for object in mq:/none shm:/none sem:/none mq:0x99 shm:0x99 sem:0x99 \
	    mq:4711 shm:4711 sem:2147483647 /dev/shm/none; do
		fails 1 "ipcrm: $object: no such object" ipcrm "$object"
		[[ -z $output && $(wc -l <<<"$stderr") == 1 ]]
	done
}

@test "ipcrm: with --force what is not there is none" {
	make_six
	ok ipcrm --force mq:/none shm:/none sem:/none mq:0x99 shm:0x99 \
	    sem:4711 mq:/q
	ok ipcrm -f -m 4711 -Q 0x99 --posix-shmem /none -q "${queue#*:}"
	ok ipcrm -f "sem:/s" sem:/s
	left shm:/m "$segment" "$set"
}

@test "ipcrm: with --force the old form does not say deleted of nothing" {
	local id
	id=$(object make shm:)
	ok ipcrm -f msg 4711
	[[ -z $output ]]
	ok ipcrm -f shm 4711 "${id#*:}"
	[[ $output == "resource(s) deleted" ]]
	left
}

@test "ipcrm: with --force what is not there is none beside patterns, too" {
	make_six
	ok ipcrm --force --yes 'mq:/*' sem:/none shm:0x99
	left "$queue" shm:/m "$segment" sem:/s "$set"
	ok ipcrm --force --yes --where 'age >= 0' sem:/none sem:/s
	left "$queue" shm:/m "$segment" "$set"
	ok ipcrm --force --dry-run sem:/none shm:/m
	[[ $output == *shm:/m* ]]
}

@test "ipcrm: with --force other failures are failures" {
	mkdir /dev/shm/directory
	fails 1 "shm:/directory: " ipcrm -f shm:/directory
	fails 2 "bogus: " ipcrm -f bogus
	fails 1 "sem:@/nowhere,1: " ipcrm -f sem:@/nowhere,1
}

@test "ipcrm: one failure never stops the rest" {
	make_six
	run_apart ipcrm mq:/none mq:/q sem:0x99 "$segment" \
	    shm:/none shm:/m sem:@/nowhere,1 "$set"
	[[ $status == 1 && $(wc -l <<<"$stderr") == 4 ]]
	left "$queue" sem:/s
	mkdir /dev/shm/directory
	fails 1 shm:/directory ipcrm shm:/directory sem:/s
	left "$queue"
}

@test "ipcrm: an object said twice is there once" {
	make_six
	fails 1 "sem:/s: no such object" ipcrm sem:/s sem:/s
	ok ipcrm --yes 'shm:/*' shm:/m 'shm:/m*'
	left mq:/q "$queue" "$segment" "$set"
}

@test "ipcrm: one wrong word, and nothing is removed" {
	make_six
	local words
	for words in bogus mq:/a/b sem:0x0 sem:-1 sem:4294967296 sem:0x100000000 \
	    mq:x sem:@file 'sem:@file,0' --nonsense -x --where '--where age' \
	    '--where nonsense>1' '-w age>=' '--all=x' '-m x' '-M 0' shm:/sem.s \
	    '--yes --interactive' 'sem:/' 'shm:/..'; do
		# shellcheck disable=SC2086 # words
		fails 2 "" ipcrm mq:/q shm:/m --yes $words
		[[ -z $output && -n $stderr ]]
		# shellcheck disable=SC2086 # words
		fails 2 "" ipcrm -y --all $words
		left mq:/q "$queue" shm:/m "$segment" sem:/s "$set"
	done
}

@test "ipcrm: a wrong expression is pointed at" {
	fails 2 '^~~~' ipcrm --yes --where 'nonsense > 1'
	[[ $stderr == *"  nonsense > 1"* ]]
}

@test "ipcrm: what is wrong does not reach a terminal as it is" {
	fails 2 '\033' ipcrm $'\e[31m'
	[[ $stderr != *$'\e'* ]]
	fails 1 '\033' ipcrm $'sem:/\e]0;x\a'
	[[ $stderr != *$'\e'* ]]
	fails 2 '\033' ipcrm -m $'\e[31m'
	[[ $stderr != *$'\e'* ]]
}

@test "ipcrm: what is no object stays, and does not stop --all" {
	mkfifo /dev/shm/fifo /dev/shm/sem.fifo
	mkdir /dev/shm/directory /dev/shm/sem.directory
	: >"$BATS_TEST_TMPDIR/target"
	ln -s "$BATS_TEST_TMPDIR/target" /dev/shm/link
	ln -s "$BATS_TEST_TMPDIR/target" /dev/shm/sem.link
	python3 -c 'import socket
socket.socket(socket.AF_UNIX).bind("/dev/shm/socket")'
	local all object selection
	all=$(ls /dev/shm)
	for selection in --all "-y shm: sem:" "-y shm:/* sem:/*" \
	    "-y -w age>=0" "-apshm" "-apsem"; do
		make_six
		set -f
		# shellcheck disable=SC2086 # words
		set -- $selection
		set +f
		ok timeout 100 ipcrm "$@"
		ipcrm --all
		[[ $(ls /dev/shm) == "$all" ]]
	done
	for object in shm:/fifo sem:/fifo shm:/directory sem:/directory \
	    shm:/link sem:/link shm:/socket /dev/shm/fifo /dev/shm/sem.link; do
		fails 1 "$object: not an IPC object but a" \
		    timeout 100 ipcrm "$object"
		fails 1 "$object: not an IPC object but a" \
		    timeout 100 ipcrm --force "$object"
	done
	fails 1 "/fifo: not an IPC object" ipcrm --posix-shmem /fifo
	fails 1 "/link: not an IPC object" ipcrm --posix-semaphore /link
	[[ $(ls /dev/shm) == "$all" && -e $BATS_TEST_TMPDIR/target ]]
}

@test "ipcrm: a semaphore cut short is removed, and does not harm" {
	: >/dev/shm/sem.short
	printf x >/dev/shm/sem.shorter
	ok ipcrm sem:/short
	ok ipcrm --yes sem:
	left ''
	: >/dev/shm/sem.short
	ok ipcrm --all
	left ''
}

# A queue of such a name takes no memory to speak of.
make_hostile() {
	local kind=$1 small=()
	shift
	[[ $kind != mq ]] || small=(max_messages=1 max_message_size=1)
	printf "$kind:/%s\\0" "${hostile_names[@]}" "$@" |
	    object each make "${small[@]}" >/dev/null
}

# All are there at first, so that what names another one too is seen.
@test "ipcrm: hostile names are removed by what was printed, and only they" {
	local printed kind one left files more
	shopt -s nullglob dotglob
	for kind in sem shm mq; do
		more=(aa xtwo)
		[[ $kind == mq ]] || more+=("$longest_sem_name")
		make_hostile "$kind" "${more[@]}"
		readarray -t printed < <(ipcls --json -o object "$kind:" |
		    jq -r '.objects[].object')
		left=$((${#hostile_names[@]} + ${#more[@]}))
		[[ ${#printed[@]} == "$left" ]]
		for one in "${printed[@]}"; do
			ok ipcrm -v "$one"
			[[ $output == "removed $one" ]]
			[[ $output != *[$'\x01'-$'\x1f'$'\x7f']* ]]
			files=(/dev/shm/* /dev/mqueue/*)
			[[ ${#files[@]} == $((--left)) ]]
		done
	done
}

@test "ipcrm: hostile names are removed by patterns and by --all" {
	make_hostile sem
	make_hostile mq
	ok ipcrm --yes -v 'mq:/*'
	[[ $(wc -l <<<"$output") == "${#hostile_names[@]}" ]]
	[[ $output != *[$'\x01'-$'\x08\x0b'-$'\x1f\x7f']* ]]
	[[ -z $(ls -A /dev/mqueue) ]]
	ok ipcrm --all -v
	[[ $output != *[$'\x01'-$'\x08\x0b'-$'\x1f\x7f']* ]]
	[[ -z $(ls -A /dev/shm) ]]
}

@test "ipcrm: a star given back removes only the star" {
	object make 'sem:/*'
	object make sem:/a
	object make sem:/b
	ok ipcls --json -o object -w 'name == "/*"'
	ok ipcrm "$(jq -r '.objects[0].object' <<<"$output")"
	left sem:/a sem:/b
}

@test "ipcrm: where it was expanded by the shell, a path is no pattern" {
	object make 'sem:/*'
	object make sem:/a
	ok ipcrm '/dev/shm/sem.*'
	left sem:/a
}

@test "ipcrm: what somebody holds is removed all the same" {
	local held
	start hold open mq:/q
	start hold map shm:/m
	start hold open sem:/s
	start hold attach shm:
	held=$ready
	start hold receive mq:
	ok ipcrm --all
	ok ipcls --json -o object,status
	# shellcheck disable=SC2016 # jq's
	json '.objects == [{ object: $held, status: "dest" }]' --arg held "$held"
	# Removed already, but there until nobody is attached.
	ok ipcrm --all
	ok ipcrm --yes shm:
	stop "${!inputs[@]}"
	left ''
}

@test "ipcrm: --verbose says of a segment that it stays while it is attached" {
	local held words
	start hold attach shm:
	held=$ready words="stays until $pid/hold ends"
	segment=$(object make shm:)
	ok ipcrm -v "$held" "$segment"
	[[ $output == "removed $held
removed $segment
$held $words" ]]
	# What was removed before is not removed once more.
	ok ipcrm -v "$held"
	[[ $output == "$held was removed already; goes when $pid/hold ends" ]]
	# util-linux has no such words.
	ok ipcrm -v -m "${held#*:}"
	[[ $output == "removing shared memory segment id \`${held#*:}'" ]]
	ok ipcrm "$held"
	[[ -z $output ]]
}

@test "ipcrm: on a terminal it says without --verbose what stays" {
	local held attached
	start hold attach shm:
	held=$ready attached=$pid
	run script -qec true /dev/null </dev/null
	[[ $status == 0 ]] || skip "no terminal can be made here"
	start hold map shm:/m
	ok script -qec "ipcrm $held; ipcrm shm:/m; ipcrm -y shm:; ipcrm mq:/q -f" \
	    /dev/null </dev/null
	[[ ${output//$'\r'/} == "$held stays until $attached/hold ends
shm:/m stays until $pid/hold ends
$held was removed already; goes when $attached/hold ends" ]] || show_run
}

@test "ipcrm: root needs no mount for queues" {
	make_six
	umount /dev/mqueue
	ok ipcrm mq:/q
	left "$queue" shm:/m "$segment" sem:/s "$set"
	object make mq:/a max_messages=1 max_message_size=1
	object make mq:/b max_messages=1 max_message_size=1
	ok ipcrm --yes 'mq:/a*'
	ok ipcrm --all
	left ''
}

@test "ipcrm: an older kernel removes the same" {
	run deny stat-any,fsopen true
	[[ $status != 77 ]] || skip "system calls cannot be denied here"
	local case selection
	for case in stat-any fsopen fsopen-nosys stat-any,fsopen; do
		for selection in --all "-y mq: shm: sem:" "-y -w age>=0" \
		    "mq:/q shm:/m sem:/s mq:0x51 shm:0x52 sem:0x53"; do
			make_six
			# shellcheck disable=SC2086 # words
			ok deny "$case" ipcrm $selection
			left ''
		done
		make_six
		ok deny "$case" ipcrm "$queue" "$segment" "$set" mq:/q
		left shm:/m sem:/s
		object clear
	done
}

@test "ipcrm: what the kernel does not have is said, and the rest is removed" {
	run deny sysv true
	[[ $status != 77 ]] || skip "system calls cannot be denied here"
	make_six
	fails 1 "no System V IPC" deny sysv ipcrm --all
	left "$queue" "$segment" "$set"
	object make mq:/q max_messages=1 max_message_size=1
	fails 1 "mq:/q: this kernel has no POSIX message queues" \
	    deny mqueue ipcrm mq:/q
	fails 1 "sem:0x53: this kernel has no System V IPC" \
	    deny sysv ipcrm sem:0x53
}

@test "ipcrm: a stdout that cannot be written to is a failure" {
	make_six
	fails 1 stdout eval 'ipcrm -v mq:/q >/dev/full'
	fails 1 stdout eval 'ipcrm -n shm: >/dev/full'
	fails 1 stdout eval 'ipcrm --help >/dev/full'
	fails 1 stdout eval 'ipcrm -v --all >/dev/full'
	left ''
}

@test "ipcrm: a stdout that is not used may be closed" {
	make_six
	ipcrm mq:/q sem:0x53 >&-
	ipcrm --yes shm: >&-
	ipcrm --all >&-
	left ''
}

@test "ipcrm: --verbose says the key where the id could not be found out" {
	local kind call
	need strace
	for kind in mq:msgget shm:shmget sem:semget; do
		call=${kind#*:} kind=${kind%:*}
		object make "$kind:0x000000aa" >/dev/null
		# Nor does /proc/sysvipc tell it.
		ok unshare --mount bash -c '
		    mount -t tmpfs none /proc/sysvipc && exec "$@"' - \
		    env ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0" \
		    strace -qq -o /dev/null -e trace="$call" \
		    -e inject="$call:error=ENOMEM:when=1" \
		    ipcrm -v "$kind:0x000000aa"
		[[ $output == "removed $kind:0x000000aa" ]]
		left ''
	done
}
