# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; world.bash
# Which fields are shown, how they are sorted, and how they are written.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	load world
	make_world
}

# The headings of every table, each on a line of its own.
headings() {
	ok ipcls "$@"
	output=$(awk '(NR == 1 || last == "") { $1 = $1; print } { last = $0 }' \
	    <<<"$output")
}

shows() {
	[[ $output == "$1" ]] || show_run
}

# A file of shared memory that was last written at that time.
written() {
	touch -m -d "$1" /dev/shm/cache
}

# That time as it is shown.
shown_time() {
	ok env "$1" ipcls --no-headings -o mtime "${@:2}" shm:/cache
}

@test "ipcls: each kind has the columns that suit it" {
	headings
	shows "OBJECT KEY OWNER PERMS MESSAGES FILL IDLE
OBJECT KEY OWNER PERMS SIZE NATTCH STATUS IDLE
OBJECT KEY OWNER PERMS NSEMS VALUE STATUS IDLE"
}

@test "ipcls: -t shows times" {
	headings -t
	shows "OBJECT OWNER CTIME MTIME STIME RTIME
OBJECT OWNER CTIME MTIME ATIME DTIME
OBJECT OWNER CTIME MTIME OTIME"
	headings --time -s
	shows "OBJECT OWNER CTIME MTIME OTIME"
}

@test "ipcls: -p shows processes" {
	headings -p
	shows "OBJECT OWNER LSPID LRPID NOTIFY_PID
OBJECT OWNER NATTCH CPID LPID
OBJECT OWNER NSEMS PID"
	headings --pid -q
	shows "OBJECT OWNER LSPID LRPID NOTIFY_PID"
}

@test "ipcls: -c shows owner and creator" {
	local all="OBJECT PERMS OWNER GROUP CREATOR CREATOR_GROUP"

	headings -c
	shows "$all
$all
$all"
	headings --creator -m
	shows "$all"
}

@test "ipcls: -t -p and -c add up, and no column is shown twice" {
	headings -tp -q
	shows "OBJECT OWNER CTIME MTIME STIME RTIME LSPID LRPID NOTIFY_PID"
	headings -p -t -q
	shows "OBJECT OWNER CTIME MTIME STIME RTIME LSPID LRPID NOTIFY_PID"
	headings -t -p -c -s
	shows "OBJECT OWNER CTIME MTIME OTIME NSEMS PID PERMS GROUP CREATOR CREATOR_GROUP"
}

@test "ipcls: what -p shows is what the calls say" {
	ok ipcls -p --no-headings "$queue"
	# shellcheck disable=SC2046 # words
	set -- $(object show "$queue" | jq -r '.lspid')
	[[ $1 -gt 0 && $output =~ ^"$queue  root  "\ *"$1" ]]
}

@test "ipcls: -o shows these fields, in this order, in one table" {
	ok ipcls -o size,object
	[[ ${lines[0]} =~ ^\ *"SIZE  OBJECT"$ ]]
	[[ ${#lines[@]} == 11 && $output != *$'\n\n'* ]]
	ok ipcls --raw --output=nsems,object sem:
	shows "NSEMS OBJECT
1 sem:/lock
3 $set
1 $single"
}

@test "ipcls: -o +LIST adds fields to those of each table" {
	headings -o +size
	shows "OBJECT KEY OWNER PERMS MESSAGES FILL IDLE SIZE
OBJECT KEY OWNER PERMS SIZE NATTCH STATUS IDLE
OBJECT KEY OWNER PERMS NSEMS VALUE STATUS IDLE SIZE"
	headings -q -o +id,mode
	shows "OBJECT KEY OWNER PERMS MESSAGES FILL IDLE ID MODE"
	headings -t -s -o +nsems,object,uid
	shows "OBJECT OWNER CTIME MTIME OTIME NSEMS UID"
	ok ipcls --json -o +size mq:/jobs
	json '.objects[0] | has("size") and has("messages") and has("uid")'
}

@test "ipcls: -o all is every field there is, in the order of the list" {
	local all

	all=$(ipcls --list-columns --raw --no-headings -o name | paste -sd' ')
	headings -o all
	shows "${all^^}"
	headings -o all,size
	shows "${all^^}"
	headings -o size,ALL mq:/jobs
	[[ $output == "SIZE OBJECT KIND "* ]]
	[[ $(wc -w <<<"$output") == "$(wc -w <<<"$all")" ]]
	headings -q -o +all
	[[ $output == "OBJECT KEY OWNER "* ]]
	[[ $(wc -w <<<"$output") == "$(wc -w <<<"$all")" ]]
}

@test "ipcls: names of fields are the same in upper and lower case" {
	ok ipcls --csv -o OBJECT,Max_Message_SIZE -S -Max_MESSAGES \
	    -w 'KIND == "mq" and API == "posix"'
	shows "OBJECT,MAX_MESSAGE_SIZE
mq:/jobs,128
mq:/spool,64"
}

@test "ipcls: a field that is named twice is shown once, where it was first" {
	headings -o size,object,size,OBJECT,Size
	shows "SIZE OBJECT"
	ok ipcls --json -o size,size shm:/cache
	shows '{"objects":[
{"size":1048576}
]}'
}

@test "ipcls: fields that do not exist are refused, with their name" {
	local list

	for list in nosuch object,nosuch nosuch,object +nosuch +object,nosuch; do
		fails 2 "nosuch: no such field" ipcls -o "$list"
		[[ -z $output ]]
	done
	fails 2 "sizes: no such field" ipcls -o sizes
	fails 2 "siz: no such field" ipcls -o siz
	fails 2 " size: no such field" ipcls -o 'object, size'
	fails 2 "nosuch: no such field" ipcls -S nosuch
	fails 2 "nosuch: no such field" ipcls -S size,-nosuch
	fails 2 "--size: no such field" ipcls -S --size
	fails 2 "all: no such field" ipcls -S all
	fails 2 "share: no such field" ipcls -o share
	fails 2 "messages: no such field" ipcls -l -o messages
}

@test "ipcls: empty names of fields are refused" {
	local list

	for list in '' ',' 'object,' ',object' 'object,,size'; do
		fails 2 "--output: empty field name" ipcls -o "$list"
		fails 2 "--output: empty field name" ipcls -o "+$list"
		fails 2 "--sort: empty field name" ipcls -S "$list"
	done
}

@test "ipcls: -t -p and -c go with -o +LIST only" {
	fails 2 "--time chooses fields already; write --output=+LIST" ipcls -t -o size
	fails 2 "--creator chooses fields already; write --output=+LIST" ipcls -o all -c
	ok ipcls -p -o +size
}

# Every field of a table, on its own: that is how a script asks for one.

# Each has one cell a row, and its name above.
each_alone() {
	local name rows

	rows=$(ipcls --jsonl "$@" | wc -l)
	for name in $(ipcls --list-columns --raw --no-headings -o name "$@"); do
		ok ipcls --raw -o "$name" "$@"
		[[ ${lines[0]} == "${name^^}" ]] || show_run
		[[ ${#lines[@]} == $((rows + 1)) && $output != *' '* ]] ||
		    show_run
	done
	[[ $rows -gt 3 && -n $name ]]
}

@test "ipcls: every field can be shown alone" {
	each_alone
}

@test "ipcls: every field of limits and of totals can be shown alone" {
	each_alone -l
	each_alone -u
}

# What -S should make of the rows: known values in order, then the unknown;
# rows that are equal stay in the usual order, whatever the direction.
each_sorted() {
	local usual name

	usual=$(ipcls --json -o "$key" "$@" |
	    jq -c --arg key "$key" 'to_entries[0].value | map(.[$key])')
	for name in $(ipcls --list-columns --raw --no-headings -o name "$@"); do
		[[ $name != "$except" ]] || continue
		printf '{"name":"%s","up":' "$name"
		ipcls --json -o all -S "$name" "$@" || return
		printf ',"down":'
		ipcls --json -o all -S "-$name" "$@" || return
		echo '}'
	done >"$BATS_TEST_TMPDIR/sorted"
	output=$(jq -sc . "$BATS_TEST_TMPDIR/sorted")
	# shellcheck disable=SC2016 # jq's
	json '
	def usual: sort_by(.[$key] as $k | $usual | index($k));
	def sorted($name; direction):
		(map(select(.[$name] != null)) | usual
		    | group_by(.[$name]) | direction | add // [])
		+ (map(select(.[$name] == null)) | usual);
	def is_sorted($name; direction): to_entries[0].value
		| length == ($usual | length)
		and . == sorted($name; direction);
	map(.name as $name
		| select((.up | is_sorted($name; .))
			and (.down | is_sorted($name; reverse)) | not)
		| .name)
	| . == [] or error("not sorted: \(.)")' \
	    --arg key "$key" --argjson usual "$usual"
	[[ -n $name ]]
}

@test "ipcls: every field can be sorted by, either way, unknown last" {
	object set shm:/cache mode=0640
	key=object except='' each_sorted
}

@test "ipcls: every field of limits can be sorted by" {
	local order

	key=name except=value each_sorted -l
	# Text has no lesser and greater of numbers, JSON no unlimited.
	ok ipcls -l --json -o value,unlimited -S value
	json '.limits | map(if .unlimited then infinite else .value end)
		| . == sort'
	ok ipcls -l --json -o value,unlimited -S -value
	json '.limits | map(if .unlimited then infinite else .value end)
		| . == (sort | reverse)'
}

# An expression that compares each field to a value that some row has: these
# rows are selected, and no others.
each_compared() {
	local rows name type value literal table=()

	[[ $1 != -[lu] ]] || table=("$1")
	rows=$(ipcls --json -o all "$@" | jq -c 'to_entries[0].value')
	while read -r name type; do
		[[ " $except " != *" $name "* ]] || continue
		# shellcheck disable=SC2016 # jq's
		value=$(jq -c --arg name "$name" 'map(.[$name] | values
			| if type == "array" then .[-1] else . end)[-1]' \
		    <<<"$rows")
		literal=$value
		case $type in
		yes*) # or no
			[[ $value == true ]] && literal='"yes"' ||
			    literal='"no"' ;;
		key | mode) # null, of no row
			literal=${value//\"/} literal=${literal/null/0x7} ;;
		text | user | group | object)
			[[ $value != null ]] || literal='"nothing"' ;;
		*) [[ $value != null ]] || literal=1 ;;
		esac
		printf '{"name":"%s","value":%s,"found":' "$name" "$value"
		ipcls --json -o "$key" -w "$name == $literal" "$@" || return
		echo '}'
	done < <(ipcls --list-columns --raw --no-headings -o name,type \
	    "${table[@]}") >"$BATS_TEST_TMPDIR/compared"
	[[ -n $value ]]
	output=$(jq -sc . "$BATS_TEST_TMPDIR/compared")
	# shellcheck disable=SC2016 # jq's
	json 'map(. as { $name, $value }
		| select((.found | to_entries[0].value | map(.[$key])) != [$rows[]
			| select(.[$name] | . != null and if type == "array"
				then any(.[]; . == $value) else . == $value end)
			| .[$key]])
		| .name)
	| . == [] or error("not compared: \(.)")' \
	    --arg key "$key" --argjson rows "$rows"
}

@test "ipcls: every field can be compared" {
	# Looking at a queue's bytes sets these two times of it.
	local lists='held_by waited_by holder_commands evidence'

	key=object except="age idle $lists" each_compared "$queue" shm: sem:
	key=object except="age idle ctime atime $lists" each_compared 'mq:/*'
	lists "mq:/jobs mq:/spool $queue $segment $private $set $single" \
	    -w 'idle < 1h'
	lists "$world" -w 'age < 1h'
	lists "" -w 'age >= 1h or idle >= 1h'
}

@test "ipcls: every field of limits can be compared" {
	count_here
	key=name except='value' each_compared -l
	ok ipcls -l --json -w 'value > 1E and not unlimited'
	json '.limits == []'
}

@test "ipcls: every field of totals can be compared" {
	key=by except='' each_compared -u
}

@test "ipcls: -S sorts by several fields, the first first" {
	ok ipcls --raw --no-headings -o kind,size,object -S -kind,size -m -s
	shows "shm 0 shm:/empty
shm 4096 $private
shm 65536 $segment
shm 1048576 shm:/cache
sem - sem:/lock
sem - $set
sem - $single"
	ok ipcls --raw --no-headings -o api,size -S api,-size -m
	shows "posix 1048576
posix 0
sysv 65536
sysv 4096"
	ok ipcls --raw --no-headings -o object -S -nsems,-object -s
	shows "$(printf '%s\n' "$set"; printf '%s\n' "$single" sem:/lock |
	    LC_ALL=C sort -r)"
}

@test "ipcls: what is unknown comes last either way" {
	local order

	for order in size -size; do
		ok ipcls --raw --no-headings -o size -S "$order"
		[[ ${lines[*]:4} == "- - - - - -" && ${lines[*]:0:4} != *-* ]]
	done
}

@test "ipcls: -S sorts numbers as numbers, text byte by byte" {
	object make shm:/a size=10 >/dev/null
	object make shm:/B size=9 >/dev/null
	lists "shm:/empty shm:/B shm:/a" -S size 'shm:/*' -w 'size < 100'
	lists "shm:/B shm:/a shm:/cache shm:/empty" -S name 'shm:/*'
	lists "shm:/empty shm:/cache shm:/a shm:/B" -S -name 'shm:/*'
}

@test "ipcls: -S sorts within each table, and by what is not shown" {
	headings -S -messages
	[[ $(grep -c OBJECT <<<"$output") == 3 ]]
	ok ipcls --raw --no-headings -o object -S -messages -q
	shows "mq:/jobs
$queue
mq:/spool"
}

@test "ipcls: --no-headings leaves the headings out, nothing else" {
	local format

	for format in '' --raw --csv; do
		# shellcheck disable=SC2086 # none or one
		ok ipcls $format -o perms,object
		rest=$(tail -n +2 <<<"$output")
		# shellcheck disable=SC2086
		ok ipcls $format --no-headings -o perms,object
		[[ ${lines[0]} != *PERMS* ]]
		[[ $(tr -s ' ' <<<"$output") == "$(tr -s ' ' <<<"$rest")" ]]
	done
	ok ipcls --no-headings
	[[ $output != *OBJECT* && $output == *$'\n\nshm:'*$'\n\nsem:'* ]]
	for format in --json --jsonl --export; do
		ok ipcls $format -o perms,object
		rest=$output
		ok ipcls $format --no-headings -o perms,object
		shows "$rest"
	done
}

@test "ipcls: sizes are shown with a unit of 1024, and in full with -b" {
	local size shown

	while read -r size shown; do
		truncate -s "$size" /dev/shm/cache
		ok ipcls --no-headings -o size shm:/cache
		shows "$shown"
		ok ipcls --no-headings -b -o size shm:/cache
		shows "$size"
		ok ipcls --raw --no-headings -o size shm:/cache
		shows "$size"
	done <<-'END'
		0 0B
		999 999B
		1024 1.0K
		4096 4.0K
		10240 10K
		1048576 1.0M
		1572864 1.5M
		1073741824 1.0G
		1099511627776 1.0T
	END
	ok ipcls --bytes --no-headings -o size shm:/cache
	shows 1099511627776
}

@test "ipcls: times are short in tables: the hour today, else the day" {
	local zone

	# A zone where it is noon: the day will not end meanwhile.
	zone=TZ=NOON$(($(date -u +%-H) - 12))
	written "$(env "$zone" date +'%Y-%m-%d 11:07:59') $(env "$zone" date +%:z)"
	shown_time "$zone"
	shows 11:07
	shown_time "$zone" --time-format=short
	shows 11:07
	# The same day in each of these zones.
	written '2001-02-03 11:05:06Z'
	shown_time "$zone"
	shows 2001-02-03
}

@test "ipcls: the time zone decides which day it was" {
	written '2001-02-03 23:05:06Z'
	shown_time TZ=UTC
	shows 2001-02-03
	shown_time TZ=Asia/Kolkata
	shows 2001-02-04
}

@test "ipcls: --time-format=iso names the offset of the zone" {
	written '2001-02-03 04:05:06Z'
	shown_time TZ=UTC --time-format=iso
	shows 2001-02-03T04:05:06+00:00
	shown_time TZ=Asia/Kolkata --time-format=iso
	shows 2001-02-03T09:35:06+05:30
	shown_time TZ=America/St_Johns --time-format=iso
	shows 2001-02-03T00:35:06-03:30
	# Summer, in the same run as winter.
	object make shm:/summer >/dev/null
	touch -m -d '2001-07-03 04:05:06Z' /dev/shm/summer
	ok env TZ=Europe/Berlin ipcls --raw --no-headings -o mtime \
	    shm:/cache shm:/summer
	shows "2001-02-03T05:05:06+01:00
2001-07-03T06:05:06+02:00"
}

# No place on earth has such a zone now.
@test "ipcls: times are right in a zone that is odd minutes off" {
	written '2001-02-03 04:05:06Z'
	shown_time TZ=ODD-5:40 --time-format=iso
	shows 2001-02-03T09:45:06+05:40
	written '2001-02-03 04:55:06Z'
	shown_time TZ=ODD-5:40 --time-format=iso
	shows 2001-02-03T10:35:06+05:40
	shown_time TZ=ODD+3:50 --time-format=iso
	shows 2001-02-03T01:05:06-03:50
	shown_time TZ=ODD-5:40 --time-format=epoch
	shows "$(date -d '2001-02-03 04:55:06Z' +%s)"
}

@test "ipcls: --time-format=epoch is seconds, in every zone" {
	written '2001-02-03 04:05:06Z'
	shown_time TZ=UTC --time-format=epoch
	shows 981173106
	shown_time TZ=Asia/Kolkata --time-format=epoch
	shows 981173106
	written '1969-12-31 23:59:58Z'
	shown_time TZ=UTC --time-format=epoch
	shows -2
	# The number of what is unknown, which it is not.
	written '1969-12-31 23:59:59Z'
	shown_time TZ=UTC --time-format=epoch
	shows -2
}

@test "ipcls: --time-format=relative says how long ago" {
	local ago shown

	# Half a unit after: no wait makes it another.
	while read -r ago shown; do
		written "@$(($(date +%s) - ago))"
		shown_time TZ=UTC --time-format=relative
		shows "$shown"
	done <<-'END'
		150 2m
		8010 2h13m
		88200 1d0h
		95400 1d2h
		8683200 100d
		-1000 0s
	END
}

@test "ipcls: --time-format goes with every format but JSON" {
	written '2001-02-03 04:05:06Z'
	shown_time TZ=UTC --raw
	shows 2001-02-03T04:05:06+00:00
	shown_time TZ=UTC --raw --time-format=epoch
	shows 981173106
	shown_time TZ=UTC --csv --time-format=short
	shows 2001-02-03
	shown_time TZ=UTC --export --time-format=epoch
	shows "MTIME='981173106'"
	shown_time TZ=UTC --jsonl --time-format=epoch
	json '.mtime == "2001-02-03T04:05:06+00:00"'
	ok ipcls -i --time-format=epoch -o mtime shm:/cache
	[[ $output == "mtime  981173106  "* ]]
}

@test "ipcls: --time-format knows four words" {
	local word

	for word in '' Iso isoo "full-iso" rel; do
		fails 2 "not a time format: short, iso, epoch or relative" \
		    ipcls --time-format="$word"
		[[ -z $output ]]
	done
	fails 2 "needs an argument" ipcls --time-format
}

# The lists of fields are tables like the others.

@test "ipcls: --list-columns says of every field its type and its meaning" {
	local table

	for table in '' -l -u; do
		# shellcheck disable=SC2086 # none or one
		ok ipcls --list-columns --json $table
		json '.columns | length > 9
		and (map(.name) | length == (unique | length))
		and all(.[]; keys == ["help", "name", "type"]
			and all(.[]; type == "string" and length > 0))'
	done
}

@test "ipcls: --list-columns lists the fields of what is asked for" {
	ok ipcls --list-columns --json -o name
	json '[.columns[].name] | index("nattch") and index("zcnt")
		and (index("share") | not)'
	ok ipcls -l --list-columns --json -o name
	json '[.columns[].name] | index("share") and (index("nattch") | not)'
	ok ipcls --list-columns -u --json -o name
	json '[.columns[].name] | index("by") and (index("zcnt") | not)'
}

@test "ipcls: --list-columns names the keys of JSON" {
	local table

	for table in '' -l -u; do
		# shellcheck disable=SC2086 # none or one
		names=$(ipcls --list-columns --json $table |
		    jq -c '[.columns[].name]')
		# shellcheck disable=SC2086
		ok ipcls --json -o all $table
		# shellcheck disable=SC2016 # jq's
		json 'to_entries[0].value
		| length > 0 and all(.[]; keys_unsorted == $names)' \
		    --argjson names "$names"
	done
}

@test "ipcls: --list-columns has every format" {
	ok ipcls --list-columns
	[[ ${lines[0]} =~ ^"NAME "\ *"TYPE "\ *HELP$ ]]
	[[ ${lines[1]} =~ ^"object "\ *"object "\ *"the object, as all" ]]
	ok ipcls --list-columns --raw
	[[ ${lines[1]} == "object object the\\sobject,\\sas\\sall\\s"* ]]
	ok ipcls --list-columns --csv
	[[ ${lines[1]} == 'object,object,"the object, as all '* ]]
	ok ipcls --list-columns --export
	[[ ${lines[0]} == "NAME='object' TYPE='object' HELP='the object, as "* ]]
	ok ipcls --list-columns --jsonl
	output=$(jq -sc . <<<"$output")
	json 'length > 40 and .[0].name == "object"'
	ipcls --list-columns -0 -o name >"$BATS_TEST_TMPDIR/null"
	mapfile -d '' -t names <"$BATS_TEST_TMPDIR/null"
	[[ ${names[0]} == object && ${#names[@]} -gt 40 ]]
}

@test "ipcls: --list-columns can be selected from and sorted" {
	ok ipcls --list-columns --raw --no-headings -o name \
	    -w 'type == "yes or no"' -S -name
	shows "orphan
locked
likely_orphan
dest"
	fails 2 "share: no such field" ipcls --list-columns -o share
}

@test "ipcls: --list-columns lists no objects" {
	fails 2 "mq:/jobs: --list-columns lists no objects" ipcls --list-columns mq:/jobs
	fails 2 "--info: --list-columns lists no objects" ipcls --list-columns -i
	fails 2 "--time: --list-columns lists no objects" ipcls --list-columns -t
}
