# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; lib.bash
# The scripts of ipcutil-cookbook(7) do what it says, as they stand there; and
# while anybody may come to use an object, ipcrm --orphans keeps it. The other
# commands of the page, and those of README, are run by examples.py.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	dir=$BATS_TEST_TMPDIR/recipe
	mkdir "$dir"
	PATH=$dir:$PATH
}

# recipe TITLE [N]: its Nth display, without markup and any "$ ".
recipe() {
	awk -v title=".Ss $1" -v wanted="${2-1}" '
	/^\.S[hs] / { inside = index($0, title) == 1 }
	!inside { next }
	/^\.Bd -literal/ { n++; display = 1; next }
	/^\.Ed/ { display = 0 }
	display && n == wanted
	' "$abs_top_srcdir/man/ipcutil-cookbook.7" |
	    sed 's/^[$#] //; s/\\e/\\/g; s/\\&//g' >"$dir/text"
	[[ -s $dir/text ]] || {
		echo "the cookbook has no such recipe: $1" >&2
		return 1
	}
	cat "$dir/text"
}

# A program of that name which does this.
program() {
	printf '#!/bin/sh\n%s\n' "$2" >"$dir/$1"
	chmod +x "$dir/$1"
}

# Our own shell, which made it all, is one that may come.
kept() {
	local one
	run ipcrm --orphans --orphans-after 0 --yes
	for one; do
		ok ipcls --raw --no-headings -o object "$one"
		[[ -n $output ]]
	done
}

@test "cookbook: a queue for as long as a script runs" {
	{
		recipe "Create a queue for as long as a script runs"
		echo 'ipcls --raw --no-headings -o object,perms "$q"
			ipcrm --orphans --orphans-after 0 --yes 2>/dev/null
			echo hello | ipccat -W "$q" && ipccat -r "$q"'
	} >"$dir/script"
	ok bash "$dir/script"
	[[ ${lines[0]} =~ ^mq:[0-9]+\ rw-------$ && ${lines[1]} == hello ]]
	ok ipcls
	[[ -z $output ]]
}

@test "cookbook: a lock, unless it exists" {
	need_root
	getent group www-data >/dev/null || skip "there is no www-data"
	recipe "Create a lock if it does not exist" | head -n 1 >"$dir/script"
	ok bash "$dir/script"
	[[ $output == "$(recipe "Create a lock if" | tail -n 1)" ]]
	ok ipcctl --wait sem:/lock
	ok bash "$dir/script"
	ok ipcls --raw --no-headings -o mode,group,value sem:/lock
	[[ $output == "0660 www-data 0" ]]
	kept sem:/lock
}

running() {
	[[ -e $dir/running ]]
}

@test "cookbook: a lock around a cron job" {
	local job said
	# Its input is of the test, so that it ends with it.
	program backup "touch $dir/running; read -r _; rm -f $dir/running
		echo done >>$dir/log"
	mkfifo "$dir/in"
	recipe "Run one instance of a cron job" | sed "s,/usr/local/bin,$dir,
		s/^0 \* \* \* \* *//" >"$dir/crontab"
	said=$(recipe "Run one instance of a cron job" 2)
	bash "$dir/crontab" <"$dir/in" 3>&- &
	job=$!
	exec {input}>"$dir/in"
	retry running
	kept sem:0x6261636b
	fails 124 "$said" bash "$dir/crontab"
	[[ $stderr == "$said" ]]
	echo >&"$input"
	wait "$job"
	kept sem:0x6261636b
	# The next hour; whatever is killed, the kernel gives it back.
	bash "$dir/crontab" <"$dir/in" 3>&- {input}>&- &
	job=$!
	retry running
	fails 124 "" bash "$dir/crontab"
	pkill -KILL -P "$job" ipcctl
	wait "$job" || true
	ok ipcctl --wait --nowait sem:0x6261636b -- true
	kept sem:0x6261636b
	exec {input}>&-
	retry ended_all
	# With --timeout the second waits for its turn.
	sed -i 's/--nowait/--timeout 600/' "$dir/crontab"
	ok bash "$dir/crontab" <<<''
	[[ $(tail -n 1 "$dir/log") == "done" ]]
}

ended_all() {
	! running
}

@test "cookbook: no more than three at once" {
	program flac "echo + >>$dir/log; sleep 0.1; echo - >>$dir/log"
	recipe "Run at most three commands at once" >"$dir/text2"
	[[ $(sed -n 2p "$dir/text2") == sem:/slots ]]
	touch "$dir"/{1..9}.wav
	sed -i 2d "$dir/text2"
	ok bash -c "cd '$dir' && . ./text2"
	[[ $output == sem:/slots ]]
	awk '{ n += $0 == "+" ? 1 : -1 } n > 3 { exit 1 }
		END { exit n != 0 || NR != 18 }' "$dir/log"
	kept sem:/slots
	ok ipcls --raw --no-headings -o value sem:/slots
	[[ $output == 3 ]]
}

@test "cookbook: a work queue between two shell scripts" {
	local first
	program convert "echo \"\$1\" >>$dir/done"
	touch "$dir"/{1..14}.wav "$dir/with space.wav" "$dir"/$'new\nline.wav'
	recipe "Share work between two shell scripts" >"$dir/first"
	recipe "Share work between two shell scripts" 2 |
	    sed 's/--timeout 60/--timeout 2/' >"$dir/second"
	# It has no room for all: the first waits, and while it does it is seen.
	(cd "$dir" && exec bash first) 3>&- &
	first=$!
	retry awaited
	kept mq:/jobs
	for _ in 1 2; do
		(cd "$dir" && exec bash second) 3>&- &
	done
	wait "$first"
	kept mq:/jobs
	wait
	[[ $(sort "$dir/done") == "$(cd "$dir" && printf '%s\n' *.wav | sort)" ]]
	# Empty, and nobody there: another may begin to fill it.
	kept mq:/jobs
}

awaited() {
	[[ $(ipcls --raw --no-headings -o waiters mq:/jobs 2>/dev/null) == 1 ]]
}

@test "cookbook: a file, in shared memory" {
	[[ -r /etc/services ]] || skip "there is no /etc/services"
	recipe "Put a file into shared memory" >"$dir/text2"
	ok bash -c "$(head -n 1 "$dir/text2")"
	[[ $output == "$(tail -n 1 "$dir/text2")" ]]
	cmp /etc/services <(ipccat shm:/services)
	kept shm:/services
}

@test "cookbook: looking into a stuck queue, and emptying it into a file" {
	local queue
	ok ipcmk mq:0x4a010002
	queue=$output
	jq -nc '{type: 1, data: ("x" * 62)}, {type: 1, data: ("x" * 62)},
		(range(238) | {type: 2, data: ("y" * 62)}),
		{type: 9, data: "R0VUIC9zdGF0dXMAAf8=", encoding: "base64"},
		{type: 2, data: ("y" * 62)}, {type: 2, data: ("y" * 62)}' |
	    ipccat -WJ mq:0x4a010002
	cd "$dir"
	# There it is the first of its namespace.
	recipe "Look into a queue that is stuck" | sed "s/mq:0\>/$queue/" >script
	# What they print is between the commands.
	ok bash -c "$(grep '^ipcls' script)"
	[[ ${lines[0]} == "$(grep '^OBJECT' script)" ]]
	grep -v '^ipc' script | sed 1,2d >wanted
	bash -c "$(grep '^ipccat' script)" | diff wanted - >&2
	ok ipcls --raw --no-headings -o messages,fill "$queue"
	[[ $output == "243 91" ]]
	recipe "Look into a queue that is stuck" 2 | sed "s/mq:0\>/$queue/" >script
	grep '^0000' script >wanted
	bash -c "$(grep '^ipccat' script)" | diff wanted - >&2
	[[ $(wc -l <saved.jsonl) == 242 ]]
	ok ipcls --raw --no-headings -o messages "$queue"
	[[ $output == 242 ]]
}

@test "cookbook: scripts written for util-linux go on working" {
	recipe "Keep scripts that use util-linux" >"$dir/script"
	ok bash "$dir/script"
	ok ipcls
	[[ -z $output ]]
}

@test "cookbook: an alert when a queue is 80 % full, and waiting for a message" {
	local alert wait
	object make mq:/jobs max_messages=10
	# The alert, as it is but for its output; it ends with the test.
	recipe "Send an alert when a queue" | sed '/^mq:/d' >"$dir/alert"
	sed -i 's/^ipcwatch/exec ipcwatch --initial/' "$dir/alert"
	bash "$dir/alert" >"$dir/out" 3>&- &
	alert=$!
	recipe "Wait for a queue and" >"$dir/wait"
	bash "$dir/wait" >"$dir/work" 3>&- &
	wait=$!
	retry is_80
	wait "$wait"
	[[ $(<"$dir/work") == work ]]
	kill "$alert"
	kept mq:/jobs
}

# Looks are seldom on a machine that is busy: the eighth is sent again.
is_80() {
	ipcls --quiet --fail-if 'messages >= 8' mq:/jobs ||
	    object receive mq:/jobs
	object send mq:/jobs
	grep -qx 'mq:/jobs is 80 % full' "$dir/out"
}

@test "cookbook: names with any characters, as a loop, JSON and a table" {
	local title
	object make shm:/cache size=16777216
	object make $'shm:/new\nline' size=5
	for title in "Read JSON with jq" "Make a table for a spreadsheet" \
	    "Loop over names"; do
		recipe "$title" | sed '/^shm:/d; /^.cache has/d' >"$dir/script"
		cd "$dir"
		run_apart bash "$dir/script"
		[[ $status == 0 && -z $stderr ]] || show_run
		case $title in
		*JSON*) [[ $output == shm:/cache$'\t'*$'\t'16777216 ]] ;;
		*table*) grep -q '^shm:/cache,[^,]*,16777216,' memory.csv ;;
		*) [[ $output == *'/cache has 16777216 bytes'* &&
		    $output == *"\$'/new\\nline' has 5 bytes"* ]] ;;
		esac || show_run
	done
}
