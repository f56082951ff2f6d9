# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# Another user does all the harm that he may (stranger.c) while root runs each
# command some times: nothing outside is touched, nothing blocks or crashes,
# and what is removed is what was named.

setup() {
	load lib
	need_nobody
	file=$BATS_TEST_TMPDIR/shadow
	echo secret >"$file"
	chmod 0600 "$file"
	before=$(of_file)
	start as_nobody stranger "$file"
}

# The directories have what `object clear` leaves alone.
leave() {
	rm -rf /dev/shm/*
}

# All but its atime, which nobody has had a reason to change either.
of_file() {
	stat -c '%i %s %a %u %g %h %x %y %z' "$file"
}

# The command may fail, or say by 124 that it would have to wait, but not crash,
# hang (timeout(1) kills it then: 137), or touch the file of root.
some_times() {
	for _ in 1 2; do
		run_apart timeout -s KILL 60 "$@"
		kill -0 "$pid"
		[[ $status -le 124 ]] || {
			echo "status $status: $*" >&2
			show_run
		}
		[[ $output != *secret* && $(of_file) == "$before" ]] || {
			echo "has touched the file: $*" >&2
			show_run
		}
	done
}

@test "strangers: root looks at all that they have made" {
	local options
	for options in '' -H '-i shm:/swap' '-i sem:/swap sem:/leased' \
	    '--json -o all' -l -u --openmetrics --unlinked \
	    '--explain shm:/swap' '--json -o all shm:/shrink shm:/fifo'; do
		# shellcheck disable=SC2086 # words
		some_times ipcls $options
	done
	some_times ipcwatch --initial -c 9
	some_times ipcwatch --until 'size > 5' --nowait shm:/plain.9
}

@test "strangers: root reads and writes what they swap meanwhile" {
	local name
	for name in swap link fifo shrink leased socket directory up; do
		some_times ipccat --length 100 "shm:/$name"
		some_times ipccat -W "shm:/$name" <<<word
		some_times ipccat -W --resize "shm:/$name" <<<word
	done
	for name in swap link fifo leased short dir; do
		some_times ipccat "sem:/$name"
		some_times ipcctl --post "sem:/$name"
		some_times ipcctl --wait --nowait "sem:/$name"
		some_times ipcctl --set 3 "sem:/$name"
	done
	some_times ipccat --length 10 shm:/sparse
}

@test "strangers: root changes and removes what they swap meanwhile" {
	local name
	for name in shm:/swap sem:/swap shm:/link shm:/up shm:/fifo; do
		some_times ipcctl --mode 0666 --owner nobody "$name"
		some_times ipcmk --existing-ok "$name"
		some_times ipcmk --from "$file" "$name"
		some_times ipcrm "$name"
	done
	some_times ipcctl --size 5 --shrink shm:/swap
	[[ -d /dev/shm/directory && -L /dev/shm/link && -p /dev/shm/fifo ]]
}

@test "strangers: what root removes is what was named" {
	local left
	rest() {
		find /dev/shm -mindepth 1 ! -name 'plain.*' ! -name '*swap' \
		    ! -name turn -printf '%p\0' | sort -z | cksum
		ipcls --json -o object --sysv
	}
	left=$(rest)
	run_apart ipcrm --yes --verbose -w 'name =~ "^/plain"'
	[[ $status == 0 && $(wc -l <<<"$output") == 20 ]] || show_run
	[[ $(rest) == "$left" && -z $(ls /dev/shm/plain* 2>/dev/null) ]]
	# All that can be named, and nothing beside.
	some_times ipcrm --yes -w 'owner == "nobody"'
	[[ $(of_file) == "$before" && -s $file ]]
	[[ -e /dev/shm/directory/inside && -L /dev/shm/link ]]
	[[ -p /dev/shm/fifo && -S /dev/shm/socket ]]
	[[ ! -e /dev/shm/sparse && ! -e /dev/shm/leased ]]
	[[ -z $(ipcls --sysv --raw --no-headings -o object -w 'status != "dest"') ]]
}
