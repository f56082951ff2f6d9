# shellcheck shell=bash
# shellcheck disable=SC2154 # bats sets them
# SPDX-License-Identifier: BSD-2-Clause
#
# A terminal with ipcwatch --top in it, for the tests of the screen: `load
# screen`, after lib. A test waits for what the screen shows, never for a time.
#
#	top WORD...	starts it in a terminal of $wide by $high
#	shows REGEX	some line of the screen will match
#	hides REGEX	none will
#	press KEY...	keys as tmux(1) names them; -l TEXT: as they are
#	send_bytes HEX	bytes as a terminal sends them: the mouse
#	resize X Y	the size of the terminal
#	order		the objects, in the order of the screen
#	restored N	it has ended with that status, and left all as it was

wide=100 high=20

setup_screen() {
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
	tmux -u -L "$socket" -f /dev/null new-session -d -x "$wide" \
	    -y "$high" "stty -g >${HOME@Q}/before; exec bash ${HOME@Q}/script"
	retry sees '^OBJECT +'
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

# shellcheck disable=SC2086 # words
send_bytes() {
	tmux -L "$socket" send-keys -H $1
}

resize() {
	tmux -L "$socket" resize-window -x "$1" -y "$2"
}

order() {
	screen | grep -Eo '^(mq|shm|sem):[^ ]*' | paste -sd ' '
}

in_order() {
	[[ $(order) == "$1" ]]
}

# The object with the cursor: its line is in reverse. Attributes go on from line
# to line.
pointed() {
	tmux -L "$socket" capture-pane -pe | awk '{
		line = $0
		while (match(line, /^(\033\[[0-9;]*m)/)) {
			codes = substr(line, 3, RLENGTH - 3)
			line = substr(line, RLENGTH + 1)
			change()
		}
		if (reverse && line ~ /^(mq|shm|sem):/) {
			sub(/[ \033].*/, "", line)
			print line
		}
		while (match(line, /\033\[[0-9;]*m/)) {
			codes = substr(line, RSTART + 2, RLENGTH - 3)
			line = substr(line, RSTART + RLENGTH)
			change()
		}
	}
	function change() {
		if (codes == "" || codes ~ /(^|;)(0|27)(;|$)/)
			reverse = 0
		if (codes ~ /(^|;)7(;|$)/)
			reverse = 1
	}'
}

points_at() {
	[[ $(pointed) == "$1" ]]
}

restored() {
	shows "^ended with $1\$"
	retry test -s "$HOME/after"
	diff "$HOME/before" "$HOME/after"
	[[ $(tmux -L "$socket" display -p \
	    '#{alternate_on} #{cursor_flag} #{keypad_flag} #{mouse_any_flag}') == '0 1 0 0' ]]
	misses 'OBJECT'
}

watcher() {
	local shell
	shell=$(tmux -L "$socket" list-panes -F '#{pane_pid}')
	tr -d ' ' <"/proc/$shell/task/$shell/children"
}
