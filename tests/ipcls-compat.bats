# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# Options that people know from util-linux's ipcs and lsipc.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
}

# names ARG...: what ipcls lists, one object a line.
names() {
	ipcls -r --no-headings -o object "$@"
}

@test "every option of ipcs and lsipc is accepted, or answered with ours" {
	local util letter long words=0

	object make shm:/x size=5 >/dev/null
	for util in ipcs lsipc; do
		[[ $("$util" --version) == *util-linux* ]] || skip "no $util"
		while read -r letter long; do
			((++words))
			run_apart ipcls "$long"
			[[ $stderr != *'no such option'* ]] || show_run
			[[ -n $letter ]] || continue
			run_apart ipcls "$letter"
			[[ $stderr != *'no such option'* ]] || show_run
		done < <("$util" --help | sed -nE \
		    -e 's/^ +(-.), (--[a-z-]+).*/\1 \2/p; t' \
		    -e "s/^ +(--[a-z-]+).*/'' \1/p" | sed "s/^''//" |
		    grep -v -e --help -e --version -e "-i, ")
	done
	((words > 25))
}

@test "ipcls: -g and --summary are --limits and --usage" {
	[[ $(ipcls -g -r -o name) == "$(ipcls -l -r -o name)" ]]
	[[ $(ipcls --global -r -o name) == *shmmni* ]]
	[[ $(ipcls --summary) == "$(ipcls -u)" ]]
	[[ $(ipcls --noheadings -g -o name) == "$(ipcls --no-headings -l -o name)" ]]
	[[ $(ipcls --noheadings -g -o name) != *NAME* ]]
}

@test "ipcls: -Q, -M and --posix-semaphores list POSIX objects" {
	local id

	need_queues
	object make mq:/x >/dev/null
	object make shm:/x size=5 >/dev/null
	object make sem:/x values=1 >/dev/null
	id=$(object make mq:0x51)
	object make shm:0x51 size=5 >/dev/null
	[[ $(names -Q) == mq:/x ]]
	[[ $(names -M) == shm:/x ]]
	[[ $(names --posix-semaphores) == sem:/x ]]
	[[ $(names -Q -M) == $'mq:/x\nshm:/x' ]]
	[[ $(names -q -M) == $'mq:/x\n'"$id"$'\nshm:/x' ]]
	[[ $(names -M x) == shm:/x ]]
	fails 2 '--sysv: only POSIX objects were chosen' ipcls -M --sysv
}

@test "ipcls: --user lists one owner's objects, beside --where" {
	need_root
	object make shm:/mine size=5 >/dev/null
	object make shm:/other size=7 >/dev/null
	ipcctl --owner=1 shm:/other
	[[ $(names --user=0) == shm:/mine ]] || return
	[[ $(names -U root) == shm:/mine ]]
	[[ $(names -U 1) == shm:/other ]]
	[[ $(names -U 0 -w 'size == 7 or size == 8') == '' ]]
	[[ $(names -U 1 -w 'size == 5 or size == 7') == shm:/other ]]
	[[ $(ipcls -u -U 1 -r --no-headings -o uid,objects) == '1 1' ]]
	fails 2 '--user nonsuch: no such user' ipcls -U nonsuch
	fails 2 '--user: the rows of this table have no owner' ipcls -l -U root
	fails 2 '--where: ' ipcls -U root -w 'size == '
}

@test "ipcls: --numeric shows octal permissions and ids" {
	object make shm:/x size=5 mode=0640 >/dev/null
	[[ $(ipcls -r --no-headings -o perms,owner,group shm:/x) == \
		'rw-r----- root root' ]]
	[[ $(ipcls -r --no-headings --numeric -o perms,owner,group shm:/x) == \
		'0640 0 0' ]]
	[[ $(ipcls --numeric-perms -c shm:/x) == *0640*' 0 '* ]]
	# A field of JSON stays what it is.
	ipcls --numeric -J -o owner,perms shm:/x |
	    jq -e '.objects[0] == { owner: "root", perms: "rw-r-----" }'
}

@test "ipcls: names of lsipc's columns are answered with ours" {
	fails 2 'CUSER: no such field; did you mean creator?' ipcls -o CUSER
	fails 2 'ATTACH: no such field; did you mean atime?' ipcls -o ATTACH
	fails 2 'did you mean rtime?' ipcls -S -recv
	fails 2 'no such field; did you mean owner?' ipcls -w 'user == "root"'
	fails 2 'USE%: no such field; did you mean share?' ipcls -l -o 'USE%'
	# Limits have no such field.
	fails 2 'CUSER: no such field' ipcls -l -o CUSER
	[[ $stderr != *creator* ]]
}

@test "ipcls: what lsipc writes otherwise is answered" {
	fails 2 '--name: write the name as an object: -i mq:/jobs' \
	    ipcls --name /jobs
	fails 2 '--name: write the name' ipcls --name=/jobs
	fails 2 '--list: a list is the default' ipcls --list
	fails 2 '-y: is not needed' ipcls -ey
	fails 2 '-P: needs an argument, PID or COMMAND; --numeric' ipcls -m -P
	fails 1 'jobs: no such process or file; -N is for a namespace' \
	    ipcls -N jobs
	fails 1 '-N is for a namespace' ipcls -N /jobs
	# A word that is an argument is no option.
	fails 2 '--list: no such field' ipcls -o --list
}
