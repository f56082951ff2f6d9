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
	fails 2 'no such field (text needs quotes around it); ipcls --list-columns shows' \
	    ipcls -w 'owner == nonsense'
	fails 2 'a ) is missing here; see EXPRESSIONS in ipcutil(7)' ipcls -w '(size > 1'
	fails 2 'a unit follows its number without a space' ipcls -w 'size > 1 MB'
	fails 2 'a unit follows its number without a space' ipcls -w 'idle > 7 d'
	fails 2 'no kind: these are "mq", "shm" and "sem"' ipcls -w 'kind == "queue"'
	fails 2 'no kind: these are' ipcls -l -w '"msg" != kind'
	fails 2 'no API: these are "posix" and "sysv"' ipcls -u -w 'api == "SysV"'
	fails 2 'not a time: a time is as 2026-' ipcls -w 'ctime > "08:30"'
	fails 2 'not a time: a time is as 2026-' ipcls -w 'ctime > "yesterday"'
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

@test "a usage error without a better hint names the program's --help" {
	fails 2 'ipcls: -K: no such option; see ipcls --help' ipcls -K
	fails 2 'ipcls: --csv: takes no argument; see ipcls --help' ipcls --csv=1
	fails 2 'ipcls: --user: is given twice; see ipcls --help' \
	    ipcls -U root --user 0
	fails 2 'ipcls: -w: needs an argument, EXPR; see ipcls --help' ipcls -w
	fails 2 'ipcwatch: --count x: not a number; see ipcwatch --help' \
	    ipcwatch -c x
	# One with a hint has no second one.
	fails 2 'did you mean --json?' ipcls --jsno
	[[ $stderr != *"see ipcls"* ]] || show_run
	fails 2 'needs --usage' ipcls --by owner
	[[ $stderr != *"see ipcls"* ]] || show_run
	# The program may have been installed with another name.
	ln -s "$(command -v ipcls)" "$BATS_TEST_TMPDIR/my-ipcls"
	fails 2 'my-ipcls: -K: no such option; see my-ipcls --help' \
	    "$BATS_TEST_TMPDIR/my-ipcls" -K
}

@test "what is missing is named in a sentence" {
	fails 2 'ipccat: no object is named; say which, such as mq:/jobs' ipccat
	fails 2 'ipcmk: no object is named; say what to create' ipcmk
	fails 2 'ipcctl: no operation is named; use --mode' ipcctl sem:/lock
	fails 2 'ipcwatch: -x: needs a command; write it after this option' ipcwatch -x
	fails 2 '--time-format full: not a time format: short, iso' \
	    ipcls --time-format full
	fails 2 '--info: no kind is named; say which, such as shm:' \
	    ipcls --unlinked -i
	fails 2 '--orphans-after soon: not a duration: write 90s, 12h or 7d' \
	    ipcls --orphans-after soon
	fails 2 '--output: foo: no such field; ipcls --list-columns shows them' \
	    ipcls -o foo
	fails 2 'mq:/x: --limits lists no objects; leave one of them out' \
	    ipcls -l mq:/x
}

@test "a pattern without its slash is answered with the slash" {
	fails 2 'did you mean mq:/*?' ipcls 'mq:*'
	fails 2 'did you mean shm:/[ab]?' ipcls 'shm:[ab]'
	fails 2 'did you mean sem:/?x?' ipcrm -y 'sem:?x'
}

@test "only what is an object is suggested" {
	fails 2 '/dev/shm: a directory of objects; did you mean shm:/* or sem:/*?' \
	    ipcls /dev/shm
	fails 2 '/dev/mqueue/: a directory of objects; did you mean mq:/*?' \
	    ipcrm -y /dev/mqueue/
	fails 2 'shm:/dev/shm/cache: a name has only the slash it begins with; did you mean shm:/cache?' \
	    ipccat shm:/dev/shm/cache
	fails 2 'did you mean mq:/dev?' ipccat mq:/dev/mqueue/dev
	fails 2 'mqueue:foo: no kind of object; did you mean mq:/foo?' ipcls mqueue:foo
	local wrong
	for wrong in ./x x/y 0xzz 12345678901 /dev/shmx @file; do
		fails 2 "$wrong: not an object: these are mq:, shm: or sem: with" \
		    ipcls "$wrong"
	done
	fails 2 'queue:a/b: no kind of object; see ipcls --help' ipcls queue:a/b
	fails 2 'mq:x/y: the name of a POSIX object begins with a slash; see' \
	    ipcls mq:x/y
}

@test "expressions: a number is not compared with a text" {
	fails 2 'the field is text, which needs quotes around it' \
	    ipcls -w 'name > 5'
	fails 2 'the field is text' ipcls -w '5 != notify'
	fails 2 'this user id has a name: compare with that, or uid' \
	    ipcls -w 'owner == 0'
	fails 2 'this user id has a name' ipcls -w '"0" != creator'
	fails 2 'this group id has a name: compare with that, or gid' \
	    ipcls -w 'group == 0'
}
