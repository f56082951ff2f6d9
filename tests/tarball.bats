# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# What a release is built from: the files that `make dist` packs, where there are no
# autotools, no git and no network.
#
# Only tests that say need_queues make POSIX queues (run-bats).

# All commands of PATH but those, as links in ./bin.
plain_commands() {
	local directory
	mkdir bin || return
	while read -rd : directory; do
		# Of two with the same name, the first is the one.
		ln -s -t bin "$directory"/* 2>/dev/null || :
	done <<<"$PATH:"
	rm -f bin/{aclocal,auto{conf,header,make,m4te,reconf,scan,update}}* \
	    bin/{m4,git}* bin/gnum4
}

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	: "${abs_top_srcdir:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	: "${abs_top_builddir:=$abs_top_srcdir}"
	# What make dist packs; a tarball there may be its user's.
	if ! plain_commands || ! make --silent -C "$abs_top_builddir" distdir \
	    distdir="$PWD/sources" >log 2>&1 </dev/null; then
		cat log
		return 1
	fi
	(cd sources && find . ! -type d -printf '%P\n') | LC_ALL=C sort >packed
	# configure need not ask again what the build at hand has found out.
	sed -n '/^## Cache variables/,/^## Output variables/p' \
	    "$abs_top_builddir/config.log" |
	    sed '/_cv_/!d; /^ac_cv_env_/d' >cache
}

setup() {
	load lib
	cd "$BATS_FILE_TMPDIR/sources" || return
}

# As $@ does with these commands only, and without a network.
apart() {
	unshare --net env PATH="$BATS_FILE_TMPDIR/bin" "$@" </dev/null
}

need_apart() {
	apart true 2>/dev/null || skip "no network can be left here"
}

# With the compiler of the build at hand. It is built once only: no file has to
# say what depends on what, which takes as long as the rest.
build_sources() {
	local compiler
	compiler=$("$abs_top_builddir/config.status" --file=- <<<'@CC@') || return
	apart ./configure --quiet --cache-file=../cache \
	    --disable-dependency-tracking CC="$compiler" CFLAGS=-O0 &&
	    apart make --silent -j "$(nproc)"
}

@test "tarball: it builds without autotools, git and a network" {
	local program
	need_apart
	run apart sh -c 'command -v autoconf || command -v automake ||
		command -v aclocal || command -v m4 || command -v git ||
		sed 1d /proc/net/route | grep .'
	[[ $status != 0 && -z $output ]]
	# A file that is to be made again says what is missing for that.
	run build_sources
	[[ $status == 0 && $output != *missing* ]] || show_run
	for program in ipccat ipcctl ipcls ipcmk ipcrm ipcwatch; do
		ok "src/$program" --version
		[[ $output == "$program (ipcutil) "[0-9]* ]]
	done
	ok src/ipcmk -M 100
	ok src/ipcls --raw --no-headings -o size shm:
	[[ $output == 100 ]]
}

@test "tarball: every file of the repository, and all that autotools make, is in it" {
	need git
	git -C "$abs_top_srcdir" rev-parse 2>/dev/null ||
	    skip "the sources are no repository"
	{
		git -C "$abs_top_srcdir" ls-files
		printf '%s\n' Makefile.in aclocal.m4 config.h.in configure \
		    build-aux/{ar-lib,compile,depcomp,install-sh,missing} \
		    build-aux/tap-driver.sh
	} | LC_ALL=C sort >"$BATS_TEST_TMPDIR/wanted"
	LC_ALL=C comm -23 "$BATS_TEST_TMPDIR/wanted" "$BATS_FILE_TMPDIR/packed" \
	    >"$BATS_TEST_TMPDIR/lacking"
	diff /dev/null "$BATS_TEST_TMPDIR/lacking" >&2
}
