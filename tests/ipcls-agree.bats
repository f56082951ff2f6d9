#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Rows agree with the system.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib

kinds=(mq:/ shm:/ sem:/ mq: shm: sem:)

# Make an object of a kind and name it: for POSIX ones there must be a name.
make() {
	local target=$1
	shift
	[[ $target != *:/ ]] || target+=o
	object make "$target" "$@"
}

# Names by number, as JSON; of several for one the first.
setup_file() {
	local file
	for file in passwd group; do
		getent "$file" | jq -Rn '[inputs | split(":")
			| { key: .[2], value: .[0] }] | reverse | from_entries' \
			>"$BATS_FILE_TMPDIR/$file"
	done
	stat -L -c %i /proc/self/ns/ipc >"$BATS_FILE_TMPDIR/ns"
}

# What follows from other fields of $listed, worked out here once more; it was
# made after the second $2.
follows() {
	# shellcheck disable=SC2016 # jq's
	output=$listed json '
		def named($names): tostring | $names[0][.] // .;
		def letters($n; $special; $letter):
			if $n >= 4 then "r" else "-" end
			+ if $n % 4 >= 2 then "w" else "-" end
			+ if $special % 2 == 0 then
				if $n % 2 == 1 then "x" else "-" end
			elif $n % 2 == 1 then $letter
			else $letter | ascii_upcase end;
		def letters_of_mode: "000\(.)"[-4:] / "" | map(tonumber)
			| letters(.[1]; .[0] / 4 | floor; "s")
			+ letters(.[2]; .[0] / 2 | floor; "s")
			+ letters(.[3]; .[0]; "t");
		def since: if . == null then null else $now - epoch end;
		def near($wanted): if . == null or $wanted == null
			then . == $wanted
			else . - $wanted | . >= -2 and . <= 2 + $took end;
		def posix: .api == "posix";
		def share: if .max_messages then .messages / .max_messages
			elif .max_bytes then .bytes / .max_bytes
			else null end | if . then . * 100 | floor else . end;
		def made: if posix | not then .ctime
			elif .kind == "mq" then .mtime
			else .btime // .ctime end;
		def used: if posix then if .kind == "mq" then .mtime else null
				end
			else [.ctime, .stime, .rtime, .atime, .dtime, .otime
				| select(. != null)] | max end;
		.objects[0] | . as $o
		| {
			$object, perms: .mode | letters_of_mode, fill: share,
			owner: .uid | named($passwd), group: .gid | named($group),
			creator: (if posix then null else .cuid | named($passwd)
				end),
			creator_group: (if posix then null
				else .cgid | named($group) end),
			ns: (if posix and .kind != "mq" then null else $ns[0]
				end)
		}
		| to_entries | map(select($o[.key] != .value).key)
		| if $o.age | near($o | made | since) then .
			else . + ["age"] end
		| if $o.idle | near(if $o.nattch and $o.nattch > 0 then 0
			else $o | used | since end) then .
			else . + ["idle"] end
		| . == [] or error("not as they should be: \(.)")' \
	    --arg object "$1" --argjson now "$2" \
	    --argjson took $((EPOCHSECONDS - $2)) \
	    --slurpfile passwd "$BATS_FILE_TMPDIR/passwd" \
	    --slurpfile group "$BATS_FILE_TMPDIR/group" \
	    --slurpfile ns "$BATS_FILE_TMPDIR/ns"
}

both() {
	local now=$EPOCHSECONDS
	agrees "$1" && follows "$1" "$now"
}

# Until the clock shows another second than it does now.
past() {
	((EPOCHSECONDS > $1))
}

next_second() {
	retry past "$EPOCHSECONDS"
}

need_ids() {
	local probe
	probe=$(object make sem: id=77 2>/dev/null) || skip "ids cannot be chosen"
	object remove "$probe"
}

# rss, swap: of the segment $1, as proc(5) has them.
proc_rss() {
	awk -v id="${1#shm:}" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR > 1 && $at["shmid"] == id {
			printf "[%s,%s]\n", $at["rss"], $at["swap"]
		}' /proc/sysvipc/shm
}

@test "ipcls: modes of every kind agree with the system" {
	local kind mode object
	for kind in "${kinds[@]}"; do
		for mode in 0 0777 0640 0204 0421; do
			object=$(make "$kind" mode=$mode)
			both "$object"
			object remove "$object"
		done
	done
}

@test "ipcls: bits of the mode beyond permissions agree with the system" {
	local object
	for object in mq:/o shm:/o sem:/o; do
		object make "$object" mode=07751
		both "$object"
	done
}

@test "ipcls: owners of every kind agree with the system" {
	need_root
	local kind object owner
	for kind in "${kinds[@]}"; do
		for owner in "uid=65534 gid=65534" "uid=1 gid=2" \
		    "uid=54321 gid=12345" "uid=4294967294 gid=4294967294"; do
			# shellcheck disable=SC2086 # words
			object=$(make "$kind" $owner mode=0644)
			both "$object"
			object remove "$object"
		done
	done
}

@test "ipcls: an owner is told from a creator" {
	need_nobody
	local kind object
	for kind in mq: shm: sem:; do
		object=$(as_nobody object make "$kind" mode=0600)
		object set "$object" uid=1 gid=2
		both "$object"
		ok ipcls --json -o uid,gid,cuid,cgid "$object"
		json '.objects[0] == {uid: 1, gid: 2, cuid: 65534, cgid: 65534}'
	done
}

@test "ipcls: ids from 0 to the largest agree with the system" {
	need_ids
	local kind id object
	for kind in mq: shm: sem:; do
		for id in 0 1 32767 32768 98305 1073741824 2147483647; do
			object=$(object make "$kind" id=$id)
			[[ $object == "$kind$id" ]]
			both "$object"
			ok ipcls --json -o id,object "$kind"
			json '.objects == [{ $object, $id } | {object, id}]' \
			    --argjson id $id --arg object "$object"
			object remove "$object"
		done
	done
}

@test "ipcls: an id that was used before names nothing" {
	need_ids
	local kind
	for kind in mq: shm: sem:; do
		object make "$kind" id=32768
		fails 1 "no such object" ipcls "${kind}0"
		fails 1 "no such object" ipcls "${kind}65536"
		[[ -z $output ]]
		ok ipcls "${kind}32768"
	done
}

# In their own order System V objects are made as they are shown; to be sorted
# they are all kept.
@test "ipcls: objects of reused indexes are the same in their order and sorted" {
	need_ids
	local kind id options sorted all=object,uid,mode,size,rss,nsems,dest,ctime
	for kind in mq: shm: sem:; do
		for id in 65537 32770 3 1073741824 98308; do
			object make "$kind" id=$id mode=0640
		done
	done
	object fill shm:32770 size=4096
	object make shm:/between size=4096
	for kind in -q -m -s; do
		for options in --json --csv "--where id>=32770" \
		    "--fail-if id==3" "--fail-if rss>0 --json"; do
			options="$kind --sysv -o $all $options"
			# shellcheck disable=SC2086 # words
			run_apart ipcls --sort id $options
			sorted=$status:$output
			# shellcheck disable=SC2086 # words
			run_apart ipcls $options
			[[ $status:$output == "$sorted" && -z $stderr ]] ||
				show_run
		done
	done
	ok ipcls --raw --no-headings -o object
	printf '%s\n' mq:{3,32770,65537,98308,1073741824} shm:/between \
	    shm:{3,32770,65537,98308,1073741824} \
	    sem:{3,32770,65537,98308,1073741824} | diff - <(echo "$output")
}

@test "ipcls: keys, also those above 0x7fffffff, agree with the system" {
	local kind key object listed
	for kind in mq: shm: sem:; do
		for key in 0x00000001 0x7fffffff 0x80000000 0xdeadbeef \
		    0xffffffff; do
			object=$(object make "$kind$key")
			both "$object"
			ok ipcls --json -o object,key "$kind$key"
			json '.objects == [{ $object, $key }]' \
			    --arg object "$object" --arg key "$key"
			listed=$(ipcls --json -o object,key "$kind")
			[[ $listed == "$output" ]]
			object remove "$object"
		done
	done
}

@test "ipcls: key 0 is printed, and names nothing" {
	local kind object
	for kind in mq: shm: sem:; do
		object=$(object make "$kind")
		both "$object"
		ok ipcls --json -o key "$object"
		json '.objects == [{ key: "0x00000000" }]'
		fails 2 "${kind}0x0" ipcls "${kind}0x0"
		fails 2 "${kind}0x00000000" ipcls "${kind}0x00000000"
	done
}

@test "ipcls: dest, locked, both and neither agree with the system" {
	local plain locked dest both
	plain=$(object make shm:)
	locked=$(object make shm: lock=1)
	start hold removed shm:0x51 # makes it
	dest=$ready
	both=$(object make shm:0x52 lock=1)
	start hold removed "$both"
	for object in "$plain" "$locked" "$dest" "$both"; do
		both "$object"
	done
	ok ipcls --json -o object,status,dest,locked,mode,key -m
	json '.objects | map(del(.object)) == [
		{ status: null, dest: false, locked: false, mode: "0600",
		    key: "0x00000000" },
		{ status: "locked", dest: false, locked: true, mode: "0600",
		    key: "0x00000000" },
		{ status: "dest", dest: true, locked: false, mode: "0600",
		    key: "0x00000000" },
		{ status: "dest,locked", dest: true, locked: true,
		    mode: "0600", key: "0x00000000" }]'
}

@test "ipcls: sizes of memory agree with the system" {
	local size object
	for size in 1 4095 4096 4097 10000019; do
		object=$(object make shm: size=$size)
		both "$object"
		object make shm:/o size=$size
		both shm:/o
		object remove shm:/o
	done
	object make shm:/empty size=0
	both shm:/empty
	# Nothing but pages that are touched takes any room.
	object make shm:/huge size=1000000000000
	both shm:/huge
}

@test "ipcls: attaching and detaching agree with the system" {
	local object
	object=$(object make shm:)
	both "$object"
	start hold attach "$object" count=3
	next_second
	both "$object"
	# As long as it is attached it is in use.
	ok ipcls --json -o nattch,lpid,dtime,idle "$object"
	json '.objects == [{ nattch: 3, lpid: $pid, dtime: null,
		idle: 0 }]' \
	    --argjson pid "$pid"
	stop "$pid"
	both "$object"
	ok ipcls --json -o nattch,dtime "$object"
	json '.objects[0] | .nattch == 0 and .dtime != null'
}

@test "ipcls: rss and swap of segments are those of /proc" {
	local untouched attached touched object
	untouched=$(object make shm: size=100000)
	attached=$(object make shm: size=100000)
	touched=$(object make shm: size=100000)
	start hold attach "$attached"
	object fill "$touched" size=50000
	for object in "$untouched" "$attached" "$touched"; do
		ok ipcls --json -o rss,swap "$object"
		json '.objects[0] | [.rss, .swap] == $proc' \
		    --argjson proc "$(proc_rss "$object")"
	done
	json '.objects[0].rss >= 50000'
	ok ipcls --json -o rss -m
	json '.objects | map(.rss) == [$a[0], $b[0], $c[0]]' \
	    --argjson a "$(proc_rss "$untouched")" \
	    --argjson b "$(proc_rss "$attached")" \
	    --argjson c "$(proc_rss "$touched")"
}

@test "ipcls: rss of POSIX memory agrees with the system" {
	object make shm:/untouched size=100000
	object make shm:/touched size=100000
	object fill shm:/touched size=50000
	both shm:/untouched
	both shm:/touched
	ok ipcls --json -o object,rss -m
	json '.objects[0].object == "shm:/touched"
		and .objects[0].rss >= 50000 and .objects[1].rss == 0'
}

@test "ipcls: POSIX queues with messages agree with the system" {
	object make mq:/q max_messages=3 max_message_size=77
	both mq:/q
	object send mq:/q size=10
	object send mq:/q size=0 priority=9
	both mq:/q
	object send mq:/q size=77
	both mq:/q
	ok ipcls --json -o messages,bytes,max_messages,max_message_size,fill mq:/q
	json '.objects == [{ messages: 3, bytes: 87, max_messages: 3,
		max_message_size: 77, fill: 100 }]'
	object receive mq:/q count=2
	both mq:/q
}

@test "ipcls: System V queues with messages agree with the system" {
	local queue sent received
	queue=$(object make mq:)
	both "$queue"
	object send "$queue" size=10 count=2 type=7 & sent=$!
	wait "$sent"
	both "$queue"
	object receive "$queue" type=7 & received=$!
	wait "$received"
	object send "$queue" size=0 & sent=$!
	wait "$sent"
	both "$queue"
	ok ipcls --json -o messages,bytes,lspid,lrpid "$queue"
	json '.objects == [{ messages: 2, bytes: 10, lspid: $sent,
		lrpid: $received }]' \
	    --argjson sent "$sent" --argjson received "$received"
	object set "$queue" max_bytes=12345
	both "$queue"
	ok ipcls --json -o max_bytes "$queue"
	json '.objects == [{ max_bytes: 12345 }]'
	start hold send "$queue" size=1000
	both "$queue"
}

@test "ipcls: who is to be notified agrees with the system" {
	local how word
	object make mq:/q
	both mq:/q
	for how in signal:SIGUSR1 none:none thread:thread; do
		start hold "notify-${how%:*}" mq:/q
		both mq:/q
		word=${how#*:}
		ok ipcls --json -o notify,notify_pid mq:/q
		json '.objects == [{ $notify, $notify_pid }]' \
		    --arg notify "$word" --argjson notify_pid "$pid"
		stop "$pid"
	done
	ok ipcls --json -o notify,notify_pid mq:/q
	json '.objects == [{ notify: null, notify_pid: null }]'
}

@test "ipcls: sets of 1 and of 250 agree with the system" {
	local one many
	one=$(object make sem: values=7)
	both "$one"
	ok ipcls --json -o value,values,nsems "$one"
	json '.objects == [{ value: 7, values: [7], nsems: 1 }]'
	many=$(object make sem: nsems=250 \
	    values="$(seq -s , 32767 -131 148)")
	both "$many"
	ok ipcls --json -o value,values,nsems "$many"
	json '.objects[0] | .value == null and .nsems == 250
		and .values[0] == 32767 and .values[249] == 148'
}

@test "ipcls: the semaphores of a set, with their waiters, agree with the system" {
	local set operator
	set=$(object make sem: nsems=250 values="$(seq -s , 1 250)")
	start hold wait "$set" num=3 count=2
	start hold wait "$set" num=249
	start hold zero "$set" num=5 count=3
	object op "$set" num=7 values=4,-2 & operator=$!
	wait "$operator"
	both "$set"
	ok ipcls --json -o values,pid,ncnt,zcnt "$set"
	json '.objects[0]
		| [.values, .pid, .ncnt, .zcnt | length]
			== [250, 250, 250, 250]
		and .values[7] == 12 and .values[8] == 7
		and .pid[7] == $pid and .pid[8] == $pid
		and .ncnt[3] == 2 and .ncnt[249] == 1 and (.ncnt | add) == 3
		and .zcnt[5] == 3 and (.zcnt | add) == 3' \
	    --argjson pid "$operator"
}

@test "ipcls: POSIX semaphores agree with the system" {
	local value
	for value in 0 1 65536 2147483647; do
		object make sem:/s values=$value
		both sem:/s
		ok ipcls --json -o value,values,nsems,ncnt,size sem:/s
		json '.objects == [{ $value,
			values: [$value], nsems: 1, ncnt: [0], size: null }]' \
		    --argjson value "$value"
		object remove sem:/s
	done
}

@test "ipcls: the waiters of a POSIX semaphore are those the library counts" {
	object make sem:/s
	start hold wait sem:/s count=3
	both sem:/s
	ok ipcls --json -o ncnt,value sem:/s
	json '.objects
		== [{ ncnt: [$show.nwaiters], value: 0 }]
		and $show.nwaiters == 3' --argjson show "$(object show sem:/s)"
}

@test "ipcls: times of POSIX objects are told from each other" {
	local object path
	for object in mq:/o shm:/o sem:/o; do
		case $object in
		mq:*) path=/dev/mqueue/o ;;
		shm:*) path=/dev/shm/o ;;
		*) path=/dev/shm/sem.o ;;
		esac
		object make "$object"
		touch -a -d @1000000000 "$path"
		touch -m -d @1100000000 "$path"
		both "$object"
		touch -a -d @1000000000 "$path"
		ok ipcls --json -o atime,mtime "$object"
		json '.objects[0] | (.atime | epoch) == 1000000000
			and (.mtime | epoch) == 1100000000'
	done
}

@test "ipcls: times of System V objects are told from each other" {
	local queue set segment
	queue=$(object make mq:)
	segment=$(object make shm:)
	set=$(object make sem:)
	next_second
	object send "$queue"
	object op "$set"
	start hold attach "$segment"
	next_second
	object receive "$queue"
	stop "$pid"
	next_second
	object set "$queue" mode=0606
	object set "$segment" mode=0606
	object set "$set" mode=0606
	both "$queue"
	both "$segment"
	both "$set"
	ok ipcls --json -o ctime,stime,rtime "$queue"
	json '.objects[0] | .stime < .rtime and .rtime < .ctime'
	ok ipcls --json -o ctime,atime,dtime "$segment"
	json '.objects[0] | .atime < .dtime and .dtime < .ctime'
	ok ipcls --json -o ctime,otime "$set"
	json '.objects[0] | .otime < .ctime'
}

# An object of each kind, with something in each.
busy_world() {
	object make mq:/q max_messages=5 mode=0622
	object send mq:/q size=9
	object make shm:/m size=10000
	object fill shm:/m size=5000
	object make sem:/s values=3
	object make mq:0x80000001
	object send mq:0x80000001 size=5
	object make shm:0x80000002 size=9000 lock=1
	object fill shm:0x80000002
	object make sem:0x80000003 nsems=5 values=5,4,3,2,1
	object op sem:0x80000003 num=2
	start hold wait sem:0x80000003 num=1
	start hold attach shm:0x80000002
	start hold notify-signal mq:/q
	start hold wait sem:/w
}

# What is the same whenever it is looked at: reading a queue sets two times.
# shellcheck disable=SC2016 # jq's
lasting='map(del(.age, .idle, .evidence) | if .object == "mq:/q" then del(.atime, .ctime)
	else . end)'

@test "ipcls: an object is the same listed, named, by its key and with -i" {
	local listed object key views=$BATS_TEST_TMPDIR/views
	busy_world >/dev/null
	listed=$(ipcls --json -o all)
	output=$listed json '.objects | length == 7'
	output=$listed json '.objects | map(select(.rss > 0)) | length == 2'
	while read -r object key; do
		{
			ipcls --json -o all "$object"
			ipcls --json -o all -i "$object"
			ipcls --jsonl -o all "$object"
			ipcls --json -o all "${object%%:*}:"
			[[ $key == null ]] ||
				ipcls --json -o all "${object%%:*}:$key"
		} >"$views"
		output=$listed json "
			def this: map(select(.object == \$object)) | $lasting;
			(.objects | this) as \$this
			| \$views | length >= 4 and (\$this | length == 1)
			    and all(.[]; (.objects // [.] | this) == \$this)" \
		    --slurpfile views "$views" --arg object "$object"
	done < <(jq -r '.objects[] | "\(.object) \(.key)"' <<<"$listed")
}

@test "ipcls: -i prints what the other formats do" {
	local object field value rest fields values cells
	busy_world >/dev/null
	for object in $(ipcls --raw --no-headings -o object); do
		fields=
		values=()
		ok ipcls -i -b -o all "$object"
		while read -r field value rest; do
			[[ -n $field ]] || break
			case $field in
			age | idle | fill) continue ;;
			atime | ctime) [[ $object != mq:/q ]] || continue ;;
			esac
			fields+=,$field
			values+=("$value")
		done <<<"$output"
		((${#values[@]} > 10))
		read -ra cells < <(ipcls --raw --no-headings -o "${fields:1}" \
		    "$object")
		[[ ${values[*]} == "${cells[*]}" ]] ||
			diff <(printf '%s\n' "${values[@]}") \
			    <(printf '%s\n' "${cells[@]}")
	done
}

@test "ipcls: -i prints each semaphore of a set as the system has it" {
	local set line i
	set=$(object make sem: nsems=250 values="$(seq -s , 250 -1 1)")
	start hold wait "$set" num=3 count=2
	start hold zero "$set" num=249
	ok ipcls -i "$set"
	i=$(jq -r '. as $s | range(250)
		| "\(.) \($s.values[.]) \($s.pid[.]
			| if . == 0 then "-" else . end
			) \($s.ncnt[.]) \($s.zcnt[.])"' \
	    < <(object show "$set"))
	line=$(sed '1,/^ *semaphore /d; /^[^ ]/,$d' <<<"$output" |
	    awk '{ $1 = $1 } 1')
	[[ $line == "$i" ]]
	[[ $(grep -c . <<<"$line") == 250 ]]
}
