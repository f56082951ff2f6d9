# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats
# --fail-if: a check that ends with what it found.

setup() {
	load lib
}

# ends N COMMAND...: with that status, and nothing on stdout or stderr.
ends() {
	local wanted=$1
	shift
	run_apart "$@"
	[[ $status == "$wanted" && -z $output && -z $stderr ]] || show_run
}

@test "ipcls --fail-if: the status says whether the expression holds for any object" {
	object make mq:/half max_messages=4
	object send mq:/half count=2
	object make mq:/full max_messages=2
	object send mq:/full count=2
	ok ipcls --fail-if 'fill > 100'
	[[ -z $output ]]
	run_apart ipcls --fail-if 'fill >= 80'
	[[ $status == 1 && -z $stderr && $output == *mq:/full* ]]
	[[ $output != *mq:/half* ]]
	ends 1 ipcls --quiet --fail-if 'fill >= 80'
	ends 0 ipcls --quiet --fail-if 'fill >= 80' mq:/half
	ends 0 ipcls --quiet --fail-if 'fill >= 80' -w 'name == "/half"'
}

@test "ipcls --fail-if: a field that an object cannot have is no unknown" {
	object make shm:/memory
	object make sem:/lock
	object make shm:
	object make sem: nsems=3
	object make mq:
	ends 0 ipcls --quiet --fail-if 'fill >= 80'
	ends 0 ipcls --quiet --fail-if 'value > 10'
	ends 0 ipcls --quiet --fail-if 'idle > 1d or nattch > 5'
	ends 0 ipcls --quiet --fail-if 'stime < 2001-01-01 and lspid == 1'
	ends 1 ipcls --quiet --fail-if 'not fill >= 80'
}

@test "ipcls --fail-if: what may not be read cannot be known, unless something else decides" {
	need_nobody
	object make mq:/secret mode=0600
	run_apart as_nobody ipcls --fail-if 'fill >= 80'
	[[ $status == 3 && -z $output ]]
	[[ $stderr == "ipcls: --fail-if: cannot be known for 1 row, which could not be read completely"* ]]
	run as_nobody ipcls --quiet --fail-if 'not fill >= 80'
	[[ $status == 3 ]]
	run as_nobody ipcls --quiet --fail-if 'fill >= 80 and kind == "shm"'
	[[ $status == 0 ]]
	run as_nobody ipcls --quiet --fail-if 'fill >= 80 or kind == "mq"'
	[[ $status == 1 ]]
	# One that is known to be full is enough.
	object make mq:/full mode=0644 max_messages=1
	object send mq:/full
	run as_nobody ipcls --quiet --fail-if 'fill >= 80'
	[[ $status == 1 ]]
}

@test "ipcls --fail-if: what could not be listed cannot be known" {
	run_apart ipcls --quiet --fail-if 'size > 1' shm:/missing
	[[ $status == 3 && $stderr == "ipcls: shm:/missing: "* ]]
	object make shm:/there size=2
	run ipcls --quiet --fail-if 'size > 1' shm:/missing shm:/there
	[[ $status == 1 ]]
}

@test "ipcls --fail-if: with --limits it is about limits" {
	need_root
	local n
	ends 0 ipcls -l --quiet --fail-if 'share >= 80'
	object make sem:
	object make sem:
	read -r -a n </proc/sys/kernel/sem
	echo "${n[0]} ${n[1]} ${n[2]} 2" >/proc/sys/kernel/sem
	run_apart ipcls -l --fail-if 'share >= 80'
	[[ $status == 1 && -z $stderr && $output == *semmni* ]]
	ends 0 ipcls -l -m --quiet --fail-if 'share >= 80'
}

@test "ipcls --fail-if: it finds what must be looked for, and formats as ever" {
	object make shm:/held
	start hold map shm:/held
	run_apart ipcls --fail-if 'holders > 0' --json -o object shm:
	[[ $status == 1 ]]
	json '.objects == [{"object": "shm:/held"}]'
}

@test "ipcls --fail-if: what makes no sense is refused" {
	fails 2 '--quiet: needs --fail-if' ipcls --quiet
	fails 2 '--fail-if: ' ipcls --fail-if 'nothing > 3'
	fails 2 '--fail-if: ' ipcls -u --fail-if 'size > 3'
	fails 2 '--fail-if: ' ipcls --explain --fail-if 'share > 3'
	fails 2 '--fail-if: is given twice' ipcls --fail-if dest --fail-if dest
}
