#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Names that strangers choose: unambiguous and safe in every format.
#
# Only tests that say need_queues make POSIX queues (run-bats).

load lib

hostile_names+=(
	$'\xef\xbf\xbf' # U+FFFF, no character
	$'\xee\xbf\xbf' # U+EFFF, which stands for 0xff in JSON
	$'\xee\xbf\xbf and \xff'
	$'\xff and \xee\xbf\xbf'
	$'\xee\xbe\x80\x80' # U+EF80 and the byte that it stands for
	'\M-^?'
	'\uefff'
	'\s'
	$'\xe2\x80\x8bzero width'
	$'\xf3\xa0\x81\x81tag'
)

kinds=(mq:/ shm:/ sem:/)
locales=(C C.UTF-8)

# One object of every name in each kind of $@.
make_all() {
	[[ " $* " != *" mq:/ "* ]] || need_queues
	# Queues are charged to the user by what they can hold, and other
	# suites may have used that up for a moment.
	retry try_all "$@"
}

try_all() {
	local kind
	object clear
	for kind; do
		printf "$kind%s\0" "${hostile_names[@]}"
	done | object each make max_messages=1 max_message_size=1 \
	    >/dev/null 2>&1
}

# In Python: unvis(3), and whether text is safe to show.
# shellcheck disable=SC2016 # Python's
python='
import re, sys, unicodedata
letters = { "n": 10, "r": 13, "b": 8, "a": 7, "v": 11, "t": 9, "f": 12,
    "s": 32, "0": 0, "E": 27, "\\": 92 }
def unvis(data):
	out = bytearray()
	i = 0
	while i < len(data):
		if data[i] != 0x5c:
			out.append(data[i])
			i += 1
			continue
		octal = re.match(rb"[0-7]{3}", data[i + 1:])
		if octal:
			out.append(int(octal.group(), 8))
			i += 4
		elif chr(data[i + 1]) in letters:
			out.append(letters[chr(data[i + 1])])
			i += 2
		elif data[i + 1] in b"*?[]#":
			out.append(data[i + 1])
			i += 2
		else:
			raise ValueError(data)
	return bytes(out)
def safe(data, spaces):
	text = data.decode("utf-8", "strict")
	for c in text:
		if unicodedata.category(c) in ("Cc", "Cf", "Cn", "Cs", "Mn",
		    "Zl", "Zp"):
			raise ValueError("%r in %r" % (c, text))
		if not spaces and c.isspace():
			raise ValueError("%r in %r" % (c, text))
def names():
	return [name.encode("utf-8", "surrogateescape")
	    for name in sys.argv[1:]]
def same(some):
	some, wanted = sorted(some), sorted(b"/" + name for name in names())
	if some != wanted:
		raise ValueError("%r instead of %r" % (
		    [x for x in some if x not in wanted],
		    [x for x in wanted if x not in some]))
'

# Have Python judge each of the files $outs, with all the names as arguments: one
# process for all of them.
judge() {
	local code=$1
	python3 -c "$python"'
code, files = compile(sys.argv[1], "judge", "exec"), sys.argv[3:3 + int(sys.argv[2])]
sys.argv[1:] = sys.argv[3 + len(files):]
for file in files:
	sys.stdin = open(file, encoding="utf-8", errors="surrogateescape")
	try:
		exec(code)
	except Exception:
		sys.stderr.write("%s:\n" % file)
		raise' "$code" "${#outs[@]}" "${outs[@]}" "${hostile_names[@]}"
}

# Run ipcls in each locale on objects of each kind that have all the names, and
# call the function $1 on all that comes out, in the files $outs.
each() {
	local judge=$1 kind one err=$BATS_TEST_TMPDIR/err
	shift
	need python3
	[[ -v all_made ]] || make_all "${kinds[@]}"
	all_made=1
	outs=()
	for kind in "${kinds[@]}"; do
		for one in "${locales[@]}"; do
			outs+=("$BATS_TEST_TMPDIR/out-${kind%%:*}-$one")
			LC_ALL=$one "$@" "$kind*" >"${outs[-1]}" 2>"$err"
			[[ ! -s $err ]]
		done
	done
	"$judge"
	[[ ! -e pwned ]]
}

@test "ipcls: the names are distinct, or nothing below means anything" {
	local name
	local -A seen=()
	for name in "${hostile_names[@]}"; do
		[[ ! -v seen["x$name"] ]]
		seen["x$name"]=1
	done
	make_all shm:/
	[[ $(find /dev/shm -type f -printf x | wc -c) \
	    == "${#hostile_names[@]}" ]]
}

words() {
	judge '
lines = sys.stdin.buffer.read().split(b"\n")
if lines.pop() != b"":
	raise ValueError("no newline at the end")
rows = []
for line in lines:
	safe(line.replace(b" ", b""), False)
	cells = line.split()
	if len(cells) != 4 or cells[2:] != [b"posix", b"-"]:
		raise ValueError(line)
	rows.append(unvis(cells[1]))
same(rows)'
}

@test "ipcls: in tables a name is one word, safe, and tells the bytes" {
	each words ipcls --no-headings -o object,name,api,key
}

@test "ipcls: raw cells are one word, safe, and tell the bytes" {
	each words ipcls --raw --no-headings -o object,name,api,key
}

# U+00A0, U+2003, U+2007, U+202F, U+3000.
@test "ipcls: spaces of every width are escaped, as they divide words" {
	hostile_names=($'\xc2\xa0nbsp' $'em\xe2\x80\x83' $'\xe2\x80\x87figure'
		$'narrow\xe2\x80\xaf' $'\xe3\x80\x80wide')
	each words ipcls --no-headings -o object,name,api,key
	each words ipcls --raw --no-headings -o object,name,api,key
}

raw_lines() {
	judge '
for line in sys.stdin.buffer.read().split(b"\n")[:-1]:
	if line.count(b" ") != 3:
		raise ValueError(line)'
}

@test "ipcls: raw lines have one space between cells and none elsewhere" {
	each raw_lines ipcls --raw --no-headings -o object,name,api,key
}

ascii() {
	judge 'sys.stdin.buffer.read().decode("ascii")'
}

@test "ipcls: in a locale of ASCII the output is ASCII" {
	locales=(C)
	each ascii ipcls
	each ascii ipcls --raw
	each ascii ipcls --csv
	each ascii ipcls --export
	each ascii ipcls -i
}

usual() {
	judge '
lines = sys.stdin.buffer.read().split(b"\n")[:-1]
for line in lines:
	safe(line, True)
if len(lines) != len(names()) + 1:
	raise ValueError("%d lines" % len(lines))'
}

@test "ipcls: the usual tables have a line for each name" {
	each usual ipcls
	each usual ipcls -t
	each usual ipcls -c
}

info() {
	judge '
lines = sys.stdin.buffer.read().split(b"\n")[:-1]
for line in lines:
	safe(line, True)
same(unvis(line.split()[1]) for line in lines
    if line.split()[:1] == [b"name"])'
}

@test "ipcls: -i has a line for each name, and tells the bytes" {
	each info ipcls -i -o all
}

csv() {
	judge '
import csv, io
text = sys.stdin.buffer.read()
for line in text.split(b"\n")[:-1]:
	safe(line, True)
rows = list(csv.reader(io.StringIO(text.decode("utf-8", "strict"),
    newline=""), strict=True))
if rows.pop(0) != ["OBJECT", "NAME", "API"]:
	raise ValueError(rows)
if any(len(row) != 3 or row[2] != "posix" for row in rows):
	raise ValueError(rows)
if len(rows) != text.count(b"\n") - 1:
	raise ValueError("a row of several lines")
same(unvis(row[1].encode()) for row in rows)'
}

@test "ipcls: CSV is read back, a line an object, and tells the bytes" {
	each csv ipcls --csv -o object,name,api
}

# The variables as a shell reads them, a line each.
export_by() {
	local shell out exported=("${outs[@]}")
	judge '
for line in sys.stdin.buffer.read().split(b"\n")[:-1]:
	safe(line, True)'
	outs=()
	for shell in sh bash; do
		for out in "${exported[@]}"; do
			outs+=("$out.$shell")
			# shellcheck disable=SC2016 # the shell's
			"$shell" -c 'while IFS= read -r line; do
				NAME= API= KEY=x
				eval "$line"
				printf "%s\n" "$NAME"
				[ "$API" = posix ] && [ "$KEY" = "" ] || exit
			done' <"$out" >"${outs[-1]}" 3>&-
		done
	done
	judge '
same(map(unvis, sys.stdin.buffer.read().split(b"\n")[:-1]))'
}

@test "ipcls: --export is read back by sh and bash, and runs nothing" {
	cd "$BATS_TEST_TMPDIR"
	each export_by ipcls --export -o object,name,api,key
}

null() {
	judge '
cells = sys.stdin.buffer.read().split(b"\0")
if cells.pop() != b"" or len(cells) != 2 * len(names()):
	raise ValueError(cells)
if set(cells[1::2]) != { b"posix" }:
	raise ValueError(cells)
same(cells[::2])'
}

@test "ipcls: -0 has the names exactly as they are" {
	each null ipcls -0 -o name,api
}

json_names() {
	judge '
import json
text = sys.stdin.buffer.read().decode("utf-8", "strict")
for c in text:
	if c != "\n" and unicodedata.category(c) == "Cc":
		raise ValueError("%r" % c)
if text.startswith("{\"objects\":"):
	rows = json.loads(text)["objects"]
else:
	rows = [json.loads(line) for line in text.split("\n")[:-1]]
for field in "name", "object":
	if len({ row[field] for row in rows }) != len(names()):
		raise ValueError("names became the same")
found = { row["name"] for row in rows }
text.encode("utf-8", "strict")
for name in names():
	# Characters for private use that stand for bytes are the exception.
	try:
		exact = name.decode("utf-8", "strict")
	except ValueError:
		continue
	if not re.search("[\uef80-\uefff]", exact) and "/" + exact not in found:
		raise ValueError("%r is not there" % exact)
def back(s):
	return b"".join(bytes([ord(c) - 0xef80 + 0x80])
	    if "\uef80" <= c <= "\uefff" else c.encode() for c in s)
same(map(back, found))'
}

@test "ipcls: JSON is valid, and its names distinct, exact and documented" {
	each json_names ipcls --json
	each json_names ipcls --jsonl
}

# In Python: each line of standard input is an object as a format printed it, in
# the order of the names; the rows are one more of the names for each format.
# Whole halves of the names are asked for at once: by each bit of its place a
# name is in one half or in the other, so that none can stand for another.
chosen='
import subprocess
objects = [line for line in sys.stdin.buffer.read().split(b"\0")][:-1]
names = open(sys.argv.pop(1), "rb").read().split(b"\0")[:-1]
if len(objects) % len(names) or len(set(names)) != len(names):
	raise ValueError("%d objects" % len(objects))
def ask(wanted):
	some = [object for i, object in enumerate(objects)
	    if wanted(i % len(names))]
	out = subprocess.run(["ipcls", "-0", "-o", "name", "--"] + some,
	    stdout=subprocess.PIPE, check=True).stdout.split(b"\0")[:-1]
	if out != [name for i, name in enumerate(names) if wanted(i)]:
		raise ValueError("%r chose %r" % (some, out))
ask(lambda i: True)
for bit in range((len(names) - 1).bit_length()):
	for side in (0, 1):
		ask(lambda i: i >> bit & 1 == side)'

# Each object of the kind $1, once in every format.
printed() {
	local how
	ipcls --json -o object "$1" | jq -j '.objects[] | .object + "\u0000"'
	ipcls --jsonl -o object "$1" | jq -j '.object + "\u0000"'
	ipcls -0 -o object "$1"
	for how in --raw --time-format=iso; do
		ipcls "$how" --no-headings -o object "$1" |
			tr -d ' ' | tr '\n' '\0'
	done
	ipcls --csv --no-headings -o object "$1" | python3 -c 'import csv, sys
for row in csv.reader(sys.stdin): print(row[0], end="\0")'
	ipcls --export -o object "$1" | while IFS= read -r line; do
		eval "$line"
		printf '%s\0' "$OBJECT"
	done
}

given_back() {
	local kind
	make_all "${kinds[@]}"
	for kind in "${kinds[@]}"; do
		ipcls -0 -o name "$kind*" >"$BATS_TEST_TMPDIR/names"
		for LC_ALL in "${locales[@]}"; do
			printed "$kind*" >"$BATS_TEST_TMPDIR/printed"
			python3 -c "$python$chosen" "$BATS_TEST_TMPDIR/names" \
			    <"$BATS_TEST_TMPDIR/printed"
		done
		LC_ALL=C.UTF-8
	done
}

@test "ipcls: each OBJECT that is printed chooses that object and no other" {
	need python3
	given_back
}

@test "ipcls: an OBJECT of JSON that is given back is printed the same" {
	local LC_ALL objects
	make_all shm:/
	for LC_ALL in "${locales[@]}"; do
		ipcls --json -o object >"$BATS_TEST_TMPDIR/out"
		readarray -d '' objects < <(jq -j '.objects[]
		    | .object + "\u0000"' "$BATS_TEST_TMPDIR/out")
		[[ ${#objects[@]} == "${#hostile_names[@]}" ]]
		ipcls --json -o object "${objects[@]}" |
			cmp "$BATS_TEST_TMPDIR/out"
	done
}

# Run ipcls, and keep what it says.
complain() {
	status=0
	ipcls "$@" >/dev/null 2>>"$out" || status=$?
}

# All that was kept are so many lines, and safe.
safe_lines() {
	local outs=("$out")
	judge "
lines = sys.stdin.buffer.read().split(b'\n')[:-1]
for line in lines:
	safe(line, True)
if len(lines) != $1:
	raise ValueError('%d lines' % len(lines))"
}

@test "ipcls: messages about such operands are one line and safe" {
	need python3
	local name kind option said=0 missing
	out=$BATS_TEST_TMPDIR/err
	for kind in "${kinds[@]}" ''; do
		missing=()
		for name in "${hostile_names[@]}"; do
			# All that is only not there at once.
			if [[ $kind != '' && $name != *['*?[\']* ]]; then
				missing+=("$kind$name")
				continue
			fi
			complain -- "$kind$name"
			[[ $status != 0 || $name == *['*?[']* ]]
			((said += status != 0)) || true
		done
		[[ $kind != '' ]] || break
		complain -- "${missing[@]}"
		[[ $status == 1 ]]
		((said += ${#missing[@]}))
	done
	for option in -o -S --time-format=; do
		for name in "${hostile_names[@]}"; do
			complain "$option$name"
			[[ $status == 2 ]]
			((said += 1))
		done
	done
	safe_lines "$said"
}

@test "ipcls: what -v says of such names is one line each and safe" {
	need python3
	local name LC_ALL
	for name in "${hostile_names[@]}"; do
		mkdir "/dev/shm/$name" "/dev/shm/sem.$name"
	done
	for LC_ALL in "${locales[@]}"; do
		run_apart ipcls -v
		[[ $status == 0 && -z $output ]]
		out=$BATS_TEST_TMPDIR/err
		printf '%s\n' "$stderr" >"$out"
		LC_ALL=C.UTF-8 safe_lines $((2 * ${#hostile_names[@]}))
	done
}

# As many bytes as a name may have, of copies of $1, and a letter, in $name.
longest() {
	local LC_ALL=C room=255 copies rest
	[[ $2 != sem:/ ]] || room=251
	printf -v copies '%*s' $(((room - 1) / ${#1})) ''
	copies=${copies// /"$1"}
	printf -v rest '%*s' $((room - ${#copies})) ''
	name=$copies${rest// /x}
	[[ ${#name} == "$room" ]]
}

@test "ipcls: the longest names are shown and taken whole" {
	need python3
	local piece one name all=("${kinds[@]}")
	for one in "${all[@]}"; do
		kinds=("$one")
		hostile_names=()
		for piece in a $'\xff' $'\n' '*' "'" '\' $'\xc3\xa9' \
		    $'\xf0\x9f\x94\x92' $'\xe2\x80\xae'; do
			longest "$piece" "$one"
			hostile_names+=("$name")
		done
		given_back
		outs=("$BATS_TEST_TMPDIR/names")
		judge 'same(sys.stdin.buffer.read().split(b"\0")[:-1])'
	done
	object clear
	ok object make "shm:/$longest_name"
	fails 2 "the name is too long" ipcls "shm:/${longest_name}0"
	fails 2 "the name is too long" ipcls "sem:/${longest_sem_name}0"
}

@test "ipcls: a name is compared as the bytes that it is" {
	make_all shm:/
	local name
	for name in $'\xff' '\377' $'\n' "*" $'\xc3\xa9'; do
		[[ $(ipcls -0 -o name -w "name == '/$name'" | hex) \
		    == "$(hex "/$name")00" ]] || {
			hex "$name" >&2
			return 1
		}
	done
}
