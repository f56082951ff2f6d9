# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2034,SC2154 # for tests
# An object of each kind, and what of them is left.

# One of each kind, and the System V ones in $queue $segment $set.
make_six() {
	object make mq:/q max_messages=1 max_message_size=1
	object make shm:/m size=4096
	object make sem:/s
	queue=$(object make mq:0x51)
	segment=$(object make shm:0x52)
	set=$(object make sem:0x53)
} >/dev/null

# left OBJECT...: these are there, and nothing else.
left() {
	local wanted=$*
	ok ipcls --json -o object || return
	# shellcheck disable=SC2016 # jq's
	json '[.objects[].object] == ($wanted | split(" "))' \
	    --arg wanted "$wanted"
}
