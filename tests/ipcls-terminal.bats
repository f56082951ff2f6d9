# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; world.bash
# On a terminal: the output fits, is safe, and has no more colour than wanted.

setup() {
	load lib
	load world
	[[ -e /dev/ptmx ]] || skip "no terminals here"
	need script
	export TERM=xterm
	escape=$'\e'
}

# terminal COLUMNS COMMAND: runs it in the shell on a terminal of that width;
# what it writes there, without the carriage returns of a terminal.
terminal() {
	ok script -qec "stty cols $1 rows 24 && $2" /dev/null </dev/null
	output=${output//$'\r'/}
	mapfile -t lines <<<"$output"
}

# The same without bold and red.
plain() {
	terminal "$@"
	# shellcheck disable=SC2001 # not a pattern of the shell
	output=$(sed $'s/\e\\[[0-9]*m//g' <<<"$output")
	mapfile -t lines <<<"$output"
}

# The columns that the longest line takes, as a terminal counts.
width() {
	python3 -c 'import sys, unicodedata
print(max(sum({"W": 2, "F": 2}.get(unicodedata.east_asian_width(c), 1)
	for c in line.rstrip("\n")) for line in sys.stdin))' <<<"$output"
}

long_world() {
	make_world
	object make mq:/a-queue-with-a-name-that-takes-more-than-eighty-columns-of-a-terminal-to-show
	object make shm:/a-memory-with-a-name-that-takes-more-than-forty-columns size=123456789
	object make sem: nsems=40 values="$(seq -s, 100 139)"
} >/dev/null

@test "ipcls: tables fit the terminal" {
	local columns words

	long_world
	for columns in 40 60 80; do
		for words in '' -t -p -c -l -u; do
			plain $columns "ipcls $words"
			[[ $(width) -le $columns ]] || {
				echo "$columns: $words: $(width)" >&2
				show_run
			}
			[[ ${#lines[@]} -gt 5 ]]
		done
	done
}

@test "ipcls: with --no-truncate nothing is cut for a terminal" {
	local words

	long_world
	for words in --no-truncate --notruncate; do
		plain 40 "ipcls $words"
		[[ $output != *…* && $output == *a-queue-*-to-show* &&
			$output == *a-memory-*forty-columns* ]] || show_run
	done
	# It is still a terminal.
	ok script -qec "ipcls --no-truncate -m -w 'size == 1'" /dev/null </dev/null
	[[ $output == *'nothing to list'* ]] || show_run
}

# whole COLUMNS MARK: a table of a terminal, on stdin, has cells of the same
# table in the file: all of a cell, or its beginning and the mark; all of a
# number.  What has no room is left out from the right, with a mark at the edge.
whole() {
	python3 -c 'import re, sys
columns, mark, file = int(sys.argv[1]), sys.argv[2], sys.argv[3]
cells = lambda line: re.split("  +", line.strip())
wanted = [cells(line) for line in open(file).read().splitlines()]
lines = sys.stdin.read().splitlines()
assert len(lines) == len(wanted), lines
edge, counts = None, set()
for line, all_of_it in zip(lines, wanted):
	if not line:
		edge, counts = None, set()
		continue
	# The first line of a group tells: elsewhere a cell may be cut at a space.
	if edge is None:
		edge = line.endswith(" " + mark)
	if edge:
		assert line.endswith(" " + mark) and len(line) == columns, line
		line = line[:-1]
	shown = cells(line)
	counts.add(len(shown))
	assert len(shown) <= len(all_of_it), (line, all_of_it)
	assert edge or len(shown) == len(all_of_it), (line, all_of_it)
	for cell, full in zip(shown, all_of_it):
		assert cell == full or (cell[-1] == mark and
		    full.startswith(cell[:-1]) and
		    not re.fullmatch("[0-9.]+[KMG%]?", full)), (cell, full)
	assert len(counts) == 1, (line, counts)
' "$@" <<<"$output"
}

@test "ipcls: cells never touch, and what is cut or left out is marked" {
	local columns words

	long_world
	for words in "-q -o object,key,owner,perms,messages,fill" "-q -t" \
	    "-m -t" "-m -c" "-s -p" "-m -b -p --no-headings" \
	    "-l -o name,value,used,unit" -u; do
		# shellcheck disable=SC2086 # words
		ipcls --time-format=iso $words >"$BATS_TEST_TMPDIR/all"
		for columns in 24 40 60 80 200; do
			plain $columns "ipcls --time-format=iso $words"
			[[ $(width) -le $columns ]] &&
			    whole $columns … "$BATS_TEST_TMPDIR/all" || {
				echo "$columns: $words" >&2
				show_run
			}
		done
		LC_ALL=C plain 40 "ipcls --time-format=iso $words"
		whole 40 '>' "$BATS_TEST_TMPDIR/all" || show_run
	done
	plain 40 "ipcls -m -t"
	[[ ${lines[0]} == OBJECT*\ ATIME\ … && ${lines[1]} == shm:*\ … ]]
	# A number that alone is too wide is cut, and has the mark.
	plain 4 "ipcls -m -b --no-headings -o size,object shm:/a-memory*"
	[[ $output == "1… …" ]]
	plain 2 "ipcls -m -b --no-headings -o size,object shm:/a-memory*"
	[[ $output == "1…" ]]
}

# Every word of the last column, as often as it is in the whole table; the
# columns to its left are empty in the lines that continue it.
@test "ipcls: explanations continue in the lines below" {
	local columns words

	long_world
	for words in "-l -o name,meaning" "-l -o name,value,used,share,meaning" \
	    --list-columns "-o object,evidence shm:/cache"; do
		for columns in 40 60 80; do
			case $columns:$words in
			40:--list-columns | [46]0:*,share,*)
				continue
				;;
			esac
			# shellcheck disable=SC2086 # words
			ipcls --no-headings $words >"$BATS_TEST_TMPDIR/all"
			plain $columns "ipcls --no-headings $words"
			[[ $(width) -le $columns && $output != *…* ]] ||
			    show_run
			[[ $columns == 80 || $output == *$'\n  '* ]] || show_run
			[[ $(wc -l <"$BATS_TEST_TMPDIR/all") == \
			    "$(grep -vc '^ ' <<<"$output")" ]] || show_run
			# How old it is, and who runs, may have changed.
			[[ $words == *evidence* ]] ||
			    diff <(tr -s ' \n' '\n' <"$BATS_TEST_TMPDIR/all" | sort) \
			    <(tr -s ' \n' '\n' <<<"$output" | sort) || show_run
		done
	done
	# What each limit means is read at 80 columns, and a name that is long
	# leaves room for evidence.
	plain 80 "ipcls -l"
	[[ ${lines[0]} == NAME*SHARE\ \ MEANING\ *… &&
		$output == *"semaphores of all sets "* ]] || show_run
	plain 80 "ipcls -o object,evidence 'shm:/a-*'"
	[[ ${lines[1]} == shm:/a-*…\ \ held\ by\ no\ process* ]] || show_run
	plain 80 "ipcls --no-truncate -l -o name,meaning"
	[[ $output == "$(ipcls -l -o name,meaning)" ]]
}

@test "ipcls: COLUMNS is the width, if it is one" {
	local columns

	long_world
	plain 80 "COLUMNS=50 ipcls -m -t"
	[[ $(width) == 50 ]] || show_run
	plain 40 "COLUMNS=200 ipcls -o object"
	[[ $output != *…* && $output == *-terminal-to-show* ]] || show_run
	for columns in '' 0 -1 wide 99999999999999999999; do
		plain 60 "COLUMNS=$columns ipcls -o object"
		[[ $(width) == 60 ]] || show_run
	done
}

@test "ipcls: --explain breaks lines between words, but no commands" {
	local columns line

	object make mq:/jobs max_messages=10 max_message_size=128 >/dev/null
	object send mq:/jobs size=16 count=9 >/dev/null
	ok ipcls --explain -q --posix
	[[ $output == *'  Raise it:  '*'&& '*'  # '* ]]
	for columns in 40 60 80; do
		plain $columns "ipcls --explain -q --posix"
		[[ $output == "max_messages of mq:/jobs is at 90%: 9 of"* ]]
		for line in "${lines[@]}"; do
			[[ $line == *' && '* ]] || ((${#line} <= columns)) ||
			    show_run
		done
		# The words are the same, and the comment is still one.
		[[ $(tr -s '# \n' ' ' <<<"$output") == \
		    "$(ipcls --explain -q --posix | tr -s '# \n' ' ')" ]]
		line=$(grep -A1 ' && ' <<<"$output")
		[[ $line =~ ^\ \ Raise\ it:.*\ mq:/jobs$'\n'\ {13}#\ removes ]] ||
		    show_run
	done
}

@test "ipcls: --pager shows what is longer than the terminal with PAGER" {
	local seen=$BATS_TEST_TMPDIR/seen

	make_world
	export PAGER="sed s/^/:/ >$seen; exit 3"
	plain 80 "ipcls --pager --list-columns; echo status \$?"
	[[ $output == "status 0" && $(sed 's/^://' "$seen" | sed $'s/\e\\[[0-9]*m//g') \
	    == NAME\ *evidence\ * ]] || show_run
	[[ $(wc -l <"$seen") -gt 60 ]]
	# With --json, too; and the colours that a terminal has.
	plain 80 "ipcls --pager --json -l"
	[[ -z $output && $(head -n 1 "$seen") == ':{'* ]] || show_run
	# What fits, and without the option, is written as ever.
	rm "$seen"
	plain 80 "ipcls --pager -q"
	[[ $output == OBJECT*mq:/jobs* && ! -e $seen ]] || show_run
	plain 80 "ipcls --list-columns"
	[[ $output == NAME*evidence* && ! -e $seen ]] || show_run
	# So it is where stdout is no terminal.
	ok ipcls --pager --list-columns
	[[ $output == "$(ipcls --list-columns)" && ! -e $seen ]] || show_run
}

@test "ipcls: quitting the pager is no error, and without it all is shown" {
	export PAGER=true
	plain 80 "ipcls --pager --list-columns; echo status \$?"
	[[ $output == "status 0" ]] || show_run
	export PAGER="head -n 2"
	plain 80 "ipcls --pager --list-columns; echo status \$?"
	[[ ${#lines[@]} == 3 && ${lines[2]} == "status 0" ]] || show_run
	export PAGER=/no/such/pager
	plain 80 "ipcls --pager --list-columns 2>/dev/null; echo status \$?"
	[[ $output == NAME*evidence*"status 0" ]] || show_run
	# The usual one, which ends where the text fits its own terminal.
	unset PAGER
	mkdir "$BATS_TEST_TMPDIR/bin"
	printf '#!/bin/sh\necho "less $*"\n' >"$BATS_TEST_TMPDIR/bin/less"
	chmod +x "$BATS_TEST_TMPDIR/bin/less"
	PATH=$BATS_TEST_TMPDIR/bin:$PATH plain 80 "ipcls --pager --list-columns"
	[[ $output == "less -FRX" ]] || show_run
}

@test "ipcrm: the table before the question fits the terminal" {
	long_world
	run script -qec "stty cols 60 -echo; NO_COLOR=1 ipcrm -w 'kind == \"shm\"'" \
	    /dev/null <<<n
	output=${output//$'\r'/}
	mapfile -t lines <<<"$output"
	[[ $output == *OBJECT*SIZE*HOLDERS*…* && $(width) -le 60 ]] || show_run
	[[ $output == *'shm:/a-memory-'*…* && $output == *'5 objects? [y/N]'* ]]
}

@test "ipcls: -i fits the terminal" {
	long_world
	plain 80 "ipcls -i mq: shm: sem:"
	[[ $(width) -le 80 ]]
	plain 40 "ipcls -i mq: shm: sem:/lock"
	[[ $(width) -le 40 ]]
	plain 40 "ipcls -i sem:"
	[[ $(width) -le 40 ]]
}

@test "ipcls: -i of an object in use fits 80x24" {
	local object
	local queue segment set
	object make mq:/jobs max_messages=2 max_message_size=32
	queue=$(object make mq:0x51)
	segment=$(object make shm:0x52)
	set=$(object make sem:0x53 nsems=3)
	start hold send mq:/jobs size=1
	start hold receive "$queue" type=9
	start hold map shm:/cache
	start hold attach "$segment"
	start hold wait sem:/lock
	start hold wait "$set" num=1
	for object in mq:/jobs "$queue" shm:/cache "$segment" sem:/lock "$set"; do
		plain 80 "ipcls -i $object"
		# The shell asks for the next command in a line of its own.
		((${#lines[@]} > 14 && ${#lines[@]} < 24)) || show_run
		# No help is cut.
		[[ $output != *…* ]] || show_run
	done
}

@test "ipcls: on a narrow terminal -i has room for times, below names of sections" {
	local kind times
	make_world
	for kind in mq shm sem; do
		ok ipcls -i "$kind:"
		times=$(grep -o '[0-9-]*T[0-9:]*+00:00' <<<"$output" | wc -l)
		((times > 0))
		plain 40 "ipcls -i $kind:"
		[[ $(grep -c 'T[0-9:]*+00:00' <<<"$output") == "$times" ]] || show_run
		[[ $output == *$'\n''who'$'\n''  owner  '* ]] || show_run
		[[ $(width) -le 40 ]]
	done
}

@test "ipcls: what -i cuts is marked" {
	long_world
	plain 80 "ipcls -i -o name 'mq:/a-*'"
	[[ $output == *-columns-of-a-terminal-to-show* || $output == *… ]]
	plain 40 "ipcls -i -o ctime,name 'shm:/a-*'"
	[[ ${lines[0]} == *+00:00* || ${lines[0]} == *… ]]
}

@test "ipcls: a wide terminal is enough to cut nothing" {
	long_world
	plain 500 "ipcls -o object,values,mtime,size"
	[[ $output == "$(ipcls -o object,values,mtime,size)" ]]
	plain 500 "ipcls -l"
	[[ $output == "$(ipcls -l)" ]]
}

@test "ipcls: nothing is cut where the output is no terminal" {
	long_world
	COLUMNS=40 ok ipcls -o object,values
	[[ $output == *-columns-of-a-terminal-to-show\ * && $output != *…* ]]
	[[ $output == *",138,139"* ]]
	COLUMNS=40 ok ipcls -l
	[[ $output == *"size of a message in a queue made without attributes"* ]]
	COLUMNS=40 ok ipcls -i sem:/lock
	[[ $output == *"limit SEM_VALUE_MAX: 2147483647"* ]]
	terminal 40 "ipcls -o object | cat"
	[[ $output == *-columns-of-a-terminal-to-show* ]]
}

@test "ipcls: other formats are never cut, on a terminal too" {
	local format

	long_world
	for format in --json --jsonl --csv --raw --export; do
		terminal 40 "ipcls $format -o object,values"
		[[ $output == *-columns-of-a-terminal-to-show* ]]
		[[ $output == *,138,139* && $output != *"$escape"* ]]
	done
}

@test "ipcls: numbers are never cut" {
	local columns

	object make shm:/a-memory-with-a-name-that-takes-more-than-forty-columns \
	    size=123456789 >/dev/null
	for columns in 40 60 80; do
		plain $columns "ipcls -b -o object,size,mode,mtime,uid"
		[[ ${lines[1]} =~ ^shm:/a-[^\ ]*…\ +123456789\ +0600\ +[0-9]{2}:[0-9]{2}\ +0$ ]]
	done
}

@test "ipcls: names give way to numbers that are wider" {
	object make shm:/abcdef >/dev/null
	truncate -s 1099511627776 /dev/shm/abcdef
	plain 23 "ipcls -b --no-headings -o object,size"
	[[ $output == "shm:/ab…  1099511627776" ]]
}

@test "ipcls: where numbers alone are too wide, whole columns go" {
	object make mq:/q max_messages=10 max_message_size=128 >/dev/null
	plain 40 "ipcls -b --time-format=epoch -o ctime,mtime,atime,mtime,max_messages,max_message_size,object"
	[[ $(width) -le 40 ]]
	# What is shown of a number is all of it, or it is marked.
	read -r -a shown <<<"${lines[1]}"
	read -r -a whole <<<"$(ipcls -b --no-headings --time-format=epoch \
	    -o ctime,mtime,atime,max_messages,max_message_size,object)"
	for i in "${!shown[@]}"; do
		[[ ${shown[i]} == "${whole[i]}" || ${shown[i]} == *… ]]
	done
}

@test "ipcls: what is cut is marked, and as wide as it may be" {
	object make shm:/0123456789abcdefghijklmnopqrstuvwxyzABCDEF >/dev/null
	plain 30 "ipcls -o object,size --no-headings"
	[[ $output == "shm:/0123456789abcdefghi…  4.0K" ||
		$output == "shm:/0123456789abcdefgh…  4.0K" ]]
	[[ $(width) == 30 ]]
	plain 47 "ipcls -o object --no-headings"
	[[ $output == shm:/0123456789abcdefghijklmnopqrstuvwxyzABCDEF ]]
	plain 46 "ipcls -o object --no-headings"
	[[ $output == shm:/0123456789abcdefghijklmnopqrstuvwxyzABCD… ]]
	LC_ALL=C plain 46 "ipcls -o object --no-headings"
	[[ $output == "shm:/0123456789abcdefghijklmnopqrstuvwxyzABCD>" ]]
}

@test "ipcls: a terminal that does not know its width has 80 columns" {
	long_world
	plain 0 "ipcls -o object"
	[[ $(width) == 80 ]]
}

@test "ipcls: headings are bold on a terminal, and only there" {
	make_world
	terminal 80 "ipcls -o object,size"
	[[ ${lines[0]} == *"${escape}[1mOBJECT${escape}[0m"* ]]
	[[ ${lines[0]} == *"${escape}[1mSIZE${escape}[0m"* ]]
	[[ ${lines[1]} == "mq:/jobs"* && ${lines[1]} != *"$escape"* ]]
	ok ipcls -o object,size
	[[ $output != *"$escape"* ]]
	terminal 80 "ipcls -o object,size | cat"
	[[ $output != *"$escape"* ]]
	terminal 80 "ipcls -o object,size >$BATS_TEST_TMPDIR/file"
	[[ -s $BATS_TEST_TMPDIR/file ]]
	run ! grep -q "$escape" "$BATS_TEST_TMPDIR/file"
}

@test "ipcls: there is no colour with NO_COLOR, or on a dumb terminal" {
	make_world
	terminal 80 "NO_COLOR=1 ipcls"
	[[ ${output:0:8} == "OBJECT  " && $output != *"$escape"* ]]
	terminal 80 "TERM=dumb ipcls"
	[[ ${output:0:8} == "OBJECT  " && $output != *"$escape"* ]]
	terminal 80 "unset TERM; ipcls"
	[[ ${output:0:8} == "OBJECT  " && $output != *"$escape"* ]]
	# Set but empty is not set.
	terminal 80 "NO_COLOR= ipcls"
	[[ $output == *"${escape}[1mOBJECT"* ]]
}

@test "ipcls: --color=always and never decide, auto asks the terminal" {
	make_world
	terminal 80 "NO_COLOR=1 ipcls --color=always"
	[[ $output == *"${escape}[1mOBJECT"* ]]
	terminal 80 "ipcls --color never"
	[[ ${output:0:8} == "OBJECT  " && $output != *"$escape"* ]]
	terminal 80 "ipcls --color=auto"
	[[ $output == *"${escape}[1mOBJECT"* ]]
	terminal 80 "NO_COLOR=1 ipcls --color=auto"
	[[ $output != *"$escape"* ]]
	ok ipcls -o object,size,fill --color=auto
	plain=$output
	[[ $output != *"$escape"* ]]
	ok ipcls -o object,size,fill --color=always
	[[ $output == "${escape}[1mOBJECT${escape}[0m"* ]]
	# Without its colors, it is the same: they take no place.
	# shellcheck disable=SC2001 # not a pattern of the shell
	diff <(sed "s/$escape\[[0-9]*m//g" <<<"$output") - <<<"$plain"
	for format in --json --jsonl --csv --raw --export --null; do
		ok ipcls --color=always "$format"
		[[ $output != *"$escape"* ]] || show_run
	done
	fails 2 "--color red: write auto, always or never" ipcls --color=red
}

@test "ipcls: without colour a terminal is still one" {
	long_world
	terminal 60 "NO_COLOR=1 ipcls -o object,size"
	[[ $(width) -le 60 && $output == *…* ]]
}

@test "ipcls: a share is yellow from 80 percent on, red at 100, and no other" {
	make_world
	object make mq:/full max_messages=10 max_message_size=1
	object make mq:/most max_messages=10 max_message_size=1
	object make mq:/less max_messages=10 max_message_size=1
	object send mq:/full size=1 count=10
	object send mq:/most size=1 count=8
	object send mq:/less size=1 count=7
	terminal 80 "ipcls -q -o object,fill"
	[[ $output == *"mq:/jobs"*"${escape}[33m90%${escape}[0m"* ]]
	[[ $output == *"mq:/full"*"${escape}[31m100%${escape}[0m"* ]]
	[[ $output == *"mq:/most"*"${escape}[33m80%${escape}[0m"* ]]
	[[ $output == *"mq:/less"*"  70%"* ]]
	[[ $(grep -c "$escape\[31m" <<<"$output") == 1 ]]
	[[ $(grep -c "$escape\[33m" <<<"$output") == 2 ]]
	terminal 80 "NO_COLOR=1 ipcls -q -o object,fill"
	[[ $output != *"$escape"* && $output == *90%* ]]
}

@test "ipcls: the colour takes no place" {
	make_world
	plain 80 "ipcls -o size,object,fill,perms"
	colour=$output
	terminal 80 "NO_COLOR=1 ipcls -o size,object,fill,perms"
	[[ $output == "$colour" ]]
}

@test "ipcls: that there is nothing is said on a terminal, to stderr" {
	terminal 80 "ipcls 2>$BATS_TEST_TMPDIR/err"
	[[ -z $output ]]
	[[ $(<"$BATS_TEST_TMPDIR/err") == "ipcls: nothing to list" ]]
	terminal 80 "ipcls -q 'mq:/*'"
	[[ $output == "ipcls: nothing to list" ]]
	terminal 80 "ipcls --explain"
	[[ $output == "ipcls: no limit is near" ]]
	terminal 80 "ipcls --explain shm:/nope"
	[[ $output == "ipcls: nothing is in the way, and no limit is near" ]]
	ok ipcls
	[[ -z $output && -z $stderr ]]
	make_world
	terminal 80 "ipcls 2>$BATS_TEST_TMPDIR/err"
	[[ -n $output && ! -s $BATS_TEST_TMPDIR/err ]]
}

@test "ipcls: hostile names cannot harm a terminal" {
	local name word all n=0 locale

	for name in "${hostile_names[@]}"; do
		object make "shm:/$name" >/dev/null && n=$((n + 1))
	done
	[[ $n -gt 40 ]]
	for locale in C.UTF-8 C; do
		for word in '' '-o object,name' '-i shm:' --raw --csv; do
			terminal 300 "LC_ALL=$locale NO_COLOR=1 ipcls $word"
			all=$output
			# Nothing but what is printed and ends lines.
			[[ $(tr -d '\n' <<<"$all" | LC_ALL=C tr -d ' -~\200-\377' |
			    wc -c) == 0 ]]
			python3 -c 'import sys, unicodedata
text = sys.stdin.buffer.read().decode("utf-8", "strict")
bad = [c for c in text if c != "\n" and unicodedata.category(c)
	in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn")]
assert not bad, bad' <<<"$all"
		done
		# In tables of one column, a line is an object.
		terminal 300 "LC_ALL=$locale ipcls --no-headings -o object"
		[[ ${#lines[@]} == "$n" ]]
	done
}

@test "ipcls: hostile words of a command line cannot harm a terminal" {
	local word

	for word in $'mq:/\e]0;title\a' $'\e[31mred' $'mq:/\xc2\x9b31m' \
	    $'mq:/\xe2\x80\xaegnp' $'\r\nfake: line'; do
		run script -qec "stty cols 80; ipcls $(printf %q "$word")
			ipcls -o $(printf %q "$word")
			ipcls -w $(printf %q "$word")
			ipcls --time-format=$(printf %q "$word")
			true" /dev/null </dev/null
		[[ ${#lines[@]} -ge 4 ]]
		[[ $output != *"$escape"* && $output != *$'\a'* &&
			$output != *$'\xc2\x9b'* && $output != *$'\xe2\x80\xae'* ]]
		[[ $output != *$'\nfake'* ]]
	done
}

# What a terminal makes of it.  Its cells are asked for, so no wait is needed:
# only for the mark that is written last.
in_tmux() {
	need tmux
	local socket=ipcls-$$-$BATS_TEST_NUMBER
	export TMUX_TMPDIR=$BATS_TEST_TMPDIR

	tmux -u -L "$socket" -f /dev/null new-session -d -x "$1" -y 60 \
	    "printf '\\033]2;before\\007'; $2; echo; echo END; exec cat"
	retry finished
	output=$(tmux -L "$socket" capture-pane -p | sed '/^END$/,$d')
	title=$(tmux -L "$socket" display-message -p '#{pane_title}')
	tmux -L "$socket" kill-server
	mapfile -t lines <<<"$output"
}

finished() {
	tmux -L "$socket" capture-pane -p 2>/dev/null | grep -qx END
}

@test "ipcls: wide characters stay aligned" {
	local line

	object make $'shm:/漢字' size=4096 >/dev/null
	object make $'shm:/é' size=4096 >/dev/null
	object make $'shm:/plain-and-long' size=4096 >/dev/null
	plain 80 "ipcls -o object,perms,size"
	[[ $output == "OBJECT               PERMS      SIZE
shm:/plain-and-long  rw-------  4.0K
shm:/é               rw-------  4.0K
shm:/漢字            rw-------  4.0K" ]]
	ok ipcls -o object,perms,size
	[[ ${lines[3]} == "shm:/漢字            rw-------  4.0K" ]]
	# In a locale that has none they are escaped, and aligned too.
	LC_ALL=C ok ipcls -o object,size
	for line in "${lines[@]}"; do
		[[ ${#line} == "${#lines[0]}" ]]
	done
}

@test "ipcls: wide characters are cut between, not within" {
	object make $'shm:/漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢' >/dev/null
	plain 20 "ipcls -o object,size --no-headings"
	[[ $output == "shm:/漢漢漢漢…  4.0K" ]]
	plain 21 "ipcls -o object,size --no-headings"
	[[ $output == "shm:/漢漢漢漢…   4.0K" ]]
}

@test "ipcls: a real terminal shows a line for each object, and is unharmed" {
	local name n=0

	for name in "${hostile_names[@]}"; do
		object make "shm:/$name" >/dev/null && n=$((n + 1))
	done
	in_tmux 40 "ipcls --no-headings -o object,size"
	[[ $title == before ]]
	[[ $(grep -c '^shm:/.* 4\.0K$' <<<"$output") == "$n" ]]
	[[ $(sed '/^$/d' <<<"$output" | wc -l) == "$n" ]]
	[[ ! -e pwned ]]
}

@test "ipcls: a real terminal shows wide characters below each other" {
	object make $'shm:/漢字' size=4096 >/dev/null
	object make $'shm:/plain-and-long' size=4096 >/dev/null
	in_tmux 80 "ipcls -o object,size"
	[[ ${lines[1]} == "shm:/plain-and-long  4.0K" ]]
	[[ ${lines[2]} == "shm:/漢字            4.0K" ]]
}
