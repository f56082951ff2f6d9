# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; world.bash
# --usage: totals by kind and by owner.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	load world
}

# What the totals must be, of what --json lists: a sum to which something
# unknown belongs is unknown, and so is what no object there can have.
# shellcheck disable=SC2016 # jq's
sums='
def total(field; objects):
	[objects | field] | if length == 0 then "nothing"
		elif any(.[]; . == null) then null else add end;
def totals: {
	objects: length,
	size: total(.size; .[] | select(.kind == "shm")),
	rss: total(.rss; .[] | select(.kind == "shm")),
	swap: total(.swap; .[] | select(.kind == "shm" and .api == "sysv")),
	nattch: total(.nattch; .[] | select(.kind == "shm" and .api == "sysv")),
	messages: total(.messages; .[] | select(.kind == "mq")),
	bytes: total(.bytes; .[] | select(.kind == "mq")),
	nsems: total(.nsems; .[] | select(.kind == "sem")) };
# Of what there is none it may be unknown, or 0 at most.
def is($wanted):
	. as $have | $wanted | to_entries | all(.[];
		if .value == "nothing" then $have[.key] | . == null or . == 0
		else $have[.key] == .value and ($have | has("size")) end);
'

# adds_up USAGE OBJECTS: both as JSON.
adds_up() {
	output=$1
	# shellcheck disable=SC2016 # jq's
	json "$sums"'
	($list.objects | group_by([.kind, .api])
		| map({ key: "\(.[0].kind) \(.[0].api)", value: totals })
		| from_entries) as $kinds
	| ($list.objects | group_by(.uid)
		| map({ key: "\(.[0].uid)", value: totals })
		| from_entries) as $owners
	| ([.usage[] | select(.by == "kind")] | length > 0
		and all(.[]; is($kinds["\(.kind) \(.api)"] // ([] | totals))
			and .owner == null and .uid == null))
	and ([.usage[] | select(.by == "owner")]
		| length == ($owners | length)
		and all(.[]; is($owners["\(.uid)"])
			and .kind == null and .api == null))' \
	    --argjson list "$2"
}

@test "ipcls: totals by kind and by owner are sums of what is listed" {
	make_world
	adds_up "$(ipcls -u --json)" "$(ipcls --json)"
	json '.usage | map(select(.by == "kind") | [.kind, .api, .objects])
	    == [["mq", "posix", 2], ["mq", "sysv", 1],
		["shm", "posix", 2], ["shm", "sysv", 2],
		["sem", "posix", 1], ["sem", "sysv", 2]]'
	json '.usage[] | select(.by == "owner") | .uid == 0
	    and .owner == "root" and .objects == 10 and .messages == 12
	    and .bytes == 9 * 16 + 3 * 100 and .nsems == 5
	    and .size == 1048576 + 65536 + 4096 and .rss == 65536'
}

@test "ipcls: totals count what is attached, once for each time" {
	make_world
	start hold attach "$segment" count=3
	start hold attach "$private"
	adds_up "$(ipcls -u --json)" "$(ipcls --json)"
	json '.usage[] | select(.kind == "shm" and .api == "sysv")
	    | .nattch == 4'
}

@test "ipcls: every owner has a total, named or not" {
	need_root
	make_world
	object make shm:/theirs size=100 uid=65534 >/dev/null
	object make mq: uid=65534 >/dev/null
	object make mq:/other uid=123456 >/dev/null
	object make sem: nsems=9 uid=4000000000 >/dev/null
	adds_up "$(ipcls -u --json)" "$(ipcls --json)"
	json '[.usage[] | select(.by == "owner") | [.uid, .objects]]
	    == [[0, 10], [65534, 2], [123456, 1], [4000000000, 1]]'
	# shellcheck disable=SC2016 # jq's
	json '[.usage[] | select(.by == "owner") | .owner]
	    == ["root", $nobody, "123456", "4000000000"]' \
	    --arg nobody "$(id -un 65534)"
}

@test "ipcls: a total to which something unknown belongs is unknown" {
	need_nobody
	make_world
	object make mq:/open mode=0644 uid=65534 >/dev/null
	object send mq:/open size=5 count=2
	adds_up "$(as_nobody ipcls -u --json)" "$(as_nobody ipcls --json)"
	# shellcheck disable=SC2016 # jq's
	json '(.usage | map({ key: "\(.kind) \(.api) \(.uid)", value: . })
		| from_entries) as $u
	| $u["mq posix null"].objects == 3
	and $u["mq posix null"].messages == null
	and $u["mq posix null"].bytes == null
	and $u["mq sysv null"].messages == 3
	and $u["null null 65534"].messages == 2
	and $u["null null 65534"].bytes == 10
	and $u["null null 0"].objects == 10
	and $u["null null 0"].messages == null
	and $u["null null 0"].nsems == 5
	and $u["null null 0"].size == 1048576 + 65536 + 4096'
	ok as_nobody ipcls -u --raw --no-headings -o owner,messages,nsems \
	    -w 'owner == "root"'
	[[ $output == "root - 5" ]]
}

@test "ipcls: where there is nothing, kinds have no objects, and no owner has" {
	ok ipcls -u --json
	json '(.usage | length) == 6
	    and all(.usage[]; .by == "kind" and .objects == 0
		and (.size // 0) == 0 and (.messages // 0) == 0
		and (.nsems // 0) == 0)'
	ok ipcls -u
	[[ ${lines[0]} == "KIND  API "* && $output != *OWNER* ]]
}

@test "ipcls: -q -m -s --posix and --sysv choose what is added up" {
	make_world
	adds_up "$(ipcls -u -q --json)" "$(ipcls -q --json)"
	json '[.usage[] | .by] == ["kind", "kind", "owner"]'
	json '.usage[2] | .objects == 3 and .messages == 12
	    and (.nsems // 0) == 0'
	adds_up "$(ipcls -u -ms --posix --json)" "$(ipcls -ms --posix --json)"
	json '[.usage[].kind] == ["shm", "sem", null]'
	adds_up "$(ipcls -u --sysv --json)" "$(ipcls --sysv --json)"
	json '[.usage[] | .api // empty] == ["sysv", "sysv", "sysv"]'
}

@test "ipcls: operands choose what is added up" {
	make_world
	ok ipcls -u --json mq:/jobs "$queue"
	json '[.usage[] | [.by, .objects, .messages]]
	    == [["kind", 1, 9], ["kind", 1, 3], ["owner", 2, 12]]'
	ok ipcls -u --json 'mq:/*'
	json '[.usage[] | [.by, .objects]] == [["kind", 2], ["owner", 2]]'
	fails 1 "mq:/none: no such object" ipcls -u --json mq:/jobs mq:/none
	json '[.usage[] | .objects] == [1, 1]'
	# Once, however often it is named.
	ok ipcls -u --json mq:/jobs 'mq:/j*' /dev/mqueue/jobs
	json '[.usage[] | .objects] == [1, 1]'
}

@test "ipcls: totals are two tables in text, one in other formats" {
	make_world
	ok ipcls -u
	[[ $(awk '(NR == 1 || last == "") { $1 = $1; print } { last = $0 }' \
	    <<<"$output") == "KIND API OBJECTS SIZE RSS SWAP MESSAGES BYTES NSEMS
OWNER OBJECTS SIZE RSS SWAP MESSAGES BYTES NSEMS" ]]
	[[ $output =~ shm\ +sysv\ +2\ +68K\ +64K\ +0B ]]
	ok ipcls -u -b
	[[ $output =~ shm\ +sysv\ +2\ +69632\ +65536\ +0 ]]
	ok ipcls -u --csv
	[[ ${#lines[@]} == 8 && ${lines[0]} == BY,KIND,API,OWNER,* ]]
	[[ ${lines[1]} == kind,mq,posix,,,2,* ]]
	[[ ${lines[7]} == owner,,,root,0,10,* ]]
}

@test "ipcls: totals can be chosen, sorted and shown by field" {
	make_world
	ok ipcls -u --raw --no-headings -o kind,api,objects \
	    -w 'by == "kind" and objects > 1' -S objects,-kind
	[[ $output == "shm posix 2
shm sysv 2
sem sysv 2
mq posix 2" ]]
	ok ipcls -u --raw --no-headings -o owner,nsems -w 'nsems == 5'
	[[ $output == "root 5" ]]
	fails 2 "messages_: no such field" ipcls -u -o messages_
	fails 2 "--creator: --usage lists no objects" ipcls -u -c
}
