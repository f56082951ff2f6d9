# SPDX-License-Identifier: BSD-2-Clause
# One notation for every object: it is read, and what is printed can be given
# back.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
}

# one OBJECT ARG...: ipcls ARG... lists this object and nothing else.
one() {
	local object=$1
	shift
	ok ipcls --jsonl -o object "$@"
	[[ -n $output && $output != *$'\n'* ]] || show_run
	json '.object == $object' --arg object "$object"
}

# Every form in which ipcls prints OBJECT of the objects there are.
printed() {
	ipcls --json -o object "$@" | jq -r '.objects[].object'
	ipcls --raw --no-headings -o object "$@"
	ipcls --no-headings -o object "$@" | sed 's/ *$//'
	ipcls --csv --no-headings -o object "$@" | python3 -c 'import csv, sys
for row in csv.reader(sys.stdin):
	print(row[0])'
	ipcls -0 -o object "$@" | tr '\0' '\n'
	(eval "$(ipcls --export -o object "$@")" && printf '%s\n' "$OBJECT")
	LC_ALL=C ipcls --raw --no-headings -o object "$@"
}

@test "ipcls: a name names an object of each kind" {
	object make mq:/jobs
	object make shm:/jobs
	object make sem:/jobs
	one mq:/jobs mq:/jobs
	one mq:/jobs msg:/jobs
	one mq:/jobs /dev/mqueue/jobs
	one shm:/jobs shm:/jobs
	one shm:/jobs /dev/shm/jobs
	one sem:/jobs sem:/jobs
	one sem:/jobs /dev/shm/sem.jobs
}

@test "ipcls: ids, keys and files name the same object" {
	local file=$BATS_TEST_TMPDIR/file made key kind
	: >"$file"
	for kind in mq shm sem; do
		object make "$kind:"
		made=$(object make "$kind:0x00000052")
		one "$made" "$made"
		for key in 0x52 0X52 0x00000052 0x0000000000000052; do
			one "$made" "$kind:$key"
		done
	done
	made=$(object make mq:)
	one "$made" "msg:${made#mq:}"
	one "$made" "mq:000${made#mq:}"
	one "$(object make mq:0x53)" msg:0x53
}

@test "ipcls: a file and a project are the key that ftok makes of them" {
	local file="$BATS_TEST_TMPDIR/a,b 'c' *" project key made
	: >"$file"
	ln -s "$file" "$BATS_TEST_TMPDIR/link"
	for project in 1 7 127 128 255; do
		key=$(python3 -c 'import ctypes, sys
ftok = ctypes.CDLL(None).ftok
print("0x%08x" % (ftok(sys.argv[1].encode(), int(sys.argv[2])) & 0xffffffff))
' "$file" "$project")
		made=$(object make "mq:$key")
		object make "sem:$key"
		one "$made" "mq:@$file,$project"
		one "$made" "msg:@$file,$project"
		one "$made" "mq:$key"
		one "$made" "mq:@$BATS_TEST_TMPDIR/link,$project"
		ok ipcls --json -o key "sem:@$file,$project"
			json '.objects[0].key == $key' --arg key "$key"
	done
	cd "$BATS_TEST_TMPDIR"
	one "$made" "mq:@a,b 'c' *,255"
	one "$made" mq:@link,255
	one "$made" mq:@./link,0255
	fails 1 'mq:@link,2: ' ipcls mq:@link,2
	fails 1 'mq:@gone,1: ' ipcls mq:@gone,1
}

@test "ipcls: a key that ftok makes below zero is none that failed" {
	local file=$BATS_TEST_TMPDIR/file made
	: >"$file"
	made=$(object make shm:0xffffffff)
	one "$made" shm:0xffffffff
	one "$made" shm:0xFFFFFFFF
	ok ipcls --json -o key "$made"
	json '.objects[0].key == "0xffffffff"'
	fails 1 'no such object' ipcls shm:0x7fffffff
}

@test "ipcls: ids as large as there are name their objects" {
	local id
	for id in 0 1 32768 2147483647; do
		for kind in mq shm sem; do
			object clear
			[[ $(object make "$kind:" id="$id") == "$kind:$id" ]] ||
			    skip "ids cannot be chosen here"
			one "$kind:$id" "$kind:$id"
			one "$kind:$id" "$kind:"
		done
	done
}

@test "ipcls: what a number would be in 32 bits is not what it names" {
	local id
	object make shm:
	id=$(object make shm:0x52)
	id=${id#shm:}
	fails 2 "shm:$((id + (1 << 32))): " ipcls "shm:$((id + (1 << 32)))"
	fails 2 "shm:$((id + (1 << 31))): " ipcls "shm:$((id + (1 << 31)))"
	fails 2 "shm:$((id - (1 << 32))): " ipcls "shm:$((id - (1 << 32)))"
	fails 2 'shm:0x100000052: ' ipcls shm:0x100000052
	[[ -z $output ]]
}

@test "ipcls: a name of digits is a name, and no id or key" {
	local made
	made=$(object make shm:)
	object make "shm:/${made#shm:}"
	object make shm:/0x52
	object make shm:/@file,1
	object make shm:0x52
	one "shm:/${made#shm:}" "shm:/${made#shm:}"
	one shm:/0x52 shm:/0x52
	one shm:/@file,1 shm:/@file,1
	one "$made" "$made"
}

@test "ipcls: sem. begins the file of a semaphore, and no name of memory" {
	object make sem:/lock
	object make sem:/sem.lock
	object make mq:/sem.lock
	object make shm:/sem
	object make shm:/semx
	one sem:/lock /dev/shm/sem.lock
	one sem:/sem.lock sem:/sem.lock
	one sem:/sem.lock /dev/shm/sem.sem.lock
	one mq:/sem.lock mq:/sem.lock
	one shm:/sem /dev/shm/sem
	fails 2 'sem:/' ipcls shm:/sem.lock
	ok ipcls --json -o object 'shm:/*'
	json '[.objects[].object] == ["shm:/sem", "shm:/semx"]'
	ok ipcls --json -o object 'shm:/sem.*'
	json '.objects == []'
	ok ipcls --json -o object 'sem:/*'
	json '[.objects[].object] == ["sem:/lock", "sem:/sem.lock"]'
}

@test "ipcls: a path is taken as it is, whatever is in it" {
	object make 'shm:/*'
	object make shm:/x
	object make 'shm:/a\sb'
	object make 'shm:/a b'
	one 'shm:/\*' '/dev/shm/*'
	one 'shm:/a\\sb' '/dev/shm/a\sb'
	one 'shm:/a b' '/dev/shm/a b'
	fails 1 '/dev/shm/?' ipcls '/dev/shm/?'
	ok ipcls --json -o object /dev/shm/*
	json '.objects | length == 4'
}

@test "ipcls: globs select by name, and match a name as a whole" {
	local name
	for name in jobs job jobs2 Jobs .jobs xjobs; do
		object make "mq:/$name" max_messages=1 max_message_size=1
		object make "shm:/$name"
	done
	object make mq:
	for glob in '/*:6' '/job*:3' '/job?:1' '/j*s:1' '/[jx]*:4' '/[!j]*:3' \
	    '/*job*:5' '/?*:6' '/[a-z]obs:1' '/j[o]bs:1' '/x?:0' '/[.]*:1' \
	    '/[[:upper:]]*:1' '/\j*:3'; do
		ok ipcls --json -o object "mq:${glob%:*}"
			json '.objects | length == $n' --argjson n "${glob##*:}" || {
			echo "$glob" >&2
			return 1
		}
		json 'all(.objects[].object; startswith("mq:/"))'
	done
}

@test "ipcls: globs match names that are no text" {
	local name
	for name in $'\xff' $'a\xff' $'\xc3' $'\n' $'a\nb'; do
		object make "shm:/$name"
	done
	for locale in C C.UTF-8; do
		LC_ALL=$locale ok ipcls --json -o object 'shm:/*'
		json '.objects | length == 5'
		LC_ALL=$locale ok ipcls --json -o object 'shm:/a*'
		json '.objects | length == 2'
		LC_ALL=$locale ok ipcls --json -o object 'shm:/*\377'
		json '.objects | length == 2'
		LC_ALL=$locale ok ipcls --json -o object 'shm:/*\n*'
		json '.objects | length == 2'
	done
}

@test "ipcls: what is escaped in a glob stands for itself" {
	local name
	for name in 'a*b' a1b 'a?b' 'a[b' 'a\b' 'a\*b'; do
		object make "shm:/$name"
	done
	ok ipcls --json -o name 'shm:/a\**'
	json '[.objects[].name] == ["/a*b"]'
	ok ipcls --json -o name 'shm:/?\052b'
	json '[.objects[].name] == ["/a*b"]'
	ok ipcls --json -o name 'shm:/*\?*'
	json '[.objects[].name] == ["/a?b"]'
	ok ipcls --json -o name 'shm:/*\[*'
	json '[.objects[].name] == ["/a[b"]'
	ok ipcls --json -o name 'shm:/*\\*'
	json '[.objects[].name] == ["/a\\*b", "/a\\b"]'
	ok ipcls --json -o name 'shm:/*\\\**'
	json '[.objects[].name] == ["/a\\*b"]'
}

@test "ipcls: a name of bytes that JSON needs itself can be given back" {
	local name=$'\xee\xbe\x80' object
	object make "shm:/$name"
	object make $'shm:/\x80'
	object=$(ipcls --json -o object "/dev/shm/$name" |
	    jq -r '.objects[].object')
	[[ $(ipcls -0 -o name "$object" | hex) == "$(hex "/$name")00" ]]
}

@test "ipcls: the longest names can be given back, all of them escaped" {
	local name object
	printf -v name '\xff%.0s' {1..251}
	object make "sem:/$name"
	object make "shm:/$name"$'\xff\xff\xff\xff'
	for path in "/dev/shm/sem.$name" "/dev/shm/$name"$'\xff\xff\xff\xff'; do
		object=$(ipcls --raw --no-headings -o object "$path")
		ok ipcls --raw --no-headings -o object "$object"
		[[ $output == "$object" ]]
	done
}

@test "ipcls: a name that glibc takes can be given back" {
	object make sem:/.
	object make sem:/..
	ok ipcls --json -o object sem:
	json '[.objects[].object] == ["sem:/.", "sem:/.."]'
	one sem:/. sem:/.
	one sem:/.. sem:/..
}

@test "ipcls: ids that are printed can be given back, in every format" {
	local made
	for made in $(object make mq:) $(object make shm: size=1) \
	    "$(object make sem:)"; do
		while IFS= read -r object; do
			[[ $object == "$made" ]]
		done < <(printed "$made")
		one "$made" "$made"
	done
}

@test "ipcls: a pattern of one kind selects nothing of another's" {
	object make mq:/a1
	object make mq:/b1
	object make shm:/a1
	object make shm:/b1
	ok ipcls --json -o object 'mq:/a*' 'shm:/b*' sem:
	json '[.objects[].object] == ["mq:/a1", "shm:/b1"]'
}

# What is listed for a pattern, as segments.
keys() {
	ok ipcls --json -o key "$@"
	[[ $(jq -r '[.objects[].key] | join(" ")' <<<"$output") == "$wanted" ]] ||
	    show_run
}

@test "ipcls: a pattern selects by key, as it is printed; IPC_PRIVATE is none" {
	object make shm:0x7a6d0001
	object make shm:0x7a6d0002
	object make shm:0x52
	object make shm:
	object make sem:0x7a6d0001
	wanted="0x7a6d0001 0x7a6d0002" keys 'shm:0x7a6d*'
	wanted="0x7a6d0001 0x7a6d0002" keys 'shm:0X7A6D*'
	wanted="0x7a6d0002" keys 'shm:0x7a6d000[2-9]'
	wanted="0x00000052" keys 'shm:0x0*'
	wanted="" keys 'shm:0x00000000*'
	wanted="" keys 'shm:0x52*'
	fails 2 "not a pattern of a key" ipcls 'shm:0x7g*'
	# All that selects takes it; what makes or reads does not.
	ok ipcrm -n 'shm:0x7a6d*'
	[[ $output == *0x7a6d0001*0x7a6d0002* && $output != *0x00000052* ]]
	ok ipcctl --mode 0640 'shm:0x7a6d*'
	ok ipcls --raw --no-headings -o key -w 'mode == 0640'
	[[ $output == $'0x7a6d0001\n0x7a6d0002' ]] || show_run
	fails 2 "a pattern" ipccat 'shm:0x7a6d*'
	fails 2 "a pattern" ipcmk 'shm:0x7a6d*'
	ok ipcrm -y 'shm:0x7a6d*'
	ok ipcls --json -o object
	json '.objects | length == 3'
}

@test "ipcls: an expression takes a key in decimal, as logs have it" {
	object make shm:0x00a822c3
	object make shm:0xffffffff
	wanted="0x00a822c3" keys -w 'key == 11018947'
	wanted="0x00a822c3" keys -w 'key == 0xa822c3'
	wanted="0xffffffff" keys -w 'key == 4294967295'
	wanted="0xffffffff" keys -w 'key == "-1"'
	wanted="0x00a822c3 0xffffffff" keys -w '11018947 <= key'
	fails 2 "not a key" ipcls -w 'key == 4294967296'
	fails 2 "not a key" ipcls -w 'key == 1K'
}

@test "all programs: a number that is no id but a key is said to be one" {
	local kind
	for kind in mq shm sem; do
		object make "$kind:0x00a822c3"
		for command in ipcls ipcrm ipccat "ipcctl --mode 0600"; do
			# shellcheck disable=SC2086 # words
			fails 1 "$kind:11018947: no such id; did you mean $kind:0x00a822c3?" \
			    $command "$kind:11018947"
			# shellcheck disable=SC2086 # words
			fails 1 "$kind:11018948: no such object" \
			    $command "$kind:11018948"
		done
	done
	fails 1 "did you mean sem:0x00a822c3?" ipcctl --post sem:11018947
	ok ipcrm -f shm:11018947
	# It was removed: then there is nothing to mean.
	ok ipcrm shm:0x00a822c3
	fails 1 "shm:11018947: no such object" ipcls shm:11018947
	# Too large for an id, but not for a key.
	fails 2 "a key is 0x" ipcls shm:3000000000
}
