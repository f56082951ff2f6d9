# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# What is written wrongly is answered with what was meant.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
}

@test "objects without a kind, of another's word for it, without a slash" {
	fails 2 '/jobs: not an object: its kind is missing; did you mean mq:/jobs, shm:/jobs or sem:/jobs?' ipcls /jobs
	fails 2 'did you mean mq:/jobs, shm:/jobs or sem:/jobs?' ipcrm jobs
	fails 2 'did you mean mq:5, shm:5 or sem:5?' ipccat 5
	fails 2 'did you mean mq:0x51, shm:0x51 or sem:0x51?' ipcls 0x51
	fails 2 'mq:jobs: the name of a POSIX object begins with a slash; did you mean mq:/jobs?' ipcmk mq:jobs
	fails 2 'did you mean sem:/a-b?' ipcctl --post sem:a-b
	fails 2 'did you mean mq:/x?' ipcls queue:/x
	fails 2 'did you mean shm:5?' ipcls Memory:5
	fails 2 'not /NAME, ID, 0xKEY or @FILE,PROJECT' ipcls shm:5x
	fails 2 'these are mq:, shm: or sem:' ipcls foo:/x
}

@test "options, fields and events that there are not" {
	fails 2 '--jsno: no such option; did you mean --json?' ipcls --jsno
	fails 2 '--nonsense: no such option; see ipcrm --help' ipcrm --nonsense=5
	fails 2 '-Z: no such option; see ipcmk --help' ipcmk -Z
	fails 2 'ownre: no such field; did you mean owner?' ipcls -o ownre
	fails 2 'obj: no such field; did you mean object?' ipcls -S -obj
	fails 2 '--events: foo: no such event: these are create,' \
	    ipcwatch -e create,foo,remove
}

@test "expressions: words, operators, units and values of a closed set" {
	fails 2 'no such field; did you mean messages?' ipcls -w 'mesages > 1'
	fails 2 'ended before this; did you mean and?' ipcls -w 'size > 1 AND uid == 0'
	fails 2 'no such field; did you mean not?' ipcls -w 'NOT dest'
	fails 2 'no such field (text needs quotes' ipcls -w 'owner == nonsense'
	fails 2 'a unit follows its number without a space' ipcls -w 'size > 1 MB'
	fails 2 'a unit follows its number without a space' ipcls -w 'idle > 7 d'
	fails 2 'no kind: these are "mq", "shm" and "sem"' ipcls -w 'kind == "queue"'
	fails 2 'no kind: these are' ipcls -l -w '"msg" != kind'
	fails 2 'no API: these are "posix" and "sysv"' ipcls -u -w 'api == "SysV"'
	ok ipcls -w 'kind =~ "^s"'
	ok ipcls -w 'kind == "shm" or api != "sysv"'
}

@test "ipcls: with one kind chosen, a name, a number or a key is of that kind" {
	local id

	object make shm:/jobs size=5 >/dev/null
	id=$(object make shm:0x51 size=5)
	object make sem:0x51 >/dev/null
	ok ipcls -m -r --no-headings -o object jobs /jobs "${id#*:}" 0x51
	[[ $output == $'shm:/jobs\nshm:'"${id#*:}" ]] || show_run
	ok ipcls -m -i "${id#*:}"
	[[ $output == *"$id"* ]]
	ok ipcls -s -r --no-headings -o kind,key 0x51
	[[ $output == 'sem 0x00000051' ]] || show_run
	ok ipcls -m -r --no-headings -o object '/j*'
	[[ $output == 'shm:/jobs' ]] || show_run
	fails 1 'nothing: no such object' ipcls -m nothing
	fails 2 'its kind is missing' ipcls -m -s 5
	fails 2 'not of the kinds that the options choose: shared memory' ipcls -m sem:5
}
