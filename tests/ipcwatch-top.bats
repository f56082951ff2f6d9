# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats
# ipcwatch --top: what it shows, its keys, and what it leaves.

setup() {
	load lib
	export HOME=$BATS_TEST_TMPDIR TMUX_TMPDIR=$BATS_TEST_TMPDIR
}

leave() {
	[[ ! -v socket ]] || tmux -L "$socket" kill-server 2>/dev/null || true
}

# A shell in a terminal that runs ipcwatch --top with these words, and says how
# it has ended.
top() {
	need tmux
	[[ -e /dev/ptmx ]] || skip "no terminals here"
	socket=top-$BATS_TEST_NUMBER-$RANDOM
	rm -f "$HOME/after"
	{
		# What is typed is for all that run there.
		echo 'trap : INT'
		printf 'ipcwatch --top -d 0.1 %s\n' "${*@Q}"
		echo 'echo "ended with $?"; stty -g >'"${HOME@Q}/after; exec cat"
	} >"$HOME/script"
	# Whether what it leaves is what it found.
	tmux -u -L "$socket" -f /dev/null new-session -d -x 100 -y 20 \
	    "stty -g >${HOME@Q}/before; exec bash ${HOME@Q}/script"
	retry sees 'OBJECT +OWNER +HOLDS'
}

screen() {
	tmux -L "$socket" capture-pane -p
}

sees() {
	screen | grep -Eq -- "$1"
}

misses() {
	! sees "$1"
}

# shows REGEX: some line of the screen will match.
shows() {
	retry sees "$1" || {
		screen >&2
		return 1
	}
}

hides() {
	retry misses "$1" || {
		screen >&2
		return 1
	}
}

press() {
	tmux -L "$socket" send-keys "$@"
}

# The objects, in the order of the screen.
order() {
	screen | grep -Eo '^(mq|shm|sem):[^ ]*' | paste -sd ' '
}

in_order() {
	[[ $(order) == "$1" ]]
}

restored() {
	shows "^ended with $1\$"
	retry test -s "$HOME/after"
	diff "$HOME/before" "$HOME/after"
	[[ $(tmux -L "$socket" display -p \
	    '#{alternate_on} #{cursor_flag} #{keypad_flag}') == '0 1 0' ]]
	misses 'OBJECT'
}

watcher() {
	local shell
	shell=$(tmux -L "$socket" list-panes -F '#{pane_pid}')
	cat "/proc/$shell/task/$shell/children"
}

@test "ipcwatch --top: objects, what they hold, how full they are" {
	object make mq:/jobs max_messages=10 max_message_size=8
	object send mq:/jobs size=1 count=4
	object make shm:/cache size=65536
	object make sem:/lock values=3
	top
	shows '^mq:/jobs +[^ ]+ +4 msgs .*\[####      \]  40%'
	shows '^shm:/cache +[^ ]+ +64K '
	shows '^sem:/lock +[^ ]+ +value 3 '
	shows ' 3 objects, by busiest$'
	object make shm:/new size=1
	shows '^shm:/new '
	ipcrm shm:/new
	hides '^shm:/new '
}

@test "ipcwatch --top: rates, and a graph of them" {
	object make mq:/idle max_messages=10 max_message_size=8
	object make mq:/jobs max_messages=10 max_message_size=8
	top mq:
	shows '^mq:/jobs +[^ ]+ +0 msgs +0\.0 +0\.0 '
	in_order 'mq:/idle mq:/jobs'
	object send mq:/jobs size=1 count=10
	shows '^mq:/jobs .*\[##########\] 100% +[▁▂▃▄▅▆▇█]'
	# Busy within the last minute comes before what was not.
	retry in_order 'mq:/jobs mq:/idle'
	misses '^mq:/idle .*[▁▂▃▄▅▆▇█]'
}

@test "ipcwatch --top: messages per second, between two looks" {
	object make mq:/jobs max_messages=10 max_message_size=8
	# What is seen at the end of a pause stays until the next look.
	top -d 5 mq:
	press p
	shows ', paused$'
	object send mq:/jobs size=1 count=8
	press p
	shows '^mq:/jobs +[^ ]+ +8 msgs +[0-9]*[1-9][0-9.]* +0\.0 '
	press p
	shows ', paused$'
	object receive mq:/jobs
	press p
	shows '^mq:/jobs +[^ ]+ +7 msgs +0\.0 +[0-9]*[1-9][0-9.]* '
}

@test "ipcwatch --top: a limit that is half used is shown" {
	echo 4 >/proc/sys/fs/mqueue/queues_max || skip "cannot be set here"
	top
	misses '^queues_max'
	object make mq:/a
	object make mq:/b
	object make mq:/c
	shows '^queues_max +\[#######   \]  75%  3 of 4'
}

@test "ipcwatch --top: keys sort, reverse, and help" {
	object make mq:/a max_messages=10 max_message_size=8
	object make mq:/b max_messages=10 max_message_size=8
	object make mq:/c max_messages=4 max_message_size=8
	object send mq:/b size=1 count=4
	object send mq:/c size=1 count=3
	top
	shows 'by busiest$'
	press s
	shows 'by fill$'
	retry in_order 'mq:/c mq:/b mq:/a'
	press s
	shows 'by name$'
	retry in_order 'mq:/a mq:/b mq:/c'
	press r
	shows 'by name, reversed$'
	retry in_order 'mq:/c mq:/b mq:/a'
	press r s
	shows 'by size$'
	retry in_order 'mq:/b mq:/c mq:/a'
	press s
	shows 'by busiest$'
	press h
	shows '^q +quit$'
	press x
	hides '^q +quit$'
	shows '^mq:/a '
}

@test "ipcwatch --top: an expression chooses; one that is wrong is said" {
	object make mq:/a
	object make shm:/b size=1
	top
	shows '^mq:/a '
	press /
	shows '^/$'
	press -l 'kind == "shm"x'
	press BSpace Enter
	hides '^mq:/a '
	shows '^only: kind == "shm"$'
	shows '^shm:/b '
	press /
	press -l 'nonsense =='
	press Enter
	shows '^nonsense ==: .* at character [0-9]+$'
	shows '^shm:/b '
	misses '^mq:/a '
	press /
	shows '^/$'
	press Enter
	shows '^mq:/a '
	press / x
	shows '^/x$'
	press Escape
	hides '^/'
	shows '^mq:/a '
	shows '^shm:/b '
}

@test "ipcwatch --top: nothing changes while it is paused" {
	object make mq:/a
	top -d 0.001
	shows '^mq:/a '
	press Space
	shows ', paused$'
	object make mq:/b
	press s
	shows 'by fill, paused$'
	misses '^mq:/b '
	press s
	shows 'by name, paused$'
	misses '^mq:/b '
	press Space
	shows '^mq:/b '
	hides ', paused$'
}

@test "ipcwatch --top: it is as large as the terminal" {
	local name=mq:/a-name-of-some-length-that-is-not-cut-where-there-is-room
	object make "$name" max_messages=10 max_message_size=8
	top
	misses "^$name "
	tmux -L "$socket" resize-window -x 160 -y 30
	shows "^$name "
	tmux -L "$socket" resize-window -x 30 -y 5
	shows '^mq:/a-name-o'
	tmux -L "$socket" resize-window -x 1 -y 1
	tmux -L "$socket" resize-window -x 160 -y 30
	shows "^$name "
	press q
	restored 0
}

@test "ipcwatch --top: more objects than lines" {
	object make mq:/q
	object many shm:/m- count=100
	top
	shows '^mq:/q'
	[[ $(order | wc -w) == 17 ]]
	press q
	restored 0
}

@test "ipcwatch --top: the terminal is restored" {
	local end
	top
	press q
	restored 0
	for end in INT:130 TERM:143 HUP:129 QUIT:131; do
		tmux -L "$socket" kill-server
		top
		kill "-${end%:*}" "$(watcher | tr -d ' ')"
		restored "${end#*:}"
	done
	tmux -L "$socket" kill-server
	top
	press C-c
	restored 130
}

@test "ipcwatch --top: names cannot harm the terminal" {
	local name
	for name in "${hostile_names[@]}"; do
		[[ $name == */* ]] || object make "shm:/$name" size=1
	done
	top
	tmux -L "$socket" resize-window -x 120 -y 99
	shows '^shm:/\\033\\\[31mred\\033\\\[0m '
	shows '^shm:/new\\nline '
	shows '^shm:/tab\\tbed '
	press q
	restored 0
	ok ipcwatch --top -d 0.001 shm:
	[[ $output != *$'\e'* && $output != *$'\x01'* && $output != *$'\x9b'* ]]
	[[ $(grep -c '^shm:' <<<"$output") == "$(ipcls -m --no-headings | wc -l)" ]]
}

@test "ipcwatch --top: one screen, where there is no terminal" {
	object make mq:/jobs max_messages=10 max_message_size=8
	object send mq:/jobs size=1 count=4
	object make shm:/other size=1
	ok ipcwatch --top -d 0.01 -w 'kind == "mq"'
	[[ ${lines[0]} == 20*' 1 object, by busiest' ]]
	[[ $output == *$'\nOBJECT '* ]]
	[[ $output == *$'\nmq:/jobs '*' 4 msgs    0.0    0.0      - [####      ]  40%'* ]]
	[[ $output != *shm:* && $output != *$'\e'* ]]
	ok ipcwatch --top -d 0.01 mq:/none
	[[ $output == *' 0 objects'* ]]
}

@test "ipcwatch --top: no graph of blocks where the locale has none" {
	object make mq:/jobs max_messages=10 max_message_size=8
	start bash -c 'echo ready
	    while object send mq:/jobs size=1 && object receive mq:/jobs; do :; done'
	# Times are in seconds.
	LC_ALL=C ok ipcwatch --top -d 1.1 mq:
	[[ $output == *$'\nmq:/jobs '*[@.:=+*#]* ]]
	[[ $(LC_ALL=C tr -d '\n -~' <<<"$output") == '' ]]
}

@test "ipcwatch --top: what it does not go with" {
	local word
	for word in -H --initial --jsonl --until-gone --ready-line \
	    --events=send --count=1 --format=x --until=fill --timeout=1; do
		fails 2 "does not go with --top" ipcwatch --top "$word"
	done
	fails 2 "does not go with --top" ipcwatch --top -x true
}

@test "ipcwatch --top: a terminal that curses does not know" {
	need script
	# What curses does not free when it fails is its own.
	run env ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0" script -qec \
	    'TERM=nothing-like-it ipcwatch --top' /dev/null </dev/null
	[[ $status == 1 && $output == *"TERM: is not known"* ]]
}
