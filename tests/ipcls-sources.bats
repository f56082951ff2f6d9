# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # lib.bash
# --sources: what is said to work does, and what is refused is said not to.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
}

# source NAME FILTER
source_is() {
	# shellcheck disable=SC2016 # jq's
	json ".sources[] | select(.source == \$name) | $2" --arg name "$1"
}

@test "ipcls --sources: what is refused does not work, and why" {
	local name case
	while read -r case name; do
		run -0 --separate-stderr deny "$case" ipcls --sources --json
		source_is "$name" '.works == false and (.why | length) > 0'
	done <<-'END'
		bpf kernel-memory
		ipc-info IPC_INFO
		fsopen fsopen
		msg-copy MSG_COPY
		procmap-query PROCMAP_QUERY
	END
	ok deny bpf=ENOSYS ipcls --sources --json
	source_is "kernel-memory" '.why | contains("bpf(2)")'
}

@test "ipcls --sources: what works, and what there is nothing to try on" {
	ok ipcls --sources --json
	source_is "*_STAT_ANY" '.works == null and .why != null'
	source_is IPC_INFO '.works == true and .why == null'
	source_is inotify '.works == true'
	object make mq:
	ok ipcls --sources --json
	source_is "*_STAT_ANY" '.works == true'
	object make mq:/q >/dev/null
	ok ipcls --sources --json
	source_is "/dev/mqueue" '.works == true'
	json 'all(.sources[]; .gives | length > 0)'
	need_reader
	source_is "kernel-memory" '.works == true'
}

@test "ipcls --sources: a user may less" {
	need_nobody
	ok as_nobody ipcls --sources --json
	source_is "kernel-memory" '.works == false and (.why | contains("CAP_BPF"))'
	source_is "fsopen" '.works == false'
	source_is fanotify '.works == false and (.why | contains("CAP_SYS_ADMIN"))'
	source_is "/proc/PID/syscall" '.works == true and .why != null'
}

@test "ipcls --sources: a table as others are" {
	ok ipcls --sources -w 'works and source =~ "^fs|IPC_INFO"' -S source \
	    --csv -o source,works --no-headings
	[[ $output == *"IPC_INFO,"* ]]
	fails 2 "can be used one at a time" ipcls --sources -l
	fails 2 "mq:/a: --sources lists no objects; leave one of them out" ipcls --sources mq:/a
}
