# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# ipcwatch on a terminal: short times, colour, and what is said in silence.
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	need script
	log=$BATS_TEST_TMPDIR/log
	: >"$log"
}

# On a terminal of its own: all it writes goes to $log.
on_terminal() {
	TERM=xterm script -qefc "$(printf '%q ' "$@")" "$log" </dev/null \
	    >/dev/null 2>&1 3>&- &
	watcher=$!
}

says() {
	retry grep -Eaq -- "$1" "$log" || {
		cat -v "$log" >&2
		return 1
	}
}

@test "ipcwatch: on a terminal times are short, and events have colours" {
	object make shm:/old size=1
	on_terminal ipcwatch -e create,remove -c 2 -d 0.05 --ready-line
	says '^ready'
	object make shm:/new size=1
	says $'^[0-9:]{8}\\.[0-9]{3} \e\\[32mcreate  \e\\[0m shm:/new'
	ipcrm shm:/new
	says $'^[0-9:]{8}\\.[0-9]{3} \e\\[31mremove  \e\\[0m shm:/new'
	wait "$watcher"
}

@test "ipcwatch: no colour with NO_COLOR, or where the terminal has none" {
	object make shm:/a size=1
	NO_COLOR=1 on_terminal ipcwatch --initial -c 1
	wait "$watcher"
	says '^[0-9:]{8}\.[0-9]{3} create   shm:/a'
	on_terminal env TERM=dumb ipcwatch --initial -c 1
	wait "$watcher"
	says '^[0-9:]{8}\.[0-9]{3} create   shm:/a'
}

@test "ipcwatch: --color=always and never decide" {
	object make shm:/a size=1
	on_terminal ipcwatch --initial -c 1 --color=never
	wait "$watcher"
	says '^[0-9:]{8}\.[0-9]{3} create   shm:/a'
	ok ipcwatch --initial -c 1 --color=always
	[[ $output == *$' \e[32mcreate  \e[0m shm:/a'* ]] || show_run
	ok ipcwatch --initial -c 1 --color=always --jsonl
	[[ $output != *$'\e'* ]] || show_run
	fails 2 "--color red: write auto, always or never" ipcwatch --color=red
}

@test "ipcwatch: after a second without events it says what it watches" {
	object make shm:/a size=1
	on_terminal ipcwatch -d 0.05 -c 1 'shm:/a*' mq:
	says "^ipcwatch: no events yet: watching shm:/a\* mq: \(now 1 object\), polling every 0.05s"
	object make shm:/ab size=1
	wait "$watcher"
	says 'create .* shm:/ab'
	[[ $(grep -ac 'no events yet' "$log") == 1 ]]
}

@test "ipcwatch: nothing is said in silence where stdout is no terminal" {
	run timeout 1.5 script -qefc 'ipcwatch -d 0.05 >/dev/null' "$log" </dev/null
	[[ $status == 124 ]]
	[[ $(grep -ac 'no events yet' "$log") == 0 ]]
}

@test "ipcwatch --time-format: short, iso, epoch, relative" {
	object make shm:/a size=1
	ok ipcwatch --initial -c 1 --time-format=short
	[[ $output =~ ^[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}\ create ]]
	ok ipcwatch --initial -c 1
	[[ $output =~ ^20[0-9-]{8}T[0-9:]{8}\.[0-9]{3}\+00:00\ create ]]
	ok ipcwatch --initial -c 1 --time-format=epoch
	[[ $output =~ ^[0-9]{10}\.[0-9]{3}\ create ]]
	ok ipcwatch --initial -c 1 --time-format=relative
	[[ $output =~ ^\+[0-9]+\.[0-9]{3}\ create ]]
	ok ipcwatch --initial -c 1 --time-format=epoch --format '%{time}'
	[[ $output =~ ^[0-9]{10}\.[0-9]{3}$ ]]
	fails 2 "not a time format" ipcwatch --time-format=other
	fails 2 "does not go with --jsonl" ipcwatch -J --time-format=iso
	fails 2 "does not go with --top" ipcwatch --top --time-format=iso
}

@test "ipcwatch: where inotify is used up it says that it polls, and the setting" {
	object make shm:/a size=1
	run_apart deny inotify=EMFILE ipcwatch --initial -c 1
	[[ $status == 77 ]] && skip "nothing can be denied here"
	[[ $status == 0 && $output == *' create '* ]]
	[[ $stderr == "ipcwatch: inotify: no instance is left to this user "*"polling every 1s instead"*"fs.inotify.max_user_instances="* ]]
	run_apart deny inotify=EPERM ipcwatch --initial -c 1 -d 0.5
	[[ $status == 0 && $stderr == "ipcwatch: inotify: Operation not permitted: polling every 0.5s instead"* ]]
}
