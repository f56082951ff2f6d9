# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2034,SC2154 # bats; for screen.bash
# ipcwatch --top: terminals of all sizes, stopped and continued, colour, batch.
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	load screen
	setup_screen
}

# Whether the screen is one that can be used: nothing glued together, the keys
# in its last line, and as many rows of objects as are said to be there.
usable() {
	local all
	all=$(screen)
	[[ $all == *$'\n''Enter details  ? help  q quit'* ]] || return
	# A cell of two values would be two units or signs with nothing between.
	! grep -Eq '^(mq|shm|sem):.*(%[0-9]|\][^ ]|msgs[0-9])' <<<"$all"
}

@test "ipcwatch --top: 40x10, 80x24, 200x60, with no objects, 8, and 2,000" {
	local owner=root
	top
	shows '^0 objects, by busy$'
	resize 40 10
	shows '^Enter details  \? help  q quit .*…$'
	retry usable
	resize 200 60
	shows '^OBJECT .* LAST MINUTE$'
	object many shm:/m- count=6
	object make sem:/lock
	object make shm:/a-name-that-is-so-long-that-it-has-no-room-on-a-small-screen
	# A root of no other users can give it to nobody.
	! chown 1234567890 /dev/shm/m-0 2>/dev/null || owner=1234567890
	shows '^8 objects, by busy$'
	shows "^shm:/m-0 +$owner "
	retry usable
	resize 80 24
	shows '^OBJECT .* FULL IN'
	shows '^shm:/a-name-that-.*… '
	shows "^shm:/m-0 +$owner "
	retry usable
	resize 40 10
	shows '^shm:/a-name-t… '
	shows '^0 above, [0-9]+ below; not shown: '
	retry usable
	object many shm:/many- count=1992
	shows '^2000 objects, by busy$'
	press G
	shows '^199[0-9] above, 0 below'
	retry usable
	resize 200 60
	shows '^19[0-9][0-9] above, 0 below$'
	retry usable
	press q
	restored 0
}

@test "ipcwatch --top: Ctrl-Z stops it, and fg continues it" {
	need tmux
	[[ -e /dev/ptmx ]] || skip "no terminals here"
	object make shm:/m size=1
	socket=top-$BATS_TEST_NUMBER-$RANDOM
	tmux -u -L "$socket" -f /dev/null new-session -d -x 100 -y 20 \
	    "PS1='ready> ' exec bash --norc -i"
	shows '^ready>'
	press -l "$(command -v ipcwatch) --top -d 0.1"
	press Enter
	shows '^shm:/m '
	press C-z
	shows 'Stopped.*ipcwatch'
	hides '^OBJECT'
	object make shm:/other size=1
	press -l 'fg'
	press Enter
	shows '^shm:/other '
	shows '^Enter details'
	# Stopped by a signal that it cannot see, in a terminal of another size then.
	kill -STOP "$(pgrep -x ipcwatch)"
	shows '^ready>'
	resize 80 24
	press -l 'fg'
	press Enter
	shows '^OBJECT .* FULL IN$'
	press q
	hides '^OBJECT'
	shows '^ready>'
}

# All that goes to the terminal, escape sequences and all, until it has shown
# the last line.
written() {
	rm -f "$BATS_TEST_TMPDIR/log" # an earlier one has the last line, too
	script -qefc "stty cols 100 rows 20; timeout --foreground -s INT 60 $*" \
	    "$BATS_TEST_TMPDIR/log" </dev/null >/dev/null 2>&1 3>&- &
	retry grep -aq 'Enter' "$BATS_TEST_TMPDIR/log"
	kill "$!"
	wait "$!" || true
}

@test "ipcwatch --top: full is red, and nothing is where there is no colour" {
	local queue
	need script
	queue=$(object make mq:)
	ipcctl --max-bytes=100 "$queue"
	object send "$queue" size=100
	TERM=xterm written ipcwatch --top
	grep -aq $'\e\\[[0-9;]*31m' "$BATS_TEST_TMPDIR/log"
	NO_COLOR=1 TERM=xterm written ipcwatch --top
	run ! grep -aq $'\e\\[[0-9;]*3[1-7]m' "$BATS_TEST_TMPDIR/log"
	TERM=vt100 written ipcwatch --top
	run ! grep -aq $'\e\\[[0-9;]*3[1-7]m' "$BATS_TEST_TMPDIR/log"
}

@test "ipcwatch --top -b -c: so many screens as text" {
	object make shm:/m size=1
	ok ipcwatch --top -b -c 3 -d 0.05
	[[ $(grep -c '^OBJECT ' <<<"$output") == 3 ]]
	[[ $(grep -c '^shm:/m ' <<<"$output") == 3 ]]
	[[ $(grep -c '^$' <<<"$output") == 2 && $output != *$'\e'* ]]
	fails 2 "needs --top" ipcwatch -b
	fails 2 "does not go with --top" ipcwatch --top -c 1
	# Whoever reads no more ends it.
	run timeout 60 bash -c 'ipcwatch --top -b -d 0.01 | head -n 1'
	[[ $status == 0 ]]
}

@test "ipcwatch --top: a queue that fills up, and one that drains" {
	local fills drains
	fills=$(object make mq:)
	drains=$(object make mq:)
	object send "$drains" size=1 count=200
	start bash -c 'echo ready; for ((i = 0; i < 2000; i++)); do
		object send "$1" size=1 && object receive "$2" || exit
		read -rt 0.02
	done' - "$fills" "$drains"
	top mq:
	shows "^$fills .* - +[0-9]+[smhd0-9]*( |$)"
	shows "^$drains .*%b +[0-9]+[smhd0-9]* +-( |$)"
}
