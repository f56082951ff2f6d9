# SPDX-License-Identifier: BSD-2-Clause
# ipcls --usage --by: totals by any fields.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
}

make_some() {
	object make shm:/a size=1000 mode=0640 >/dev/null
	object make shm:/b size=24 mode=0600 >/dev/null
	object make shm:0x00000001 size=4096 mode=0600 >/dev/null
	object make mq:0x00000002 >/dev/null
	object send mq:0x00000002 size=5
	object make sem:0x00000003 nsems=3 >/dev/null
}

@test "ipcls: -u --by adds up what has the same values, in their order" {
	make_some
	ok ipcls -u --by kind,mode --json
	json '.usage | map([.kind, .mode, .objects, .size, .messages, .nsems])
	    | sort == ([["mq", "0600", 1, 0, 1, 0], ["sem", "0600", 1, 0, 0, 3],
	    ["shm", "0600", 2, 4120, 0, 0], ["shm", "0640", 1, 1000, 0, 0]]
	    | sort)'
	ok ipcls -u --by api -r --no-headings -o api,objects,size
	[[ $output == $'posix 2 1024\nsysv 3 4096' ]] || show_run
	ok ipcls -u --by kind -m -w 'size > 1K' -o kind,objects -r --no-headings
	[[ $output == "shm 3" ]] || show_run
	ok ipcls -u --by object -S -size -r --no-headings -o size
	[[ $output == $'4096\n1000\n24'* ]] || show_run
	# All of what the whole has is in the parts.
	ok ipcls -u --by owner --json
	local by=$output
	ok ipcls -u --json
	jq -e --argjson by "$by" '.usage | map(select(.by == "owner"))
	    | map({owner, objects, size, rss, messages, nsems}) ==
	    ($by.usage | map({owner, objects, size, rss, messages, nsems}))' \
	    <<<"$output"
}

@test "ipcls: -u --by a process counts an object once, and its memory" {
	make_some
	start hold attach shm:0x1 count=2
	local twice=$pid
	start hold attach shm:0x1
	ok ipcls -u --by holder --json
	json '.usage | map([.holder, .objects, .size]) | sort ==
	    ([["\($one)/hold", 1, 4096], ["\($two)/hold", 1, 4096]] | sort)' \
	    --argjson one "$twice" --argjson two "$pid"
	ok ipcls -u --by command
	[[ $output == COMMAND*OBJECTS*SIZE*PSS*$'\n'hold*" 1 "* ]] || show_run
	ok ipcls -u --by command,user_id --json
	json '.usage | length == 1 and (.[0] | .command == "hold" and
	    .user_id == $uid and .objects == 1 and .pss >= 0)' \
	    --argjson uid "$EUID"
}

@test "ipcls: -u --by a process adds up its share of the memory" {
	object make shm:/a size=16384 >/dev/null
	start python3 -uc 'import mmap, sys
file = open("/dev/shm/a", "r+b")
maps = [mmap.mmap(file.fileno(), 8192), mmap.mmap(file.fileno(), 16384)]
maps[0][0] = maps[0][4096] = maps[1][12288] = 1
print("ready")
sys.stdin.read()'
	ok ipcls -u --by pid --json shm:/a
	json '.usage | length == 1 and (.[0] | .pid == $pid and
	    .objects == 1 and .size == 16384 and .pss == 12288)' \
	    --argjson pid "$pid"
}

@test "ipcls: -u --by tells what is unknown, and of which namespace it is" {
	make_some
	need_nobody
	need_root
	start_elsewhere shm:2 hold attach shm:
	ok ipcls -u --by ns -N all --json -m
	json '.usage | length == 2 and (map(.objects) | sort) == [3, 3]'
	chmod 0700 /dev/shm
	run_apart as_nobody ipcls -u --by kind --json
	[[ $status == 1 && $stderr == *"/dev/shm"* ]] || show_run
	json 'all(.usage[]; .objects == null)'
	json '.usage[] | select(.kind == "shm") | .size == null'
	json '.usage[] | select(.kind == "mq") | .size == null'
}

@test "ipcls: --by names what is wrong with it" {
	fails 2 '--by: needs --usage' ipcls --by owner
	fails 2 '--by: foo: no such field' ipcls -u --by owner,foo
	fails 2 '--by: empty field name' ipcls -u --by ''
	fails 2 'too many fields' ipcls -u --by all
	fails 2 'no such field' ipcls -u --by owner -o mode
	fails 2 'no such field' ipcls -u --by owner -S name
	fails 2 'is not recorded' ipcls -u --by command --from-recording x
	ok ipcls -u --by owner --list-columns -r --no-headings -o name
	[[ $output == $'owner\nobjects\nsize\n'* ]]
}
