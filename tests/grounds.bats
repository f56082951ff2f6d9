# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; lib.bash
# What is said of nothing, gone, near and full has its ground taken away, and is
# not said any more. src/README has the table, and the other files of it.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
}

# In a mount namespace of its own, with this done before; no test's /dev is
# touched.
after() {
	local before=$1
	shift
	# shellcheck disable=SC2016 # expands in there
	run_apart timeout 100 unshare --mount bash -c "$before"'
		exec "$@"' - "$@"
}

no_shm='mount -t tmpfs none /dev;'
no_mqueue='umount /dev/mqueue;'
no_limits='mount -t tmpfs none /proc/sys;'
no_sysvipc='mount -t tmpfs none /proc/sysvipc;'

@test "ipcls --explain: limits that could not be read are no good news" {
	after "$no_limits" ipcls --explain
	[[ $status == 1 && -z $output ]] || show_run
	[[ $stderr == "ipcls: --explain: queues_max: could not be read, so whether anything is near is not known" ]]
	ok ipcls --explain
	after "$no_limits" ipcls -l -w 'share >= 80'
	[[ -z $output && $stderr == "ipcls: --where: cannot be known for 1 limit that could not be read" ]] || show_run
	ok ipcls -l -w 'share >= 80'
}

# Standard output is a terminal: there such sentences are said.
on_terminal() {
	script -qec "$1" /dev/null </dev/null 2>&1
}

@test "ipcls: \"nothing to list\" and \"no limit is near\" only if all was seen" {
	need script
	run on_terminal ipcls
	[[ $output == *"ipcls: nothing to list"* ]]
	# What other users of the machine do to RLIMIT_MSGQUEUE is not counted.
	run on_terminal 'deny bpf ipcls --explain'
	[[ $output == *"ipcls: no limit is near"* ]]
	run on_terminal "unshare -m bash -c '$no_mqueue deny fsopen ipcls -q --posix'"
	[[ $output == *"/dev/mqueue: not mounted"* && $output != *nothing* ]]
	run on_terminal "unshare -m bash -c '$no_limits ipcls --explain'"
	[[ $output == *"queues_max: could not be read"* && $output != *"no limit"* ]]
	run on_terminal "unshare -m bash -c '$no_sysvipc deny ctl ipcls --explain'"
	[[ $output == *"msgctl(2)"* && $output != *"no limit"* ]]
	run on_terminal "unshare -m bash -c '$no_sysvipc deny ctl ipcls --sysv'"
	[[ $output == *"msgctl(2)"* && $output != *nothing* ]]
}

@test "ipcwatch --until-gone: what is not known to match is not known to be gone" {
	need_nobody
	object make mq:/x mode=0
	# Whether it is empty only root can read.
	run_apart as_nobody timeout 100 \
	    ipcwatch --until-gone -w 'messages == 0' --timeout 0.2 mq:/x
	[[ $status == 124 && $stderr == *"--until-gone: cannot be known for 1 object that could not be read" ]] || show_run
	ok ipcwatch --until-gone -w 'messages == 1' --timeout 9 mq:/x
	# A slip, and nothing is waited for.
	fails 2 '--where: can never be true; ' \
	    ipcwatch --until-gone -w 'size > 5' --timeout 9 mq:/x
	# The same of all, of which some may not be selected.
	object make mq:/y mode=0666
	object send mq:/y
	run_apart as_nobody timeout 100 ipcwatch --all \
	    --until 'messages == 1' -w 'messages < 9' --timeout 0.2 mq:
	[[ $status == 124 ]] || show_run
}

@test "ipcwatch --until-gone: where there is no place nothing is known to be gone" {
	need_root
	after "$no_shm" ipcwatch --until-gone --timeout 0.2 shm:/x
	[[ $status != 0 && $stderr == *"/dev/shm is not there"* ]] || show_run
	after "$no_shm" ipcwatch --until-gone --timeout 0.2 'sem:/*'
	[[ $status != 0 && $stderr == *"/dev/shm is not there"* ]] || show_run
	after "$no_mqueue" deny fsopen \
	    ipcwatch --until-gone --timeout 0.2 'mq:/*'
	[[ $status != 0 && $stderr == *"not mounted"* ]] || show_run
	after "$no_sysvipc" deny ctl,get \
	    ipcwatch --until-gone --timeout 0.2 shm:0x52 sem:0x52
	[[ $status != 0 && $stderr == *"shm:0x52: Permission denied"* ]] || show_run
	ok ipcwatch --until-gone --timeout 9 shm:/x 'sem:/*' 'mq:/*' shm:0x52
}

# Who runs in the background may not have made the file yet.
said() {
	grep -qsFe "$2" "$1"
}

@test "ipcwatch: what may not be looked at any more is neither removed nor gone" {
	local watch
	need_nobody
	mkdir "$BATS_TEST_TMPDIR/out"
	object make shm:/x size=1 mode=0644
	as_nobody timeout 60 ipcwatch --initial -e create,remove --until-gone --interval 0.05 shm:/x \
	    >"$BATS_TEST_TMPDIR/out/said" 2>"$BATS_TEST_TMPDIR/out/err" 3>&- &
	watch=$!
	retry said "$BATS_TEST_TMPDIR/out/said" create
	chmod 700 /dev/shm
	touch /dev/shm/x
	retry said "$BATS_TEST_TMPDIR/out/err" "ipcwatch: shm:/x: "
	[[ $(<"$BATS_TEST_TMPDIR/out/said") != *remove* ]]
	kill -0 "$watch"
	chmod 1777 /dev/shm
	rm /dev/shm/x
	wait "$watch" || true
	[[ $(<"$BATS_TEST_TMPDIR/out/said") == *remove* ]]
}

@test "ipcrm: what could not be listed is not all removed" {
	object make mq:/x
	after "$no_mqueue" deny fsopen ipcrm -yv 'mq:/*'
	[[ $status == 1 && -z $output && $stderr == *"not mounted"* ]] || show_run
	after "$no_mqueue" deny fsopen ipcrm -yv --all mq:
	[[ $status == 1 && $stderr == *"not mounted"* ]] || show_run
	object make shm:0x52 >/dev/null
	after "$no_sysvipc" deny ctl ipcrm -yv -w 'nattch == 0' shm:
	[[ $status == 1 && -z $output ]] || show_run
	[[ -e /dev/mqueue/x ]]
	ok ipcls --raw --no-headings -o object shm:0x52
}

explains() {
	run_apart ipcls --explain
	[[ $output == *"$1"* ]]
}

@test "ipcls --explain: that nobody reads is not said if not all could be seen" {
	need_nobody
	as_nobody object make mq:/x max_messages=1
	as_nobody object send mq:/x
	run_apart as_nobody ipcls --explain
	[[ $output == *"Readers: "*"unknown: not all processes could be looked at"* &&
	    $output != *"no process has it open"* ]] || show_run
	# Not known either while some process is about to end.
	retry explains "no process has it open for reading"
}
