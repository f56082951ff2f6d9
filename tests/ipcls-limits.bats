# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats
# --limits: every limit is what its source says, what is used is what there is.

setup() {
	load lib
	count_here
}

# The limits belong to the whole file of tests.
leave() {
	local setting

	is_mount /dev/mqueue || mount -t mqueue mqueue /dev/mqueue
	for setting in "${!kept[@]}"; do
		echo "${kept[$setting]}" >"$setting"
	done
}

declare -gA kept=()

# Set /proc/sys/$1 to $2 for this test.
set_limit() {
	local setting=/proc/sys/$1

	kept[$setting]=$(<"$setting")
	echo "$2" 2>/dev/null >"$setting" || {
		unset "kept[$setting]"
		skip "limits cannot be changed here"
	}
}

# limit NAME FILTER [ARG...]: the filter holds for what ipcls says of it.
limit() {
	local name=$1 filter=$2

	shift 2
	ok ipcls -l --json
	# shellcheck disable=SC2016 # jq's
	json '[.limits[] | select(.name == $name)] | length == 1
		and (.[0] | '"$filter"')' --arg name "$name" "$@"
}

# limit NAME VALUE: as the kernel writes it.
value_is() {
	# So large that it is none, in the kernel's own words.
	if [[ $2 == unlimited || ${#2} -ge 19 ]]; then
		limit "$1" '.value == null and .unlimited == true
			and .share == null'
	else
		# shellcheck disable=SC2016 # jq's
		limit "$1" '.value == $value and .unlimited == false' \
		    --argjson value "$2"
	fi
}

used_is() {
	# shellcheck disable=SC2016 # jq's
	limit "$1" '.used == $used' --argjson used "$2"
}

@test "ipcls: limits of POSIX queues are those of /proc/sys/fs/mqueue" {
	local name n=0

	for name in /proc/sys/fs/mqueue/*; do
		name=${name##*/}
		value_is "$name" "$(</proc/sys/fs/mqueue/"$name")"
		limit "$name" ".setting == \"/proc/sys/fs/mqueue/$name\"
			and .kind == \"mq\" and .api == \"posix\""
		n=$((n + 1))
	done
	[[ $n -ge 5 ]]
}

@test "ipcls: limits of System V objects are those of /proc/sys/kernel" {
	local name field=0

	for name in msgmni msgmnb msgmax shmmni shmall shmmax; do
		value_is "$name" "$(</proc/sys/kernel/$name)"
		limit "$name" ".setting == \"/proc/sys/kernel/$name\"
			and .api == \"sysv\""
	done
	for name in semmsl semmns semopm semmni; do
		field=$((field + 1))
		value_is "$name" "$(cut -f$field /proc/sys/kernel/sem)"
		limit "$name" '.setting
			| startswith("/proc/sys/kernel/sem, '"$field"'")'
	done
}

@test "ipcls: limits that are changed are seen" {
	set_limit fs/mqueue/queues_max 77
	set_limit fs/mqueue/msg_max 33
	set_limit fs/mqueue/msgsize_default 555
	set_limit kernel/msgmnb 12345
	set_limit kernel/shmall 54321
	set_limit kernel/shmmax 1073741824
	set_limit kernel/sem "251 32001 33 129"
	value_is queues_max 77
	value_is msg_max 33
	value_is msgsize_default 555
	value_is msgmnb 12345
	value_is shmall 54321
	value_is shmmax 1073741824
	value_is semmsl 251
	value_is semmns 32001
	value_is semopm 33
	value_is semmni 129
}

@test "ipcls: RLIMIT_MSGQUEUE is what ulimit -q says" {
	value_is RLIMIT_MSGQUEUE "$(ulimit -q)"
	ulimit -S -q 54321
	value_is RLIMIT_MSGQUEUE 54321
	limit RLIMIT_MSGQUEUE '.setting == "ulimit -q" and .unit == "bytes"'
}

@test "ipcls: RLIMIT_MEMLOCK is what ulimit -l says" {
	local kilobytes

	kilobytes=$(ulimit -l)
	[[ $kilobytes == unlimited ]] || kilobytes=$((kilobytes * 1024))
	value_is RLIMIT_MEMLOCK "$kilobytes"
	ulimit -S -l 48
	value_is RLIMIT_MEMLOCK $((48 * 1024))
	limit RLIMIT_MEMLOCK '.setting == "ulimit -l" and .used == null'
}

@test "ipcls: limits that are fixed are those of the headers" {
	value_is SEM_VALUE_MAX "$(getconf SEM_VALUE_MAX)"
	value_is MQ_PRIO_MAX "$(getconf MQ_PRIO_MAX)"
	value_is SEMVMX 32767
	limit SEMVMX '.setting == "fixed"'
}

@test "ipcls: memory for /dev/shm is what df says" {
	local size used inodes files

	object make shm:/a size=100000 >/dev/null
	object fill shm:/a
	object make sem:/b >/dev/null
	mkdir /dev/shm/directory
	read -r size used inodes files < <(df -B1 \
	    --output=size,used,itotal,iused /dev/shm | tail -n 1)
	[[ $used -gt 100000 && $files -ge 4 ]]
	limit shm_size ".value == $size and .used == $used"
	limit shm_inodes ".value == $inodes and .used == $files"
}

@test "ipcls: memory counts as used when it is written, not when it is made" {
	local page before

	page=$(getconf PAGE_SIZE)
	object make shm:/a size=$((page * 20)) >/dev/null
	before=$(ipcls -l --json | jq '.limits[]
		| select(.name == "shm_size").used')
	object fill shm:/a size=$((page * 10 + 1))
	used_is shm_size $((before + page * 11))
}

@test "ipcls: the share of /dev/shm follows its size" {
	mount -o remount,size=1M,nr_inodes=10 /dev/shm || skip "no remount"
	object make shm:/a size=$((512 * 1024)) >/dev/null
	object fill shm:/a
	limit shm_size '.value == 1048576 and .used == 524288 and .share == 50'
	limit shm_inodes '.value == 10 and .used == 2 and .share == 20'
	mount -o remount,size=0,nr_inodes=0 /dev/shm
	value_is shm_size unlimited
	value_is shm_inodes unlimited
}

@test "ipcls: what is used is what there is" {
	object many mq:/q count=3
	object many mq: count=4
	object many shm: count=5
	object many sem: count=6 nsems=7
	used_is queues_max 3
	used_is msgmni 4
	used_is shmmni 5
	used_is semmni 6
	used_is semmns 42
	object clear
	used_is queues_max 0
	used_is msgmni 0
	used_is shmmni 0
	used_is semmni 0
	used_is semmns 0
	used_is shmall 0
}

@test "ipcls: pages of segments are counted as the kernel does" {
	local page

	page=$(getconf PAGE_SIZE)
	object make shm: size=1 >/dev/null
	used_is shmall 1
	object make shm: size=$((page + 1)) >/dev/null
	used_is shmall 3
	object make shm: size=$((page * 2)) >/dev/null
	used_is shmall 5
}

@test "ipcls: a segment that is removed but attached still counts" {
	local segment

	segment=$(object make shm: size=1)
	start hold removed "$segment"
	used_is shmall 1
	used_is shmmni 1
}

@test "ipcls: what bounds one object has nothing that is used" {
	local name

	object many mq:/q count=3
	object many shm: count=3
	for name in msg_max msg_default msgsize_max msgsize_default MQ_PRIO_MAX \
	    msgmnb msgmax shmmax SEM_VALUE_MAX semmsl semopm SEMVMX; do
		limit "$name" '.used == null and .share == null'
	done
}

# The kernel counts the queues of a user in all IPC namespaces together: be one
# that nobody else is.  Who is not root is alone in a user namespace.
stranger() {
	[[ ! -v nobody_ready ]] || set -- as_nobody "$@"
	"$@"
}

become_stranger() {
	local uid=$((1 << 20 | SRANDOM >> 4))

	[[ $EUID == 0 ]] && "${nobody[@]}" true 2>/dev/null || return 0
	need_nobody
	# shellcheck disable=SC2034 # of lib.bash
	nobody=(setpriv --reuid="$uid" --regid="$uid" --clear-groups --)
	# Not theirs, and not counted.
	object make mq:/other >/dev/null
}

@test "ipcls: bytes of queues are what the kernel counts against the limit" {
	local before cost used shape shapes=(
		"max_messages=10 max_message_size=128"
		"max_messages=1 max_message_size=1"
		"max_messages=7 max_message_size=8191"
	)

	queue_bytes() {
		used=$(stranger ipcls -l --json | jq '.limits[]
			| select(.name == "RLIMIT_MSGQUEUE").used')
	}
	become_stranger
	queue_bytes
	[[ $used == 0 ]]
	for shape in "${shapes[@]}"; do
		before=$used
		# shellcheck disable=SC2086 # words
		stranger object make "mq:/one-${shape##*=}" $shape >/dev/null
		queue_bytes
		cost=$((used - before))
		[[ $cost -gt 0 ]]
		# One more as large fits exactly, or does not by one byte.
		# shellcheck disable=SC2016 # for that shell
		fails 1 "Too many open files" stranger bash -c '
			ulimit -q "$1" && exec object make mq:/two $2' \
		    bash $((used + cost - 1)) "$shape"
		# shellcheck disable=SC2016
		ok stranger bash -c '
			ulimit -q "$1" && exec object make mq:/two $2' \
		    bash $((used + cost)) "$shape"
		before=$used
		queue_bytes
		[[ $used == $((before + cost)) ]]
		object remove mq:/two
		queue_bytes
		[[ $used == "$before" ]]
	done
}

@test "ipcls: messages in a queue make no difference to RLIMIT_MSGQUEUE" {
	object make mq:/q max_messages=10 max_message_size=100 >/dev/null
	limit RLIMIT_MSGQUEUE '.used > 1000'
	used=$(jq '.limits[] | select(.name == "RLIMIT_MSGQUEUE").used' \
	    <<<"$output")
	object send mq:/q size=100 count=10
	used_is RLIMIT_MSGQUEUE "$used"
}

@test "ipcls: what has no bound says so, in all formats" {
	local format

	set_limit kernel/shmall 18446744073692774399
	object make shm: >/dev/null
	for format in --raw --csv --no-headings; do
		ok ipcls -l $format -o name,value,used,share \
		    -w 'name == "shmall"'
		[[ ${lines[-1]} == *shmall*unlimited*1* ]]
	done
	ok ipcls -l --raw --no-headings -w 'name == "shmall"' \
	    -o value,share,unlimited
	[[ $output == "unlimited - yes" ]]
	ok ipcls -l --export -w 'name == "shmall"' -o value,share
	[[ $output == "VALUE='unlimited' SHARE=''" ]]
	[[ $(ipcls -l -0 -w 'name == "shmall"' -o value,share | tr '\0' '|') \
	    == "unlimited||" ]]
	limit shmall '.value == null and .unlimited == true and .share == null
		and .used == 1'
	ok ipcls -l --jsonl -o unlimited,value -w unlimited
	[[ ${lines[0]} == '{"unlimited":true,"value":null}' ]]
}

@test "ipcls: no format of limits has a number that is none" {
	local format shmall

	for shmall in 0 1 18446744073692774399 18446744073709551615; do
		set_limit kernel/shmall "$shmall"
		for format in --no-headings --json --jsonl --raw --csv \
		    --export; do
			ok ipcls -l $format -o value,used,share
			[[ ${output,,} != *nan* && ${output,,} != *inf* &&
				$output != *-[0-9]* &&
				$output != *[0-9.]e+* ]]
		done
	done
}

@test "ipcls: where nothing may be made, all of it is used" {
	set_limit kernel/shmmni 0
	limit shmmni '.value == 0 and .used == 0 and .share == 100'
	ok ipcls -l --raw --no-headings -o name -w 'share == 100' -m --sysv
	[[ $output == shmmni ]]
}

@test "ipcls: a limit that is reached is used to 100 percent" {
	set_limit kernel/msgmni 3
	object many mq: count=2
	limit msgmni '.value == 3 and .used == 2 and .share == 66'
	object make mq: >/dev/null
	limit msgmni '.used == 3 and .share == 100'
	fails 1 "No space left" object make mq:
	# Lowered afterwards, it is surpassed.
	set_limit kernel/msgmni 2
	limit msgmni '.used == 3 and .share == 150'
	kept[/proc/sys/kernel/msgmni]=32000
}

@test "ipcls: -w and -S choose and order limits" {
	set_limit kernel/msgmni 4
	set_limit kernel/shmmni 4
	set_limit fs/mqueue/queues_max 4
	object many mq: count=4
	object many shm: count=3
	object many mq:/q count=1
	ok ipcls -l --raw --no-headings -o name,share -w 'share >= 75'
	[[ $output == "msgmni 100
shmmni 75" ]]
	ok ipcls -l --raw --no-headings -o name -S -share
	[[ ${lines[*]:0:3} == "msgmni shmmni queues_max" ]]
	ok ipcls -l --json -S -share
	# shellcheck disable=SC2016 # jq's
	json '[.limits[].share] as $all | [$all[] | values] as $known
		| $all[0:($known | length)] == ($known | sort | reverse)'
	ok ipcls -l --raw --no-headings -o name -w 'name == "msgmni"'
	[[ $output == msgmni ]]
	ok ipcls -l -w 'share > 1000'
	[[ -z $output ]]
}

@test "ipcls: -q -m -s --posix and --sysv choose whose limits" {
	local words kind api

	while read -r words kind api; do
		# shellcheck disable=SC2086 # words
		ok ipcls -l --json ${words//,/ }
		# shellcheck disable=SC2016 # jq's
		json '.limits | length > 0
			and all(.[]; .kind == $kind and .api == $api)' \
		    --arg kind "$kind" --arg api "$api"
	done <<-'END'
		-q,--posix mq posix
		-q,--sysv mq sysv
		-m,--posix shm posix
		-m,--sysv shm sysv
		-s,--posix sem posix
		-s,--sysv sem sysv
	END
	ok ipcls -l --json -qs
	json '.limits | length > 9 and (map(.kind) | unique == ["mq", "sem"])'
	ok ipcls -l --json
	json '.limits | map([.kind, .api]) | unique | length == 6'
}

@test "ipcls: the table of limits says what each is, and where it is set" {
	ok ipcls -l
	[[ $(awk 'NR == 1 { $1 = $1; print }' <<<"$output") == \
	    "NAME VALUE USED SHARE MEANING SETTING" ]]
	[[ $output != *$'\n\n'* ]]
	[[ $output =~ msgmni\ +[0-9]+\ +0\ +0%\ +queues\ in\ the\ IPC\ namespace\ +/proc/sys/kernel/msgmni ]]
	ok ipcls -l --json
	json '.limits | length > 20 and all(.[];
		(.setting | type == "string") and (.meaning | length > 5))
		and (map(.name) | unique | length) == length'
	for file in $(jq -r '.limits[].setting
	    | select(startswith("/proc")) | sub(",.*"; "")' <<<"$output"); do
		[[ -r $file ]]
	done
}

@test "ipcls: bytes are shown as sizes, counts as numbers" {
	set_limit kernel/msgmnb 16384
	set_limit kernel/msgmni 32000
	ok ipcls -l --no-headings -o name,value -w 'name =~ "^msgmn[ib]$"'
	[[ $(tr -s ' ' <<<"$output") == "msgmni 32000
msgmnb 16K" ]]
	ok ipcls -l -b --no-headings -o name,value -w 'name == "msgmnb"'
	[[ $output == "msgmnb  16384" ]]
	ok ipcls -l --raw --no-headings -o value -w 'name == "msgmnb"'
	[[ $output == 16384 ]]
}

@test "ipcls: limits are no objects" {
	fails 2 "mq:/x: --limits lists no objects" ipcls -l mq:/x
	fails 2 "can be used one at a time; choose one" ipcls -l -u
	fails 2 "--time: --limits lists no objects" ipcls -l -t
	fails 2 "no such field" ipcls -l -w 'owner == "root"'
}

@test "ipcls: queues that cannot be listed leave what is used unknown" {
	local max

	need_nobody
	max=$(</proc/sys/fs/mqueue/queues_max)
	umount /dev/mqueue || skip "cannot unmount"
	fails 1 "/dev/mqueue" as_nobody ipcls -l --json -q
	# shellcheck disable=SC2016 # jq's
	json '(.limits | map({ key: .name, value: . }) | from_entries) as $l
	| $l.queues_max.value == $max and $l.queues_max.used == null
	and $l.queues_max.share == null and $l.RLIMIT_MSGQUEUE.used == null
	and $l.msgmni.used == 0' --argjson max "$max"
}
