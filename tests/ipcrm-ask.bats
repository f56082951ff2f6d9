#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# When ipcrm asks, what --interactive asks and which answers it takes, and what
# stays of what was removed.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

load lib
load terminal
load six

leave() {
	forget
}

@test "ipcrm: without a terminal a pattern needs --yes" {
	make_six
	local selection
	for selection in "mq:" "sem:/*" "--where age>=0" "-w age>=0 mq:/q" \
	    "mq:/q sem:"; do
		set -f
		# shellcheck disable=SC2086 # words
		fails 2 "--yes" ipcrm $selection </dev/null
		set +f
		left mq:/q "$queue" shm:/m "$segment" sem:/s "$set"
		set -f
		# shellcheck disable=SC2086 # words
		fails 2 "--yes" ipcrm $selection <<<y
		set +f
		left mq:/q "$queue" shm:/m "$segment" sem:/s "$set"
	done
}

@test "ipcrm: without a terminal --interactive is refused" {
	make_six
	local selection
	for selection in mq:/q "$segment" "--all" "-m ${segment#*:}" "sem:"; do
		# shellcheck disable=SC2086 # words
		fails 2 "--interactive" ipcrm -i $selection </dev/null
		left mq:/q "$queue" shm:/m "$segment" sem:/s "$set"
	done
}

@test "ipcrm: on a terminal a pattern is shown and asked for, and yes removes" {
	need_terminal
	make_six
	ask ipcrm -v 'mq:/*' shm:
	asked "remove 3 objects? [y/N]"
	left mq:/q "$queue" shm:/m "$segment" sem:/s "$set"
	answer 'y\n'
	told
	[[ $status == 0 ]]
	[[ $stderr == *mq:/q*shm:/m*"$segment"* && $stderr != *"$set"* ]]
	[[ $output == "removed mq:/q
removed shm:/m
removed $segment" ]]
	left "$queue" sem:/s "$set"
}

@test "ipcrm: on a terminal whatever is not yes removes nothing" {
	need_terminal
	make_six
	local reply
	for reply in 'n\n' '\n' '\004' 'maybe\n' ' y\n' 'no yes\n' '\033[A\n'; do
		ask ipcrm 'mq:/*' sem:
		asked '? [y/N]'
		answer "$reply"
		told
		[[ -z $output ]]
		left mq:/q "$queue" shm:/m "$segment" sem:/s "$set"
	done
	ask ipcrm --where 'age >= 0'
	asked "6 objects?"
	answer '\004'
	told
	left mq:/q "$queue" shm:/m "$segment" sem:/s "$set"
}

@test "ipcrm: on a terminal one object is one object" {
	need_terminal
	object make sem:/s
	ask ipcrm --where 'age >= 0'
	asked "remove 1 object? [y/N]"
	answer 'YES\n'
	told
	[[ $status == 0 ]]
	left ''
}

@test "ipcrm: on a terminal nothing is asked with --yes, or of nothing" {
	need_terminal
	make_six
	ask ipcrm --yes mq:
	told
	[[ $status == 0 && -z $stderr && -z $output ]]
	ask ipcrm 'mq:/*'
	told
	[[ $status == 0 && $stderr != *'[y/N]'* ]]
	ask ipcrm --dry-run shm:
	told
	[[ $status == 0 && -z $stderr && $output == *shm:/m* ]]
	left shm:/m "$segment" sem:/s "$set"
}

@test "ipcrm: on a terminal an object that is named is removed at once" {
	need_terminal
	make_six
	ask ipcrm mq:/q "$segment" sem:0x53
	told
	[[ $status == 0 && -z $stderr && -z $output ]]
	left "$queue" shm:/m sem:/s
}

@test "ipcrm: a question does not harm the terminal" {
	need_terminal
	object make $'sem:/\e[31mred\n'
	ask ipcrm sem:
	asked '? [y/N]'
	answer 'n\n'
	told
	[[ $stderr != *$'\e'* && $stderr == *'\033'* ]]
	ask ipcrm -i $'sem:/\e[31mred\n'
	asked '? [y/N/all/quit]'
	answer 'y\n'
	told
	[[ $stderr != *$'\e'* ]]
	left ''
}

@test "ipcrm: --interactive asks before each that is named" {
	need_terminal
	make_six
	ask ipcrm -i mq:/q "$segment" sem:0x53
	asked 'remove mq:/q ('
	answer 'n\n'
	asked "remove $segment ("
	left mq:/q "$queue" shm:/m "$segment" sem:/s "$set"
	answer 'y\n'
	asked 'remove sem:0x53 ('
	answer 'n\n'
	told
	[[ $status == 0 && -z $output ]]
	left mq:/q "$queue" shm:/m sem:/s "$set"
}

@test "ipcrm: --interactive asks in the notation, of util-linux's options too" {
	need_terminal
	make_six
	ask ipcrm -i -q "${queue#*:}" --posix-shmem m -S 0x53
	asked "remove $queue ("
	answer 'y\n'
	asked 'remove shm:/m ('
	answer 'y\n'
	asked '[y/N/all/quit] ipcrm: remove sem:'
	answer 'n\n'
	told
	left mq:/q "$segment" sem:/s "$set"
}

@test "ipcrm: --interactive asks before each that is selected" {
	need_terminal
	make_six
	ask ipcrm --interactive 'mq:/*' shm: --where 'age >= 0'
	asked 'remove mq:/q ('
	answer 'y\n'
	asked 'remove shm:/m ('
	answer 'n\n'
	asked "remove $segment ("
	answer '\004'
	told
	left "$queue" shm:/m "$segment" sem:/s "$set"
}

@test "ipcrm: --interactive asks before each of --all" {
	need_terminal
	make_six
	ask ipcrm --interactive --all
	asked 'remove mq:/q ('
	answer '\004'
	told
	left mq:/q "$queue" shm:/m "$segment" sem:/s "$set"
}

@test "ipcrm: --interactive takes all for the rest, named or selected" {
	need_terminal
	local reply
	for reply in a all ALL; do
		make_six
		ask ipcrm -iv mq:/q "$segment" shm:/m sem:0x53
		asked 'remove mq:/q ('
		answer 'n\n'
		asked "remove $segment ("
		answer "$reply\n"
		told
		[[ $status == 0 && $stderr != *'sem:'* ]]
		[[ $output == "removed $segment"$'\n'*shm:/m*$'\n'"removed $set" ]]
		left mq:/q "$queue" sem:/s
		ask ipcrm -i mq: sem:
		asked 'remove mq:/q ('
		answer "$reply\n"
		told
		[[ $status == 0 && $stderr != *"$queue"* ]]
		left
	done
}

@test "ipcrm: --interactive takes only all for all" {
	need_terminal
	make_six
	ask ipcrm -i mq:/q shm:/m
	asked 'remove mq:/q ('
	answer 'abort\n'
	asked 'remove shm:/m ('
	answer 'always\n'
	told
	[[ $status == 0 ]]
	left mq:/q "$queue" shm:/m "$segment" sem:/s "$set"
}

@test "ipcrm: --interactive removes nothing more after quit or the end of input" {
	need_terminal
	make_six
	local reply
	for reply in 'q\n' 'quit\n' '\004'; do
		ask ipcrm -i mq:/q shm:/m sem:/none
		asked 'remove mq:/q ('
		answer "$reply"
		told
		[[ $status == 0 && $stderr != *shm:* && $stderr != *sem:* ]]
		ask ipcrm -i mq: shm:
		asked 'remove mq:/q ('
		answer "$reply"
		told
		[[ $status == 0 && $stderr != *shm:* ]]
		left mq:/q "$queue" shm:/m "$segment" sem:/s "$set"
	done
}

@test "ipcrm: --interactive says how large it is, who holds it and who waits" {
	need_terminal
	local one
	object make shm:/m size=4096
	start hold map shm:/m
	one=$pid
	ask ipcrm -i shm:/m
	asked "remove shm:/m (4.0K, held by $one/hold"
	answer 'n\n'
	told
	start hold map shm:/m
	ask ipcrm -i shm:
	asked "remove shm:/m (4.0K, held by $one/hold and 1 more"
	answer 'n\n'
	told
	set=$(object make sem:0x53 nsems=3)
	ask ipcrm -i "$set"
	asked "remove $set (3 semaphores, waited for by no process)?"
	answer 'n\n'
	told
	start hold attach shm:
	ask ipcrm -i "$ready"
	asked ", held by $pid/hold)?"
	answer 'y\n'
	told
	ask ipcrm -i "$ready"
	asked ", removed already, held by $pid/hold)?"
	answer 'y\n'
	told
}

@test "ipcrm: --interactive says where holders are unknown" {
	need_terminal
	need_nobody
	object make shm:/m size=4096
	chown 65534 /dev/shm/m
	start hold map shm:/m
	ask "${nobody[@]}" ipcrm -i shm:/m
	asked "remove shm:/m (4.0K, holders unknown)?"
	answer 'y\n'
	told
	left
}

@test "ipcrm: --interactive does not ask about what is not there" {
	need_terminal
	ask ipcrm -i sem:/none shm:7
	told
	[[ $status == 1 && $stderr != *'[y/N'* ]]
	[[ $stderr == *sem:/none:*shm:7:* ]]
	ask ipcrm -if sem:/none shm:7
	told
	[[ $status == 0 && -z $stderr ]]
}

@test "ipcrm: --interactive keeps what took the place of what it asked about" {
	need_terminal
	object make shm:/m size=4096
	ask ipcrm -i shm:/m
	asked 'remove shm:/m ('
	object remove shm:/m
	object make shm:/m size=8192
	answer 'y\n'
	told
	[[ $status == 1 && $stderr == *shm:/m:* ]]
	left shm:/m
}

@test "ipcrm: the old form does not say deleted of what was kept" {
	need_terminal
	segment=$(object make shm:)
	ask ipcrm -i shm "${segment#*:}"
	asked "remove $segment ("
	answer 'n\n'
	told
	[[ $status == 0 && -z $output ]]
	ask ipcrm -i shm "${segment#*:}"
	asked "remove $segment ("
	answer 'y\n'
	told
	[[ $status == 0 && $output == "resource(s) deleted" ]]
}

@test "ipcrm: the question about all shows who holds and who waits" {
	need_terminal
	object make shm:/m size=4096
	start hold map shm:/m
	ask ipcrm shm:
	asked 'remove 1 object? [y/N]'
	answer 'n\n'
	told
	[[ $stderr == *OBJECT*SIZE*HOLDERS* && $stderr != *WAITERS* ]]
	object make sem:/s
	ask ipcrm sem:
	asked 'remove 1 object? [y/N]'
	answer 'n\n'
	told
	[[ $stderr == *OBJECT*HOLDERS*WAITERS* ]]
}

@test "ipcrm: --verbose says whose use keeps what was removed" {
	local one words
	object make shm:/m size=4096
	object make sem:/s
	start hold map shm:/m
	one=$pid words="shm:/m stays until $pid/hold ends"
	ok ipcrm -v sem:/s shm:/m
	[[ $output == "removed sem:/s
removed shm:/m
$words" ]]
	stop "$one"
	object make shm:/m size=4096
	start hold map shm:/m
	one=$pid
	start hold map shm:/m
	ok ipcrm -vy shm:
	[[ $output == "removed shm:/m
shm:/m stays until $one/hold and 1 more end" ]]
}
