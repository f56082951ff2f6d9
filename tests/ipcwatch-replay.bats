#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Recordings, replayed: the events, and the objects of a moment.
#
# Only tests that say need_queues make POSIX queues (run-bats).

load lib
load watch

leave() {
	unwatch
	[[ ! -v watcher2 ]] || kill -KILL "$watcher2" 2>/dev/null || true
}

setup() {
	file=$BATS_TEST_TMPDIR/recording
}

# The first line, at 02:00:00 of 2026-11-27 in UTC, and further ones.
header='{"recording":1,"time":1795744800.000,"host":"h","boot":null,"ns":null}'
shm='"uid":0,"gid":0,"mode":"0600","ctime":1795744800,"size":100,"dev":1'
first='{"time":1795744800.000,"snapshot":[{"object":"shm:/a",'$shm',"ino":1},
    {"object":"shm:/b","ino":2}],"limits":{"shmmni":{"value":4096,"used":7}}}'

write() {
	printf '%s\n' "$header" "${first//$'\n'/}" "$@" >"$file"
}

# A day on which /a grows at 03:00, and is replaced at 04:00.
night() {
	write '{"time":1795748400.250,"changed":[{"object":"shm:/a","size":4096}],"created":[{"object":"shm:/c",'"$shm"',"ino":4}]}' \
	    '{"time":1795752000.000,"changed":[{"object":"shm:/a","ino":3}],"removed":["shm:/b"],"limits":{"shmmni":{"used":8}}}' \
	    '{"time":1795755600.000,"end":true}'
}

names() {
	ipcls --from-recording "$file" --raw --no-headings -o object,size "$@"
}

@test "ipcwatch: replay gives the events that were seen live" {
	need_queues
	watch --record "$file" -d 0.1
	live=$watcher
	ipcwatch --ready-line -J -d 0.1 >"$file.live" 2>"$file.ready" \
	    3>&- &
	watcher2=$!
	retry grep -q ready "$file.ready"
	object make mq:/queue
	# One that grows after it is made may be seen by one of them in between.
	object make shm:/gone size=0
	object make sem:0x51 nsems=2
	retry grep -q sem:0 "$file.live"
	# What comes and goes between two looks is in no recording.
	retry grep -q shm:/gone "$file"
	object remove shm:/gone
	retry grep -q '"remove".*shm:/gone' "$file.live"
	retry grep -q '"removed"' "$file"
	kill "$watcher2" "$live"
	wait "$watcher2" || true
	over 143
	ok ipcwatch --replay "$file" -J
	diff <(jq -Sc '[.event, .object, .fields]' <<<"$output" | sort) \
	    <(jq -Sc '[.event, .object, .fields]' "$file.live" | sort)
}

@test "ipcwatch: replay has times, fields and formats" {
	night
	ok ipcwatch --replay "$file"
	[[ $output == '2026-11-27T03:00:00.250+00:00 change   shm:/a  size 100 -> 4096
2026-11-27T03:00:00.250+00:00 create   shm:/c  owner root, mode 0600, size 100
2026-11-27T04:00:00.000+00:00 remove   shm:/a  owner root, mode 0600, size 4096
2026-11-27T04:00:00.000+00:00 create   shm:/a  owner root, mode 0600, size 4096
2026-11-27T04:00:00.000+00:00 remove   shm:/b  owner root, mode 0600, size 100' ]]
	ok ipcwatch --replay "$file" --format '%{event} %{object}' -e remove
	[[ $output == $'remove shm:/a\nremove shm:/b' ]]
	ok ipcwatch --replay "$file" --initial -c 1 -J shm:/b
	json '.event == "create" and .object == "shm:/b" and
	    .time == "2026-11-27T02:00:00.000+00:00"'
	ok ipcwatch --replay "$file" -w 'size > 1000' -e change
	[[ $output == *'shm:/a  size 100 -> 4096' ]]
	ok ipcwatch --replay "$file" --from 03:00 --time-format relative -c 1
	[[ $output == '+0.250 change   shm:/a'* ]]
	ok ipcwatch --replay - -e change <"$file"
	[[ $output == *shm:/a* ]]
}

@test "ipcwatch: --from and --to are times of all forms" {
	local from
	night
	for from in 04:00 03:59:59 2026-11-27T03:30 '2026-11-27 03:30:00' \
	    2026-11-27T04:30:00+01:00 -1h -90m 1795752000; do
		ok ipcwatch --replay "$file" --from "$from"
		[[ $(wc -l <<<"$output") == 3 && $output == *shm:/b* ]]
	done
	ok ipcwatch --replay "$file" --to 03:00:00.250
	[[ $(wc -l <<<"$output") == 2 ]]
	ok ipcwatch --replay "$file" --to 03:00
	[[ -z $output ]]
	ok ipcwatch --replay "$file" --from 05:30
	[[ $(wc -l <<<"$output") == 5 ]]
	TZ=Asia/Tokyo ok ipcwatch --replay "$file" --from 13:00 -e remove
	[[ $output == 2026-11-27T13:00:00.000+09:00* ]]
	fails 2 'not a time' ipcwatch --replay "$file" --from noon
	fails 2 'not a time' ipcwatch --replay "$file" --to 25:00
}

@test "ipcls: lists the objects of a moment" {
	night
	[[ $(names) == $'shm:/a 4096\nshm:/c 100' ]]
	[[ $(names --at 02:30) == $'shm:/a 100\nshm:/b 100' ]]
	[[ $(names --at 03:30) == $'shm:/a 4096\nshm:/b 100\nshm:/c 100' ]]
	[[ $(names --at -90m -S -size) == $'shm:/a 4096\nshm:/b 100\nshm:/c 100' ]]
	[[ $(names --at 03:30 -w 'size < 200' shm:/b) == 'shm:/b 100' ]]
	[[ $(names --at 03:30 -q) == '' ]]
	ok ipcls --from-recording "$file" --at 02:10 --json
	json '.objects | length == 2 and .[0].age == 600 and
	    .[0].ctime == "2026-11-27T02:00:00+00:00" and
	    .[0].owner == "root" and .[0].mode == "0600"'
	fails 1 'shm:/b: no such object' ipcls --from-recording "$file" shm:/b
	fails 1 '--at: 2026-11-26T00:00:00+00:00 is before the recording, which begins at 2026-11-27T02' \
	    ipcls --from-recording "$file" --at 2026-11-26
}

@test "ipcls: limits, totals, facts and alarms are of that moment, too" {
	night
	ok ipcls --from-recording "$file" --at 03:00 -l --json
	json '.limits | length == 1 and .[0].name == "shmmni" and
	    .[0].value == 4096 and .[0].used == 7'
	ok ipcls --from-recording "$file" -l -o used --raw --no-headings
	[[ $output == 8 ]]
	ok ipcls --from-recording "$file" -u --json
	json '.usage[] | select(.kind == "shm" and .api == "posix") |
	    .objects == 2 and .size == 4196'
	ok ipcls --from-recording "$file" -i shm:/a --at 03:30
	[[ $output == *'4.0K (4096)'* ]]
	ok ipcls --from-recording "$file" --fail-if 'size > 5000'
	run -1 ipcls --from-recording "$file" --fail-if 'size > 4000'
}

@test "ipcls: what needs processes is refused for a recording" {
	local option
	night
	for option in -H --rows --unlinked '-P 1' '-o holders' '-w orphan' \
	    '-S waiters'; do
		# shellcheck disable=SC2086 # an option and its argument
		fails 2 'which processes use an object is not recorded' \
		    ipcls --from-recording "$file" $option
	done
	fails 2 '--from-recording: is for a list' \
	    ipcls --from-recording "$file" --explain
	fails 2 '--at: needs --from-recording' ipcls --at 03:00
	fails 2 'not recorded' ipcwatch --replay "$file" -e hold
	fails 2 '--interval: does not go with --replay' \
	    ipcwatch --replay "$file" -d 5
	fails 2 '--until: does not go with --replay' \
	    ipcwatch --replay "$file" --until 'size > 1'
}

@test "ipcwatch: a damaged recording is read up to there" {
	local line
	for line in 'x' '{"time":1795748400.000' '{"time":1795748400.000}x' \
	    '{"time":1795748400.000,"removed":["shm:/x"]}' \
	    '{"time":1795748400.000,"changed":[{"object":"shm:/x","size":1}]}' \
	    '{"time":1795748400.000,"created":[{"object":"shm:/a"}]}' \
	    '{"time":1795748400.000,"changed":[{"object":"shm:/a","size":-2}]}' \
	    '{"time":1795748400.000,"changed":[{"object":"shm:/a","mode":"9"}]}' \
	    '{"time":1795748400.000,"changed":[{"object":"shm:/a","mode":4096}]}' \
	    '{"time":1795748400.000,"changed":[{"object":"shm:/a","uid":4294967296}]}' \
	    '{"time":1795748400.000,"created":[{"object":"mq:0","key":4294967296}]}' \
	    '{"time":1795748400.000,"created":[{"object":"sem:0","nsems":1,"values":[1],"pid":[1,2]}]}' \
	    '{"time":1795748400.000,"created":[{"object":"sem:/a","values":[1]}]}' \
	    '{"time":1795748400.000,"changed":[{"object":"shm:*","size":1}]}' \
	    '{"time":1795748400.000,"removed":["shm:/a","shm:/a"]}' \
	    '{"time":1795748400.000,"removed":["shm:/a\u0000b"]}' \
	    '{"time":1795748400.000,"changed":[{"object":"shm:/a","mode":"0600\u0000"}]}' \
	    '{"time":1795748400.000,"created":[{"object":"shm:/\ud800"}]}' \
	    '{"time":1795748400.000,"snapshot":[{"object":"shm:/a"},{"object":"shm:/a"}]}'; do
		write '{"time":1795744900.000,"removed":["shm:/b"]}' "$line" \
		    '{"time":1795748400.000,"removed":["shm:/a"]}'
		run_apart ipcwatch --replay "$file"
		[[ $status == 1 && $output == *'remove   shm:/b'* &&
		    $output != *shm:/a* ]]
		[[ $stderr == "ipcwatch: $file, line 4: "*'what comes before it was read' ]]
		run_apart ipcls --from-recording "$file" --raw \
		    --no-headings -o object
		[[ $status == 1 && $output == shm:/a && $stderr == *'line 4'* ]]
		[[ $(names --at 02:00:30) == *shm:/b* ]]
	done
	write '{"time":1795744900.000,"removed":["shm:/b"]}'
	truncate -s -5 "$file"
	fails 1 'line 3: is cut' ipcwatch --replay "$file"
	echo x >"$file"
	fails 1 'line 1: is not the first line of a recording' \
	    ipcwatch --replay "$file"
	fails 1 'No such file' ipcls --from-recording "$file.none"
	: >"$file"
	fails 1 "$file: is empty: no recording" ipcwatch --replay "$file"
	fails 1 "$file: is empty: no recording" ipcls --from-recording "$file"
	fails 1 'stdin: is empty' ipcwatch --replay - < <(:)
	fails 1 '/dev/zero: is a device' ipcwatch --replay /dev/zero
	write
	sed -i 2d "$file"
	fails 1 "$file, line 1: has no objects behind it" \
	    ipcls --from-recording "$file"
	fails 1 "line 1: has no objects behind it" ipcwatch --replay - <"$file"
}

@test "ipcwatch: what a later version has more is passed over" {
	write '{"time":1795744900.000,"more":[1],"limits":{"new":{"value":1}},"changed":[{"object":"shm:/a","size":5,"colour":"red"}]}'
	ok ipcwatch --replay "$file"
	[[ $output == *'shm:/a  size 100 -> 5' ]]
	sed -i '1s/"recording":1/"recording":2/' "$file"
	fails 1 'has a format that is not known here' ipcwatch --replay "$file"
}

@test "ipcwatch: a name in a recording cannot harm the terminal" {
	write '{"time":1795744900.000,"created":[{"object":"shm:/\\033[31m","size":5}]}'
	ok ipcwatch --replay "$file"
	[[ $output != *$'\e'* && $output == *'033'* ]]
}

@test "ipcwatch --replay: moments outside of the recording are reported" {
	cd "$BATS_TEST_TMPDIR" || return
	ipcwatch --record=rec --timeout 0 || [[ $? == 124 ]]
	fails 1 '--to: 2002-01-01T00:00:00+00:00 is before the recording, which covers 2' \
	    ipcwatch --replay=rec --from 2001-01-01 --to 2002-01-01
	[[ $stderr =~ covers\ 20[0-9T:+-]+\ to\ 20[0-9T:+-]+$ ]] || show_run
	fails 1 '--from: 2100-01-01T00:00:00+00:00 is after the recording, which covers 2' \
	    ipcwatch --replay=rec --from 2100-01-01
	fails 2 '--from: 2100-01-01T00:00:00+00:00 is later than --to: 2001-01-01T00:00:00+00:00' \
	    ipcwatch --replay=rec --from 2100-01-01 --to 2001-01-01
	ok ipcwatch --replay=rec --from 2001-01-01 --to 2100-01-01
	[[ -z $stderr ]] || show_run
}
