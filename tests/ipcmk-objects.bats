#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# What ipcmk makes is what was asked for, as the system calls tell.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib

leave() {
	[[ ! -v huge_pages ]] || echo "$huge_pages" >/proc/sys/vm/nr_hugepages
}

# made FILTER COMMAND...: it must print one object and do nothing else, of which
# the filter holds.
made() {
	local filter=$1
	shift
	ok "$@" || return
	object=$output
	[[ $object != *$'\n'* ]] || return
	output=$(object show "$object") || return
	json "$filter"
}

# The notation without what the kernel chose.
small=(--max-messages 1 --max-message-size 1)

@test "ipcmk: prints what can be given back" {
	q=$(ipcmk mq:/jobs "${small[@]}")
	[[ $q == mq:/jobs ]]
	object show "$q"
	ok ipcmk shm: --size 5
	[[ $output =~ ^shm:[0-9]+$ ]]
	object show "$output"
	ok ipcls --json -o size "$output"
	json '.objects == [{ size: 5 }]'
}

@test "ipcmk: POSIX objects by name" {
	made '.kind == "mq" and .api == "posix"' ipcmk mq:/q "${small[@]}"
	[[ $object == mq:/q ]]
	made '.kind == "mq" and .api == "posix"' ipcmk msg:/r "${small[@]}"
	[[ $object == mq:/r ]]
	made '.kind == "shm" and .size == 0' ipcmk shm:/m
	[[ $object == shm:/m ]]
	made '.kind == "sem" and .value == 0' ipcmk sem:/s
	[[ $object == sem:/s ]]
}

@test "ipcmk: POSIX objects by path" {
	made '.kind == "mq"' ipcmk /dev/mqueue/q "${small[@]}"
	[[ $object == mq:/q ]]
	made '.size == 7' ipcmk /dev/shm/m --size 7
	[[ $object == shm:/m ]]
	made '.value == 3' ipcmk /dev/shm/sem.s --values 3
	[[ $object == sem:/s ]]
}

@test "ipcmk: a kind alone is an object without a key" {
	local kind
	for kind in mq msg "shm --size 1" sem; do
		# shellcheck disable=SC2086 # words
		set -- $kind
		made '.key == "0x00000000" and .api == "sysv"' \
		    ipcmk "$1:" "${@:2}"
	done
	# Again and again.
	ok ipcmk sem: sem: sem:
	[[ $(sort -u <<<"$output" | wc -l) == 3 ]]
}

@test "ipcmk: System V objects by key, to the largest" {
	local key exact
	for key in 0x1 0x00000052 0x7fffffff 0x80000000 0xdeadBEEF 0xffffffff; do
		exact=$(printf '"0x%08x"' "$key")
		made ".kind == \"sem\" and .key == $exact" ipcmk "sem:$key"
		made ".kind == \"mq\" and .key == $exact" ipcmk "mq:$key"
		made ".kind == \"shm\" and .key == $exact" \
		    ipcmk "shm:$key" --size 1
	done
}

# The key that ftok(3) makes.
ftok() {
	local dev ino
	read -r dev ino < <(stat -c '%d %i' "$1")
	printf '0x%02x%02x%04x\n' $(($2 & 255)) $((dev & 255)) $((ino & 65535))
}

@test "ipcmk: System V objects by file and project" {
	local file=$BATS_TEST_TMPDIR/a,file project
	: >"$file"
	for project in 1 66 255; do
		ok ipcmk "mq:@$file,$project"
		[[ $output =~ ^mq:[0-9]+$ ]]
		output=$(object show "$output")
		json ".key == \"$(ftok "$file" $project)\""
	done
	ok ipcmk "sem:@$file,1"
	ok ipcmk --size 1 "shm:@$file,255"
	output=$(object show "$output")
	json ".key == \"$(ftok "$file" 255)\""
}

@test "ipcmk: several objects are printed one a line, in their order" {
	ok ipcmk sem:/b sem:0x52 sem:/a sem:
	# shellcheck disable=SC2001 # no simpler
	[[ $(sed 's/:[0-9].*/:N/' <<<"$output") == $'sem:/b\nsem:N\nsem:/a\nsem:N' ]]
}

@test "ipcmk: hostile names are made as they are meant, and printed safely" {
	local printed one names
	printf -v one '\xff%.0s' {1..251}
	names=("${hostile_names[@]}" "$one" "$longest_sem_name")
	printf 'sem:/%s\0' "${names[@]}" | object each make >/dev/null
	readarray -t printed < <(ipcls --json -o object sem: |
	    jq -r '.objects[].object')
	object clear
	for one in "${printed[@]}"; do
		ok ipcmk "$one"
		[[ $output == "$one" ]]
		[[ $output != *[$'\x01'-$'\x1f'$'\x7f']* ]]
	done
	printf 'sem:/%s\0' "${names[@]}" | object each remove
	[[ -z $(ls -A /dev/shm) ]]
}

# modes FILTER MODE [ARG...]: of each kind.
modes() {
	local kind
	for kind in "mq:/q ${small[*]}" mq: shm:/m "shm: --size 1" sem:/s sem:; do
		# shellcheck disable=SC2086 # words
		made "$1" ipcmk $kind "${@:2}"
		object clear
	done
}

@test "ipcmk: the mode is 0644, whatever the umask" {
	local mask
	for mask in 0 022 077 0777; do
		umask "$mask"
		modes '.mode == "0644"'
	done
}

@test "ipcmk: an octal mode is exact, whatever the umask" {
	local mask
	for mask in 0 077 0777; do
		umask "$mask"
		modes '.mode == "0606"' --mode 0606
		modes '.mode == "0777"' -p 777
		modes '.mode == "0000"' --mode=0
	done
}

@test "ipcmk: a symbolic mode changes the usual one, whatever the umask" {
	local mask
	for mask in 0 077; do
		umask "$mask"
		modes '.mode == "0744"' --mode u+x
		modes '.mode == "0600"' --mode go=
		modes '.mode == "0444"' --mode a=r
		modes '.mode == "0750"' --mode u=rwx,g=rx,o=
		modes '.mode == "0666"' -p ugo+w
		modes '.mode == "0000"' -p a=
	done
}

owners() {
	local kind
	for kind in "mq:/q ${small[*]}" mq: shm:/m "shm: --size 1" sem:/s sem:; do
		# shellcheck disable=SC2086 # words
		made "$1" ipcmk $kind "${@:2}"
		object clear
	done
}

@test "ipcmk: an owner by name, by number, with and without a group" {
	need_root
	local uid gid group
	uid=$(id -u nobody) gid=$(id -g nobody) group=$(id -gn nobody)
	owners ".uid == $uid and .gid == $(id -g)" --owner nobody
	owners ".uid == $uid and .gid == $gid" --owner "nobody:$group"
	owners ".uid == $(id -u) and .gid == $gid" --owner ":$group"
	owners ".uid == 4711 and .gid == 4712" --owner 4711:4712
	owners ".uid == 4294967294" --owner 4294967294
	owners ".uid == $(id -u) and .gid == 4712" --owner :4712
}

@test "ipcmk: an owner takes nothing from the mode" {
	need_root
	umask 077
	owners '.uid == 4711 and .mode == "0631"' --owner 4711 --mode 631
	owners '.uid == 4711 and .mode == "0000"' --owner 4711 --mode 0
}

@test "ipcmk: a user may ask for what is his own already" {
	need_nobody
	local kind
	umask 077
	for kind in "mq:/q ${small[*]}" mq: shm:/m "shm: --size 1" sem:/s sem:; do
		# shellcheck disable=SC2086 # words
		made '.uid == 65534 and .gid == 65534 and .mode == "0644"' \
		    as_nobody ipcmk $kind --owner 65534:65534
		object clear
	done
}

@test "ipcmk: a mode that shuts its maker out makes what was asked for" {
	need_nobody
	local mode
	printf hello >"$BATS_TEST_TMPDIR/file"
	chmod a+r "$BATS_TEST_TMPDIR/file"
	for mode in 0000 0400 0200 0044; do
		made ".mode == \"$mode\" and .max_bytes == 100" \
		    as_nobody ipcmk mq: --mode "$mode" --max-bytes 100
		made ".mode == \"$mode\" and .values == [3, 4]" \
		    as_nobody ipcmk sem: --mode "$mode" --values 3,4
		made ".mode == \"$mode\" and .size == 5" \
		    as_nobody ipcmk shm: --mode "$mode" \
		    --from "$BATS_TEST_TMPDIR/file"
		made ".mode == \"$mode\" and .size == 5" \
		    as_nobody ipcmk shm:/m --mode "$mode" \
		    --from "$BATS_TEST_TMPDIR/file"
		made ".mode == \"$mode\" and .value == 3" \
		    as_nobody ipcmk sem:/s --mode "$mode" --values 3
		made ".mode == \"$mode\"" \
		    as_nobody ipcmk mq:/q --mode "$mode" "${small[@]}"
		object clear
	done
}

@test "ipcmk: a size, in units" {
	made '.size == 5' ipcmk shm:/a --size 5
	made '.size == 0' ipcmk shm:/b --size 0
	made '.size == 1536' ipcmk shm:/c --size 1.5K
	made '.size == 1048576' ipcmk shm:0x1 --size 1M
	made '.size == 5' ipcmk --size=5 shm:
	made '.size == 100' ipcmk --size=0100 shm:
	made '.size == 256' ipcmk --size=0x100 shm:
}

@test "ipcmk: limits of a queue" {
	made '.max_messages == 3 and .max_message_size == 16' \
	    ipcmk mq:/a --max-messages 3 --max-message-size 16
	# Of what is not said, the usual; not as in a queue of another test.
	echo 4 >/proc/sys/fs/mqueue/msg_default
	echo 640 >/proc/sys/fs/mqueue/msgsize_default
	made '.max_messages == 2' ipcmk mq:/b --max-messages 2
	json ".max_message_size == $(cat /proc/sys/fs/mqueue/msgsize_default)"
	made '.max_message_size == 16' ipcmk mq:/c --max-message-size 16
	json ".max_messages == $(cat /proc/sys/fs/mqueue/msg_default)"
	made '.max_bytes == 100' ipcmk mq: --max-bytes 100
	made '.max_bytes == 0' ipcmk mq: --max-bytes 0
	made '.max_bytes == 2048' ipcmk mq:0x52 --max-bytes 2K
}

@test "ipcmk: a queue may have more than the limit if root asks" {
	need_root
	local more=$(($(cat /proc/sys/kernel/msgmnb) * 2))
	if ! setpriv --dump | grep -q sys_resource; then
		fails 1 "msgmnb is " ipcmk mq: --max-bytes $more
		ok ipcls --json
		json '.objects == []'
		skip "without CAP_SYS_RESOURCE"
	fi
	made ".max_bytes == $more" ipcmk mq: --max-bytes $more
}

@test "ipcmk: semaphores and their values" {
	made '.nsems == 1 and .values == [0]' ipcmk sem:
	made '.nsems == 3 and .values == [0, 0, 0]' ipcmk sem: --nsems 3
	made '.values == [4, 0, 2]' ipcmk sem:0x1 --values 4,0,2
	made '.values == [4, 0, 0]' ipcmk sem: --nsems 3 --values 4
	made '.values == [32767]' ipcmk sem: --values 32767
	made '.value == 7' ipcmk sem:/a --values 7
	made '.value == 2147483647' ipcmk sem:/b --values 2147483647
}

@test "ipcmk: memory may be locked" {
	made '.status == "locked"' ipcmk shm: --size 8K --lock
	made '.status == null' ipcmk shm: --size 8K
}

committed() {
	awk '$1 == "Committed_AS:" { print $2 }' /proc/meminfo
}

@test "ipcmk: memory may be made without swap space for it" {
	local before
	before=$(committed)
	made '.size == 1073741824' ipcmk shm: --size 1G --no-reserve
	(($(committed) - before < 512 * 1024))
	# Were it not so, that would be seen.
	made '.size == 1073741824' ipcmk shm: --size 1G
	(($(committed) - before > 512 * 1024))
}

# The pages of what was attached in the process that `start` began.
page_size() {
	awk '/\/SYSV/ { here = 1 }
		here && $1 == "KernelPageSize:" { print $2; exit }' \
	    "/proc/$pid/smaps"
}

@test "ipcmk: memory may have huge pages" {
	local size
	size=$(awk '$1 == "Hugepagesize:" { print $2 }' /proc/meminfo)
	[[ -n $size ]] || skip "this kernel has no huge pages"
	# Without a reservation there need be none.
	run_apart ipcmk shm: --size "${size}K" --huge --no-reserve
	[[ $status == 0 || $stderr != *CAP_IPC_LOCK* ]] ||
	    skip "huge pages are not for us"
	[[ $status == 0 && -z $stderr ]]
	start hold attach "$output"
	[[ $(page_size) == "$size" ]]
	made ".size == $size * 1024" \
	    ipcmk shm: --size "${size}K" "--huge=${size}K" --no-reserve
	start hold attach "$object"
	[[ $(page_size) == "$size" ]]
	made '.size == 8192' ipcmk shm: --size 8K
	start hold attach "$object"
	[[ $(page_size) == $(($(getconf PAGESIZE) / 1024)) ]]
}

huge() {
	awk -v name="HugePages_$1:" '$1 == name { print $2 }' /proc/meminfo
}

@test "ipcmk: huge pages are set aside for memory that asks for them" {
	local size free
	size=$(awk '$1 == "Hugepagesize:" { print $2 }' /proc/meminfo)
	[[ -n $size ]] || skip "this kernel has no huge pages"
	# The machine's own: leave() sets it back.
	huge_pages=$(cat /proc/sys/vm/nr_hugepages)
	{ echo $((huge_pages + 1)) >/proc/sys/vm/nr_hugepages; } 2>/dev/null ||
	    skip "there can be no huge pages here"
	free=$(($(huge Free) - $(huge Rsvd)))
	((free > 0)) || skip "no huge page is free"
	made ".size == $((size * free)) * 1024" \
	    ipcmk shm: --size "$((size * free))K" --huge
	[[ $(huge Free) == "$(huge Rsvd)" ]]
	fails 1 "too few huge pages are free" ipcmk shm: --size 1 --huge
	ok ipcmk shm: --size 1 --huge --no-reserve
}

@test "ipcmk: huge pages that are not there are an error that says so" {
	local free size
	size=$(awk '$1 == "Hugepagesize:" { print $2 }' /proc/meminfo)
	free=$(awk '$1 == "HugePages_Free:" { print $2 }' /proc/meminfo)
	[[ -n $size ]] || skip "this kernel has no huge pages"
	fails 1 "huge pages" ipcmk shm: --huge --size "$((size * (free + 100)))K"
	ok ipcls --json
	json '.objects == []'
}

# The content, by a way of its own.
content() {
	case $1 in
	shm:/*) cat "/dev/shm/${1#shm:/}" ;;
	*) python3 - "${1#shm:}" <<-'END'
		import ctypes, sys
		c = ctypes.CDLL(None, use_errno=True)
		c.shmat.restype = ctypes.c_void_p
		at = c.shmat(int(sys.argv[1]), None, 0o10000)
		text = open("/proc/sysvipc/shm").read().splitlines()
		size = [int(line.split()[3]) for line in text[1:]
		    if line.split()[1] == sys.argv[1]][0]
		sys.stdout.buffer.write(ctypes.string_at(at, size))
		END
	esac
}

# Of both kinds: from FILE LENGTH [ARG...], and then as many zeros.
from() {
	local file=$1 zeros=$2 memory
	shift 2
	for memory in shm:/m shm:; do
		ok ipcmk "$memory" --from "$file" "$@" || return
		object=$output
		cmp <(content "$object") \
		    <(cat "$file"; head -c "$zeros" /dev/zero) || return
		object remove "$object"
	done
}

@test "ipcmk: memory begins as a file" {
	need python3
	local file=$BATS_TEST_TMPDIR/file
	printf 'hello\n\0world' >"$file"
	from "$file" 0
	head -c 1000000 /dev/urandom >"$file"
	from "$file" 0
}

@test "ipcmk: memory larger than its file ends in zeros" {
	need python3
	printf hello >"$BATS_TEST_TMPDIR/file"
	from "$BATS_TEST_TMPDIR/file" 0 --size 5
	from "$BATS_TEST_TMPDIR/file" 5 --size 10
	from "$BATS_TEST_TMPDIR/file" 99995 --size 100000
}

@test "ipcmk: memory begins as standard input, a pipe or a file" {
	need python3
	local memory
	head -c 300000 /dev/urandom >"$BATS_TEST_TMPDIR/file"
	for memory in shm:/m shm:; do
		# shellcheck disable=SC2002 # it must be a pipe
		object=$(cat "$BATS_TEST_TMPDIR/file" | ipcmk "$memory" --from -)
		cmp <(content "$object") "$BATS_TEST_TMPDIR/file"
		object remove "$object"
		# shellcheck disable=SC2002 # it must be a pipe
		object=$(cat "$BATS_TEST_TMPDIR/file" |
		    ipcmk "$memory" --from=- --size 400000)
		cmp <(content "$object") \
		    <(cat "$BATS_TEST_TMPDIR/file"; head -c 100000 /dev/zero)
		object remove "$object"
		object=$(ipcmk "$memory" --from - <"$BATS_TEST_TMPDIR/file")
		cmp <(content "$object") "$BATS_TEST_TMPDIR/file"
		object remove "$object"
		# From where it stands.
		object=$({ head -c 7 >/dev/null; ipcmk "$memory" --from -
		    } < <(printf '1234567rest'))
		[[ $object != *:/* ]] || [[ -e /dev/shm/m ]]
		object clear
	done
}

@test "ipcmk: a file read in part is taken from where it stands" {
	need python3
	printf 'first\nsecond\n' >"$BATS_TEST_TMPDIR/file"
	local memory
	for memory in shm:/m shm:; do
		object=$({
			dd bs=1 count=6 of=/dev/null status=none
			ipcmk "$memory" --from -
		} <"$BATS_TEST_TMPDIR/file")
		[[ $(content "$object") == second ]]
	done
}

@test "ipcmk: an empty file makes empty memory, of its size if there is one" {
	need python3
	made '.size == 0' ipcmk shm:/o --from /dev/null
	made '.size == 0' ipcmk shm:/n --from - </dev/null
	from /dev/null 100 --size 100
	: >"$BATS_TEST_TMPDIR/file"
	from "$BATS_TEST_TMPDIR/file" 100 --size 100
	# A segment cannot be empty.
	fails 1 byte ipcmk shm: --from /dev/null
	ok ipcls --json -o object shm:
	json '.objects | length == 2'
}

@test "ipcmk: a file that does not tell its length is read all the same" {
	need python3
	cat /proc/version >"$BATS_TEST_TMPDIR/version"
	local memory
	for memory in shm:/m shm:; do
		ok ipcmk "$memory" --from /proc/version
		cmp <(content "$output") "$BATS_TEST_TMPDIR/version"
		object remove "$output"
		ok ipcmk "$memory" --from /proc/version --size 4K
		cmp <(content "$output" | head -c 12) <(head -c 12 /proc/version)
		object remove "$output"
	done
}

@test "ipcmk: of a file without end no more is read than fits" {
	local memory
	# What goes on reading is ended by the limit.
	ulimit -f 65536
	for memory in shm:/m shm:; do
		fails 1 "does not fit" ipcmk "$memory" --size 100 \
		    --from /dev/zero
		fails 1 "does not fit" ipcmk "$memory" --size 100 \
		    --from - < <(exec cat /dev/zero 2>/dev/null)
	done
	ok ipcls --json
	json '.objects == []'
}

@test "ipcmk: --json tells all of what was made" {
	ok ipcmk --json mq:/q "${small[@]}" --mode 600
	strict_json <<<"$output"
	json '.objects | length == 1 and (.[0] | .object == "mq:/q" and
		.kind == "mq" and .api == "posix" and .name == "/q" and
		.mode == "0600" and .max_messages == 1 and .messages == 0)'
	ok ipcmk --json sem:0x52 sem:/s sem: --values 3
	strict_json <<<"$output"
	json '.objects | length == 3 and
		all(.[]; .kind == "sem" and .values == [3]) and
		.[0].key == "0x00000052" and (.[0].id | type) == "number" and
		.[1].object == "sem:/s"'
	ok ipcmk -J shm: --size 5
	json '.objects[0] | .size == 5 and .key == null or .key == "0x00000000"'
}

@test "ipcmk: --json has the fields of ipcls" {
	ok ipcmk --json sem:0x52 --nsems 2
	local made=$output
	ok ipcls --json -o all sem:
	# shellcheck disable=SC2016 # jq's
	# Nobody is looked for who could hold what was made just now.
	json '(.objects[0] | del(.age, .idle)) as $listed
		| $made.objects[0] | with_entries(select(.key | IN("age", "idle",
			"waiters", "waited_by", "waiter_pids", "evidence") | not))
		| . as $made | all(to_entries[]; .value == $listed[.key])' \
	    --argjson made "$made"
}

@test "ipcmk: --json of what failed is what was made" {
	object make sem:/there
	run_apart ipcmk --json sem:/there sem:/new
	[[ $status == 1 && $stderr == *sem:/there* ]]
	json '[.objects[].object] == ["sem:/new"]'
}

@test "ipcmk: one failure does not stop the rest" {
	object make sem:/b
	run_apart ipcmk sem:/a sem:/b sem:/c
	[[ $status == 1 && $output == $'sem:/a\nsem:/c' ]]
	[[ $(wc -l <<<"$stderr") == 1 && $stderr == *"sem:/b: it exists"* ]]
	object show sem:/c
}

# What there is to know, without leaving a trace; the content of POSIX memory
# and semaphores, too.
facts() {
	case $1 in
	*:/*) object stat "$1" ;;
	*) object show "$1" ;;
	esac
	case $1 in
	shm:/*) set -- "/dev/shm/${1#shm:/}" ;;
	sem:/*) set -- "/dev/shm/sem.${1#sem:/}" ;;
	*) return 0 ;;
	esac
	dd "if=$1" iflag=noatime status=none | md5sum
}

# unchanged OBJECT ARG...
unchanged() {
	local before
	before=$(facts "$1") || return
	ok ipcmk --existing-ok --mode 0777 "$@" || return
	[[ $1 != *:/* || $output == "$1" ]] &&
	    [[ $(facts "$1") == "$before" && $(facts "$output") == "$before" ]]
}

@test "ipcmk: --existing-ok takes what is there, and changes nothing of it" {
	need python3
	object make mq:/q mode=0600 max_messages=3 max_message_size=16
	object send mq:/q size=5
	object make shm:/m mode=0600 size=5
	printf hello >/dev/shm/m
	object make sem:/s mode=0600 values=4
	object make mq:0x51 mode=0600
	object send mq:0x51 size=7
	object make shm:0x52 mode=0600 size=4096
	object fill shm:0x52
	object make sem:0x53 mode=0600 nsems=2 values=4,5
	# What is touched shows.
	touch -d 2020-01-01 /dev/shm/m /dev/shm/sem.s
	unchanged mq:/q --max-messages 1
	unchanged shm:/m --size 1
	unchanged shm:/m --size 100
	unchanged sem:/s --values 9
	unchanged mq:0x51 --max-bytes 1
	unchanged shm:0x52 --size 1
	unchanged sem:0x53 --values 9
	ok object receive mq:/q
	json '.size == 5 or (.text | length) == 5'
	ok ipcmk --existing-ok shm:0x52 --size 1
	[[ $(content "$output") == abcdefgh* ]]
}

@test "ipcmk: --existing-ok does not read what the memory would begin as" {
	object make shm:/m size=5
	printf hello >/dev/shm/m
	printf goodbye >"$BATS_TEST_TMPDIR/file"
	ok ipcmk shm:/m --existing-ok --from "$BATS_TEST_TMPDIR/file"
	[[ $output == shm:/m && $(cat /dev/shm/m) == hello ]]
}

@test "ipcmk: --existing-ok makes what is not there" {
	made '.values == [3]' ipcmk sem:0x52 --values 3 --existing-ok
	local first=$object
	made '.values == [3]' ipcmk sem:0x52 --values 4 --existing-ok
	[[ $object == "$first" ]]
	ok ipcmk sem:0x52 sem:/new --existing-ok
	[[ $output == "$first"$'\n'sem:/new ]]
}

@test "ipcmk: --existing-ok needs no size of what is there" {
	local id
	id=$(object make shm:0x52 size=8192)
	ok ipcmk --existing-ok shm:0x52
	[[ $output == "$id" ]]
	fails 1 "shm:0x53: a segment has a size" ipcmk --existing-ok shm:0x53
}

@test "ipcmk: --existing-ok --json tells of what is there" {
	object make sem:0x52 mode=0600 values=7
	ok ipcmk --json --existing-ok sem:0x52 sem:/new --values 1
	json '[.objects[].values] == [[7], [1]] and
		.objects[0].mode == "0600"'
}

@test "ipcmk: --existing-ok takes nothing for an object that is none" {
	mkfifo /dev/shm/fifo /dev/shm/sem.fifo
	mkdir /dev/shm/directory
	ln -s nowhere /dev/shm/link
	local object
	for object in shm:/fifo sem:/fifo shm:/directory shm:/link; do
		run_apart timeout 100 ipcmk --existing-ok "$object"
		[[ $status == 1 && $stderr == *"$object: "* && -z $output ]]
	done
	[[ ! -e /dev/shm/nowhere && -p /dev/shm/fifo && -d /dev/shm/directory ]]
}
