# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats
# What the programs are called when they are installed: a configure of its own
# for each way, and `make install` of the programs that are built already.
#
# Only tests that say need_queues make POSIX queues (run-bats).

programs='ipccat ipcctl ipcls ipcmk ipcrm ipcwatch'

# installed WAY [VARIABLE=VALUE...]: installs into WAY.
installed() {
	local p built=() way=$1
	shift
	for p in $programs; do
		built+=(-o "src/$p")
	done
	make --silent "${built[@]}" install-exec-am install-data-am \
	    DESTDIR="$PWD/$way" "$@" >log 2>&1 </dev/null || cat log
}

# One configure, which need not ask again what the build at hand has found out.
# The other ways are what it would have set.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	: "${abs_top_srcdir:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
	: "${abs_top_builddir:=$abs_top_srcdir}"
	sed -n '/^## Cache variables/,/^## Output variables/p' \
	    "$abs_top_builddir/config.log" |
	    sed '/_cv_/!d; /^ac_cv_env_/d' >cache
	"$abs_top_srcdir/configure" --quiet --cache-file=cache --prefix=/usr \
	    --program-transform-name='s/^ipc\(ls\|watch\)$/my-\1\.ipc/' \
	    --enable-beside-util-linux >log 2>&1 || cat log
	mkdir -p src && cp "$abs_top_builddir"/src/ipc{cat,ctl,ls,mk,rm,watch} \
	    src || return
	installed beside
	installed renamed program_transform_name='s/^/my-/;s/$$/.x/' \
	    plain_transform_name='s/^/my-/;s/$$/.x/'
	installed plainly program_transform_name='s,x,x,' \
	    plain_transform_name='s,x,x,'
}

setup() {
	load lib
	dest=$BATS_FILE_TMPDIR/beside
	bin=$dest/usr/bin
	plain=$dest/usr/libexec/ipcutil
	share=$dest/usr/share
}

# The names of programs, pages and completions, each in a line.
names_of_all() {
	(cd "$1/usr/bin" && echo *)
	(cd "$1/usr/share/man/man1" && echo * | sed 's/\.1\>//g')
	(cd "$1/usr/share/bash-completion/completions" && echo *)
	(cd "$1/usr/share/fish/vendor_completions.d" && echo * |
	    sed 's/\.fish\>//g')
	(cd "$1/usr/share/zsh/site-functions" && echo * |
	    sed 's/^_//; s/ _/ /g')
}

# all_are WAY NAMES
all_are() {
	local names
	names=$(names_of_all "$BATS_FILE_TMPDIR/$1")
	diff -u <(printf "$2\n%.0s" 1 2 3 4 5) <(echo "$names") >&2
}

@test "names: without options they are those of the sources" {
	all_are plainly "$programs"
	[[ ! -e $BATS_FILE_TMPDIR/plainly/usr/libexec ]]
	local page
	for page in "$abs_top_srcdir"/man/*.[17]; do
		cmp <(sed 's,/usr/local/libexec,/usr/libexec,' "$page") \
		    "$BATS_FILE_TMPDIR/plainly/usr/share/man/man${page##*.}/${page##*/}"
	done
}

@test "names: a prefix and a suffix rename all alike" {
	all_are renamed \
	    'my-ipccat.x my-ipcctl.x my-ipcls.x my-ipcmk.x my-ipcrm.x my-ipcwatch.x'
	[[ ! -e $BATS_FILE_TMPDIR/renamed/usr/libexec ]]
	run ! grep -rE "(^|[^-])\<(${programs// /|})\>" \
	    "$BATS_FILE_TMPDIR/renamed/usr/share" >&2
}

@test "names: beside util-linux its two get others, by one script with yours" {
	all_are beside \
	    'ipccat ipcctl ipcmk.ipcutil ipcrm.ipcutil my-ls.ipc my-watch.ipc'
	[[ $(cd "$plain" && echo *) == 'ipcmk ipcrm man' ]]
	[[ $(cd "$plain/man/man1" && echo *) == 'ipcmk.1 ipcrm.1' ]]
	[[ $(readlink "$plain/ipcmk") == ../../bin/ipcmk.ipcutil ]]
	grep -F "/usr/libexec/ipcutil" "$share/man/man7/ipcutil.7"
	run ! grep -rE "(^|[^[:alpha:]])ipc(ls|watch)\>" "$share" >&2
	# What messages call the others.
	grep -Fx '#define IPCRM "ipcrm.ipcutil"' "$BATS_FILE_TMPDIR/config.h"
	grep -Fx '#define IPCLS "my-ls.ipc"' "$BATS_FILE_TMPDIR/config.h"
}

@test "names: a program says the one that it was called by" {
	local each name
	for each in "$bin"/* "$plain"/ipc*; do
		name=${each##*/}
		ok "$each" --version
		[[ $output == "$name (ipcutil) "* ]]
		ok "$each" --help
		[[ $output == "usage: $name "* ]]
		# So does each further form of the command line.
		run ! grep -v "^$name " < <(sed -n \
		    '2,/^[A-Z]/s/^       //p' <<<"$output")
		fails 2 "$name: --none: no such option" "$each" --none
	done
}

@test "names: a page says the name that it is found by" {
	local page name
	need mandoc
	for page in "$share"/man/man1/* "$plain"/man/man1/*; do
		name=${page##*/} name=${name%.1}
		[[ $(sed -n 's/^\.Nm //p; /^\.Sh DESC/q' "$page" | sort -u) == \
		    "$name" ]]
		grep -qx "\.Dt ${name^^} 1" "$page"
		# Titles in lower case are all that may be complained of.
		mandoc -T lint -W error "$page"
	done
	# One page leads to another by the name that is there.
	grep -q '^\.Xr ipcmk\.ipcutil 1' "$share/man/man1/my-ls.ipc.1"
	run ! grep -q '^\.Xr ipcmk 1' "$share"/man/man?/*
}

@test "names: completions are of the name, and call what is installed" {
	local id
	# An ipcls that is not installed would have to be found by PATH.
	id=$(object make shm: size=1)
	mkdir -p "$BATS_TEST_TMPDIR/bin"
	ln -s "$bin"/* "$BATS_TEST_TMPDIR/bin"
	PATH=$BATS_TEST_TMPDIR/bin:${PATH#*:}
	ok bash --norc "$BATS_TEST_DIRNAME/complete.bash" \
	    "$share/bash-completion/completions/ipcrm.ipcutil" \
	    'ipcrm.ipcutil --orphans-'
	[[ $output == --orphans-after= ]]
	ok bash --norc "$BATS_TEST_DIRNAME/complete.bash" \
	    "$share/bash-completion/completions/ipcrm.ipcutil" \
	    'ipcrm.ipcutil -m '
	[[ $output == "${id#shm:}" ]]
}

@test "names: no message names a program but by what it is installed as" {
	local strings
	cd "$abs_top_srcdir"
	strings=$(grep -rnE "\"([^\"]*[^[:alpha:]\"])?(${programs// /|})\>[^\"]*\"" \
	    src --include='*.[ch]' | grep -v '#include' || true)
	[[ -z $strings ]] || {
		echo "to be IPCLS and the like (config.h): $strings" >&2
		return 1
	}
}

@test "names: what was installed can be uninstalled" {
	cd "$BATS_FILE_TMPDIR"
	make --silent uninstall-am DESTDIR="$dest" >/dev/null
	[[ -z $(find "$dest" ! -type d) && ! -e $plain ]]
}
