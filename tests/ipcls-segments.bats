# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# What only a process that has a segment attached tells of it: the key that it
# had before it was removed, and the size of its pages.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	page=$(getconf PAGESIZE)
}

@test "ipcls: a segment that was removed has the key that it had, in was" {
	start hold removed shm:0x7a6d0001
	start hold removed shm:0xffffffff
	start hold attach shm:0x7a6d0002
	ok ipcls --json -o key,was -S was shm:
	json '.objects == [
		{ key: "0x00000000", was: "0x7a6d0001" },
		{ key: "0x00000000", was: "0xffffffff" },
		{ key: "0x7a6d0002", was: null }]'
	ok ipcls --raw --no-headings -o was -w 'was == "0x7a6d0001"'
	[[ $output == 0x7a6d0001 ]] || show_run
	ok ipcls -m --unlinked --raw --no-headings -o was -S was
	[[ $output == $'0x7a6d0001\n0xffffffff' ]] || show_run
}

@test "ipcls: was and page_size tell nobody who has a segment attached" {
	start hold removed shm:0x1
	ok ipcls --json -o was,page_size
	[[ $output != *held_by* ]] || show_run
	# All fields do not take a look at every process: then these are unknown.
	ok ipcls --json
	json '.objects[0] | .was == null and .page_size == null and .dest
		and has("holders") == false'
	ok ipcls --json -H
	json '.objects[0] | .was == "0x00000001" and .page_size == $page' \
	    --argjson page "$page"
	ok ipcls -i "$(ipcls --raw --no-headings -o object shm:)"
	[[ $output == *"0x00000001"* ]] || show_run
}

@test "ipcls: an ordinary user is told of no segment of others" {
	need_root
	need_nobody
	start hold removed shm:0x1
	ok as_nobody ipcls --json -o was,page_size shm:
	json '.objects == [{ was: null, page_size: null }]'
	run --separate-stderr as_nobody ipcls --fail-if 'page_size > 64M' shm:
	[[ $status == 3 ]] || show_run
}

@test "ipcls: page_size is that of ordinary pages, or unknown if unattached" {
	object make shm:/memory size=1
	object make shm:0x1 size=1
	start hold attach shm:0x2
	ok ipcls --json -b -o object,key,page_size shm:
	json 'map_values(map({ key, page_size })) == { objects: [
		{ key: null, page_size: $page },
		{ key: "0x00000001", page_size: null },
		{ key: "0x00000002", page_size: $page }] }' \
	    --argjson page "$page"
	ok ipcls --raw --no-headings -o key -w "page_size == $page" shm:0x2
	[[ $output == 0x00000002 ]] || show_run
	# Of what is not attached it cannot be known.
	run --separate-stderr ipcls -o key -w 'page_size < 1' shm:0x1
	[[ $stderr == *"cannot be known for 1 object"* ]] || show_run
}

@test "ipcls: page_size of a /dev/shm that is no tmpfs is unknown" {
	need_root
	mkdir "$BATS_TEST_TMPDIR/plain"
	[[ $(stat -fc %T "$BATS_TEST_TMPDIR/plain") != tmpfs ]] ||
		skip "the temporary directory is a tmpfs, too"
	mount --bind "$BATS_TEST_TMPDIR/plain" /dev/shm
	object make shm:/memory size=1
	run --separate-stderr ipcls --json -o page_size shm:/memory
	rm /dev/shm/memory
	umount /dev/shm
	[[ $status == 0 ]] || show_run
	json '.objects == [{ page_size: null }]'
}

@test "ipcls: a segment with huge pages has their size" {
	local huge

	huge=$(awk '$1 == "Hugepagesize:" { print $2 * 1024 }' /proc/meminfo)
	run ipcmk shm:0x1 --huge --size 1
	[[ $status == 0 ]] || skip "no huge pages are to be had"
	start hold removed shm:0x1
	start hold attach shm:0x2
	ok ipcls --json -b -o was,page_size -S page_size shm:
	json '.objects == [{ was: null, page_size: $page },
		{ was: "0x00000001", page_size: $huge }]' \
	    --argjson page "$page" --argjson huge "$huge"
}
