#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2034,SC2154 # bats; for screen.bash
# ipcwatch --top --replay: the screen as it was.
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	load screen
	setup_screen
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

@test "ipcwatch --top: shows a recording as it was" {
	night
	ok ipcwatch --top --replay "$file" --at 03:30
	[[ $output == *'2026-11-27T03:30:00.000'*REPLAY*shm:/a*shm:/b*shm:/c* ]]
	ok ipcwatch --top --replay "$file"
	[[ $output == *'2026-11-27T05:00:00.000'* && $output != *shm:/b* ]]
	fails 2 '--at: needs --top' ipcwatch --replay "$file" --at 03:00
	fails 2 '--from: does not go with --top' \
	    ipcwatch --top --replay "$file" --from 03:00
	fails 1 'is a device, and no recording' \
	    ipcwatch --top --replay /dev/null
	echo x >>"$file"
	fails 1 'line 6' ipcwatch --top --replay "$file"
}

@test "ipcwatch --top: t and T step in a recording, and b jumps" {
	night
	top --replay "$file" --at 02:30
	shows 'T02:30:00.000'
	press t
	shows 'T03:00:00.250'
	shows 'shm:/c'
	press t t
	shows 'T05:00:00.000'
	hides 'shm:/b'
	press t
	shows 'end of the recording'
	press T
	shows 'T04:00:00.000'
	press T T
	shows 'T02:00:00.000'
	hides 'shm:/c'
	press b
	shows 'go to:'
	press 0 3 : 1 5 Enter
	shows 'T03:15:00.000'
	shows 'shm:/c'
}

@test "ipcwatch --top: the panel of a recording has what was recorded" {
	night
	high=50
	top --replay "$file" --at 02:30
	shows 'T02:30:00.000'
	press / a Enter Enter
	shows '^shm:/a'
	shows 'The recording has no holders, no waiters and no messages'
	shows '^how big +size +100B'
	hides '^holders|^waiters'
	press t
	shows 'T03:00:00.250'
	shows '^how big +size +4.*K'
	# It is replaced then, and was there before.
	press t
	shows '^shm:/a was not there'
	hides '^how big'
	press b 0 2 : 1 5 Enter
	shows 'T02:15:00.000'
	shows '^how big +size +100B'
	press Escape H
	shows 'the recording has no holders'
	hides '^OBJECT.*HOLDERS'
	press q
	restored 0
}

@test "ipcwatch --top: p plays a recording, and stops" {
	night
	top --replay "$file" --at 02:59:59
	shows ' REPLAY$'
	hides 'shm:/c'
	press p
	shows ' PLAYING$'
	shows 'T03:00:0.*PLAYING'
	shows 'shm:/c'
	press p
	shows ' REPLAY$'
	press b 0 4 : 5 9 : 5 9 Enter
	shows 'T04:59:59.*REPLAY'
	press p
	shows 'T05:00:00.000.*REPLAY'
	shows 'end of the recording'
	press q
	restored 0
}
