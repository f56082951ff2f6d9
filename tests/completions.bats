# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; world.bash
# Completion in bash, fish and zsh, of what there really is.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	load world
	make_world
	completions=$abs_top_srcdir/completions
}

# complete_bash LINE [BREAKS]: what is offered for its end, in $output.
complete_bash() {
	ok bash --norc "$BATS_TEST_DIRNAME/complete.bash" \
	    "$completions/bash/${1%% *}" "$@"
}

complete_fish() {
	need fish
	# shellcheck disable=SC2016 # for fish
	run_apart env HOME="$BATS_TEST_TMPDIR" fish --no-config -c '
	set -p fish_complete_path $argv[1]
	source $argv[1]/(string split -f 1 " " $argv[2]).fish
	complete -C $argv[2]' "$completions/fish" "$1"
	[[ $status == 0 && -z $stderr ]] || show_run
	output=$(cut -f1 <<<"$output" | LC_ALL=C sort)
}

gives() {
	local wanted=$1

	[[ $# == 1 ]] || wanted=$(printf '%s\n' "$@" | LC_ALL=C sort)
	[[ $output == "$wanted" ]] || show_run
}

includes() {
	local word

	for word; do
		grep -Fxq -- "$word" <<<"$output" || {
			echo "not among them: $word" >&2
			show_run
		}
	done
}

columns() {
	ipcls --list-columns --raw --no-headings -o name
}

long_options() {
	"${1:-ipcls}" --help | sed -nE 's/^  (-.,|   ) (--[a-z-]+=?).*/\2/p'
}

@test "bash: -- completes to every option" {
	complete_bash "ipcls --"
	# shellcheck disable=SC2046 # words
	gives $(long_options)
	complete_bash "ipcls --no"
	gives --no-headings --no-truncate --noheadings --notruncate
	complete_bash "ipcls -m mq:/jobs --jso"
	gives --json --jsonl
	complete_bash "ipcls -"
	includes -q -m -s -0 -J --json --where=
}

@test "bash: -o completes to fields, after commas too" {
	complete_bash "ipcls -o "
	includes all object size zcnt
	complete_bash "ipcls -o si"
	gives size
	complete_bash "ipcls -o max_m"
	gives max_messages max_message_size
	complete_bash "ipcls -o object,key,nse"
	gives object,key,nsems
	complete_bash "ipcls -o +nse"
	gives +nsems
	complete_bash "ipcls -u --by owner,hol"
	includes owner,holder owner,holders owner,holder_pids
	complete_bash "ipcls -qo mess"
	gives messages
	complete_bash "ipcls --output nse"
	gives nsems
	complete_bash "ipcls -o object,"
	# shellcheck disable=SC2046 # words
	gives object,all $(columns | sed 's/^/object,/')
}

@test "bash: --output= and its like complete behind the equals sign" {
	complete_bash "ipcls --output=nse"
	gives nsems
	complete_bash "ipcls --output=object,nse"
	gives object,nsems
	complete_bash "ipcls --time-format="
	gives short iso epoch relative
	complete_bash "ipcls --time-format=re"
	gives relative
	complete_bash "ipcls --time-format i"
	gives iso
	# Where = breaks no words, the whole word is replaced.
	complete_bash "ipcls --time-format=i" $' \t\n'
	gives --time-format=iso
}

@test "bash: -S completes to fields, with a sign each" {
	complete_bash "ipcls -S nse"
	gives nsems
	complete_bash "ipcls -S -nse"
	gives -nsems
	complete_bash "ipcls -S kind,-nse"
	gives kind,-nsems
	complete_bash "ipcls --sort=-siz"
	gives -size
}

@test "bash: -w completes to fields, at the end of an expression" {
	complete_bash "ipcls -w nse"
	includes nsems
	complete_bash "ipcls -w 'nsems == 1 and nse"
	includes "nsems == 1 and nsems"
}

@test "bash: after owner == come users, after kind == the kinds" {
	complete_bash "ipcls -w 'owner == \"roo"
	gives 'owner == "root"'
	complete_bash "ipcls -w 'size > 1 and owner == "
	includes 'size > 1 and owner == "root"'
	complete_bash "ipcrm -w 'kind == "
	gives 'kind == "mq"' 'kind == "sem"' 'kind == "shm"'
	complete_bash 'ipcls -w "api != '
	gives "api != 'posix'" "api != 'sysv'"
}

@test "bash: fields are those of what is listed" {
	complete_bash "ipcls -l -o sh"
	gives share
	complete_bash "ipcls --usage -o ob"
	gives objects
	complete_bash "ipcls --explain -o reme"
	gives remedy
	complete_bash "ipcls -u --by owner,unit -o u"
	gives unit
	complete_bash "ipcls --by=kind -u -S -o"
	gives -objects
	complete_bash "ipcls -u --by kind -o "
	gives all kind objects size rss swap nattch messages bytes nsems
	complete_bash "ipcls --list-columns -o "
	gives all name type help
}

@test "bash: objects that are there are completed, colons and all" {
	complete_bash "ipcls "
	# shellcheck disable=SC2086 # words
	gives mq: shm: sem: $world
	complete_bash "ipcls mq"
	# shellcheck disable=SC2086 # words
	gives mq: mq:/jobs mq:/spool $queue
	# Behind the colon, readline replaces only what is behind it.
	complete_bash "ipcls mq:"
	gives '' /jobs /spool "${queue#mq:}"
	complete_bash "ipcls mq:/j"
	gives /jobs
	complete_bash "ipcls -i shm:/c"
	gives /cache
	complete_bash "ipcls mq:/jobs sem:/l"
	gives /lock
	# Where the colon breaks no words, the whole word is replaced.
	complete_bash "ipcls mq:/j" $' \t\n'
	gives mq:/jobs
	complete_bash "ipcls mq:/none"
	gives ''
}

@test "bash: options that choose kinds choose what is completed" {
	complete_bash "ipcls -q "
	# shellcheck disable=SC2086 # words
	gives mq: shm: sem: mq:/jobs mq:/spool $queue
	complete_bash "ipcls --sysv -s "
	# shellcheck disable=SC2086 # words
	gives mq: shm: sem: $set $single
}

@test "bash: names are completed as the shell must read them" {
	object make 'mq:/two words' >/dev/null
	# shellcheck disable=SC2016 # nothing is to be expanded
	object make 'mq:/$(touch pwned)' >/dev/null
	cd "$BATS_TEST_TMPDIR"
	complete_bash "ipcls mq:/tw" $' \t\n'
	eval "ok ipcls --jsonl -o name $output"
	json '.name == "/two words"'
	# shellcheck disable=SC2016 # nothing is to be expanded
	complete_bash 'ipcls mq:/\$' $' \t\n'
	[[ ! -e pwned ]]
	eval "ok ipcls --raw --no-headings -o messages $output"
	[[ $output == 0 && ! -e pwned ]]
}

@test "bash: paths and ftok files are completed as files" {
	mkdir -p "$BATS_TEST_TMPDIR/dir"
	touch "$BATS_TEST_TMPDIR/dir/some-file"
	complete_bash "ipcls /dev/mqueue/jo"
	gives /dev/mqueue/jobs
	complete_bash "ipcls mq:@$BATS_TEST_TMPDIR/dir/so" $' \t\n'
	gives "mq:@$BATS_TEST_TMPDIR/dir/some-file"
}

@test "bash: nothing is completed where no object can be" {
	complete_bash "ipcls -l mq"
	gives ''
	complete_bash "ipcls --list-columns s"
	gives ''
}

@test "bash: ipccat completes to options, objects, and then a file" {
	cd "$BATS_TEST_TMPDIR"
	touch some-file
	complete_bash "ipccat --"
	# shellcheck disable=SC2046 # words
	gives $(long_options ipccat)
	complete_bash "ipccat "
	# shellcheck disable=SC2086 # words
	gives mq: shm: sem: $world
	complete_bash "ipccat mq:/jobs sh"
	includes "$segment" shm:/cache
	complete_bash "ipccat -r "
	gives mq: shm: sem: mq:/jobs mq:/spool "$queue"
	complete_bash "ipccat -ra --timeout 5 mq:/jobs so"
	gives ''
	complete_bash "ipccat -W so"
	gives ''
	complete_bash "ipccat -W mq:/j"
	gives /jobs
	complete_bash "ipccat -W mq:/jobs so"
	gives some-file
	complete_bash "ipccat -W -T 5 --offset 3 mq:/j"
	gives /jobs
	complete_bash "ipccat -WT 5 mq:0 so"
	gives some-file
	complete_bash "ipccat --timeout s"
	gives ''
}

@test "bash: -N completes to processes and files" {
	local program

	cd "$BATS_TEST_TMPDIR"
	touch some-file
	complete_bash "ipcls -N "
	includes all 1 $$ some-file
	complete_bash "ipcls -N $$"
	includes $$
	complete_bash "ipcls --namespace=al"
	gives all
	for program in ipcrm ipcmk ipccat; do
		complete_bash "$program -N so"
		gives some-file
		complete_bash "$program -N al"
		gives ''
		complete_bash "$program -N /proc/self/ns/ip"
		gives /proc/self/ns/ipc
	done
	complete_bash "ipccat -W -N 1 mq:/j"
	gives /jobs
}

@test "fish: -N completes to processes and files" {
	local program

	cd "$BATS_TEST_TMPDIR"
	touch some-file
	complete_fish "ipcls -N "
	includes all 1 $$ some-file
	for program in ipcls ipcrm ipcmk ipccat; do
		complete_fish "$program -N /proc/self/ns/ip"
		gives /proc/self/ns/ipc
	done
	complete_fish "ipcls --namespace=/proc/self/ns/ip"
	includes --namespace=/proc/self/ns/ipc
	complete_fish "ipccat -W -N 1 mq:/j"
	gives mq:/jobs
}

@test "fish: ipccat completes to options, objects, and then a file" {
	cd "$BATS_TEST_TMPDIR"
	touch some-file
	complete_fish "ipccat --"
	# shellcheck disable=SC2046 # words
	gives $(long_options ipccat | tr -d =)
	complete_fish "ipccat "
	# shellcheck disable=SC2086 # words
	includes mq: shm: sem: $world
	complete_fish "ipccat mq:/jobs shm:/c"
	gives shm:/cache
	complete_fish "ipccat -r s"
	gives shm: sem:
	complete_fish "ipccat -r mq:/j"
	gives mq:/jobs
	complete_fish "ipccat -r mq:/jobs mq:/s"
	gives ''
	complete_fish "ipccat -W mq:/jobs so"
	gives some-file
	complete_fish "ipccat -WT 5 mq:/j"
	gives mq:/jobs
}

@test "fish: -- completes to every option" {
	complete_fish "ipcls --"
	# shellcheck disable=SC2046 # words
	gives $(long_options | tr -d =)
}

@test "fish: -o, -S and -w complete to fields" {
	complete_fish "ipcls -o nse"
	gives nsems
	complete_fish "ipcls -o object,key,nse"
	gives object,key,nsems
	complete_fish "ipcls --output=nse"
	gives --output=nsems
	complete_fish "ipcls -o +nse"
	gives +nsems
	complete_fish "ipcls -S kind,-nse"
	gives kind,-nsems
	complete_fish "ipcls -l -o shar"
	gives share
	complete_fish "ipcls -u --by owner,unit -o u"
	gives unit
	complete_fish "ipcls -u --by=unit -o u"
	gives unit
	complete_fish "ipcls -w nse"
	gives nsems
}

@test "fish: after owner == come users, after kind == the kinds" {
	complete_fish "ipcls -w 'size > 1 and owner == "
	includes 'size > 1 and owner == "root"'
	complete_fish "ipcls -w 'kind == \"s"
	[[ $output == *'kind == "sem"'* && $output == *'kind == "shm"'* ]] || show_run
	[[ $output != *nsems* && $output != *'"mq"'* ]] || show_run
}

@test "fish: objects that are there are completed" {
	complete_fish "ipcls "
	# shellcheck disable=SC2086 # words
	includes mq: shm: sem: $world
	complete_fish "ipcls mq:/j"
	gives mq:/jobs
	complete_fish "ipcls -i sem:/l"
	gives sem:/lock
	complete_fish "ipcls -s --sysv s"
	# shellcheck disable=SC2086 # words
	gives shm: sem: $set $single
	complete_fish "ipcls --time-format="
	gives --time-format={short,iso,epoch,relative}
}

# ipcctl has a command behind its own words, and options that choose kinds.

@test "bash: ipcctl completes to what its options can be done with" {
	complete_bash "ipcctl "
	# shellcheck disable=SC2086 # words
	gives mq: shm: sem: $world
	complete_bash "ipcctl --"
	includes --wait --set= --owner= --timeout= --nowait
	local option
	for option in --wait --wait=1 --post --zero "--op 0-1" "--set 5" \
	    --set=5; do
		complete_bash "ipcctl $option "
		# shellcheck disable=SC2086 # words
		gives mq: shm: sem: sem:/lock $set $single
	done
	complete_bash "ipcctl --size 5 "
	gives mq: shm: sem: shm:/cache shm:/empty
	complete_bash "ipcctl --lock "
	# shellcheck disable=SC2086 # words
	gives mq: shm: sem: $segment $private
	complete_bash "ipcctl --max-bytes=5 mq:" $' \t\n'
	# shellcheck disable=SC2086 # words
	gives mq: $queue
	complete_bash "ipcctl --wait sem:/l"
	gives /lock
}

@test "bash: ipcctl completes owners, and a command behind --" {
	complete_bash "ipcctl --owner roo"
	gives root
	complete_bash "ipcctl --owner=:roo" $' \t\n'
	gives --owner=:root
	complete_bash "ipcctl --wait sem:/lock -- ipcl"
	gives ipcls
	cd "$BATS_TEST_TMPDIR"
	touch some-file
	complete_bash "ipcctl --wait sem:/lock -- cat some-f"
	gives some-file
	complete_bash "ipcctl --wait sem:/lock -- cat --vers"
	[[ $output != *--version* ]]
	# What a change has behind -- is objects.
	complete_bash "ipcctl --mode 600 -- sem:/l"
	gives /lock
}

@test "fish: ipcctl completes as it does in bash" {
	complete_fish "ipcctl --wait s"
	# shellcheck disable=SC2086 # words
	gives shm: sem: sem:/lock $set $single
	complete_fish "ipcctl --set=5 sem:/"
	gives sem:/lock
	complete_fish "ipcctl --size 5 shm:/"
	gives shm:/cache shm:/empty
	complete_fish "ipcctl --owner roo"
	gives root
	complete_fish "ipcctl --owner=:roo"
	gives --owner=:root
	complete_fish "ipcctl --wait sem:/lock -- ipcl"
	includes ipcls
	complete_fish "ipcctl --wait sem:/lock -- ipcls -o nse"
	gives nsems
	complete_fish "ipcctl --mode 600 -- sem:/l"
	gives sem:/lock
}

# A shell in a terminal, with keys typed into it.

terminal() {
	need tmux "$1"
	[[ -e /dev/ptmx ]] || skip "no terminals here"
	export TMUX_TMPDIR=$BATS_TEST_TMPDIR HOME=$BATS_TEST_TMPDIR
	export TERM=xterm INPUTRC=/dev/null
	socket=completions-$BATS_TEST_NUMBER
	tmux -u -L "$socket" -f /dev/null new-session -d -x 100 -y 50 "$2"
	retry shown '> '
}

# Whether the last line of the screen is that; zsh adds a comma to fields, which
# goes when something else is typed.
shown() {
	screen=$(tmux -L "$socket" capture-pane -p)
	screen=${screen##*$'\n'}
	[[ ${screen%,} == "${1% }" ]]
}

# typed KEYS WANTED: the line becomes that when they and a tab are typed.
typed() {
	tmux -L "$socket" send-keys -l "$1"
	tmux -L "$socket" send-keys Tab
	retry shown "> $2" || {
		tmux -L "$socket" capture-pane -p >&2
		return 1
	}
	tmux -L "$socket" send-keys C-u
	retry shown '> '
}

leave() {
	[[ ! -v socket ]] || tmux -L "$socket" kill-server
}

type_all() {
	typed 'ipcls mq:/j' 'ipcls mq:/jobs'
	typed 'ipcls -i shm:/ca' 'ipcls -i shm:/cache'
	typed 'ipcls --no-h' 'ipcls --no-headings'
	typed 'ipcls -o nse' 'ipcls -o nsems'
	typed 'ipcls -o object,key,nse' 'ipcls -o object,key,nsems'
	typed 'ipcls --output=object,nse' 'ipcls --output=object,nsems'
	typed 'ipcls -o +nse' 'ipcls -o +nsems'
	typed 'ipcls -S -nse' 'ipcls -S -nsems'
	typed 'ipcls -l -o shar' 'ipcls -l -o share'
	typed 'ipcls -u --by unit -o un' 'ipcls -u --by unit -o unit'
	typed 'ipcls -u --by=unit -S -un' 'ipcls -u --by=unit -S -unit'
	typed 'ipcls --time-format=rel' 'ipcls --time-format=relative'
	typed 'ipcls -w nse' 'ipcls -w nsems'
	typed 'ipcls -N al' 'ipcls -N all'
	typed 'ipccat -N /proc/self/ns/ip' 'ipccat -N /proc/self/ns/ipc'
	touch "$BATS_TEST_TMPDIR/some-file"
	typed 'ipccat shm:/ca' 'ipccat shm:/cache'
	typed 'ipccat -X sem:/lock mq:/j' 'ipccat -X sem:/lock mq:/jobs'
	typed 'ipccat -r mq:/sp' 'ipccat -r mq:/spool'
	typed 'ipccat --fol' 'ipccat --follow'
	typed 'ipccat -W --timeout 5 mq:/j' 'ipccat -W --timeout 5 mq:/jobs'
	typed 'ipccat -W mq:/jobs ~/some-f' 'ipccat -W mq:/jobs ~/some-file'
	typed 'ipcctl --post sem:/l' 'ipcctl --post sem:/lock'
	typed 'ipcctl --owner=:roo' 'ipcctl --owner=:root'
	typed 'ipcctl --wait sem:/lock -- ipcl' \
	    'ipcctl --wait sem:/lock -- ipcls'
}

@test "bash: what is typed in a terminal is completed" {
	terminal bash "PS1='> ' bash --norc --noprofile"
	tmux -L "$socket" send-keys -l \
	    "PS1='> '; . '$completions/bash/ipccat' &&" \
	    " . '$completions/bash/ipcctl'; clear"
	tmux -L "$socket" send-keys Enter
	retry shown '> '
	type_all
}

@test "zsh: what is typed in a terminal is completed" {
	terminal zsh "PS1='> ' zsh -f"
	tmux -L "$socket" send-keys -l "fpath=('$completions/zsh' \$fpath); \
autoload -Uz compinit; compinit -u -d '$BATS_TEST_TMPDIR/dump'; \
setopt no_auto_remove_slash; zstyle ':completion:*' list-prompt ''; clear"
	tmux -L "$socket" send-keys Enter
	retry shown '> '
	type_all
	typed "ipcls -w 'nsems > 1 and api == \"p" \
	    "ipcls -w 'nsems > 1 and api == \"posix\""
	typed "ipcls -w 'kind!=\"sh" "ipcls -w 'kind!=\"shm\""
	typed "ipcls -w 'owner == \"roo" "ipcls -w 'owner == \"root\""
}

# ipcwatch

complete_watch() {
	ok bash --norc "$BATS_TEST_DIRNAME/complete.bash" \
	    "$completions/bash/ipcwatch" "$@"
}

@test "ipcwatch, bash: options, events, fields and objects" {
	complete_watch "ipcwatch --unt"
	gives --until-gone --until=
	complete_watch "ipcwatch -e create,re"
	gives create,remove create,rename create,receive create,release
	complete_watch "ipcwatch --until 'mess"
	includes messages
	complete_watch "ipcwatch --where='nse" $' \t\n'
	includes "nsems"
	complete_watch "ipcwatch --format '%{event} %{nse" $' \t\n'
	gives '%{event} %{nsems}'
	complete_watch "ipcwatch --initial mq:/j"
	gives /jobs
	complete_watch "ipcwatch -e create mq:/jobs shm:/ca" $' \t\n'
	gives shm:/cache
	complete_watch "ipcwatch -m --posix shm:" $' \t\n'
	gives shm: shm:/cache shm:/empty
	complete_watch "ipcwatch --top -S -obj"
	gives -object
	complete_watch "ipcwatch --top -o object,full_"
	gives object,full_in
	complete_watch "ipcwatch --timeout "
	gives ''
}

@test "ipcwatch, bash: behind -x comes a command" {
	complete_watch "ipcwatch mq:/jobs -x ipcc"
	includes ipccat
	complete_watch "ipcwatch mq:/jobs --exec --unt"
	gives ''
}

@test "ipcwatch, fish: options, events, fields and objects" {
	complete_fish "ipcwatch --until"
	gives --until --until-gone
	complete_fish "ipcwatch -e create,re"
	gives create,receive create,release create,remove create,rename
	complete_fish "ipcwatch --until=nse"
	gives --until=nsems
	complete_fish "ipcwatch mq:/j"
	gives mq:/jobs
	complete_fish "ipcwatch mq:/jobs -x ipcc"
	includes ipccat
}

@test "ipcwatch, zsh: options, events, fields and objects" {
	terminal zsh "PS1='> ' zsh -f"
	tmux -L "$socket" send-keys -l "fpath=('$completions/zsh' \$fpath); \
autoload -Uz compinit; compinit -u -d '$BATS_TEST_TMPDIR/dump'; \
setopt no_auto_remove_slash; zstyle ':completion:*' list-prompt ''; clear"
	tmux -L "$socket" send-keys Enter
	retry shown '> '
	typed 'ipcwatch --until-g' 'ipcwatch --until-gone'
	typed 'ipcwatch -e create,rem' 'ipcwatch -e create,remove'
	typed 'ipcwatch --until nse' 'ipcwatch --until nsems'
	typed 'ipcwatch --initial mq:/j' 'ipcwatch --initial mq:/jobs'
	typed 'ipcwatch mq:/jobs -x ipcw' 'ipcwatch mq:/jobs -x ipcwatch'
}
