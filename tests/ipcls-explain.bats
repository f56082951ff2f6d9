# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats
# --explain: each limit is brought to its bound by real objects; what is said
# of it is so, and what is said to help does.

setup() {
	load lib
	count_here
}

# The limits and the size of /dev/shm belong to the whole file of tests.
leave() {
	local setting

	for setting in "${!kept[@]}"; do
		echo "${kept[$setting]}" >"$setting"
	done
	[[ ! -v small ]] || umount /dev/shm
}

declare -gA kept=()

# Set /proc/sys/$1 to $2 for this test.
set_limit() {
	local setting=/proc/sys/$1

	[[ -v kept[$setting] ]] || kept[$setting]=$(<"$setting")
	echo "$2" 2>/dev/null >"$setting" || {
		unset "kept[$setting]"
		skip "limits cannot be changed here"
	}
}

# A /dev/shm of its own for this test.
shrink() {
	mount -t tmpfs -o "mode=1777,$1" tmpfs /dev/shm
	small=1
}

# explains NAME FILTER [ARG...]: there is one of that limit, and it holds.
explains() {
	local name=$1 filter=$2

	shift 2
	ok ipcls --explain --json
	# shellcheck disable=SC2016 # jq's
	json '[.explain[] | select(.limit == $name)] | length == 1
		and (.[0] | '"$filter"')' --arg name "$name" "$@"
}

silent_about() {
	ok ipcls --explain --json
	# shellcheck disable=SC2016 # jq's
	json 'all(.explain[]; .limit != $name)' --arg name "$1"
}

# The command that --explain says raises a limit, run as it is.
raise() {
	local command

	command=$(ipcls --explain --json | jq -r --arg name "$1" \
	    '.explain[] | select(.limit == $name).remedy')
	[[ -n $command ]]
	case $command in
	sysctl*) need sysctl ;;
	mount*) need_root ;;
	esac
	ok bash -c "$command"
}

# brought NAME FILE VALUE OBJECT [SETTING...]: with that many objects, one below
# is not exhausted; the next is the last; the remedy makes room for another.
brought() {
	local name=$1 file=$2 value=$3 kind=$4 i

	shift 4
	set_limit "$file" "$value"
	for ((i = 1; i < 10; i++)); do
		object make "$kind${suffix:+$suffix$i}" "$@" >/dev/null
	done
	explains "$name" '.share == 90 and .used == 9'
	object make "$kind${suffix:+${suffix}10}" "$@" >/dev/null
	explains "$name" '.share == 100 and .used == 10 and .value == 10
		and (.objects | length == 5)
		and all(.objects[]; .owner == "root" and .amount == 1)
		and .more_objects == 5 and .more_owners == 0
		and .owners == [{ owner: "root", amount: 10, objects: 10 }]'
	# Who has every capability may make more queues all the same.
	if [[ $name != queues_max ]]; then
		run object make "$kind" "$@"
		[[ $status != 0 && $output == *"No space left on device"* ]]
	fi
	raise "$name"
	object make "$kind${suffix:+${suffix}11}" "$@" >/dev/null
	silent_about "$name"
}

@test "ipcls --explain: where no limit is near there is nothing" {
	object make mq:/a >/dev/null
	ok ipcls --explain
	[[ -z $output ]]
	ok ipcls --explain --json
	[[ $output == '{"explain":[]}' ]]
}

@test "ipcls --explain: semmni, and its command, make room for sets" {
	brought semmni kernel/sem "100 1000 32 10" sem: nsems=3
	# The other three are left as they were.
	[[ $(</proc/sys/kernel/sem) == $'100\t1000\t32\t20' ]]
}

@test "ipcls --explain: msgmni makes room for queues" {
	brought msgmni kernel/msgmni 10 mq:
}

@test "ipcls --explain: shmmni makes room for segments" {
	brought shmmni kernel/shmmni 10 shm: size=100
}

@test "ipcls --explain: queues_max, told from the queues that are there" {
	suffix=/q brought queues_max fs/mqueue/queues_max 10 mq:
	explains_all queues_max '.unaccounted == null'
}

# As explains, but whether it is near or not.
explains_all() {
	local name=$1 filter=$2

	shift 2
	ok ipcls --explain --json -w "limit == '$name'"
	json '.explain | length == 1 and (.[0] | '"$filter"')' "$@"
}

@test "ipcls --explain: semmns counts semaphores, the largest set first" {
	local largest n

	set_limit kernel/sem "200 110 32 50"
	for n in 1 2 3 4 5 6; do
		object make sem: nsems=$n >/dev/null
	done
	largest=$(object make sem: nsems=60)
	silent_about semmns
	object make sem: nsems=29 >/dev/null
	# shellcheck disable=SC2016 # jq's
	explains semmns '.share == 100 and .unaccounted == 0
		and [.objects[].amount] == [60, 29, 6, 5, 4]
		and .more_objects == 3 and .objects[0].object == $largest
		and .owners == [{ owner: "root", amount: 110, objects: 8 }]' \
	    --arg largest "$largest"
	ok ipcls --explain
	[[ $output == *"Objects:   $largest 60, "* ]]
	[[ $output == *"Owners:    root 110 in 8 objects"* ]]
	run object make sem: nsems=1
	[[ $status != 0 ]]
	raise semmns
	[[ $(</proc/sys/kernel/sem) == $'200\t220\t32\t50' ]]
	object make sem: nsems=1 >/dev/null
}

@test "ipcls --explain: shmall counts whole pages" {
	local page

	page=$(getconf PAGE_SIZE)
	set_limit kernel/shmall 10
	object make shm: size=1 >/dev/null
	object make shm: size=$((page * 8 + 1)) >/dev/null
	explains shmall '.share == 100 and .used == 10
		and [.objects[].amount] == [9, 1] and .unaccounted == 0'
	run object make shm: size=1
	[[ $status != 0 && $output == *"No space left on device"* ]]
	raise shmall
	object make shm: size=1 >/dev/null
}

@test "ipcls --explain: segments that are removed but attached are told apart" {
	local segment

	set_limit kernel/shmmni 2
	object make shm: size=100 >/dev/null
	segment=$(object make shm: size=100)
	explains shmmni '.removed == 0'
	start hold removed "$segment"
	explains shmmni '.removed == 1 and .share == 100'
	ok ipcls --explain
	[[ $output == *"Removed:   1 of it"* ]]
}

@test "ipcls --explain: what cannot be raised says what can be done" {
	set_limit kernel/shmmni 32768
	explains_all shmmni '.remedy | contains("ipcmni_extend")'
	set_limit kernel/shmmni 20000
	explains_all shmmni '.remedy == "sysctl -w kernel.shmmni=32768"'
}

@test "ipcls --explain: where nothing may be made, a number to begin with" {
	set_limit kernel/shmmni 0
	explains shmmni '.share == 100 and .objects == [] and .relief == null'
	raise shmmni
	object make shm: size=1 >/dev/null
}

# The kernel counts the queues of a user in all IPC namespaces together: what
# root or nobody may not make is certain, but what they may is not.
@test "ipcls --explain: RLIMIT_MSGQUEUE of root" {
	object make mq:/jobs max_messages=10 max_message_size=128 >/dev/null
	silent_about RLIMIT_MSGQUEUE
	ulimit -S -q "$(ipcls --json -l -w 'name == "RLIMIT_MSGQUEUE"' |
	    jq '.limits[0].used')"
	explains RLIMIT_MSGQUEUE '.share == 100 and .owner == "root"
		and .objects == [{ object: "mq:/jobs", owner: "root",
			amount: .used }]
		and .unaccounted == null and .value == .used'
	run object make mq:/mail
	[[ $status != 0 && $output == *"Too many open files"* ]]
}

@test "ipcls --explain: RLIMIT_MSGQUEUE of a user without a name, raised" {
	local raised uid=$((1 << 20 | SRANDOM >> 4))

	need_nobody
	# shellcheck disable=SC2034 # of lib.bash
	nobody=(setpriv --reuid="$uid" --regid="$uid" --clear-groups --)
	as_nobody object make mq:/a max_messages=10 max_message_size=128 \
	    >/dev/null
	ulimit -S -q "$(ipcls --json --explain -w "owner == '$uid'" |
	    jq '.explain[0].used')"
	# shellcheck disable=SC2016 # jq's
	explains RLIMIT_MSGQUEUE '.share == 100 and .owner == $uid' \
	    --arg uid "$uid"
	run as_nobody object make mq:/b max_messages=10 max_message_size=128
	[[ $status != 0 && $output == *"Too many open files"* ]]
	raised=$(ipcls --explain --json | jq -r '.explain[0].remedy')
	[[ $raised =~ --msgqueue=([0-9]+)' --pid PID' ]]
	ulimit -S -q "${BASH_REMATCH[1]}"
	as_nobody object make mq:/b max_messages=10 max_message_size=128 \
	    >/dev/null
}

@test "ipcls --explain: RLIMIT_MSGQUEUE of one user is not that of another" {
	local cost

	need_nobody
	object make mq:/root max_messages=10 max_message_size=128 >/dev/null
	cost=$(ipcls --json -l | jq '.limits[]
		| select(.name == "RLIMIT_MSGQUEUE").used')
	as_nobody object make mq:/a max_messages=5 max_message_size=64 \
	    >/dev/null
	as_nobody object make mq:/b max_messages=10 max_message_size=128 \
	    >/dev/null
	ulimit -S -q $((cost * 5 / 4))
	ok ipcls --explain --json -w 'limit == "RLIMIT_MSGQUEUE"'
	# shellcheck disable=SC2016 # jq's
	json '.explain | length == 2
		and .[0].owner == "nobody" and .[0].share >= 100
		and .[0].used > $cost
		and [.[0].objects[].object] == ["mq:/b", "mq:/a"]
		and .[0].owners[0] == { owner: "nobody", amount: .[0].used,
			objects: 2 }
		and .[1].owner == "root" and .[1].share == 80
		and .[1].used == $cost' --argjson cost "$cost"
	run as_nobody object make mq:/c max_messages=1 max_message_size=1
	[[ $status != 0 && $output == *"Too many open files"* ]]
	# Who may not read the others' queues knows how many they are.
	fails 1 "1 queue could not be read" \
	    as_nobody ipcls --explain --json -w 'owner == "root"'
	json '.explain[0] | .unread == 1 and .used == null'
}

@test "ipcls --explain: memory of /dev/shm, down to what has no name" {
	# What is only mapped can be looked at by CAP_SYS_ADMIN of the first user
	# namespace (/proc/PID/map_files).
	need_root
	local size

	size=$((1 << 20))
	shrink size=1M
	object make shm:/a size=$((size / 2)) >/dev/null
	object fill shm:/a
	object make sem:/s >/dev/null
	silent_about shm_size
	# Unlinked but open.
	object make shm:/ghost size=$((size / 4)) >/dev/null
	object fill shm:/ghost
	start hold removed shm:/ghost
	# shellcheck disable=SC2016 # jq's
	explains_all shm_size '.unaccounted == 0 and .removed == $size / 4
		and .objects[0] == { object: "shm:/a", owner: "root",
			amount: ($size / 2) }
		and (.objects[1].object | startswith("shm:/proc/"))
		and .objects[1].amount == $size / 4
		and .objects[2].object == "sem:/s"
		and .used == .unaccounted + ([.objects[].amount] | add)' \
	    --argjson size "$size"
	object make shm:/b size=$size >/dev/null
	# SIGBUS is meant to kill it, and no error that a sanitizer has found.
	run env ASAN_OPTIONS="${ASAN_OPTIONS-}:handle_sigbus=0" \
	    object fill shm:/b
	[[ $status != 0 ]]
	explains shm_size '.share == 100 and (.objects | length) == 4'
	ok ipcls --explain
	[[ $output == *"Removed:   256K of it"* && $output == *SIGBUS* ]]
	raise shm_size
	object fill shm:/b
}

@test "ipcls --explain: files that are no objects are not accounted for" {
	shrink size=1M,nr_inodes=10
	mkdir /dev/shm/directory
	head -c 900000 /dev/zero >/dev/shm/directory/file
	explains shm_size '.objects == [] and .unaccounted == .used
		and .directories == [{ path: "/dev/shm/directory",
			bytes: .used, files: 2 }]
		and .relief == "ls -lR /dev/shm/directory, then rm"'
	# Links lead nowhere, and other file systems are not entered.
	ln -s / /dev/shm/directory/link
	mkdir /dev/shm/directory/mount
	mount -t tmpfs tmpfs /dev/shm/directory/mount
	: >/dev/shm/directory/mount/file
	explains shm_size '.directories[0].bytes == .used
		and .directories[0].files == 3'
	ok ipcls --explain
	[[ $output == *"In there:  /dev/shm/directory "*" in 3 entries"* ]]
	umount /dev/shm/directory/mount
	rm -r /dev/shm/directory/mount /dev/shm/directory/link
	object make shm:/a >/dev/null
	mkfifo /dev/shm/directory/fifo
	explains_all shm_inodes '.used == 5 and .unaccounted == 3
		and [.objects[].object] == ["shm:/a"]'
}

@test "ipcls --explain: the files of /dev/shm, semaphores too" {
	local i

	shrink nr_inodes=6
	for i in 1 2 3; do
		object make sem:/s$i >/dev/null
	done
	object make shm:/m >/dev/null
	explains shm_inodes '.share == 83 and .unaccounted == 0'
	object make shm:/n >/dev/null
	explains shm_inodes '.share == 100 and (.objects | length) == 5'
	run object make shm:/o
	[[ $status != 0 && $output == *"No space left on device"* ]]
	# Whether memory or semaphores are asked about.
	ok ipcls --explain -s --json
	json '[.explain[].limit] == ["shm_inodes"]'
	ok ipcls --explain -m --json
	json '[.explain[].limit] == ["shm_inodes"]'
	raise shm_inodes
	object make shm:/o >/dev/null
}

@test "ipcls --explain: the worst comes first" {
	set_limit kernel/shmmni 10
	set_limit kernel/msgmni 10
	object many mq: count=9
	object many shm: count=8 size=1
	ok ipcls --explain --json
	json '[.explain[].limit] == ["msgmni", "shmmni"]'
	ok ipcls --explain --json -S share
	json '[.explain[].limit] == ["shmmni", "msgmni"]'
	ok ipcls --explain --json -w 'share >= 90'
	json '[.explain[].limit] == ["msgmni"]'
	object many shm: count=2 size=1
	ok ipcls --explain --json
	json '[.explain[].limit] == ["shmmni", "msgmni"]'
}

@test "ipcls --explain: options and operands choose whose limits" {
	set_limit kernel/shmmni 2
	set_limit kernel/msgmni 2
	object many mq: count=2
	object many shm: count=2 size=1
	ok ipcls --explain --json -q
	json '[.explain[].limit] == ["msgmni"]'
	ok ipcls --explain --json --posix
	json '.explain == []'
	ok ipcls --explain --json shm:
	json '[.explain[].limit] == ["shmmni"]
		and (.explain[0].objects | length == 2)'
	# It need not be there.
	ok ipcls --explain --json shm:0x123
	json '[.explain[].limit] == ["shmmni"]'
	fails 2 "not of the kinds" ipcls --explain -q shm:
	fails 2 "one at a time" ipcls --explain -l
	fails 2 "no objects" ipcls --explain -t
}

@test "ipcls --explain: five are named of many, and who has most first" {
	need_nobody
	set_limit kernel/sem "100 1000000 32 2000"
	object many sem: count=500 nsems=1
	as_nobody object many sem: count=1500 nsems=1
	explains semmni '.more_objects == 1995 and (.objects | length) == 5
		and .owners == [
			{ owner: "nobody", amount: 1500, objects: 1500 },
			{ owner: "root", amount: 500, objects: 500 }]
		and (.relief | contains("owner == \"nobody\""))'
	ok ipcls --explain
	[[ ${lines[0]} == "semmni is exhausted: 2,000 of 2,000 sets"* ]]
	[[ $output == *"  Owners:    nobody 1,500, root 500"$'\n'* ]]
	[[ $output =~ Objects:\ +(sem:[0-9]+,\ ){5}and\ 1,995\ more ]]
	# What it says to run shows those of nobody.
	command=$(ipcls --explain --json | jq -r '.explain[0].relief')
	ok bash -c "${command%, then ipcrm*} --json -o owner"
	json '.objects | length == 1500 and all(.[]; .owner == "nobody")'
}

@test "ipcls --explain: -o makes a table of it, as any format does" {
	set_limit kernel/msgmni 3
	object many mq: count=3
	ok ipcls --explain -r --no-headings -o limit,objects,owners,used
	[[ $output =~ ^msgmni\ mq:[0-9]+,mq:[0-9]+,mq:[0-9]+\ root\ 3$ ]]
	ok ipcls --explain -o limit,share
	[[ ${lines[0]} == LIMIT* && ${lines[1]} == *100% ]]
	ok ipcls --explain --csv -o limit,remedy
	[[ ${lines[1]} == 'msgmni,"sysctl -w kernel.msgmni=6"' ]]
	strict_json < <(ipcls --explain --json -w 'used >= 0')
}

@test "ipcls --explain: names cannot harm the terminal" {
	local name

	shrink nr_inodes=4
	object make $'shm:/\e[31mred\n' >/dev/null
	object make $'shm:/two words' >/dev/null
	object make $'shm:/\xff' >/dev/null
	ok ipcls --explain
	[[ $output != *$'\e'* && $output == *'shm:/two\swords'* ]]
	[[ $(wc -l <<<"$output") == 6 ]]
	for name in objects owners; do
		[[ $(ipcls --explain -r --no-headings -o limit,$name |
		    wc -w) == 2 ]]
	done
	strict_json < <(ipcls --explain --json)
}

@test "ipcls --explain: what cannot be listed is said, and the rest explained" {
	set_limit kernel/shmmni 1
	object make shm: size=1 >/dev/null
	mkdir /dev/aside
	mount --move /dev/shm /dev/aside || skip "no mount --move"
	rmdir /dev/shm
	run_apart ipcls --explain -m --json
	mkdir /dev/shm
	mount --move /dev/aside /dev/shm
	rmdir /dev/aside
	[[ $status == 1 ]]
	# Once, for memory, semaphores and what is used of it.
	[[ ${#stderr_lines[@]} == 2 ]]
	[[ ${stderr_lines[0]} == *"/dev/shm is not there: "* ]]
	[[ ${stderr_lines[1]} == *"shm_size, shm_inodes: could not be read"* ]]
	json '[.explain[].limit] == ["shmmni"]'
}
