# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2016,SC2030,SC2031,SC2154 # jq, other shells; bats
# Objects of other IPC namespaces, and of other /dev/shm.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	ours=$(namespace self)
}

namespace() {
	stat -L -c %i "/proc/$1/ns/ipc"
}

# away SCRIPT [COMMAND...]: a process in an IPC namespace and a /dev/shm of its
# own, where the script was run; $pid, and $there, its namespace.
away() {
	local script=$1
	shift
	start unshare --ipc --mount bash -c 'mount -t tmpfs tmpfs /dev/shm &&
	    (eval "$1") >/dev/null && shift && "$@"' - "$script" \
	    "${@:-stay}"
	there=$(namespace "$pid")
}

# What a process without anything else to do does.
stay() {
	echo ready
	read -r _ || true
}
export -f stay

# The same ids and names as there, but not the same objects.
make_ours() {
	object make mq:/jobs max_messages=3
	object make shm:/cache size=4096
	object make sem:/lock values=1
	object make mq:0x1
	object make shm:0x2 size=100
	object make sem:0x3 values=1
} >"$BATS_TEST_TMPDIR/made"

make_theirs='object make mq:/jobs max_messages=4
	object make shm:/cache size=8192
	object make sem:/lock values=7
	object make mq:0x1; object send mq:0x1
	object make shm:0x2 size=200
	object make sem:0x3 values=7'

# Keys, as ids differ: theirs are 0, ours were once.
facts=name,key,max_messages,size,messages,value
our_facts="/jobs,,3,,0,
,0x00000001,,,0,
/cache,,,4096,,
,0x00000002,,100,,
/lock,,,,,1
,0x00000003,,,,1"
their_facts="/jobs,,4,,0,
,0x00000001,,,1,
/cache,,,8192,,
,0x00000002,,200,,
/lock,,,,,7
,0x00000003,,,,7"

# shows FACTS [WORD...]: ipcls does.
shows() {
	ok ipcls --csv --no-headings -o "$facts" "${@:2}"
	[[ $output == "$1" ]] || show_run
}

# What is bound stays bound.
leave() {
	! mountpoint -q "$BATS_FILE_TMPDIR/bound" ||
	    umount "$BATS_FILE_TMPDIR/bound"
}

# Where all processes that can be seen are of this world.
need_world() {
	[[ $(namespace 1) == "$ours" ]] || skip "others can be seen here"
}

@test "ipcls: -N PID lists what that process has, of the same ids and names" {
	make_ours
	away "$make_theirs"
	shows "$our_facts"
	shows "$their_facts" -N "$pid"
	shows "$their_facts" "--namespace=$pid"
	shows "/jobs,,4,,0,
,0x00000002,,200,," -N "$pid" /dev/mqueue/jobs shm:0x2
	ok ipcls -N "$pid" --json -o ns
	json 'all(.objects[]; .ns == null or .ns == $ns)' --argjson ns "$there"
	shows "$our_facts" -N $$
	# What is here now is nowhere else.
	object make mq:/here >/dev/null
	fails 1 "ipcls: mq:/here: no such object" ipcls -N "$pid" mq:/here
}

@test "ipcls: -N takes the file of a namespace, whether or not it is bound" {
	make_ours
	away "$make_theirs"
	shows "$their_facts" -N "/proc/$pid/ns/ipc"
	shows "$our_facts" -N /proc/self/ns/ipc
	cd "$BATS_FILE_TMPDIR"
	touch bound
	mount --bind "/proc/$pid/ns/ipc" bound || skip "it cannot be bound"
	shows "$their_facts" -N bound
	# With nobody there, no /dev/shm is left.
	stop "$pid"
	shows "/jobs,,4,,0,
,0x00000001,,,1,
,0x00000002,,200,,
,0x00000003,,,,7" -N bound
}

@test "ipcls: -N shows the limits that hold there, and their usage" {
	make_ours
	away "$make_theirs; echo 77 >/proc/sys/kernel/msgmni ||
	    touch /dev/shm/none"
	[[ $(ipcls -N "$pid" shm:/none 2>&1) != shm:/none ]] ||
	    skip "a limit cannot be set"
	ok ipcls -N "$pid" -l --json -w 'name == "msgmni"'
	json '.limits[0].value == 77'
	ok ipcls -l --json -w 'name == "msgmni"'
	json '.limits[0].value != 77'
	ok ipcls -N "$pid" -u -m --json -w 'by == "owner"'
	json '.usage[0].size == 8392'
}

@test "ipcls: -N all lists each namespace, and what is in it once" {
	need_world
	make_ours
	away "$make_theirs"
	# Two that share it make no difference.
	start nsenter "--ipc=/proc/$pid/ns/ipc" "--mount=/proc/$pid/ns/mnt" \
	    bash -c stay
	ok ipcls -N all --json
	json 'def of($n): [.objects[] | select(.ns == $n)
		| [.name, .key, .max_messages, .size, .messages, .value]
		| map(. // "" | tostring) | join(",")] | join("\n");
	(.objects | length == 12) and all(.objects[]; has("unit"))
	and of($ours) == $our_facts and of($there) == $their_facts' \
	    --argjson ours "$ours" --argjson there "$there" \
	    --arg our_facts "$our_facts" --arg their_facts "$their_facts"
	ok ipcls -N all -q
	[[ $output == OBJECT*" NS "*" UNIT"* && $output == *"$there"* ]]
	ok ipcls -N all --raw --no-headings -o ns,object shm:/cache
	[[ $(sort <<<"$output") == "$(printf '%s shm:/cache\n' "$ours" \
	    "$there" | sort)" ]]
	ok ipcls -N all --raw --no-headings -o size -w "ns == $there" -m \
	    -S -size
	[[ $output == $'8192\n200' ]]
}

@test "ipcls: -N all misses what is named and nowhere" {
	need_world
	away "object make mq:/there; object make mq:0x9"
	object make mq:/here
	fails 1 "ipcls: mq:/none: no such object" ipcls -N all --raw \
	    --no-headings -o name,key mq:/there mq:/none mq:/here mq:0x9 'mq:/x*'
	[[ $stderr != *$'\n'* && $(sort <<<"$output") == "- 0x00000009
/here -
/there -" ]]
	ok ipcls -N all mq:/there mq:/here mq:0x9
}

@test "ipcls: -N all finds a /dev/shm in the same IPC namespace" {
	need_world
	make_ours
	start unshare --mount bash -c 'mount -t tmpfs tmpfs /dev/shm &&
		object make shm:/cache size=1 >/dev/null && stay'
	ok ipcls -N all --csv --no-headings -o object,size,ns -m \
	    --posix
	[[ $(sort <<<"$output") == "shm:/cache,1,$ours
shm:/cache,4096,$ours" ]]
	# A directory of the same file system is another one.
	mkdir /dev/shm/dir
	start unshare --mount bash -c 'mount --bind /dev/shm/dir /dev/shm &&
		cd / && object make shm:/cache size=2 >/dev/null && stay'
	ok ipcls -N all --raw --no-headings -o size -m --posix -S size
	[[ $output == $'1\n2\n4096' ]]
	ok ipcls -N "$pid" --raw --no-headings -o size -m --posix
	[[ $output == 2 ]]
	rm -r /dev/shm/dir
}

@test "ipcls: -N all -H shows who holds it in each namespace" {
	need_world
	local one two

	start hold both shm:/cache && one=$pid
	start hold attach shm:0x2
	local three=$pid id=${ready#shm:}
	# Ids go on where they are, and so the same one comes there.
	away "for ((i = 0; i < $id; i++)); do object make shm:; done
	    object clear" hold both shm:/cache && two=$pid
	start nsenter "--ipc=/proc/$two/ns/ipc" hold attach shm:0x2
	[[ $ready == "shm:$id" ]]
	ok ipcls -N all -H --json -o +holder_pids -m
	json '[.objects[] | "\(.object) \(.ns) \(.holder_pids)"] | sort == (
	["shm:/cache \($ours) [\($one)]", "shm:/cache \($there) [\($two)]",
	    "shm:\($id) \($ours) [\($three)]",
	    "shm:\($id) \($there) [\($four)]"] | sort)' \
	    --argjson ours "$ours" --argjson there "$there" --arg id "$id" \
	    --argjson one "$one" --argjson two "$two" \
	    --argjson three "$three" --argjson four "$pid"
	ok ipcls -N "$two" --raw --no-headings -o object,holder_pids
	[[ $output == "shm:/cache $two
shm:$id $pid" ]]
}

@test "ipcls: -N all -i names no limits of one for what is in another" {
	need_world
	make_ours
	away "$make_theirs"
	ok ipcls -i mq:0x1
	[[ $output == *"limit msg"* ]]
	ok ipcls -N all -i mq:0x1
	[[ $output != *"limit msg"* ]]
	[[ $(grep -c '^what  *object ' <<<"$output") == 2 ]]
}

@test "ipcls: -N all survives namespaces that end meanwhile" {
	need_world
	make_ours
	start bash -c 'echo ready
	while unshare --ipc --mount sh -c "mount -t tmpfs tmpfs /dev/shm" & wait
	    read -r -t 0.001 _; (($? > 128)); do :; done'
	for _ in {1..40}; do
		ok ipcls -N all --json -o object,ns
		json '[.objects[] | select(.ns == $ours)] | length == 6' \
		    --argjson ours "$ours"
	done
}

@test "ipcls: no more is entered than there is, and it is said why" {
	local program file

	cd "$BATS_TEST_TMPDIR"
	mkfifo fifo
	away true
	for file in "/proc/$pid/ns/mnt" /dev/null fifo . /proc/self/status; do
		fails 1 "ipcls: $file: neither a process nor the file of an IPC namespace" \
		    timeout 100 ipcls -N "$file"
		[[ -z $output ]]
	done
	fails 1 "none: no such process or file; -N is for a namespace" \
	    ipcrm -N none shm:/none
	fails 1 ": no such process or file" ipcrm -N '' shm:/none
	for program in ipcrm ipcmk ipccat; do
		fails 1 "$program: all: no such process or file; this word is for ipcls and ipcwatch --trace" \
		    "$program" -N all shm:/none
	done
	stop "$pid"
	for file in "$pid" 0 99999999999999999999; do
		for program in 'ipcls' 'ipcmk shm:/x' 'ipcrm shm:/x' \
		    'ipccat shm:/x' 'ipcctl --mode 0600 shm:/x'; do
			# shellcheck disable=SC2086 # words
			fails 1 "${program%% *}: $file: no such process" \
			    $program -N "$file"
		done
	done
	ok ipcls
	[[ -z $output ]]
	fails 2 "--namespace all: is for a list" ipcls -N all -l
	fails 2 "is given twice" ipcls -N 1 -N 1
	# First it must make sense.
	fails 2 "no such field" ipcls -N 1 -o nosuch
}

@test "ipcls: without privilege it is said what that takes" {
	need_nobody
	make_ours
	away "$make_theirs"
	fails 1 "ipcls: $pid: may not be examined: only its user or root may" \
	    as_nobody ipcls -N "$pid"
	[[ -z $output && $stderr != *$'\n'* ]]
	for file in "/proc/$pid/ns/ipc" "$pid"; do
		fails 1 "$file: may not be examined" \
		    as_nobody ipcrm -N "$file" mq:/jobs
	done
	run_apart as_nobody ipcls -N all --json -o object
	[[ $status == 1 ]]
	[[ $stderr =~ ^ipcls:\ /proc:\ the\ namespaces\ of\ [0-9]+\ processes\ could\ not\ be\ looked\ at$ ]]
	json '.objects | length == 6'
	# One's own takes none.
	start as_nobody bash -c 'echo ready; read -r _'
	ok as_nobody ipcls -N "$pid" -o object
	[[ $output == *mq:/jobs* ]]
}

@test "ipcls: without a /dev/shm there are queues, and no memory" {
	make_ours
	start unshare --ipc --mount bash -c '
	    object make mq:/there >/dev/null && mount -t tmpfs tmpfs /dev && stay'
	ok ipcls -N "$pid" --raw --no-headings -o object
	[[ $output == mq:/there ]]
	fails 1 "ipcmk: shm:/new: Read-only file system" \
	    ipcmk -N "$pid" shm:/new
	ok ipcmk -N "$pid" sem:
	[[ $output == sem:0 && ! -e /dev/shm/new ]]
}

@test "ipcls: a link in place of a /dev/shm is not followed" {
	make_ours
	start unshare --ipc --mount bash -c 'mount -t tmpfs tmpfs /dev &&
		ln -s /dev/shm /dev/shm && stay'
	fails 1 "ipcls: $pid: its /dev/shm is no directory" ipcls -N "$pid"
	fails 1 "no directory" ipcrm -N "$pid" --all
	shows "$our_facts"
}

@test "ipcrm: what a user has mounted on a /dev/shm of his own is left alone" {
	need_nobody
	mkdir /dev/shm/dir
	touch /dev/shm/dir/precious
	chmod -R a+rx /dev/shm/dir
	run as_nobody unshare --user --map-root-user --mount mount --bind \
	    /dev/shm/dir /dev/shm
	[[ $status == 0 ]] || skip "users can mount nothing here"
	start as_nobody unshare --user --map-root-user --mount bash -c '
		mount --bind /dev/shm/dir /dev/shm && echo ready && read -r _'
	fails 1 "ipcrm: $pid: its /dev/shm belongs to none of its users" \
	    ipcrm -N "$pid" --all
	[[ -e /dev/shm/dir/precious ]]
	# Of his own there is much to see.
	start as_nobody unshare --user --map-root-user --mount bash -c '
		mount -t tmpfs tmpfs /dev/shm && >/dev/shm/x && echo ready &&
		read -r _'
	ok ipcls -N "$pid" --raw --no-headings -o object,owner
	[[ $output == "shm:/x nobody" ]]
	ok ipcrm -v -N "$pid" shm:/x
	rm -r /dev/shm/dir
}

@test "ipcmk, ipcctl, ipccat, ipcrm: -N changes what is there and nothing here" {
	make_ours
	away "$make_theirs"
	ok ipcmk -N "$pid" mq:/new shm:/new sem:/new mq:0x9 sem:0x9
	[[ $output == $'mq:/new\nshm:/new\nsem:/new\nmq:1\nsem:1' ]]
	ok ipcctl -N "$pid" --mode 0604 mq:/new shm:/cache sem:0
	ok ipccat -N "$pid" -W -m hello mq:/jobs
	ok ipccat -N "$pid" -W -m hello mq:0
	ok ipccat -N "$pid" sem:/lock
	[[ $output == 7 ]]
	ok ipccat -N "$pid" -r mq:0
	[[ $output == a* ]]
	ok ipcls -N "$pid" --raw --no-headings -o object,mode,messages \
	    mq: -w 'messages > 0 or mode == 0604'
	[[ $output == $'mq:/jobs 0600 1\nmq:/new 0604 0\nmq:0 0600 1' ]]
	ok ipcrm -N "$pid" shm:/cache sem:0x3 mq:/jobs
	ok ipcrm -y -N "$pid" -w 'kind == "shm"'
	ok ipcls -N "$pid" --raw --no-headings -o object
	[[ $output == $'mq:/new\nmq:0\nmq:1\nsem:/lock\nsem:/new\nsem:1' ]]
	ok ipcrm -N "$pid" -a
	ok ipcls -N "$pid"
	[[ -z $output ]]
	shows "$our_facts"
	ok ipcls --raw --no-headings -o mode
	[[ $(sort -u <<<"$output") == 0600 ]]
}

@test "ipcmk, ipccat: files are ours, and so is the working directory" {
	away "$make_theirs"
	mkdir "$BATS_TEST_TMPDIR/dir"
	cd "$BATS_TEST_TMPDIR/dir"
	printf 0123456789 >../data
	printf abc >/dev/shm/ours
	ok ipcmk -N "$pid" --from ../data shm:/data
	ok ipcmk -N "$pid" --from /dev/shm/ours shm:/ours
	ok ipccat -N "$pid" -W shm:/cache ../data
	ok ipccat -N "$pid" --length 10 shm:/cache
	[[ $output == 0123456789 ]]
	ok ipccat -N "$pid" shm:/ours
	[[ $output == abc ]]
	touch file
	ok ipcmk -N "$pid" mq:@file,1
	ok ipcls -N "$pid" --raw --no-headings -o object mq:@../dir/file,1
	[[ $output == mq:1 ]]
	# In the directory that another one is put over, too.
	cd /dev/shm
	ok ipccat -N "$pid" -W shm:/cache ours
	ok ipccat -N "$pid" --length 10 shm:/cache
	[[ $output == abc3456789 ]]
	rm /dev/shm/ours
}
