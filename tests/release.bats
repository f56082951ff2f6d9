# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats
# What `make release` refuses, and what it leaves behind: of a tree of its own,
# with a make that only pretends.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	need git
	release=$abs_top_srcdir/packaging/release
	tree=$BATS_TEST_TMPDIR/tree
	export HOME=$BATS_TEST_TMPDIR
	git config --global user.name Somebody
	git config --global user.email somebody@localhost
	git init -q "$tree"
	echo '2.5.0 (2026-01-31)' >"$tree/NEWS"
	git -C "$tree" add NEWS
	git -C "$tree" commit -qm 'a version'
	cat >"$BATS_TEST_TMPDIR/make" <<-'END'
		#!/bin/sh
		echo "$1" >>made
		[ "$1" != "$REFUSED" ] || exit 1
		[ "$1" != tarball ] || echo bytes >ipcutil-2.5.0.tar.xz
	END
	chmod +x "$BATS_TEST_TMPDIR/make"
	mkdir "$BATS_TEST_TMPDIR/build"
	cd "$BATS_TEST_TMPDIR/build" || return
}

run_release() {
	"$release" "$tree" 2.5.0 "$BATS_TEST_TMPDIR/make"
}

# Nothing was made, and no tag.
nothing_made() {
	[[ ! -e made && -z $(git -C "$tree" tag) ]]
}

@test "release: the tarball, its sum and the tag come of a clean tree" {
	ok run_release
	[[ $(<made) == $'distcheck\ntarball' ]]
	sha256sum --check --quiet ipcutil-2.5.0.tar.xz.sha256
	[[ $(git -C "$tree" rev-parse 'v2.5.0^{commit}') == \
	    "$(git -C "$tree" rev-parse HEAD)" ]]
	# Once more is no harm.
	ok run_release
}

@test "release: a tree with changes is refused" {
	echo more >>"$tree/NEWS"
	fails 1 'not committed' run_release
	nothing_made
	git -C "$tree" checkout -q NEWS
	: >"$tree/stray"
	fails 1 'not committed' run_release
	nothing_made
}

@test "release: NEWS without the version or its date is refused" {
	local line
	for line in '2.5.0 (unreleased)' '2.4.0 (2026-01-31)' '2.5.0'; do
		echo "$line" >"$tree/NEWS"
		git -C "$tree" commit -qam "$line"
		fails 1 'first line of NEWS' run_release
		nothing_made
	done
}

@test "release: a tag that is on another commit is refused" {
	git -C "$tree" tag v2.5.0
	git -C "$tree" commit -q --allow-empty -m later
	fails 1 'v2.5.0 is on another commit' run_release
	[[ ! -e made ]]
}

@test "release: what does not pass distcheck gets no tag" {
	REFUSED=distcheck run ! run_release
	[[ $(<made) == distcheck && -z $(git -C "$tree" tag) ]]
}
