# SPDX-License-Identifier: BSD-2-Clause
# ipccat: command lines that make no sense, and the values of semaphores.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	cd "$BATS_TEST_TMPDIR" || return
}

@test "semaphores: their values, one a line" {
	object make sem:/lock values=3 >made
	set=$(object make sem:0x00000007 nsems=3 values=4,0,32767)
	ok ipccat sem:/lock "$set"
	[[ $output == $'3\n4\n0\n32767' ]]
	object op "$set" values=-1,2
	object op sem:/lock values=1
	ok ipccat sem:0x00000007 /dev/shm/sem.lock
	[[ $output == $'3\n2\n32767\n4' ]]
}

@test "semaphores: to look changes nothing" {
	object make sem:/lock values=3 >made
	set=$(object make sem:0x00000007 nsems=3 values=4,0,2)
	touch -a -d 2020-01-01 /dev/shm/sem.lock
	before=$(object show "$set"; stat -c '%x %y' /dev/shm/sem.lock)
	ok ipccat sem:/lock "$set"
	[[ $(object show "$set"; stat -c '%x %y' /dev/shm/sem.lock) == "$before" ]]
}

@test "semaphores: a file that is too short is none" {
	printf 123 >/dev/shm/sem.short
	: >/dev/shm/sem.empty
	fails 1 "too short" ipccat sem:/short
	fails 1 "too short" ipccat sem:/empty
	rm /dev/shm/sem.*
}

@test "semaphores: what may not be read is refused" {
	need_nobody
	object make sem:/lock values=3 >made
	set=$(object make sem: values=4)
	fails 1 "sem:/lock: Permission denied" as_nobody ipccat sem:/lock
	fails 1 "$set: Permission denied" as_nobody ipccat "$set"
	object set sem:/lock mode=0604
	object set "$set" mode=0604
	[[ $(as_nobody ipccat sem:/lock "$set") == $'3\n4' ]]
}

@test "what is not there is said" {
	local object

	for object in shm:/none mq:/none sem:/none; do
		[[ $object == mq:* ]] ||
		    fails 1 "$object: no such object" ipccat $object
	done
	for object in mq:77 shm:77 sem:77 mq:0x77 shm:0x77 sem:0x77; do
		fails 1 "$object: no such object" ipccat $object
	done
	for object in mq:/none mq:77 mq:0x77; do
		fails 1 "$object: no such object" ipccat -r $object
		fails 1 "$object: no such object" ipccat -W -m a $object
	done
	for object in shm:/none shm:77 shm:0x77; do
		fails 1 "$object: no such object" ipccat -W $object </dev/null
	done
}

@test "ipccat: an option that an object cannot have is refused with the reason" {
	local words reason
	while read -r words; do
		reason=${words#*: }
		# shellcheck disable=SC2086 # words
		fails 2 ": $reason" ipccat ${words%%: *}
	done <<-'END'
		-c 1 shm:/m: only queues have messages
		-a mq:0: needs --receive
		-T 3 mq:/q: only messages of System V queues have types
		--priority 3 mq:0: only messages of POSIX queues have priorities
		-r --priority 3 mq:/q: does not go with --receive
		-W --length 1 shm:/m: does not go with --write
		-W -t 1 shm:/m: only queues are waited for
		--offset 1 mq:0: only shared memory is read or written at an offset
		-W --resize shm:0: only POSIX shared memory can grow
		-X sem:/s: a semaphore has values, no bytes
	END
}

# Each of these, with one message in each queue; nothing is taken or written.
@test "an option that makes no sense is refused before anything is done" {
	local words

	object make mq:/queue max_messages=4 max_message_size=16 >made
	object make mq:0x00000100 >made
	object make shm:/memory size=10 >made
	object make shm:0x00000200 size=10 >made
	object make sem:/lock values=3 >made
	object make sem:0x00000300 values=3 >made
	object send mq:/queue
	object send mq:0x00000100
	before=$(state)
	while read -r words; do
		words=${words//MQ/mq:0x100}
		words=${words//SHM/shm:0x200}
		words=${words//SEM/sem:0x300}
		# shellcheck disable=SC2086 # words
		fails 2 "" ipccat $words <<<x
		[[ -z $output && -n $stderr ]] || show_run
	done <<-'END'

		-r
		-W
		-r shm:/memory
		-r SHM
		-r sem:/lock
		-r SEM
		-W sem:/lock
		-W SEM
		-r mq:/queue MQ
		-W mq:/queue file more
		-rW mq:/queue
		-Wr MQ
		mq:
		mq:/*
		-r mq:/que*
		shm:
		nothing
		mq:/queue nothing
		-c 1 shm:/memory
		-c 1 sem:/lock
		-rc 0 MQ
		-rc -1 MQ
		-rc x MQ
		-rc 1x MQ
		-rc 99999999999999999999 MQ
		-Wc 1 MQ
		-a MQ
		-Wa MQ
		-F MQ
		-WF MQ
		-raF MQ
		-rF -c 1 MQ
		-ra --timeout 1 MQ
		-T 1 mq:/queue
		-rT 1 mq:/queue
		-WT 1 mq:/queue
		-WT 0 MQ
		-WT -1 MQ
		-rT x MQ
		-rT 9223372036854775808 MQ
		-r --except MQ
		-r --except -T 0 MQ
		-r --except -T -1 MQ
		-W --except -T 1 MQ
		--except MQ
		-W --priority 1 MQ
		-r --priority 1 mq:/queue
		-W --priority 32768 mq:/queue
		-W --priority -1 mq:/queue
		--priority 1 MQ
		--timeout 1 MQ
		--nowait MQ
		-W --timeout 1 shm:/memory
		-W --nowait SHM
		-r --timeout x MQ
		-rt x MQ
		-rt 1 --nowait MQ
		-t 1 MQ
		-r --timeout -1 MQ
		-r --timeout 1 --nowait MQ
		-rF --nowait MQ
		-m a MQ
		-rm a MQ
		-Wm a shm:/memory
		-Wm a MQ file
		-W0 -m a MQ
		-WJ -m a MQ
		-W --whole -m a MQ
		-0 shm:/memory
		-X sem:/lock
		--whole SHM
		-W0 shm:/memory
		-WJ SHM
		-XJ SHM
		--dump -c 1 MQ
		--dump -J SHM
		-W --dump SHM
		-W --whole shm:/memory
		-WX MQ
		-WX shm:/memory
		-0J MQ
		-rJX MQ
		-r0 --whole MQ
		--offset 1 MQ
		--length 1 MQ
		--offset 1 sem:/lock
		-r --offset 1 MQ
		-W --offset 1 MQ
		-W --length 1 shm:/memory
		--offset x shm:/memory
		--offset -1 shm:/memory
		--offset 99999999999999999999 shm:/memory
		--length 1Q shm:/memory
		--resize shm:/memory
		-W --resize SHM
		-W --resize MQ
		--resize MQ
		--nothing MQ
		shm:/memory MQ -c 1
	END
	[[ $(state) == "$before" ]]
}

state() {
	object show mq:/queue | jq .messages
	object show mq:0x00000100
	object show sem:/lock | jq .value
	object show sem:0x00000300
	object show shm:0x00000200
	stat -c '%n %s %Y' /dev/shm/memory
}

@test "an option that is for something else is told where it goes" {
	object make mq:0x00000100 >made
	fails 2 "--all: needs --receive" ipccat -a mq:0x100
	fails 2 "--message: needs --write" ipccat -m a mq:0x100
	fails 2 "--resize: needs --write" ipccat --resize shm:/x
	fails 2 "ipcctl --set" ipccat -W sem:/lock
}

@test "a letter that another program has is answered with ours" {
	object make mq:0x00000100 >made
	fails 2 "-w: means --where in the other programs; -W (--write)" \
	    ipccat -w mq:0x100
	# Of which the name may be another one where it is installed.
	fails 2 "-f: means --force in ipcrm" ipccat -rf mq:0x100
	[[ $stderr == *"; -F (--follow)"* ]]
	fails 2 "-x: means --exec in ipcwatch; -X (--hex)" ipccat -x mq:0x100
}
