# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# Progress of what takes long: on a terminal after a second, and nowhere else.
# Time passes faster (hasten.c): each count is a second after the last one.

setup() {
	load lib
	load terminal
	need_terminal
	export TERM=xterm
	hasten=$abs_top_builddir/tests/hasten.so
	[[ -e $hasten ]] || skip "the programs load no shims"
}

# on_terminal COMMAND: runs it in a shell whose stderr is a terminal; in $output
# is what that has shown, with ~ for each return to the beginning of the line.
on_terminal() {
	run script -qec "stty -echo -onlcr; export LD_PRELOAD=${LD_PRELOAD-}:$hasten; $1" \
	    /dev/null </dev/null
	output=${output//$'\r'/'~'}
}

# The line is erased: nothing but spaces is written over it.
erased() {
	[[ $output =~ ~\ {72}~"$1"$ ]] || show_run
}

make_many() {
	local i
	for i in {1..9}; do
		echo "make sem:/s$i"
	done | object lines >/dev/null
}

@test "ipcrm: progress of removing is on the terminal, and erased" {
	make_many
	on_terminal "ipcrm sem:/s1 sem:/s2 sem:/s3"
	[[ $output == *'~ipcrm: removing 1 of 3 objects '* &&
		$output == *'~ipcrm: removing 3 of 3 objects '* ]] || show_run
	erased ''
	on_terminal "ipcrm -y -w 'name =~ \"[45]\"'"
	[[ $output == *'~ipcrm: removing 2 of 2 objects '* ]] || show_run
	erased ''
	# How many there are is not known before.
	on_terminal "ipcrm --all"
	[[ $output == *'~ipcrm: removing 4 objects '* ]] || show_run
	erased ''
	nothing
}

@test "ipcrm: a message stands alone in its line" {
	make_many
	on_terminal "ipcrm sem:/s1 sem:/gone sem:/s2"
	[[ $output =~ 'ipcrm: removing 1 of 3 objects'\ +~\ {72}~'ipcrm: sem:/gone: ' ]] ||
	    show_run
	erased ''
}

@test "ipcrm: without a second, without a terminal, and in scripts nothing shows" {
	local real=$LD_PRELOAD

	make_many
	# Stderr is no terminal.
	on_terminal "ipcrm sem:/s1 sem:/s2 2>$BATS_TEST_TMPDIR/err"
	[[ -z $output && ! -s $BATS_TEST_TMPDIR/err ]]
	LD_PRELOAD=${real}:$hasten ok ipcrm sem:/s3
	[[ -z $output ]]
	# Stdout is a terminal, and has what -v says of each.
	on_terminal "ipcrm -v sem:/s4"
	[[ $output == "removed sem:/s4"$'\n'* || $output == "removed sem:/s4" ]]
	# In the background.
	on_terminal "set -m; ipcrm sem:/s5 sem:/s6 & wait"
	[[ $output != *removing* ]] || show_run
	[[ ! -e /dev/shm/sem.s5 && ! -e /dev/shm/sem.s6 ]]
	# The time passes as it does: one object does not take a second.
	hasten=
	on_terminal "ipcrm sem:/s7"
	[[ -z $output ]] || show_run
}

@test "ipccat, ipcmk: progress of dumping and restoring counts bytes, too" {
	make_many
	object make shm:/m size=3145728 >/dev/null
	tr '\0' x </dev/zero | head -c 3145728 >/dev/shm/m
	on_terminal "ipccat --dump shm: sem: >$BATS_TEST_TMPDIR/archive"
	[[ $output != *libarchive* ]] || skip "there is no libarchive"
	[[ $output == *'~ipccat: dumping 0 of 10 objects, '*' of 3.0M '* &&
		$output == *'~ipccat: dumping 10 of 10 objects, 3.0M of 3.0M '* ]] ||
	    show_run
	erased ''
	ok ipcrm --all
	on_terminal "ipcmk --restore <$BATS_TEST_TMPDIR/archive >/dev/null"
	[[ $output == *'~ipcmk: reading the archive: '*' of 3.'*'M '* &&
		$output == *'~ipcmk: restoring 10 of 10 objects '* ]] || show_run
	erased ''
	# Of a pipe the size is not known.
	on_terminal "cat $BATS_TEST_TMPDIR/archive | ipcmk --restore --existing-ok >/dev/null"
	[[ $output =~ '~ipcmk: reading the archive: '[0-9.]+[KM]' ' ]] || show_run
	erased ''
	[[ $(head -c 3 /dev/shm/m) == xxx ]]
}

@test "ipccat: progress of one large object is on the terminal" {
	local form pattern

	object make shm:/m size=3145728 >/dev/null
	tr '\0' x </dev/zero | head -c 3145728 >/dev/shm/m
	object make shm:/copy size=3145728 >/dev/null
	for form in '' -X -J; do
		on_terminal "ipccat $form shm:/m >$BATS_TEST_TMPDIR/out"
		pattern='~ipccat: reading [0-9.]+[KM] of 3.0M .*~ipccat: reading 3.0M of 3.0M '
		[[ $output =~ $pattern ]] || show_run
		erased ''
	done
	on_terminal "ipccat -W shm:/copy </dev/shm/m"
	[[ $output == *'~ipccat: writing 3.0M of 3.0M '* ]] || show_run
	erased ''
	cmp /dev/shm/m /dev/shm/copy
	# On the terminal the bytes are enough.
	on_terminal "ipccat --length 10000 shm:/m"
	[[ $output != *reading* && ${#output} == 10000 ]] || show_run
	# Its reader ends it by a signal.
	on_terminal "ipccat shm:/m | head -c 2000000 >$BATS_TEST_TMPDIR/out"
	[[ $output == *'~ipccat: reading '* ]] || show_run
	erased ''
}

@test "ipcmk: a signal erases the line, and ends the program" {
	local screen=$BATS_TEST_TMPDIR/screen pipe=$BATS_TEST_TMPDIR/pipe

	object make shm:/m size=3145728 >/dev/null
	tr '\0' x </dev/zero | head -c 3145728 >/dev/shm/m
	ipccat --dump shm:/m >"$BATS_TEST_TMPDIR/archive" 2>/dev/null ||
	    skip "there is no libarchive"
	mkfifo "$pipe"
	# The end of the archive never comes.
	exec {fifo}<>"$pipe"
	script -qec "stty -echo -onlcr
		LD_PRELOAD=${LD_PRELOAD-}:$hasten ipcmk --restore <$pipe
		echo status \$?" /dev/null </dev/null >"$screen" 2>&1 3>&- &
	head -c 200000 "$BATS_TEST_TMPDIR/archive" >&"$fifo"
	retry grep -qs 'reading the archive' "$screen"
	kill -TERM "$(pgrep -x ipcmk)"
	retry grep -qs '^.*status 143' "$screen"
	exec {fifo}>&-
	wait $! || true
	output=$(tr '\r' '~' <"$screen")
	[[ $output =~ 'reading the archive: '.*~\ {72}~.*'status 143' ]] || show_run
}
