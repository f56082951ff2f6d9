# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
#
# A small world with objects of all six kinds, after `load lib`:
#
#	make_world	makes them; those of System V are then in $queue $segment
#			$private $set $single, as shm:ID
#	lists WORDS [ARG...]
#			ipcls ARG... lists these objects, in this order

# shellcheck disable=SC2034 # for tests
make_world() {
	local made
	object lines >"$BATS_TEST_TMPDIR/made" <<-END || return
		make mq:/jobs mode=0640 max_messages=10 max_message_size=128
		send mq:/jobs size=16 count=9
		make mq:/spool max_messages=4 max_message_size=64
		make mq:0x00000100 mode=0620
		send mq:0x00000100 size=100 count=3
		make shm:/cache size=1048576
		make shm:/empty size=0 mode=0444
		make shm:0x00000052 size=65536 mode=0640
		fill shm:0x00000052
		make shm: size=4096
		make sem:/lock values=1
		make sem:0xfedcba98 nsems=3 values=4,0,2
		make sem: values=7
	END
	mapfile -t made <"$BATS_TEST_TMPDIR/made"
	queue=${made[2]} segment=${made[5]} private=${made[6]}
	set=${made[8]} single=${made[9]}
	world="mq:/jobs mq:/spool $queue shm:/cache shm:/empty $segment"
	world+=" $private sem:/lock $set $single"
}

lists() {
	local wanted=$1
	shift
	ok ipcls --raw --no-headings -o object "$@"
	[[ ${lines[*]} == "$wanted" ]] || show_run
}
