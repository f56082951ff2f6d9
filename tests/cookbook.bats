# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; lib.bash
# README and ipcutil-cookbook(7) show what happens: their commands are run, each
# task of the page in a world of its own (examples.py). recipes.bats runs the
# scripts.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	need python3
	need_root
	getent group www-data >/dev/null || skip "there is no www-data"
	page=$abs_top_srcdir/man/ipcutil-cookbook.7
}

# A document has a world to itself, in which ids begin with 0.
examples() {
	unshare --ipc --mount -- sh -c 'mount -t tmpfs tmpfs /dev/shm &&
		mount -t mqueue mqueue /dev/mqueue && exec "$@"' sh \
	    python3 "$BATS_TEST_DIRNAME/examples.py" "$@"
}

@test "every command in README prints what README shows" {
	need_queues
	need_reader
	ok examples "$abs_top_srcdir/README" <<-'END'
		object make mq:/jobs max_messages=10 max_message_size=128 uid=33 gid=33 mode=0660
		object send mq:/jobs size=64 count=9
		object make mq:/mail max_messages=10 max_message_size=128
		ipccat -W -m hello mq:/mail
		object make mq:0x4a010002 mode=0622
		object make shm:/cache size=16777216 uid=33
		object make shm:0x0052e2c1 size=56
		object make shm: size=1048576 uid=33
		object make sem:/cache.lock values=1 uid=33 gid=33 mode=0660
		object make sem:0x0052e2c1 nsems=5
		postgres: hold attach shm:0
		worker: hold send mq:0 size=200
	END
	[[ $output -gt 7 ]]
}

# The picture of --top is one of a moment; its columns are those there are.
@test "the picture of ipcwatch --top in README has its columns" {
	local heading

	object make shm:/cache >/dev/null
	# The last has its width from the terminal, and its name from that.
	heading=$(ipcwatch --top -d 0.01 |
	    sed -n '/^OBJECT/{ s/ [A-Z ]*MINUTE$//; s/  */ /g; p; }')
	[[ -n $heading ]]
	tr -s ' ' <"$abs_top_srcdir/README" | grep -qF $'\t'"$heading"
}

# Tasks that have only scripts, or commands for root elsewhere, count as 0.
@test "every command in ipcutil-cookbook(7) prints what the page shows" {
	need_queues
	need_reader
	local task n=0

	while IFS= read -r task; do
		case $task in
		# Run by recipes.bats: they need a world that scripts make.
		"Create a lock"* | "Run at most"* | "Put a file"*) continue ;;
		"Look into a queue"* | "Read JSON"*) continue ;;
		esac
		ok examples "$page" "$task"
		n=$((n + output))
	done < <(sed -n 's/^\.Ss //p' "$page")
	((n >= 15))
}
