# SPDX-License-Identifier: BSD-2-Clause
# Expressions, against real objects of all six kinds.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	load world
	make_world
}

# where WORDS EXPR: the expression holds for these objects.
where() {
	if ! {
		ok ipcls --raw --no-headings -o object -w "$2" &&
		    [[ ${lines[*]} == "$1" ]]
	}; then
		echo "expression: $2" >&2
		return 1
	fi
}

posix="mq:/jobs mq:/spool shm:/cache shm:/empty sem:/lock"

@test "ipcls: every comparison of numbers selects what it says" {
	where "mq:/jobs" 'messages == 9'
	where "mq:/spool $queue" 'messages != 9'
	where "mq:/spool $queue" 'messages < 9'
	where "mq:/jobs mq:/spool $queue" 'messages <= 9'
	where "" 'messages > 9'
	where "mq:/jobs" 'messages >= 9'
	where "mq:/jobs" 'messages eq 9'
	where "mq:/spool $queue" 'messages ne 9'
	where "mq:/spool $queue" 'messages lt 9'
	where "mq:/jobs mq:/spool $queue" 'messages le 9'
	where "mq:/jobs" 'messages gt 3'
	where "mq:/jobs $queue" 'messages ge 3'
	where "mq:/jobs" 'messages=~"^9$"'
	where "mq:/spool $queue" 'messages !~ "9"'
}

@test "ipcls: every comparison of text selects what it says" {
	where "mq:/jobs" 'name == "/jobs"'
	where "mq:/spool shm:/cache shm:/empty sem:/lock" 'name != "/jobs"'
	where "shm:/cache shm:/empty" 'name < "/jobs"'
	where "mq:/jobs shm:/cache shm:/empty" 'name <= "/jobs"'
	where "mq:/spool sem:/lock" 'name > "/jobs"'
	where "mq:/jobs mq:/spool sem:/lock" 'name >= "/jobs"'
	where "mq:/spool" 'name =~ "^/s"'
	where "mq:/jobs mq:/spool sem:/lock" 'name =~ "(o|x)"'
	where "shm:/cache shm:/empty" 'name !~ "o"'
	where "mq:/jobs mq:/spool $queue" 'kind == "mq"'
	where "$posix" "api == 'posix'"
	where "$queue $segment $private $set $single" 'api == "sysv"'
	where "mq:/jobs" 'object == "mq:/jobs"'
	where "$segment" "object == '$segment'"
}

@test "ipcls: sizes have units" {
	where "shm:/cache" 'size == 1M'
	where "shm:/cache" 'size == 1024K'
	where "shm:/cache" 'size == 1m'
	where "shm:/cache" 'size == 1.0M'
	where "shm:/cache" 'size == 1048576'
	where "shm:/cache $segment" 'size >= 64K'
	where "shm:/cache $segment" 'size > 63.5K'
	where "shm:/empty" 'size == 0'
	where "shm:/empty $private" 'size < 64K'
	where "$segment" 'size == "64K"'
	where "" 'size > 7E'
}

@test "ipcls: modes, keys and ids are compared as such" {
	where "mq:/jobs $segment" 'mode == 0640'
	where "mq:/jobs $segment" 'mode == 640'
	where "mq:/jobs $segment" 'mode == "0640"'
	where "mq:/jobs $segment" 'perms == "rw-r-----"'
	where "$queue" 'mode =~ "^0620$"'
	where "$segment" 'key == 0x52'
	where "$segment" 'key == 0x00000052'
	where "$set" 'key == 0xfedcba98'
	where "$set" 'key > 0x7fffffff'
	where "$private $single" 'key == 0x0'
	where "$segment" "id == ${segment#shm:} and kind == 'shm'"
	where "" 'id > 2147483647'
}

@test "ipcls: owners are compared by name and by number" {
	where "$world" 'owner == "root"'
	where "$world" 'uid == 0'
	where "" 'owner != "root"'
	where "$world" 'group == "root" and gid == 0'
	where "$queue $segment $private $set $single" 'creator == "root"'
	where "$queue $segment $private $set $single" 'cuid == 0 and cgid == 0'
}

@test "ipcls: an owner without a name is a number, in text too" {
	need_root
	object set mq:/jobs uid=4000000001 gid=4000000002
	object set "$set" uid=4000000001 gid=4000000002
	where "mq:/jobs $set" 'uid == 4000000001'
	where "mq:/jobs $set" 'owner == "4000000001"'
	where "mq:/jobs $set" 'owner == 4000000001'
	where "mq:/jobs $set" 'gid > 4000000000'
	where "mq:/jobs $set" 'group =~ "^4000000002$"'
	where "" 'uid == 4000000002'
}

@test "ipcls: times are dates, with and without a zone" {
	touch -d 2001-11-21T08:30:15Z /dev/shm/cache
	touch -d 2000-02-29T23:59:59Z /dev/shm/sem.lock
	where "shm:/cache" 'mtime == "2001-11-21T08:30:15Z"'
	where "shm:/cache" 'mtime == "2001-11-21 08:30:15"'
	where "shm:/cache" 'mtime == "2001-11-21T09:30:15+01:00"'
	where "shm:/cache" 'mtime == 1006331415'
	where "shm:/cache" 'mtime >= "2001-11-21" and mtime < "2001-11-22"'
	where "sem:/lock" 'mtime < "2000-03-01"'
	where "sem:/lock" 'mtime =~ "^2000-02-29T23:59:59"'
	TZ=XXX-9 where "shm:/cache" 'mtime == "2001-11-21T17:30:15"'
	TZ=XXX-9 where "shm:/cache" 'mtime =~ "T17:30:15[+]09:00$"'
	where "$queue" 'stime > "2000-01-01"'
	where "" 'stime > "9999-01-01"'
	where "" 'rtime > 0'
}

@test "ipcls: durations have units" {
	where "$world" 'age < 1h'
	where "$world" 'age < 60m and age >= 0s'
	where "" 'age > 1d'
	where "" 'age > 1.5w'
	where "$queue" 'idle < 1h and kind == "mq" and api == "sysv"'
}

@test "ipcls: what is true or not needs no comparison" {
	local doomed
	doomed=$(object make shm: size=4096)
	start hold attach "$doomed"
	object remove "$doomed"
	where "$doomed" dest
	where "$doomed" 'dest == "yes"'
	where "$doomed" 'dest == "true"'
	where "$doomed" 'dest != "no"'
	where "$doomed" 'status == "dest"'
	where "$doomed" 'dest and not locked'
	where "$segment $private" 'kind == "shm" and api == "sysv" and !dest'
	where "$segment $private" 'dest == "no"'
	where "$doomed" 'nattch == 1'
	where "$segment $private" 'nattch == 0'
}

@test "ipcls: not binds tighter than and, and that than or" {
	where "mq:/jobs sem:/lock" \
	    'name == "/lock" or kind == "mq" and messages == 9'
	where "mq:/jobs" \
	    '(name == "/lock" or kind == "mq") and messages == 9'
	where "mq:/jobs sem:/lock" \
	    'kind == "mq" and messages == 9 or name == "/lock"'
	where "mq:/jobs" \
	    'not kind == "shm" and name == "/jobs"'
	where "$queue shm:/cache shm:/empty $segment $private $set $single" \
	    'not (kind == "mq" and api == "posix" or name == "/lock")'
	where "mq:/jobs" '! ! name == "/jobs"'
	where "mq:/jobs sem:/lock" 'name=="/jobs"||name=="/lock"'
	where "mq:/jobs" 'name=="/jobs"&&kind=="mq"'
	where "mq:/jobs" '((((((name == "/jobs"))))))'
}

@test "ipcls: a value may stand first, and means the same" {
	where "mq:/jobs" '9 == messages'
	where "mq:/jobs" '8 < messages'
	where "mq:/spool $queue" '9 > messages'
	where "mq:/jobs mq:/spool $queue" '9 >= messages'
	where "mq:/jobs" '"/jobs" == name'
	where "shm:/cache $segment" '64K <= size'
	where "shm:/cache" '64K < size'
}

@test "ipcls: fields can be compared with each other" {
	where "mq:/jobs mq:/spool" 'messages < max_messages'
	where "" 'messages == max_messages'
	object send mq:/jobs
	where "mq:/jobs" 'messages == max_messages'
	where "$world" 'owner == group'
	where "$world" 'uid == gid'
	where "$queue $segment $private $set $single" 'creator == owner'
	where "$world" 'kind != api'
}

@test "ipcls: of a list any element may match" {
	where "$set" 'values == 2'
	where "$set" 'values == 0'
	where "$set $single" 'values > 3'
	where "$single" 'values > 4'
	where "$set" '2 == values'
	where "sem:/lock $set" 'values < 2'
	where "sem:/lock $set $single" 'values != 3'
	where "" 'values == 5'
	where "sem:/lock $single" 'not values == 0 and kind == "sem"'
	where "sem:/lock" 'value == 1'
	where "$set" 'nsems == 3'
	where "$set" 'values < nsems and values > nsems'
}

@test "ipcls: a regular expression looks at each element of a list" {
	where "$set" 'values =~ "^4$"'
	where "$set" 'values =~ "^0$"'
	where "" 'values =~ ","'
	where "$single" 'values =~ "7"'
}

@test "ipcls: who waits for a semaphore can be asked for" {
	start hold wait "$set" num=1
	where "$set" 'ncnt > 0'
	where "$set" 'ncnt == 1'
	where "" 'zcnt > 0'
	stop "$pid"
	where "" 'ncnt > 0'
}

@test "ipcls: an expression of what was not asked for is still true" {
	ok ipcls --json -o name -w 'messages == 9'
	json '.objects == [{ "name": "/jobs" }]'
	ok ipcls --json -o object -w 'value == 7'
	json '.objects == [{ "object": $single }]' --arg single "$single"
	ok ipcls --json -o kind -w 'bytes == 300'
	json '.objects == [{ "kind": "mq" }]'
	ok ipcls --json -o kind -w 'rss >= 64K and api == "sysv"'
	json '.objects == [{ "kind": "shm" }]'
}

@test "ipcls: what an object does not have is false in every comparison" {
	local field operator
	for field in lspid lrpid notify_pid; do
		for operator in == != '<' '<=' '>' '>=' =~ !~; do
			where "" "$field $operator '0' and kind == 'shm'"
		done
	done
	where "" 'status != "x" and kind == "mq"'
	where "" 'name !~ "x" and api == "sysv"'
	where "" 'id >= 0 and api == "posix"'
	where "" 'rtime != 0'
	# It is not true; so its opposite is.
	where "mq:/jobs mq:/spool" 'not id >= 0 and kind == "mq"'
}

@test "ipcls: what may not be read is false in every comparison" {
	need_nobody
	local expr
	for expr in 'values == 4' 'values != 4' 'values >= 0' 'values =~ ".*"' \
	    'values =~ "-"' 'values !~ "x"' 'value == 1' 'value != 1' \
	    'ncnt == 0' 'ncnt != 1' 'pid =~ "."' 'pid !~ "x"'; do
		run_apart as_nobody ipcls --json -w "$expr" -s
		[[ $status == 0 && $stderr == *"cannot be known for "[1-9]" object"* ]] ||
		    show_run
		json '.objects == []' || {
			echo "$expr" >&2
			return 1
		}
	done
	run_apart as_nobody ipcls --json -o object \
	    -w 'not value == 1' sem:/lock
	[[ $status == 0 && $stderr == *"cannot be known for 1 object"* ]] ||
	    show_run
	json '.objects == [{ "object": "sem:/lock" }]'
}

@test "ipcls: names of any bytes can be asked for" {
	local name
	for name in $'new\nline' $'\e[31m' 'back\slash' "single'quote" \
	    'double"quote' $'\xff' $'\xc3\xa9'; do
		object make "shm:/$name"
	done
	where 'shm:/new\nline' $'name == "/new\nline"'
	where 'shm:/\033\[31m' $'name =~ "\e"'
	where 'shm:/back\\slash' 'name == "/back\slash"'
	where "shm:/single'quote" "name == \"/single'quote\""
	where "shm:/single'quote" "name == '/single\\'quote'"
	where 'shm:/double"quote' "name == '/double\"quote'"
	where 'shm:/double"quote' 'name == "/double\"quote"'
	where 'shm:/\377' $'name == "/\xff"'
	where 'shm:/é' 'name == "/é"'
	where 'shm:/é' 'name =~ "^/.$" and name != "/x"'
}

@test "ipcls: a name that ends in a backslash can be asked for" {
	object make 'shm:/end\'
	where 'shm:/end\\' 'name == "/end\\"'
}

@test "ipcls: fields are the same in capitals, the words between are not" {
	where "mq:/jobs" 'NAME == "/jobs" and Kind == "mq"'
	fails 2 'ended before this' ipcls -w 'name == "/jobs" AND kind == "mq"'
	fails 2 'no such field' ipcls -w 'NOT dest'
}

@test "ipcls: the longest expression that a command line can hold is no harm" {
	local expr
	printf -v expr 'uid==0 or %.0s' {1..13000}
	where "$world" "${expr}uid==0"
	printf -v expr 'uid==0 and %.0s' {1..11000}
	where "$world" "${expr}uid==0"
	printf -v expr '(%.0s' {1..100000}
	fails 2 'nested too deeply' ipcls -w "$expr"
	printf -v expr '!%.0s' {1..100000}
	fails 2 'nested too deeply' ipcls -w "${expr}dest"
	printf -v expr '"%.0s' {1..100001}
	fails 2 --where ipcls -w "$expr"
}

@test "ipcls: limits and totals are selected by their own fields" {
	ok ipcls --json -l -w 'name =~ "msgmni"'
	json '.limits | length >= 1 and all(.[]; .name | contains("msgmni"))'
	ok ipcls --json -l -w 'used > 0'
	json '.limits | length > 0 and all(.[]; .used > 0)'
	ok ipcls --json -u -w 'objects > 2 and kind == "mq"'
	[[ $status == 0 ]]
}
