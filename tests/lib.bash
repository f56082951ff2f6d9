# shellcheck shell=bash
# shellcheck disable=SC2154 # $status, $output, $stderr: bats sets them
# SPDX-License-Identifier: BSD-2-Clause
#
# What the .bats files share: `load lib`. They run inside of tests/isolate, so
# every file starts in an empty world; after every test all that it held is let
# go and all that it made is removed.
#
#	ok COMMAND...		runs it: $output, $stderr; it must end with 0
#				and say nothing on stderr
#	fails N TEXT COMMAND...	it must end with N, and TEXT be in $stderr
#	run_apart COMMAND...	runs it: $status, $output, $stderr, and ${lines[@]},
#				${stderr_lines[@]}
#	nothing			there is no object of any kind, nor a file
#	json FILTER [ARG...]	jq -e of $output must hold
#	agrees OBJECT		ipcls says of it, in $listed, what the system calls
#				say
#	start COMMAND...	in the background, until it says "ready"; $pid,
#				and $ready, what followed on that line
#	start_elsewhere OBJECT COMMAND...
#				the same in another IPC namespace, where the
#				next object of that kind gets the id of this one
#	stop PID...		ends what start began, as end of input and
#				SIGTERM do
#	retry COMMAND...	until it succeeds; a minute and a half is a hang
#	as_nobody COMMAND...	as an ordinary user (also: start as_nobody ...);
#				the test calls need_nobody first
#	need_root, need_nobody, need WORD...
#				skip where that is not to be had
#	count_here		ipcls counts only queues of here
#	need_reader		skip where memory of the kernel may not be read
#	as_reader COMMAND...	as someone who may read that, but trace nobody
#	is_mount DIRECTORY	something is mounted there
#	need_queues		this test makes POSIX queues, of no more than a quarter
#				of RLIMIT_MSGQUEUE: in a file that says that
#				only such tests make any (run-bats)
#	need_room		raise the limits to 32,000 objects a kind
#
# The programs that make and hold objects are documented in object.c, hold.c
# and deny.c.

bats_require_minimum_version 1.5.0

if [[ ! -v ISOLATED ]]; then
	echo "to be run by tests/isolate: it removes every IPC object" >&2
	exit 1
fi

# Only tests that call need_queues make queues. Not in run-bats: the limit of who
# makes a user namespace stays that of the namespace.
[[ ${QUEUES_LOCKED-} != 0 ]] || ulimit -S -q 0

: "${abs_top_srcdir:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
: "${abs_top_builddir:=$abs_top_srcdir}"
# With the programs that are installed, of `make installcheck`.
PATH=${installed_path:-$abs_top_builddir/src}:$abs_top_builddir/tests:$PATH

# What a developer has set must not change what is tested.
# A shell of the terminal of a test is the one that is everywhere.
export LC_ALL=C.UTF-8 TZ=UTC SHELL=/bin/sh
unset COLUMNS LINES NO_COLOR CLICOLOR CLICOLOR_FORCE IFS POSIXLY_CORRECT

# Names that a stranger may give to an object of any kind.  Bytes are written
# out, so that no locale changes them.
# shellcheck disable=SC1003,SC2016,SC2034,SC2088 # nothing is to be expanded here
hostile_names=(
	$'new\nline'
	$'ends in newline\n'
	$'\n'
	$'tab\tbed'
	$'carriage\rreturn'
	$'\e[31mred\e[0m'
	$'\e]0;title\a'
	$'\xc2\x9b31mC1'
	$'\x01\x7f'
	' '
	'two  words'
	' leading'
	'trailing '
	"single'quote"
	'double"quote'
	'back\slash'
	'ends in backslash\'
	'$(touch pwned)'
	'`touch pwned`'
	'$HOME'
	'a;b&c|d>e'
	'*'
	'?'
	'[a-z]'
	'{a,b}'
	'~'
	'a,b'
	'a=b'
	'%s%n'
	'#'
	'-'
	'-rf'
	'--help'
	'0'
	'0x10'
	'null'
	'@file,1'
	'x (deleted)'
	$'\xc3\xa9'
	$'e\xcc\x81'
	$'\xe6\xbc\xa2'
	$'\xf0\x9f\x94\x92'
	$'\xf0\x9d\xa0\x80 no surrogate'
	$'\xe2\x80\xaegnp.exe'
	$'\xe2\x80\xa8line separator'
	$'\xef\xbb\xbfmark'
	$'\xff'
	'\377'
	$'both \\377 and \xff'
	$'\xc3'
	$'cut \xe6\xbc'
	$'\xed\xa0\x80 surrogate'
	$'\xf4\x90\x80\x80 beyond'
	$'\xc0\xaf overlong'
)
# The longest; "sem." is part of a semaphore's file name.
printf -v longest_name '%0255d' 0
# shellcheck disable=SC2034 # for tests
longest_sem_name=${longest_name:4}

declare -gA inputs=()

# A leak sanitizer cannot look at what is traced, and dies of it.
strace() {
	ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0 command strace "$@"
}

# How often a test that failed is tried again: never, but where it is said which
# these were (.ci/run).
BATS_TEST_RETRIES=${TEST_RETRIES:-0}

# That it is tried again, and why, as comments in the TAP.
tell_second_try() {
	[[ -z $BATS_TEST_COMPLETED ]] &&
	    ((BATS_TEST_TRY_NUMBER <= BATS_TEST_RETRIES)) || return 0
	printf '# second try: %s\n' "$BATS_TEST_DESCRIPTION" >&3
	sed 's/^/# /' "$BATS_OUT" >&3
}

# As this is loaded by setup, it comes after what the file has of that name:
# what a file must do in the end is its own leave().
teardown() {
	tell_second_try
	stop "${!inputs[@]}"
	! declare -F leave >/dev/null || leave
	object clear
}

# Running, and looking at what came out.

show_run() {
	printf 'status: %s\nstdout:\n%s\nstderr:\n%s\n' \
	    "$status" "$output" "${stderr-}" >&2
	return 1
}

# As `run --separate-stderr` of bats, with a third of its processes: they are what
# the suite costs.
# shellcheck disable=SC2034 # for tests
run_apart() {
	local flags=$- err=$BATS_TEST_TMPDIR/stderr.$BASHPID
	set +eET
	: >"$err"
	# That it leaves out NULs is bash's to say, and not the command's.
	{
		output=$("$@" 2>>"$err")
		status=$?
	} 2>/dev/null
	read -rd '' stderr <"$err"
	IFS=$'\n' read -rd '' -a lines <<<"$output"
	IFS=$'\n' read -rd '' -a stderr_lines <<<"$stderr"
	set "-$flags"
}

ok() {
	run_apart "$@"
	[[ $status == 0 && -z $stderr ]] || show_run
}

fails() {
	local wanted=$1 text=$2
	shift 2
	run_apart "$@"
	[[ $status == "$wanted" && $stderr == *"$text"* ]] || {
		echo "wanted: status $wanted and '$text'" >&2
		show_run
	}
}

# Without a process; the first line of System V's tables is a heading.
nothing() {
	local list lines
	for list in msg shm sem; do
		mapfile -t lines <"/proc/sysvipc/$list"
		[[ ${#lines[@]} == 1 ]] || return
	done
	shopt -s nullglob dotglob
	lines=(/dev/shm/* /dev/mqueue/*)
	shopt -u nullglob dotglob
	[[ ${#lines[@]} == 0 ]]
}

# Functions for the filters: a time as ipcls prints it, as seconds.
jq_functions='
def epoch: sub("\\.[0-9]+"; "") | sub("[+-]00:?00$"; "Z") | fromdate;
'

# jq 1.6 is content with nothing at all.
json() {
	local filter=$1
	shift
	if [[ -z $output ]] ||
	    ! jq -e "$@" "$jq_functions $filter" <<<"$output" >/dev/null; then
		printf 'does not hold: %s\nof: %s\n' "$filter" "$output" >&2
		return 1
	fi
}

# Standard input is one JSON document, or with "lines" one a line, in valid UTF-8,
# for a strict reader too.
strict_json() {
	python3 -c 'import json, sys
def never(word):
	raise ValueError(word)
def once(pairs):
	keys = [key for key, value in pairs]
	if len(keys) != len(set(keys)):
		raise ValueError("a key twice")
	return dict(pairs)
text = sys.stdin.buffer.read().decode("utf-8", "strict")
for one in text.rstrip("\n").split("\n") if sys.argv[1:] else [text]:
	json.loads(one, parse_constant=never, object_pairs_hook=once)' "$@"
}

# The bytes of a word, or of standard input.
hex() {
	if [[ $# != 0 ]]; then
		printf %s "$1"
	else
		cat
	fi | od -An -v -tx1 | tr -d ' \n'
}

# Fields whose 0 means never, or a process that cannot be named.
agrees_functions='
def unzero: if . == 0 then null else . end;
def theirs: with_entries(
	if .key | IN("stime", "rtime", "dtime", "otime", "lspid", "lrpid",
	    "cpid", "lpid", "notify_pid") then .value |= unzero
	elif .key == "pid" then .value |= map(unzero)
	else . end)
    | if .api == "sysv" and .atime == 0 then .atime = null else . end
    | del(.nwaiters);
def ours: with_entries(
	if .key | test("^[a-z]time$")
	then .value |= if type == "string" then epoch else . end
	else . end);
'

agrees() {
	local show stat='{}'
	# Before the others: they read a queue, which sets two of its times.
	[[ $1 != *:/* ]] || stat=$(object stat "$1") || return
	listed=$(ipcls --json -o all "$1") || return
	show=$(object show "$1") || return
	# shellcheck disable=SC2016 # jq's
	jq -en --argjson stat "$stat" --argjson show "$show" \
	    --argjson list "$listed" "$jq_functions $agrees_functions"'
		($show + $stat | theirs) as $theirs
		| ($list.objects[0] | ours) as $ours
		| [ $theirs | to_entries[]
		    | select($ours[.key] != .value)
		    | "\(.key): ipcls says \($ours[.key]), "
			+ "the system \(.value)" ]
		| if length == 0 then true else error(join("; ")) end' >/dev/null
}

# Time, and processes.

retry() {
	local end=$((SECONDS + 90))
	until "$@"; do
		if ((SECONDS >= end)); then
			echo "never held: $*" >&2
			return 1
		fi
		sleep 0.02
	done
}

# Whether the file $1 has a whole first line, or the process $2 has ended.
spoken() {
	{ read -r _ <"$1" || ! kill -0 "$2"; } 2>/dev/null
}

start() {
	local dir input word prefix=()
	if [[ $1 == as_nobody ]]; then
		as_nobody true || return
		prefix=("${nobody[@]}")
		shift
	fi
	dir=$(mktemp -d "$BATS_TEST_TMPDIR/start.XXXXXX") && mkfifo "$dir/in"
	"${prefix[@]}" "$@" <"$dir/in" >"$dir/out" 2>"$dir/err" 3>&- &
	pid=$!
	exec {input}>"$dir/in"
	inputs[$pid]=$input
	retry spoken "$dir/out" "$pid"
	# shellcheck disable=SC2034 # for tests
	read -r word ready <"$dir/out" || true
	[[ $word == ready ]] || {
		echo "not ready: $*: $(cat "$dir/out" "$dir/err")" >&2
		return 1
	}
}

# The kernel gives ids one after the other.
start_elsewhere() {
	local kind=${1%%:*} n=${1#*:}
	shift
	# shellcheck disable=SC2016 # expands in there
	start unshare --ipc bash -c 'for ((i = 0; i < $2; i++)); do
		object make "$1:" >/dev/null
	done
	exec "${@:3}"' - "$kind" "$n" "$@"
}

stop() {
	local one input
	for one; do
		input=${inputs[$one]}
		exec {input}>&-
		unset "inputs[$one]"
		kill -TERM "$one" 2>/dev/null || true
		# What does not listen to that is a defect, but must not hang.
		retry ended "$one" || kill -KILL "$one"
		wait "$one" 2>/dev/null || true
	done
}

# A child that nobody has waited for remains, as a zombie.
ended() {
	local stat
	{ read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
	stat=${stat##*) }
	[[ -z $stat || ${stat%% *} == Z ]]
}

# What not every machine has.

need() {
	local word
	for word; do
		command -v "$word" >/dev/null || skip "$word is not installed"
	done
}

nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups --)

# A root that can be somebody else.
need_root() {
	if [[ $EUID != 0 ]] || ! "${nobody[@]}" true 2>/dev/null; then
		skip "only for root"
	fi
}

# mountpoint(1) since util-linux 2.41 counts what another mount hides, too, as
# /dev of the world hides that of the machine.
is_mount() {
	[[ $(stat -c %m -- "$1" 2>/dev/null) == "$1" ]]
}

# An ordinary user that can run what we have built, wherever that is.
need_nobody() {
	need_root
	nobody_ready=1
	chmod a+rx "$BATS_RUN_TMPDIR" "$BATS_TEST_TMPDIR"
	! "${nobody[@]}" test -x "$abs_top_builddir/tests/hold" || return 0
	mkdir -p /dev/build
	is_mount /dev/build ||
	    mount --bind "$abs_top_builddir" /dev/build
	PATH=/dev/build/${installed_path+tests/installed}:/dev/build/tests:$PATH
	[[ -v installed_path ]] || PATH=/dev/build/src:$PATH
}

# It does not skip itself: below `run` that would be a test that passed.
as_nobody() {
	[[ -v nobody_ready ]] || {
		echo "need_nobody must come before as_nobody" >&2
		return 125
	}
	"${nobody[@]}" "$@"
}

# Its own types told, and the capabilities PERFMON and BPF (38, 39) in the first
# user namespace, whose number is fixed.
# RLIMIT_MSGQUEUE counts the queues of a user in all namespaces: what suites that
# run at the same time have must not be in the way. Then ipcls counts what it
# lists, as for those who may not read what the kernel counts.
count_here() {
	deny bpf true || return 0
	# shellcheck disable=SC2317 # tests call it
	ipcls() {
		deny bpf ipcls "$@"
	}
}

need_reader() {
	local caps
	caps=$(sed -n 's/^CapEff:[[:blank:]]*/0x/p' /proc/self/status)
	if [[ ! -e /sys/kernel/btf/vmlinux ||
	    $(readlink /proc/self/ns/user) != 'user:[4026531837]' ]] ||
	    (((caps >> 38 & 3) != 3)); then
		skip "memory of the kernel may not be read here"
	fi
	# Here is no test of what ipccat says, but of how it was built.
	! grep -q 'built with the kernel reader' "$abs_top_builddir/src/ipccat" ||
	    skip "built without the kernel reader"
}

as_reader() {
	setpriv --reuid=54321 --regid=54321 --clear-groups \
	    --inh-caps=-all,+bpf,+perfmon --ambient-caps=-all,+bpf,+perfmon \
	    -- "$@"
}

# Until the test ends, a quarter of RLIMIT_MSGQUEUE is for its queues. What it starts
# does not keep others from it, as teardown ends that.
need_queues() {
	[[ ${QUEUES_LOCKED-} == 0 ]] || return 0
	# shellcheck source=tests/turns.bash
	. "$abs_top_srcdir/tests/turns.bash"
	take_quarter
	ulimit -S -q "$(ulimit -H -q)"
	QUEUES_LOCKED=1
}

# The limits belong to the IPC namespace, and so to the whole file of tests.
need_room() {
	{
		echo 32768 >/proc/sys/kernel/shmmni &&
		    echo 32768 >/proc/sys/kernel/msgmni &&
		    echo 32000 1024000000 500 32768 >/proc/sys/kernel/sem &&
		    echo 32768 >/proc/sys/fs/mqueue/queues_max
	} 2>/dev/null || skip "the limits cannot be raised here"
}
