# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats
# The examples of the man pages do what the pages show; see examples.py.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	need python3
}

# A page has a world to itself, in which ids begin with 0.
world_of_its_own() {
	unshare --ipc --mount -- sh -c 'mount -t tmpfs tmpfs /dev/shm &&
		mount -t mqueue mqueue /dev/mqueue && exec "$@"' sh "$@"
}

page_holds() {
	ok world_of_its_own python3 "$BATS_TEST_DIRNAME/examples.py" "$1"
}

@test "every example of every man page prints what the page shows" {
	need_queues
	local page

	for page in "$abs_top_srcdir"/man/*.[1-8]; do
		# Each task has a world of its own: cookbook.bats.
		[[ $page != *-cookbook.7 ]] || continue
		# It gives an object to another group, and a user is alone here.
		[[ $page != */ipcctl.1 ]] || "${nobody[@]}" true 2>/dev/null ||
		    continue
		page_holds "$page"
		# Who has such a section has examples in it.
		! grep -q '^\.Sh EXAMPLES' "$page" || [[ $output -gt 3 ]]
	done
}

@test "an example that prints something else is found" {
	local page=$BATS_TEST_TMPDIR/page

	cat >"$page" <<-'END'
		.Sh EXAMPLES
		.\"	object make shm:/cache size=9
		.Bd -literal
		$ ipcls --raw --no-headings -o object,size
		shm:/cache 9
		.Ed
	END
	page_holds "$page"
	sed -i 's/^shm:.cache 9/shm:\/cache 8/' "$page"
	fails 1 "prints" world_of_its_own \
	    python3 "$BATS_TEST_DIRNAME/examples.py" "$page"
}
