# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; world.bash
# --info: all that is known of an object.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	load world
	make_world
}

# The lines about fields, one space between words; then the table of
# semaphores, if any.
info() {
	ok ipcls -i "$@"
	table=$(awk 'NF == 0 { seen = 0 } $1 == "semaphore" { seen = 1 }
	    seen { $1 = $1; print }' <<<"$output")
	fields=$(awk 'NF == 0 { exit } { $1 = $1; print }' <<<"$output")
}

has() {
	grep -Fxq -- "$1" <<<"$fields" || {
		printf 'no line: %s\nin: %s\n' "$1" "$fields" >&2
		return 1
	}
}

# A line for each field that JSON has, but for lists and evidence: those are
# below.
complete() {
	local keys

	keys=$(ipcls -H --json "$1" | jq -r --argjson lists "$(ipcls \
	    --list-columns --json -w "type =~ '^list' or name == 'evidence'")" \
	    '.objects[0] | keys_unsorted - [$lists.columns[].name] | .[]')
	info -o all "$1"
	[[ -n $keys && $(cut -d' ' -f1 <<<"$fields") == "$keys" ]] || show_run
}

@test "ipcls: -i has a line for every field that such an object can have" {
	complete mq:/jobs
	complete "$queue"
	complete shm:/cache
	complete "$segment"
	complete sem:/lock
	complete "$set"
}

@test "ipcls: -i has for every field the value and the meaning" {
	local name help value values names object n=0 columns

	columns=$(ipcls --list-columns --json)
	for object in mq:/jobs "$queue" shm:/cache "$segment" sem:/lock "$set"; do
		info -o all "$object"
		ipcls --json "$object" | jq -r --argjson columns "$columns" \
		    '.objects[0] as $o
			| $columns.columns[] | select(.name | in($o))
			| select(.type != "duration"
				and (.type | startswith("list") | not))
			| select(.name | IN("atime", "ctime", "evidence") | not)
			| "\(.name)\t\(.help)"' >"$BATS_TEST_TMPDIR/fields"
		names=$(cut -f1 "$BATS_TEST_TMPDIR/fields" | paste -sd,)
		# Each value is one word.
		read -ra values < <(ipcls --no-headings --time-format=iso \
		    -o "$names" "$object")
		[[ ${#values[@]} == "$(wc -l <"$BATS_TEST_TMPDIR/fields")" ]]
		for value in "${values[@]}"; do
			IFS=$'\t' read -r name help
			n=$((n + 1))
			# Where it speaks of other kinds, there is another.
			case $name in
			was | ctime | mtime | atime | age | rss | status | \
			    nsems | value | holders | waiters | *orphan)
				[[ $fields == *"$name $value"*" "[a-z]* ]]
				;;
			*)	[[ $fields == *"$name $value"*" $help"* ]]
				;;
			esac || {
				echo "$name $value $help: $fields" >&2
				return 1
			}
		done <"$BATS_TEST_TMPDIR/fields"
	done
	[[ $n -gt 100 ]]
}

# sections OBJECT: each line as SECTION FIELD..., the section in all its lines; the
# names of the sections in $names.
sections() {
	ok ipcls -i "$1"
	names=$(cut -c1-8 <<<"$output" | awk 'NF' | paste -sd, |
	    sed 's/ *,/,/g; s/ *$//')
	[[ $(cut -c9-10 <<<"$output" | sort -u) == "  " ]] || show_run
}

@test "ipcls: -i has sections, of the kind" {
	start hold map shm:/cache
	start hold attach "$segment"
	start hold receive mq:/spool
	start hold wait "$set" num=1
	start hold undo "$set" values=1
	sections mq:/spool
	[[ $names == "what,who,when,how full,holders,waiters,orphan,evidence" ]]
	sections "$queue"
	[[ $names == "what,who,when,how full,waiters,orphan,evidence" ]]
	sections shm:/cache
	[[ $names == "what,who,when,how big,holders,orphan,evidence" ]]
	sections "$segment"
	[[ $names == "what,who,when,how big,holders,orphan,evidence" ]]
	sections sem:/lock
	[[ $names == "what,who,when,values,holders,waiters,orphan,evidence" ]]
	sections "$set"
	[[ $names == "what,who,when,values,waiters,"*"orphan,evidence" ]]
	# Tables are in their sections.
	grep -A2 '^waiters ' <<<"$output" |
	    grep -Exq "          +[0-9]+ +[0-9]+ +root +hold +semop 1:-1"
}

@test "ipcls: -i puts fields that belong together into a line" {
	sections "$queue"
	output=$(tr -s ' ' <<<"$output")
	[[ $output == "what object $queue System V message queue
 key 0x00000100 key; 0 is IPC_PRIVATE"* ]]
	[[ $output == *$'\n'"who owner root:root (0:0) owner and group"$'\n'* ]]
	[[ $output == *$'\n'" mode 0620 (rw--w----) permissions"$'\n'* ]]
	[[ $output == *$'\n'"how full messages 3 (300B) messages in the "* ]]
	[[ $output == *$'\n'" fill 1% how full it is, by its bytes"$'\n'* ]]
	[[ $output =~ " stime "[^$'\n']+" last message sent, by "[0-9]+$'\n' ]]
	[[ $output == *$'\n'" rtime - last message received"$'\n'* ]]
	# Only an attached one tells its pages.
	start hold attach "$segment"
	sections "$segment"
	output=$(tr -s ' ' <<<"$output")
	[[ $output == *" size, in pages of $(ipcls --no-headings \
	    -o page_size "$segment"); limit shmmax: "* ]]
	# A set of several has no value; other fields are not known at times.
	sections "$set"
	! grep -E '^.{8}(value|was) ' <<<"$output" || show_run
	sections "$single"
	[[ $output == *" value  7 "* ]]
}

# The words that only another kind of object has to do with.
@test "ipcls: -i says nothing of other kinds" {
	local object option words
	for object in mq:/jobs "$queue" shm:/cache "$segment" sem:/lock "$set"; do
		case $object in
		mq:*) words='segment|semaphore|attach|mapped|swap|32-bit' ;;
		shm:*) words='queue|message|semaphore|truncated|32-bit' ;;
		sem:*) words='segment|queue|message|attach|swap|dest' ;;
		esac
		for option in -o+kind -oall; do
			ok ipcls -i "$option" "$object"
			# These name all kinds.
			! sed -E '/^(kind |evidence)/d' <<<"$output" |
			    grep -E "$words" || show_run
		done
	done
}

@test "ipcls: -i shows sizes for people, and in full" {
	info -o all "$segment"
	[[ $fields == *$'\n'"size 64K (65536) size"* ]]
	has "rss 64K (65536) memory in use"
	has "swap 0B swapped out"
	info -b -o all "$segment"
	[[ $fields == *$'\n'"size 65536 size"* ]]
}

@test "ipcls: -i leaves out what such an object cannot have" {
	info -o all mq:/jobs
	[[ $fields != *nattch* && $fields != *nsems* && -z $table ]]
	info -o all shm:/cache
	[[ $fields != *nattch* && $fields != *messages* && -z $table ]]
	info -o all sem:/lock
	[[ $fields != *otime* && $fields != *swap* ]]
}

@test "ipcls: -i names the limit that bounds a field, and its value" {
	local max=/proc/sys/fs/mqueue

	info -o all mq:/jobs
	has "max_messages 10 messages that fit; limit msg_max: $(<$max/msg_max)"
	has "max_message_size 128B size of the largest message; limit msgsize_max: $(
		ipcls -l --no-headings -o value -w 'name == "msgsize_max"')"
	has "messages 9 messages in the queue"
	info -o all "$queue"
	[[ $fields =~ "that fit; limit msgmnb: "[0-9.]+[BKMG] ]]
	info -o all "$set"
	has "nsems 3 semaphores in the set; limit semmsl: $(
		cut -f1 /proc/sys/kernel/sem)"
	info -o all "$single"
	[[ $fields == *"nsems 1 semaphores in the set; limit semmsl: "* ]]
}

@test "ipcls: -i names the limit of what a semaphore can be" {
	info -o all sem:/lock
	has "value 1 value of the semaphore; limit SEM_VALUE_MAX: 2147483647"
	info -o all "$single"
	has "value 7 value, if the set has one semaphore; limit SEMVMX: 32767"
}

@test "ipcls: -i names the limits of memory" {
	info -o all "$segment"
	[[ $fields =~ "size 64K (65536) size; limit shmmax: "(unlimited|[0-9.]+) ]]
	info -o all shm:/cache
	[[ $fields =~ "size 1.0M (1048576) size; limit shm_size: "[0-9.]+[BKMGT] ]]
}

@test "ipcls: -i follows a limit that is changed" {
	echo 4097 2>/dev/null >/proc/sys/kernel/shmmax ||
	    skip "limits cannot be changed here"
	info -o all "$private"
	has "size 4.0K (4096) size; limit shmmax: 4.0K"
	echo 18446744073692774399 >/proc/sys/kernel/shmmax
	info -o all "$private"
	has "size 4.0K (4096) size; limit shmmax: unlimited"
}

@test "ipcls: -i -b shows limits in bytes too" {
	info -b -o all "$queue"
	[[ $fields == *"limit msgmnb: $(</proc/sys/kernel/msgmnb)"* ]]
}

@test "ipcls: -i explains what dest and locked mean" {
	start hold removed "$segment"
	object set "$segment" lock=1
	info -o all "$segment"
	has "status dest,locked dest: was removed; locked: not swapped"
	has "dest yes was removed; disappears when it is detached"
	has "locked yes kept from being swapped out"
	has "nattch 1 times it is attached"
	info -o all "$private"
	has "status - dest: was removed; locked: not swapped"
	has "dest no was removed; disappears when it is detached"
	has "locked no kept from being swapped out"
}

@test "ipcls: -i shows a table of the semaphores of a set" {
	local pid

	pid=$(object show "$set" | jq '.pid[0]')
	info -o all "$set"
	[[ $pid != 0 && $table == "semaphore values pid ncnt zcnt
0 4 $pid 0 0
1 0 $pid 0 0
2 2 $pid 0 0" ]]
	# The columns stand below each other, numbers to the right.
	[[ $(sed -n '/^  semaphore/,/^$/ { /^$/d; p }' <<<"$output" |
	    awk '{ print length }' | sort -u | wc -l) == 1 ]]
}

@test "ipcls: -i counts those who wait for each semaphore" {
	start hold wait "$set" num=1 count=3
	start hold zero "$set" num=2 count=2
	info -o all "$set"
	[[ $(cut -d' ' -f1,2,4,5 <<<"$table") == "semaphore values ncnt zcnt
0 4 0 0
1 0 3 0
2 2 0 2" ]]
}

@test "ipcls: -i shows each of 250 semaphores" {
	local many

	many=$(object make sem: nsems=250 values="$(seq -s, 1000 1249)")
	info -o all "$many"
	[[ $(wc -l <<<"$table") == 251 ]]
	[[ $(cut -d' ' -f1,2 <<<"$table" | tail -n 250) == \
	    "$(paste -d' ' <(seq 0 249) <(seq 1000 1249))" ]]
	has "nsems 250 semaphores in the set; limit semmsl: $(
		cut -f1 /proc/sys/kernel/sem)"
}

@test "ipcls: -i shows a POSIX semaphore in the same table" {
	info -o all sem:/lock
	[[ $table == "semaphore values ncnt
0 1 0" ]]
}

@test "ipcls: -i shows a blank line between objects, and each once" {
	ok ipcls -i mq:/jobs shm:/cache mq:/jobs -o object,mode
	[[ $(grep -c '^object ' <<<"$output") == 2 ]]
	[[ $(grep -c '^$' <<<"$output") == 1 ]]
	[[ $output == "object "*"mq:/jobs "*$'\n\nobject '*"shm:/cache "* ]]
}

@test "ipcls: -i takes patterns" {
	ok ipcls -i 'mq:/*' -o object
	[[ $(awk '{ print $2 }' <<<"$output") == "mq:/jobs

mq:/spool" ]]
	ok ipcls -i mq: -o object
	[[ $(grep -c '^object ' <<<"$output") == 3 ]]
	ok ipcls -i 'mq:/none*'
	[[ -z $output ]]
	ok ipcls -i sem: -w 'nsems > 1' -o object
	[[ $output == "object  $set  "* && $output != *$'\n'* ]]
}

@test "ipcls: -i of what is not there is a failure, and shows the rest" {
	fails 1 "mq:/none: no such object" ipcls -i mq:/none mq:/jobs -o object
	[[ $output == "object  mq:/jobs  "* ]]
	fails 1 "shm:0xabc: no such object" ipcls -i shm:0xabc
	[[ -z $output ]]
}

@test "ipcls: -i without an object is refused" {
	fails 2 "--info: no object is named; say which, such as mq:/jobs" ipcls -i
	[[ -z $output ]]
	fails 2 "--info: no object is named" ipcls --info -q --json
	fails 2 "--info: --limits lists no objects" ipcls -i -l
	fails 2 "--info: --usage lists no objects" ipcls -i -u mq:/jobs
}

@test "ipcls: -i -o shows these fields, in this order" {
	info -o messages,object mq:/jobs
	[[ $fields == "messages 9 messages in the queue
object mq:/jobs the object, as all programs accept it" ]]
	info -o values,nsems "$set"
	[[ $fields == "nsems 3 semaphores in the set; limit semmsl: "* ]]
	[[ $table == "semaphore values
0 4
1 0
2 2" ]]
}

@test "ipcls: -i -t shows times, and these in full" {
	touch -m -d '2001-02-03 04:05:06Z' /dev/shm/cache
	info -t shm:/cache
	has "mtime 2001-02-03T04:05:06+00:00 file last written"
	[[ $(cut -d' ' -f1 <<<"$fields" | paste -sd' ') == \
	    "object owner ctime mtime atime" ]]
	info --time-format=short -o mtime shm:/cache
	[[ $fields == "mtime 2001-02-03 "* ]]
}

@test "ipcls: -i in another format has everything" {
	ok ipcls -i --json "$set"
	document=$output
	ok ipcls --json -o all "$set"
	# shellcheck disable=SC2016 # jq's
	json '$document.objects[0] as $one | .objects[0]
	| with_entries(select(.value != null)) | del(.age, .idle, .evidence)
	| . == ($one | with_entries(select(.value != null))
		| del(.age, .idle, .evidence)) and length > 15' \
	    --argjson document "$document"
	ok ipcls -i --jsonl mq:/jobs
	json '.bytes == 144 and .notify == null and .max_messages == 10'
	ok ipcls -i --raw --no-headings -o object mq:/jobs
	[[ $output == mq:/jobs ]]
}

@test "ipcls: -i of one object does not look at the others" {
	# Looking at the file of another queue would set its times.
	touch -a -d '2001-02-03 04:05:06Z' /dev/mqueue/spool
	ok ipcls -i mq:/jobs
	[[ $(object stat mq:/spool | jq .atime) == 981173106 ]]
}

@test "ipcls: -i shows what may not be read as unknown" {
	need_nobody
	output=$(as_nobody ipcls -i -o all mq:/jobs)
	fields=$(tr -s ' ' <<<"$output")
	has "messages - messages in the queue"
	has "fill - how full it is; 100 is full"
	has "mode 0640 permissions, in octal"
	output=$(as_nobody ipcls -i -o all "$set")
	fields=$(tr -s ' ' <<<"$output")
	has "nsems 3 semaphores in the set; limit semmsl: $(
		cut -f1 /proc/sys/kernel/sem)"
	has "value - value, if the set has one semaphore; limit SEMVMX: 32767"
}

@test "ipcls -i: with --numeric, no id and no mode stands there twice" {
	object make shm:0x5 mode=0640
	ok ipcls --numeric -i shm:
	[[ $output == *" 0:0 "* && $output != *"0:0 ("* ]] || show_run
	[[ $output == *" 0640 "* && $output != *"0640 ("* ]] || show_run
	ok ipcls -i shm:
	[[ $output == *" root:root (0:0) "* && $output == *" 0640 (rw-r-----) "* ]] ||
	    show_run
}
