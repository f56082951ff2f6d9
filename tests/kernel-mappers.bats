# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats
# Who has memory mapped, by the kernel's own trees of areas where they may be
# read: the same that /proc/PID/maps tells, and of processes, too, that are
# hidden or outside of our PID namespace.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	need_reader
	cd "$BATS_TEST_TMPDIR" || return
}

# In each way that there is.
start_mappers() {
	segment=$(object make shm: size=8192)
	object make shm:/memory size=8192 >/dev/null
	start hold attach "$segment" count=2
	start hold attach-read "$segment"
	for way in map map-forked map-part map-private both open file; do
		start hold $way shm:/memory
	done
	start hold open sem:/lock
	objects=("$segment" shm:/memory sem:/lock)
}

holders() {
	"$@" ipcls --jsonl -o object,nattch,holders,held_by "${objects[@]}"
}

@test "both sources agree" {
	start_mappers
	holders env >told
	holders deny bpf >looked
	cmp told looked
	jq -se "map(.holders) == [8, 2, 1]" told
	jq -se 'map(select(.object == "shm:/memory")) | .[0].held_by |
	    (map(.how) | sort) == ["both", "mapped", "mapped", "mapped",
		"mapped", "mapped", "open", "open"] and
	    (map(.areas[].access) | sort) == ["r", "r", "r", "r", "r", "rw"]' \
	    told
	jq -se 'map(select(.nattch != null)) | .[0].held_by |
	    map(.areas | map(.access)) | sort == [["r"], ["rw", "rw"]]' told
}

@test "an area is where the process has it" {
	object make shm:/memory size=8192 >/dev/null
	start hold map-part shm:/memory
	areas=$(sed -n 's,^\([0-9a-f]*\)-\([0-9a-f]*\) rw-s .*/dev/shm/memory$,\1 \2,p' \
	    "/proc/$pid/maps")
	[[ $areas == *" "* && $areas != *$'\n'* ]]
	for words in env "deny bpf"; do
		read -ra via <<<"$words"
		ok "${via[@]}" ipcls --json -o held_by shm:/memory
		json ".objects[0].held_by[0].areas == [{\"start\":
		    \"0x${areas% *}\", \"end\": \"0x${areas#* }\",
		    \"access\": \"rw\"}]"
	done
}

@test "of processes that share all of their memory, each has it mapped" {
	objects=("$(object make shm:)" shm:/memory)
	start hold attach-cloned "${objects[0]}"
	start hold map-cloned shm:/memory
	holders env >told
	holders deny bpf >looked
	cmp told looked
	jq -se 'map(.holders) == [2, 2] and map(.held_by | length) == [2, 2]' told
}

# number WANTED: that many hold it, by both sources.
number() {
	[[ $(ipcls --raw --no-headings -o holders shm:/memory) == "$1" &&
	    $(deny bpf ipcls --raw --no-headings -o holders shm:/memory) == "$1" ]]
}

@test "what runs another program has nothing mapped any more" {
	start hold map-exec shm:/memory
	start hold map-exec shm:/memory
	number 2
	kill -USR1 "$pid"
	retry number 1
	[[ $(<"/proc/$pid/comm") == cat ]]
}

@test "who may not be traced does not hide" {
	need_nobody
	segment=$(object make shm: mode=0666)
	object make shm:/memory size=4096 mode=0666 >/dev/null
	start hold attach "$segment"
	start hold map shm:/memory
	ok as_reader ipcls --json -o holders,held_by "$segment"
	json '.objects[0] | .holders == 1 and .held_by[0].user == "root"
		and .held_by[0].command == "hold"'
	# Who has it open cannot be seen.
	ok as_reader ipcls --json -o holders,held_by,orphan shm:/memory
	json '.objects[0] | .holders == null and .orphan == false
		and .held_by[0].command == "hold"'
	ok as_reader deny bpf ipcls --json -o holders,held_by "$segment"
	json '.objects[0] | .holders == null and .held_by == null'
	stop "$pid"
	ok as_reader ipcls --json -o holders,held_by,orphan shm:/memory
	json '.objects[0] | .holders == null and .held_by == null
		and .orphan == null'
}

# Where a program does not take its PID namespace for the first one.
in_container() {
	unshare --pid --fork --mount-proc env -u LD_PRELOAD "$@"
}

@test "who is outside of our PID namespace is counted" {
	start_mappers
	ok in_container ipcls --json -o holders,held_by,holders_outside \
	    "$segment"
	json '.objects[0] | .holders == 2 and .holders_outside == 2
		and .held_by == []'
	ok in_container ipcls --json \
	    -o holders,held_by,holders_outside,orphan shm:/memory
	json '.objects[0] | .holders == null and .holders_outside == 6
		and .held_by == null and .orphan == false'
	ok in_container ipcls -i "$segment" shm:/memory
	[[ $output == *$'\n          2 holders outside of this PID namespace\n'* ]]
	[[ $output == *"attached by 2 processes, 2 of them outside of this"* ]]
	[[ $output == *$'\n          6 holders outside of this PID namespace\n'* ]]
	[[ $output == *"held by at least 6 processes, 6 of them outside"* ]]
	ok in_container deny bpf ipcls --json -o holders,holders_outside \
	    "$segment" shm:/memory
	json 'all(.objects[]; .holders == null and .holders_outside == null)'
}

# It needs a list of processes for who has a file open, not for a segment.
@test "for a segment, no process is looked at" {
	# Without /proc a sanitizer cannot name its functions, and says so.
	! grep -q __asan_init "$(command -v ipcls)" ||
	    skip "a sanitizer needs /proc"
	start_mappers
	ok unshare --mount bash -c 'mount -t tmpfs none /proc &&
	    exec "$@"' - ipcls --json -o holders,held_by "$segment"
	json '.objects[0] | .holders == 2 and (.held_by | length) == 2'
	[[ $stderr == "" ]]
	ok unshare --mount bash -c 'mount -t tmpfs none /proc &&
	    exec "$@"' - deny bpf ipcls --json -o holders,held_by "$segment"
	json '.objects[0] | .holders == null and .held_by == null'
}

@test "of many objects, one walk over all processes tells the same" {
	for i in {1..300}; do
		echo "$i" >"/dev/shm/memory$i"
	done
	start hold map shm:/memory1
	start hold map shm:/memory300
	ok ipcls --json -o holders,holders_outside --where 'holders > 0' \
	    'shm:/*'
	json '.objects | length == 2 and
	    all(.[]; .holders == 1 and .holders_outside == null)'
}

@test "without the right to, it is as it was" {
	local refused case
	start_mappers
	refused=$(deny bpf ipcls -H "${objects[@]}")
	[[ $(ipcls -H "${objects[@]}") == "$refused" ]]
	for case in bpf=ENOSYS bpf=EINVAL; do
		[[ $(deny $case ipcls -H "${objects[@]}") == "$refused" ]]
	done
	[[ $(unshare --mount bash -c 'mount -t tmpfs none /sys/kernel/btf &&
	    exec ipcls -H "$@"' - "${objects[@]}") == "$refused" ]]
}

@test "no address of the kernel is shown" {
	start_mappers
	ipcls -i --json "${objects[@]}" >got
	ipcls -H "${objects[@]}" >>got
	run ! grep -aE '(ffff[89a-f][0-9a-f]{11}|1844[0-9]{16}|-[0-9]{14})' got
}

@test "-v says why the kernel's memory was not read" {
	object make shm:/memory size=8192 >/dev/null
	# Else nothing is on stderr.
	ok ipcls -vH shm:/memory
	ok deny bpf ipcls -H shm:/memory
	# Nobody has asked for it.
	ok deny bpf ipcls -v shm:/memory
	while read -r command; do
		# shellcheck disable=SC2086 # words
		deny bpf $command 2>&1 >/dev/null | grep -v kept >said
		[[ $(<said) == \
		    "${command%% *}: kernel memory: needs CAP_BPF and "* ]]
		# shellcheck disable=SC2086 # words
		! $command 2>&1 >/dev/null | grep "kernel memory"
	done <<-'END'
		ipcls -vH shm:/memory
		ipcls -vH --rows shm:/memory
		ipcls -v -o object,waiters shm:/memory
		ipcls -v -H --openmetrics
		ipcls -v --usage --by=orphan
		ipcls -lv
		ipcls -lv -q --json
		ipcrm -nv --orphans
		ipcrm -nv --where holders==0
		ipcwatch -vH --until mode==0600
	END
	[[ $(deny bpf ipcwatch -vH -d 0.01 -t 0.5 2>&1 >/dev/null |
	    grep -c "kernel memory") == 1 ]]
}
