# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; world.bash
# Every output format: what it promises, and that all say the same.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	load world
	make_world
	formats=(--json --jsonl --csv --raw --export -0)
}

# Not those that change by themselves, or because they were looked at.
steady() {
	ipcls --list-columns --raw --no-headings -o name \
	    -w "type != 'duration' and name != 'evidence' $1" | paste -sd,
}

@test "ipcls: a JSON value has the type of its field" {
	local columns reader=false

	! ipcls --sources --raw | grep '^kernel-memory yes' || reader=true
	# Everything that can be known of some object.
	start hold notify-signal mq:/jobs
	start hold attach shm:
	object receive "$queue" >/dev/null
	object op "$set" values=1
	object set "$segment" lock=1
	columns=$(ipcls --list-columns --json)
	ok ipcls --json -o all
	strict_json <<<"$output"
	# shellcheck disable=SC2016 # jq's
	json '
	def fits($of):
		if $of == "time" then
			type == "string" and test("^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9][+-][0-9]{2}:[0-9]{2}$")
		elif $of == "key" then
			type == "string" and test("^0x[0-9a-f]{8}$")
		elif $of == "mode" then
			type == "string" and test("^0[0-7]{3}$")
		elif $of == "yes or no" then type == "boolean"
		elif $of == "list of numbers" then
			type == "array"
			and all(.[]; type == "number" or . == null)
		elif $of == "list of texts" then
			type == "array" and all(.[]; type == "string")
		elif $of == "list of processes" then
			type == "array" and all(.[]; has("pid") and has("how"))
		elif ($of | IN("number", "size", "percent", "duration")) then
			type == "number" and . == floor and . >= 0
		elif ($of | IN("object", "text", "user", "group")) then
			type == "string" and length > 0
		else error("no such type: \($of)") end;
	.objects as $objects
	| $columns.columns | all(.[]; . as $column
		| [$objects[] | .[$column.name] | values] as $known
		| ($known | all(.[]; fits($column.type)))
		and (($known | length) > 0
			# Of what is elsewhere, has no name, or a module labels.
			or ($column.name | IN("was", "unit", "label"))
			# Told by the kernel reader only.
			or ($reader | not) and ($column.name |
				IN("holders_outside", "waiters_outside", "undo_by"))))' \
	    --argjson columns "$columns" --argjson reader "$reader"
}

@test "ipcls: JSON has the values that were given" {
	ok ipcls --json
	# shellcheck disable=SC2016 # jq's
	json '(.objects | map({ key: .object, value: . }) | from_entries) as $o
	| $o["mq:/jobs"].mode == "0640"
	and $o["mq:/jobs"].messages == 9 and $o["mq:/jobs"].fill == 90
	and $o[$segment].key == "0x00000052" and $o[$segment].size == 65536
	and $o[$segment].dest == false and $o[$segment].locked == false
	and $o[$private].key == "0x00000000"
	and $o[$set].key == "0xfedcba98" and $o[$set].values == [4, 0, 2]
	and $o[$set].value == null and $o[$single].values == [7]
	and $o["shm:/empty"].size == 0 and $o["shm:/empty"].perms == "r--r--r--"' \
	    --arg segment "$segment" --arg private "$private" \
	    --arg set "$set" --arg single "$single"
}

@test "ipcls: JSON has small modes with a zero before, and four digits" {
	object set shm:/cache mode=0
	ok ipcls --json -o mode,perms shm:/cache
	json '.objects[0] == { mode: "0000", perms: "---------" }'
	object set shm:/cache mode=07
	ok ipcls --json -o mode,perms shm:/cache
	json '.objects[0] == { mode: "0007", perms: "------rwx" }'
	chmod 4755 /dev/shm/cache
	ok ipcls --json -o mode,perms shm:/cache
	json '.objects[0] == { mode: "4755", perms: "rwsr-xr-x" }'
}

@test "ipcls: JSON times are the same instants in every zone" {
	local zone offset

	touch -m -d '2001-02-03 04:05:06Z' /dev/shm/cache
	for zone in UTC+00:00 Asia/Kolkata+05:30 America/St_Johns-03:30 \
	    Pacific/Kiritimati+14:00; do
		offset=${zone: -6}
		ok env TZ="${zone%??????}" ipcls --json shm:/cache
		# shellcheck disable=SC2016 # jq's
		json '.objects[0]
		| all(.ctime, .mtime, .atime, .btime; endswith($offset))' \
		    --arg offset "$offset"
		[[ $(date -d "$(jq -r '.objects[0].mtime' <<<"$output")" +%s) \
		    == 981173106 ]]
		[[ $(date -d "$(jq -r '.objects[0].ctime' <<<"$output")" +%s) \
		    == "$(stat -c %Z /dev/shm/cache)" ]]
	done
	ok env TZ=Asia/Kolkata ipcls --json -o mtime shm:/cache
	json '.objects[0].mtime == "2001-02-03T09:35:06+05:30"'
}

@test "ipcls: a year that RFC 3339 does not have is null in JSON" {
	local last='"9999-12-31T23:59:59+00:00"'
	# A program of 32 bits has no times after 2038, where the C library is glibc.
	[[ $(od -An -tu1 -j4 -N1 "$(command -v ipcls)") -ne 1 ]] || last=null
	touch -m -d @253402300799 /dev/shm/cache
	ok ipcls --json -o mtime shm:/cache
	json ".objects[0].mtime == $last"
	touch -m -d @253402300800 /dev/shm/cache
	ok ipcls --json -o mtime shm:/cache
	json '.objects[0].mtime == null'
	ok ipcls --raw --no-headings -o mtime shm:/cache
	[[ $output == 253402300800 ]]
}

@test "ipcls: JSON has the fields of the chosen kinds, and of no others" {
	ok ipcls --json -q
	json '.objects | length == 3 and all(.[]; has("messages")
		and has("lspid") and (has("size") or has("nsems") | not))'
	ok ipcls --json -m --posix
	json '.objects | length == 2 and all(.[]; has("size")
		and (has("nattch") or has("messages") | not))'
	ok ipcls --json sem:/lock
	json '.objects | length == 1 and (.[0] | has("value")
		and (has("otime") or has("size") | not))'
}

@test "ipcls: --jsonl has the elements of --json, each on a line" {
	ok ipcls --json -o all -s
	document=$output
	ok ipcls --jsonl -o all -s
	[[ ${#lines[@]} == 3 ]]
	output=$(jq -sc . <<<"$output")
	# shellcheck disable=SC2016 # jq's
	json 'map(del(.age, .idle, .evidence)) == ($document.objects
		| map(del(.age, .idle, .evidence)))' --argjson document "$document"
}

@test "ipcls: an object says the same in all formats" {
	python3 "$BATS_TEST_DIRNAME/same.py" \
	    "$(steady "and not (name == 'ctime' or name == 'atime')")"
	python3 "$BATS_TEST_DIRNAME/same.py" \
	    "$(steady "and not name =~ '^(bytes|notify.*)$'")"
}

@test "ipcls: limits and totals say the same in all formats" {
	local here=()
	# As count_here: what other suites have comes and goes.
	! deny bpf true || here=(deny bpf)
	"${here[@]}" python3 "$BATS_TEST_DIRNAME/same.py" \
	    name,kind,api,value,used,share,unit -l -w 'not unlimited'
	python3 "$BATS_TEST_DIRNAME/same.py" \
	    by,kind,api,owner,uid,objects,size,rss,swap,nattch,messages,bytes,nsems \
	    -u
}

@test "ipcls: nothing to list is an empty stdout, and status 0" {
	local format

	object clear
	for format in '' -t -b "${formats[@]:1}"; do
		# shellcheck disable=SC2086 # none or one
		ok ipcls $format
		[[ -z $output ]]
		# shellcheck disable=SC2086
		[[ $(ipcls $format | wc -c) == 0 ]]
		# shellcheck disable=SC2086
		[[ $(ipcls $format -o all -w 'size > 0' mq: | wc -c) == 0 ]]
	done
	ok ipcls -i mq:
	[[ -z $output ]]
}

@test "ipcls: nothing to list is an empty list in JSON" {
	[[ $(ipcls --json -w 'nsems > 9' | od -c) == \
	    "$(printf '{"objects":[]}\n' | od -c)" ]]
	object clear
	ok ipcls --json
	[[ $output == '{"objects":[]}' ]]
	ok ipcls --json -i sem:
	[[ $output == '{"objects":[]}' ]]
	ok ipcls --json -o size
	[[ $output == '{"objects":[]}' ]]
	ok ipcls --json -l -w 'name == "none"'
	[[ $output == '{"limits":[]}' ]]
	ok ipcls --json -u -w 'by == "none"'
	[[ $output == '{"usage":[]}' ]]
	ok ipcls --json --list-columns -w 'name == "none"'
	[[ $output == '{"columns":[]}' ]]
}

@test "ipcls: JSON of what could not all be listed is still a document" {
	run_apart ipcls --json mq:/none
	[[ $status == 1 && $output == '{"objects":[]}' ]]
	run_apart ipcls --json -o object mq:/none mq:/jobs
	[[ $status == 1 ]]
	json '.objects == [{ object: "mq:/jobs" }]'
}

@test "ipcls: two output formats at once are refused" {
	local one two

	for one in "${formats[@]}"; do
		for two in "${formats[@]}"; do
			[[ $one != "$two" ]] || continue
			fails 2 ": is a second output format; choose one" ipcls "$one" "$two"
			[[ -z $output ]]
		done
		ipcls "$one" "$one" -o object >"$BATS_TEST_TMPDIR/twice"
		ipcls "$one" -o object | cmp - "$BATS_TEST_TMPDIR/twice"
	done
}

@test "ipcls: CSV is rectangular, whatever is in a cell" {
	object make $'shm:/a,b' >/dev/null
	object make $'shm:/say "hi"' >/dev/null
	object make $'shm:/two  words' >/dev/null
	object make $'shm:/new\nline' >/dev/null
	object set sem:/lock mode=0
	ok ipcls --csv -o all
	python3 -c 'import csv, sys
rows = list(csv.reader(sys.stdin, strict=True))
assert len(rows) == 15, rows
assert len(set(map(len, rows))) == 1, rows
names = [row[rows[0].index("NAME")] for row in rows]
for name in "/a,b", "/say \"hi\"", "/two  words", "/new\\nline":
	assert name in names, names
' <<<"$output"
	ok ipcls --csv -o values,object "$set"
	[[ ${lines[1]} == "\"4,0,2\",$set" ]]
}

@test "ipcls: every row of --csv, --raw, --export and -0 has the same cells" {
	local format

	local columns

	columns=$(ipcls --raw | head -n 1 | wc -w)
	[[ $columns -gt 9 ]]
	for format in --csv --raw --export; do
		ok ipcls $format
		[[ ${#lines[@]} -ge 10 ]]
		[[ $(tr ' ' , <<<"$output" | awk -F, '{ print NF }' |
		    sort -u) == "$columns" ]]
	done
	[[ $(ipcls -0 | tr -cd '\0' | wc -c) == $((columns * 10)) ]]
}

@test "ipcls: --export is for eval, whatever is in a cell" {
	local name format

	# shellcheck disable=SC2016 # nothing is to be expanded here
	for name in "it's" '$(touch pwned)' '`touch pwned`' '"$HOME"' \
	    'two  words' ';touch pwned' "'" "''"; do
		object make "shm:/$name" >/dev/null
		ok ipcls -m --posix --export -o name,size,nattch \
		    -w 'name != "/cache" and name != "/empty"'
		cd "$BATS_TEST_TMPDIR"
		# shellcheck disable=SC2016 # for that shell
		[[ $(sh -c 'eval "$1"; printf "%s|%s|%s|" "$NAME" "$SIZE" "$NATTCH"' \
		    sh "$output") == "/$name|4096||" ]]
		[[ ! -e pwned ]]
		object remove "shm:/$name"
	done
}

@test "ipcls: text groups objects by kind, with a blank line between" {
	ok ipcls
	[[ $(awk '{ print NF ? $1 : "" }' <<<"$output") == "OBJECT
mq:/jobs
mq:/spool
$queue

OBJECT
shm:/cache
shm:/empty
$segment
$private

OBJECT
sem:/lock
$set
$single" ]]
	ok ipcls mq:/jobs sem:/lock
	[[ $(awk '{ print NF ? $1 : "" }' <<<"$output") == "OBJECT
mq:/jobs

OBJECT
sem:/lock" ]]
	ok ipcls -w 'kind == "shm" or kind == "sem"' --no-headings
	[[ $(grep -c '^$' <<<"$output") == 1 && ${output:0:1} == s ]]
	ok ipcls -s
	[[ $output != *$'\n\n'* && ${output:0:6} == OBJECT ]]
	[[ $(ipcls | tail -c 2 | od -An -c) != *'\n'*'\n'* ]]
}

@test "ipcls: text is aligned, numbers to the right" {
	ok ipcls -o object,size -m --posix
	[[ $output == "OBJECT      SIZE
shm:/cache  1.0M
shm:/empty    0B" ]]
	ok ipcls -o size,object -m --posix
	[[ $output == "SIZE  OBJECT
1.0M  shm:/cache
  0B  shm:/empty" ]]
}

@test "ipcls: what is unknown has its word in each format, and is never 0" {
	ok ipcls --no-headings -o object,nattch,nsems shm:/cache
	[[ $output == "shm:/cache  -  -" ]]
	ok ipcls --raw --no-headings -o nattch,object,nsems shm:/cache
	[[ $output == "- shm:/cache -" ]]
	ok ipcls --csv --no-headings -o nattch,object,nsems shm:/cache
	[[ $output == ",shm:/cache," ]]
	ok ipcls --export -o nattch,object,values shm:/cache
	[[ $output == "NATTCH='' OBJECT='shm:/cache' VALUES=''" ]]
	ok ipcls --json -o nattch,object,values,key,mtime,dest mq:/jobs
	json '.objects[0] | .nattch == null and .values == null
		and .key == null and .dest == null and has("dest")'
	[[ $(ipcls -0 -o nattch,object,nsems shm:/cache | tr '\0' '|') == \
	    "|shm:/cache||" ]]
	ok ipcls -i -o lspid "$queue"
	[[ $output == "lspid  "* ]]
	ok ipcls -i -o lrpid "$queue"
	[[ $output == "lrpid  -  process that received last" ]]
}

@test "ipcls: what may not be read is unknown in each format" {
	need_nobody
	ok as_nobody ipcls --raw --no-headings -o object,messages,fill mq:
	[[ $output == "mq:/jobs - -
mq:/spool - -
$queue 3 1" ]]
	ok as_nobody ipcls --json -o object,value,values sem:
	# shellcheck disable=SC2016 # jq's
	json '.objects == [
		{ object: "sem:/lock", value: null, values: null },
		{ object: $set, value: null, values: null },
		{ object: $single, value: null, values: null }]' \
	    --arg set "$set" --arg single "$single"
	ok as_nobody ipcls --csv --no-headings -o messages,object mq:/jobs
	[[ $output == ,mq:/jobs ]]
	ok as_nobody ipcls -i -o messages mq:/jobs
	[[ $output == "messages  -  messages in the queue" ]]
}

@test "ipcls: the locale does not change JSON" {
	local locale

	object make $'shm:/\xc3\xa9\xe6\xbc\xa2' >/dev/null
	object make $'shm:/\xff' >/dev/null
	touch -m -d '2001-02-03 04:05:06Z' /dev/shm/cache
	ipcls --json -m -o object,name,mtime,size,perms,owner \
	    >"$BATS_TEST_TMPDIR/wanted"
	strict_json <"$BATS_TEST_TMPDIR/wanted"
	while read -r locale; do
		LC_ALL=$locale ipcls --json -m \
		    -o object,name,mtime,size,perms,owner |
		    cmp - "$BATS_TEST_TMPDIR/wanted"
	done < <(locale -a | head -n 20; printf '%s\n' C POSIX none)
}

@test "ipcls: the locale does not change numbers, times or messages" {
	local locale

	touch -m -d '2001-02-03 04:05:06Z' /dev/shm/cache
	while read -r locale; do
		ok env LC_ALL="$locale" LANGUAGE=de ipcls --no-headings \
		    -o size,mtime,mode shm:/cache
		[[ $output == "1.0M  2001-02-03  0600" ]]
		fails 1 "mq:/none: no such object" env LC_ALL="$locale" \
		    LANGUAGE=de ipcls mq:/none
	done < <(locale -a | head -n 20; printf '%s\n' C none)
}

@test "ipcls: an output that cannot be written is a failure, in each format" {
	local format

	[[ -c /dev/full ]] || skip "no /dev/full"
	for format in --no-headings -i "${formats[@]}"; do
		# shellcheck disable=SC2016 # for that shell
		fails 1 "stdout: No space left on device" \
		    bash -c 'ipcls "$@" >/dev/full' bash "$format" mq: shm: sem:
	done
	for format in -l -u --list-columns --help --version; do
		# shellcheck disable=SC2016
		fails 1 "stdout: No space left on device" \
		    bash -c 'ipcls "$@" >/dev/full' bash "$format"
	done
}
