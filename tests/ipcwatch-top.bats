# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats
# ipcwatch --top: what it shows, its keys, and what it leaves.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	load screen
	setup_screen
}

@test "ipcwatch --top -b: a full disk is a failure" {
	fails 1 'stdout: No space left on device' \
	    bash -c 'ipcwatch --top -b -d 0.05 -c 2 >/dev/full'
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
	shows '^3 objects, by busy$'
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
	shows '^mq:/jobs .*\[##########\] 100% .*[▁▂▃▄▅▆▇█]'
	# Busy within the last minute comes before what was not.
	retry in_order 'mq:/jobs mq:/idle'
	misses '^mq:/idle .*[▁▂▃▄▅▆▇█]'
}

@test "ipcwatch --top: messages per second, between two looks" {
	object make mq:/jobs max_messages=10 max_message_size=8
	# What is seen at the end of a pause stays until the next look.
	top -d 5 mq:
	press p
	shows ' PAUSED '
	object send mq:/jobs size=1 count=8
	press p
	shows '^mq:/jobs +[^ ]+ +8 msgs +[0-9]*[1-9][0-9.]* +0\.0 '
	press p
	shows ' PAUSED '
	object receive mq:/jobs
	press p
	shows '^mq:/jobs +[^ ]+ +7 msgs +0\.0 +[0-9]*[1-9][0-9.]* '
}

@test "ipcwatch --top: limits that are used are shown" {
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
	shows 'by busy$'
	press s
	shows 'by fill$'
	retry in_order 'mq:/c mq:/b mq:/a'
	press s
	shows 'by object$'
	retry in_order 'mq:/a mq:/b mq:/c'
	press r
	shows 'by object, reversed$'
	retry in_order 'mq:/c mq:/b mq:/a'
	press s
	shows 'by contents$'
	retry in_order 'mq:/b mq:/c mq:/a'
	press I
	shows 'by contents, reversed$'
	retry in_order 'mq:/a mq:/c mq:/b'
	press s
	shows 'by busy$'
	press h
	shows '^q +quit'
	press x
	hides '^q +quit'
	shows '^mq:/a '
}

@test "ipcwatch --top: a filter chooses; one that is wrong stays to be mended" {
	object make mq:/a
	object make shm:/b size=1
	top
	shows '^mq:/a '
	press f
	shows '^filter:'
	press -l 'kind == "shm"x'
	press BSpace Enter
	hides '^mq:/a '
	shows '^only: kind == "shm"$'
	shows '^1 of 2 objects'
	press f
	shows '^filter: kind == "shm"$'
	press C-u
	press -l 'nonsense == 1'
	press Enter
	shows '^no such field'
	shows '^filter: nonsense == 1$'
	shows '^shm:/b '
	misses '^mq:/a '
	# The cursor stands at what is wrong.
	press Delete
	shows '^filter: onsense == 1$'
	press Escape
	hides '^filter:'
	shows '^only: kind == "shm"$'
	press f C-u Enter
	shows '^mq:/a '
	misses '^only:'
	# What is typed may be of rates, too.
	press f
	press -l 'in > 0.5'
	press Enter
	hides '^mq:/a '
	press f C-u Enter
	shows '^mq:/a '
}

@test "ipcwatch --top: the line that is typed: arrows, Home, End, history" {
	object make mq:/a
	top
	press f
	press -l 'size > 1'
	press Enter
	shows '^only: size > 1$'
	press f C-u
	press -l 'size > é2'
	shows '^filter: size > é2$'
	press Left BSpace Home Right Right Delete Z
	shows '^filter: siZe > 2$'
	press End 3 C-a C-k
	shows '^filter:$'
	press Up
	shows '^filter: size > 1$'
	press Down
	shows '^filter:$'
	press Enter
	hides '^only:'
}

@test "ipcwatch --top: words find an object; n and N the others" {
	object make mq:/alpha
	object make mq:/beta
	object make mq:/alphabet
	object make mq:/gamma
	top
	shows '^mq:/gamma '
	press /
	shows '^find:'
	press -l 'BET'
	retry points_at mq:/alphabet
	press Enter
	hides '^find:'
	press n
	retry points_at mq:/beta
	press n
	retry points_at mq:/alphabet
	press N
	retry points_at mq:/beta
	press /
	press -l 'nosuch'
	press Enter
	shows '^no name, key or owner has these letters'
	shows '^find: nosuch$'
	press Escape
	hides '^find:'
	retry points_at mq:/beta
}

@test "ipcwatch --top: nothing changes while it is paused" {
	object make mq:/a
	top -d 0.001
	shows '^mq:/a '
	press Space
	shows ' PAUSED '
	object make mq:/b
	press s
	shows 'by fill$'
	misses '^mq:/b '
	press s
	shows 'by object$'
	misses '^mq:/b '
	press Space
	shows '^mq:/b '
	hides 'PAUSED'
}

@test "ipcwatch --top: it is as large as the terminal" {
	local name=mq:/a-name-of-some-length-that-is-not-cut-where-there-is-room
	object make "$name" max_messages=10 max_message_size=8
	top
	misses "^$name "
	shows '^mq:/a-name-of-some-.*… '
	resize 160 30
	shows "^$name "
	resize 30 5
	shows '^mq:/a-name-of…'
	resize 1 1
	resize 160 30
	shows "^$name "
	press q
	restored 0
}

@test "ipcwatch --top: more objects than lines" {
	object make mq:/q
	object many shm:/m- count=100
	top
	shows '^mq:/q'
	shows '^0 above, [0-9]+ below'
	(($(order | wc -w) < 17))
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
		kill "-${end%:*}" "$(watcher)"
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
	resize 120 99
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
	[[ $output == 20*$'\n1 of 2 objects, by busy\n'* ]]
	[[ $output == *$'\nOBJECT '* ]]
	[[ $output == *$'\nmq:/jobs '*' 4 msgs    0.0    0.0      - [####      ]  40%'* ]]
	[[ $output != *shm:* && $output != *$'\e'* ]]
	ok ipcwatch --top -d 0.01 mq:/none
	[[ $output == *$'\n0 objects'* ]]
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
