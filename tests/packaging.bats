# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# What packages are made from, as far as it can be seen without making any:
# packaging/build-deb makes that of Debian.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	cd "$abs_top_srcdir/packaging" || return
	version=$(sed -n 's/^AC_INIT(\[ipcutil\], \[\([^]]*\)\].*/\1/p' \
	    ../configure.ac)
}

# What bootstrap installs to build with, by a name in Debian.
libraries_in_debian() {
	sed -n '/^needs_of_build()/,/^}/s/.*need \(lib[a-z0-9-]*-dev\) .*/\1/p' \
	    ../bootstrap
}

@test "packaging: every package has the version of configure.ac" {
	[[ $version == [0-9]*.[0-9]*.[0-9]* ]]
	[[ $(head -n 1 debian/changelog) == "ipcutil ($version-"* ]]
	grep -x "Version: *$version" ipcutil.spec
	grep -Fx "pkgver=$version" APKBUILD
	grep -Fx "pkgver=$version" PKGBUILD
	[[ $(head -n 1 ../NEWS) == "$version ("* ]]
}

@test "packaging: every file is in the tarball" {
	local file
	while read -r file; do
		grep -qE "^	packaging/${file//./\\.}( |\$)" ../Makefile.am || {
			echo "not in Makefile.am: $file"
			return 1
		}
	done < <(find . -type f ! -name '*~' -printf '%P\n')
}

@test "packaging: every file that is installed by name is there" {
	local pattern
	while read -r pattern; do
		compgen -G "../$pattern" || {
			echo "not there: $pattern"
			return 1
		}
	done < <(cat debian/docs debian/examples
	    sed -nE 's/^%(license|doc) //p' ipcutil.spec | tr ' ' '\n')
}

@test "packaging: the spec lists the programs" {
	local programs
	programs=$(sed -n '/^bin_PROGRAMS/,/^$/s,.*src/\([a-z]*\).*,\1,p' \
	    ../Makefile.am | sed 's/^ipc\(mk\|rm\)$/&.ipcutil/')
	diff -u <(sort <<<"$programs") \
	    <(sed -n 's,^%{_bindir}/,,p' ipcutil.spec | sort) >&2
}

@test "packaging: every library to build with is asked for" {
	local library libraries module
	libraries=$(libraries_in_debian)
	[[ $(wc -l <<<"$libraries") -ge 4 ]]
	for library in $libraries; do
		sed -n '/^Build-Depends:/,/^[A-Z]/p' debian/control |
		    grep -qE "^ $library,?\$"
	done
	while read -r module; do
		grep -q "^BuildRequires:  pkgconfig($module)" ipcutil.spec
	done < <(grep -E '^(PKG_CHECK_MODULES|OPTIONAL)' ../configure.ac |
	    sed -E 's/ *>= *[0-9.]+//; s/.*\[((json-c|lib[a-z-]+|ncursesw)[^],]*)\].*/\1/')
}

@test "packaging: dpkg reads the changelog and the control file" {
	need dpkg-parsechangelog
	ok dpkg-parsechangelog -l debian/changelog -S Version
	[[ $output == "$version"-* ]]
	ok dpkg-parsechangelog -l debian/changelog -S Source
	[[ $output == "$(sed -n 's/^Source: //p' debian/control)" ]]
}

@test "packaging: rpm reads the spec" {
	need rpmspec
	ok rpmspec -q --qf '%{name} %{version}\n' ipcutil.spec
	[[ ${lines[0]} == "ipcutil $version" ]]
	ok rpmspec -P ipcutil.spec
}

@test "packaging: the shell reads the recipes of Alpine and Arch" {
	local recipe
	need shellcheck
	for recipe in APKBUILD PKGBUILD; do
		ok shellcheck "$recipe"
		ok bash -c '. "./$1" && declare -F build check package' sh \
		    "$recipe"
	done
}
