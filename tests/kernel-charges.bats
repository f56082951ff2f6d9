# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats
# What the kernel itself counts of a user's queues, where it may be read: by a
# user whom nobody else is, with no capability but those that it takes.

setup() {
	load lib
	need_reader
	need_nobody
	uid=$((1 << 20 | SRANDOM >> 4))
	caps=bpf,perfmon
}

become() {
	printf '%s\n' setpriv --reuid="$uid" --regid="$uid" --clear-groups \
	    --inh-caps="-all,+${caps//,/,+}" \
	    --ambient-caps="-all,+${caps//,/,+}" --
}

as_user() {
	local way
	mapfile -t way < <(become)
	"${way[@]}" "$@"
}

# A queue of theirs in another IPC namespace.
hold_elsewhere() {
	local way
	mapfile -t way < <(become)
	start unshare --ipc "${way[@]}" bash -c \
	    'object make mq:/elsewhere >/dev/null && exec hold open mq:/elsewhere'
}

used() {
	ok as_user ipcls -q -l --json
	jq '.limits[] | select(.name == "RLIMIT_MSGQUEUE").used' <<<"$output"
}

# accepts BYTES STATUS: with this limit a smallest queue can be made, or not.
accepts() {
	# shellcheck disable=SC2016 # for that shell
	run as_user bash -c 'ulimit -S -q "$1" &&
	    exec object make mq:/probe max_messages=1 max_message_size=1' - "$1"
	[[ $status == "$2" ]]
}

@test "ipcls -l: what the kernel counts, queues without a name included" {
	local before all
	[[ $(used) == 0 ]]
	as_user object make mq:/a max_messages=10 max_message_size=128 >/dev/null
	before=$(used)
	((before > 1280))
	start as_user hold removed mq:/a
	[[ $(used) == "$before" ]]
	as_user object make mq:/b max_messages=10 max_message_size=128 >/dev/null
	all=$(used)
	[[ $all == $((2 * before)) ]]
	# One byte less than a smallest queue takes, and that: it is exact.
	as_user object make mq:/c max_messages=1 max_message_size=1 >/dev/null
	local cost=$(($(used) - all))
	object remove mq:/c
	accepts $((all + cost - 1)) 1
	accepts $((all + cost)) 0
	object remove mq:/probe
	ok as_user ipcls -q -l
	[[ $output != *"in this namespace"* ]]
	stop "$pid"
	[[ $(used) == "$before" ]]
}

@test "ipcls -l: queues of another namespace count" {
	hold_elsewhere
	(($(used) > 0))
	# That it is empty is all they see: whose /dev/mqueue it is, it does not tell.
	run_apart as_user ipcls -q --raw --no-headings
	[[ -z $output && $stderr == *"may be another IPC namespace's"* ]]
}

@test "ipcls --explain: each user who is charged, and for what is not listed" {
	local bytes
	as_user object make mq:/a max_messages=10 max_message_size=128 >/dev/null
	bytes=$(used)
	as_user object make mq:/b max_messages=10 max_message_size=128 >/dev/null
	hold_elsewhere
	start as_user hold removed mq:/b
	all=$(used)
	ok ipcls --explain --json -q -w "owner == '$uid' and used > 0"
	# shellcheck disable=SC2016 # jq's
	json '.explain | length == 1 and (.[0] | .used == $all
		and .removed == $bytes and .unaccounted == $all - 2 * $bytes
		and (.objects | length) == 2)' \
	    --argjson all "$all" --argjson bytes "$bytes"
	ok ipcls --explain -q -w "owner == '$uid' and used > 0"
	[[ $output == *"Unnamed: "*"other IPC namespaces"* ]]
	# Nothing of this user is listed here.
	stop "$pid"
	object remove mq:/a
	ok ipcls --explain --json -q -w "owner == '$uid' and used > 0"
	json '.explain | length == 1 and .[0].objects == []'
}

@test "ipcmk: a refusal tells what the kernel counts" {
	local bytes

	as_user object make mq:/a max_messages=10 max_message_size=128 >/dev/null
	start as_user hold removed mq:/a
	bytes=$(used)
	# shellcheck disable=SC2016 # for that shell
	fails 1 "2.2K are used, asked for 2.2K; raise it" as_user bash -c '
		ulimit -S -q "$1" && exec ipcmk mq:/b --max-messages 10 \
		    --max-message-size 128' - $((2 * bytes - 1))
	[[ $stderr != *"count too"* ]]
}

@test "ipcmk -v: why it is not known what the kernel counts" {
	local words="ipcmk mq:/b --max-messages 10 --max-message-size 128"
	# shellcheck disable=SC2016 # for that shell
	local shell='ulimit -S -q 1; exec $1'

	fails 1 "kernel memory: needs CAP_BPF and " \
	    as_user deny bpf bash -c "$shell" - "${words/ipcmk/ipcmk -v}"
	[[ $stderr == *"mq:/b: "*"RLIMIT_MSGQUEUE is "* ]]
	# Who does not ask, or has the answer, is told no more than that.
	fails 1 "RLIMIT_MSGQUEUE is " \
	    as_user deny bpf bash -c "$shell" - "$words"
	[[ $stderr != *"kernel memory"* ]]
	fails 1 "RLIMIT_MSGQUEUE is " \
	    as_user bash -c "$shell" - "${words/ipcmk/ipcmk -v}"
	[[ $stderr != *"kernel memory"* ]]
	fails 2 "" ipcmk --restore -v
	# Another reason has nothing to do with it.
	as_user object make mq:/b max_messages=1 max_message_size=1 >/dev/null
	fails 1 "mq:/b: " as_user deny bpf ipcmk -v mq:/b
	[[ $stderr != *"kernel memory"* ]]
}

@test "without the right to, it is the sum of what is listed" {
	as_user object make mq:/a max_messages=10 max_message_size=128 >/dev/null
	start as_user hold removed mq:/a
	for caps in chown perfmon bpf; do
		ok as_user ipcls -q -l --json
		# Linux 6.1 lets the program read with CAP_BPF alone.
		json '.limits[] | select(.name == "RLIMIT_MSGQUEUE")
			| .used == 0 and (.meaning | endswith("namespace"))
			or $caps == "bpf" and .used > 0
			    and (.meaning | endswith("of one user"))' \
		    --arg caps "$caps"
	done
	caps=bpf,perfmon
	for refused in bpf bpf=ENOSYS bpf=EINVAL; do
		ok as_user deny $refused ipcls -q -l --json
		json '.limits[] | select(.name == "RLIMIT_MSGQUEUE").used == 0'
	done
}
