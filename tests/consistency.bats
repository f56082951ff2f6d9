# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats
# What programs, man pages, completions and files say of each other.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	cd "$abs_top_srcdir" || return
	mapfile -t programs < <(grep -l '^main(' src/*.c | sed 's,.*/,,; s/\.c$//')
	[[ ${#programs[@]} -gt 0 ]]
}

# The options of a program, one a line: -q --queues, or with an argument
# -o --output=, or --csv.

of_help() {
	"$1" --help | sed -nE \
	    -e 's/^  (-.), (--[a-z-]+=?).*/\1 \2/p' \
	    -e 's/^      (--[a-z-]+=?).*/\1/p' | sort
}

of_man() {
	sed -n '/^The options are/,/^\.Sh/p' "man/$1.1" |
	    sed -E 's/ Ns Op = Ns Ar.*//; s/ Ns Oo Ar [a-z]+ Oc//' | sed -nE \
	    -e 's/^\.It Fl ([^-]) (Ar [a-z]+ )?, Fl (-[a-z-]+)( Ns = Ns Ar.*)?$/-\1 -\3\4/' \
	    -e 's/^\.It Fl (-[a-z-]+)( Ns = Ns Ar.*)?$/-\1\2/' \
	    -e 's/ Ns = Ns Ar.*/=/' -e '/^-/p' | sort
}

# Bash has one list: letters, and long options.
of_bash() {
	sed -n '/_ipcls_choose.*\(-[0-9A-Za-z] \|\\$\)/,/[^\\]$/p' \
	    "completions/bash/$1" |
	    sed 's/.*_ipcls_choose//' | tr -s ' \t\\' '\n' |
	    sed '/^-/!d' | sort
}

of_fish() {
	grep "^complete -c $1 " <(sed -e ':a' -e '/\\$/ { N; s/\\\n *//; ba
	}' "completions/fish/$1.fish") | sed -nE \
	    -e 's/^complete -c [a-z]+ (-s (.) )?-l ([a-z-]+)( (-[rx])\>)?.*/-\2 --\3\5/' \
	    -e 's/^- //' -e 's/-[rx]$/=/' -e '/^-/p' | sort
}

# Exclusions name options too; they are no specifications.
of_zsh() {
	sed -n '/^_arguments/,$p' "completions/zsh/_$1" | sed -nE \
	    -e "s/'?\([^)]*\)'?//; s/\"\\\$[a-z]+\"//; s/=-/-/" \
	    -e "s/'\*'//; s/'\*--/'--/" \
	    -e 's/"\*"//; s/\{(-.)-,(--[a-z-]+)-\}/{\1,\2}/; s/(--[a-z-]+)-\[/\1[/' \
	    -e 's/^[[:blank:]]*\{(-.)\+?,(--[a-z-]+=?)\}.*/\1 \2/p' \
	    -e "s/^[[:blank:]]*'+(--[a-z-]+=?)\[.*/\1/p" | sort
}

same() {
	diff -u --label "$1" --label "$3" <(echo "$2") <(echo "$4") >&2
}

@test "--help fits 80 columns, and its options are in groups" {
	local program

	for program in "${programs[@]}"; do
		ok "$program" --help
		[[ -z $(awk 'length > 80' <<<"$output") ]] || show_run
		[[ $(grep -c '^[A-Z].*:$' <<<"$output") -gt 2 ]] || show_run
		# No option stands before the first heading.
		awk '/^[A-Z].*:$/ { exit } /^ +(-., )?--/ { exit 1 }' \
		    <<<"$output"
	done
}

@test "options are the same in --help and in the man page" {
	local program

	for program in "${programs[@]}"; do
		[[ $(of_help "$program" | wc -l) -gt 5 ]]
		same help "$(of_help "$program")" man "$(of_man "$program")"
	done
}

@test "options are the same in --help and in the completion for bash" {
	local program

	for program in "${programs[@]}"; do
		same help "$(of_help "$program" | tr ' ' '\n' | sort)" \
		    bash "$(of_bash "$program")"
	done
}

@test "options are the same in --help and in the completion for fish" {
	local program

	for program in "${programs[@]}"; do
		same help "$(of_help "$program")" fish "$(of_fish "$program")"
	done
}

@test "options are the same in --help and in the completion for zsh" {
	local program

	for program in "${programs[@]}"; do
		same help "$(of_help "$program")" zsh "$(of_zsh "$program")"
	done
}

# Headings, and the long options below each, one a line.
groups_of_help() {
	"$1" --help | sed -nE -e 's/^([A-Z].*):$/\1/p' \
	    -e 's/^ +(-., )?(--[a-z-]+).*/\2/p'
}

groups_of_man() {
	sed -n '/^The options are/,/^\.Sh/p' "man/$1.1" | sed -nE \
	    -e 's/^\.Ss (.*)/\1/p' \
	    -e 's/^\.It (Fl .* , |Fl . Ns Oo .* Oc , )?Fl -([a-z-]+)( .*)?$/--\2/p'
}

@test "man pages have the options in the groups and the order of --help" {
	local program

	for program in "${programs[@]}"; do
		same help "$(groups_of_help "$program")" \
		    page "$(groups_of_man "$program")"
	done
}

# The letters of all programs, a line each: LETTER LONG PROGRAM.
letters_of_help() {
	local program

	for program in "${programs[@]}"; do
		"$program" --help |
		    sed -nE "s/^  -(.), --([a-z-]+).*/\1 \2 $program/p"
	done | sort
}

# The same of ipcutil(7): LETTER LONG PROGRAMS, and who in util-linux has it.
letters_of_page() {
	sed -n '/^\.Sh OPTION LETTERS/,/^\.Sh EXIT/p' man/ipcutil.7 | sed -nE \
	    -e '/^\.It Fl/!d' -e "s/ Ta all/ Ta ${programs[*]}/; s/ , / /g
	    s/^\.It Fl (.) Ta Fl -([a-z-]+) Ta ([^T]*) Ta (.*)/\1 \2 \3:\4/; tfound" \
	    -e 'd; :found' -e 's/:\\&$/:/p; t' -e p
}

@test "ipcutil(7) has every letter, which means one thing but for util-linux's" {
	local letter long programs_of util help seen=' '

	same help "$(letters_of_help)" page "$(letters_of_page |
	    sed 's/:.*//' | while read -r letter long programs_of; do
		for util in $programs_of; do
			echo "$letter $long $util"
		done
	done | sort)"
	while read -r letter long programs_of; do
		util=${programs_of#*:}
		if [[ -z $util ]]; then
			# The long option of a stream says that it is one.
			[[ $seen != *" $letter:"* || $long == jsonl ]] || {
				echo "-$letter means two things" >&2
				return 1
			}
			seen+="$letter:$long "
			continue
		fi
		help=$("/usr/bin/$util" --help 2>&1) &&
		    [[ $("/usr/bin/$util" --version) == *util-linux* ]] ||
		    continue
		# ipcmk has those of POSIX since util-linux 2.41, lsipc in newer ones.
		[[ $util$help != ipcmk*--posix* && $letter == [mqsn] ]] ||
		    [[ $util$help != lsipc*--posix* && $letter == [MQ] ]] ||
		    [[ $help == *" -$letter, --"* ]] || {
			echo "$util has no -$letter" >&2
			return 1
		}
	done < <(letters_of_page)
	[[ ${#seen} -gt 100 ]]
}

@test "every letter of an option is in the synopsis" {
	local program letter synopsis

	for program in "${programs[@]}"; do
		synopsis=$(sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESC/p' \
		    "man/$program.1" | grep -oE '\<Fl [a-zA-Z0-9]+( \| [a-zA-Z0-9]\>)*' |
		    sed 's/Fl//')
		for letter in $(of_help "$program" |
		    sed -nE 's/^-(.) .*/\1/p'); do
			[[ $letter == [hV] || $synopsis == *$letter* ]] || {
				echo "$program: -$letter" >&2
				return 1
			}
		done
	done
}

# fields_of SUBSECTION: as NAME TYPE, in the order of the page.
fields_of() {
	sed -n "/^\.Ss Fields of $1\$/,/^\.S[hs] /p" man/ipcutil.7 | sed -n \
	    -e '2,$ { s/^\.It Cm //; tname' -e 's/^\.Pq //; ttype' -e 'd' \
	    -e ':name' -e 'h; d' -e ':type' -e 'H; x; s/\n/ /p' -e '}' |
	    sed '/^\.Ss/d'
}

@test "every field is in ipcutil(7), with its type, and no other" {
	local section

	# shellcheck disable=SC2086 # words
	while read -r section words; do
		columns=$(ipcls --list-columns --json $words |
		    jq -r '.columns[] | "\(.name) \(.type)"')
		[[ $(wc -l <<<"$columns") -gt 2 ]]
		same list-columns "$columns" "$section" \
		    "$(fields_of "$section")"
	done <<-'END'
		objects
		limits -l
		totals -u
		explanations --explain
		sources --sources
	END
	# Behind its own a use has the fields of the object.
	columns=$(ipcls --rows --list-columns --json | jq -r \
	    '.columns[:[.columns[].name] | index("object")][] | "\(.name) \(.type)"')
	[[ $(wc -l <<<"$columns") -gt 2 ]]
	same list-columns "$columns" holders "$(fields_of holders)"
	columns=$(ipcls --list-columns --json |
	    jq -r '.columns[0] | keys_unsorted[] | "\(.) text"')
	same list-columns "$columns" fields "$(fields_of fields)"
}

# The fields of a table that ipcls shows for an option, by ipcutil(7).
shown() {
	sed -n '/^\.Sh FIELDS SHOWN/,/^\.Sh EXPR/p' man/ipcutil.7 | awk -v table="$1" \
	    -v option="$2" '
	/^\.It Fl/ { now = $3; next }
	/^\.It/ { group = $2; now = "" }
	/^\.Cm/ && group == table && now == option {
		gsub(/^\.Cm | ,/, "")
		print
		exit
	}'
}

@test "ipcls: the columns of each table are those that the page says" {
	need_queues
	local table letter option heading

	object make mq:/a >/dev/null
	object make shm:/a >/dev/null
	object make sem:/a >/dev/null
	while read -r table letter; do
		for option in '' -t -p -H; do
			# shellcheck disable=SC2086 # none or one
			heading=$(ipcls "$letter" $option | head -n 1)
			heading=$(tr -s ' ' <<<"${heading,,}")
			[[ -n $heading ]]
			same shown "$heading" "$table $option" \
			    "$(shown "$table" "${option#-}")"
		done
	done <<-'END'
		queues -q
		memory -m
		semaphores -s
	END
	heading=$(ipcls -l | head -n 1 | tr -s ' ')
	same shown "${heading,,}" limits "$(shown limits '')"
	heading=$(ipcls -u | head -n 1 | tr -s ' ')
	same shown "${heading,,} ," totals "$(shown totals '') ,"
}

@test "every program has a man page, completions and a README line" {
	local program

	for program in "${programs[@]}"; do
		[[ -s man/$program.1 && -s completions/bash/$program ]]
		[[ -s completions/zsh/_$program ]]
		[[ -s completions/fish/$program.fish ]]
		grep -q "^\.Nm $program\$" "man/$program.1"
		grep -q "src/$program\>" Makefile.am
		grep -q "\<$program\>" README
	done
}

@test "documents that README names are there, and in the tarball" {
	local name n=0

	while read -r name; do
		[[ -s $name ]] && grep -q "^	$name\>" Makefile.am || {
			echo "$name" >&2
			return 1
		}
		n=$((n + 1))
	done < <({
		grep -oE '`(src/|tests/)?(INSTALL|README)`' README | tr -d '`'
		grep -oE '`man ipcutil[a-z-]*' README |
		    sed 's,`man \(.*\),man/\1.7,'
	} | sort -u)
	((n >= 5))
}

@test "man pages are without a fault" {
	need mandoc
	run mandoc -T lint -W warning man/*.[1-8]
	[[ $status == 0 && -z $output ]] || show_run
}

@test "ipcls(1) has fewer than 250 lines of text" {
	local n

	need mandoc
	n=$(mandoc -T ascii -O width=80 man/ipcls.1 | grep -c .)
	((n > 100 && n < 250)) || {
		echo "$n" >&2
		return 1
	}
}

@test "man pages refer to pages that are there" {
	local page name section

	for page in man/*.[1-8]; do
		while read -r name section; do
			[[ $name != ipc* || -e man/$name.$section ||
				$name == ipcs || $name == ipc ||
				$name == ipc_namespaces ]] || {
				echo "$page: $name($section)" >&2
				return 1
			}
		done < <(sed -nE 's/^\.Xr ([^ ]+) ([0-9]).*/\1 \2/p' "$page")
	done
}

@test "NEWS and --version name the version of configure.ac" {
	local version program

	version=$(sed -nE 's/^AC_INIT\(\[?ipcutil\]?, *\[?([^],)]+).*/\1/p' \
	    configure.ac)
	[[ $version =~ ^[0-9]+\.[0-9] ]]
	grep -qE "(^|[^0-9.])${version//./\\.}([^0-9.]|\$)" <(head -n 5 NEWS)
	for program in "${programs[@]}"; do
		ok "$program" --version
		[[ $output == "$program (ipcutil) $version" ]]
	done
}

@test "every test file is in Makefile.am, and every one there is a file" {
	local file

	for file in tests/*.bats tests/*.bash tests/*.py tests/unit/*.c; do
		grep -q "^	${file%.c}\>" Makefile.am || {
			echo "$file is not in Makefile.am" >&2
			return 1
		}
	done
	while read -r file; do
		[[ -e $file ]] || {
			echo "$file is in Makefile.am only" >&2
			return 1
		}
	done < <(grep -oE '^	tests/[^ ]+\.(bats|bash|py|c|h)\>' Makefile.am)
	# A list that ends too early leaves the rest of it out.
	awk '/^\t(completions|man|src|tests)\// && last !~ /\\$/ {
		print FILENAME ": " $1 " is in no list"
		found = 1
	}
	{ last = $0 }
	END { exit found }' Makefile.am
}

# The layers of libipcutil, in their order, are those that src/README draws.
@test "no file includes a header of a layer below its own" {
	local layers file layer header rank=0 bad=
	local -A ranks
	mapfile -t layers < <(sed -n '/^The modules/,/^Beside/p' src/README |
	    sed -nE 's/^  ([a-z]+)( .*)?$/\1/p')
	[[ ${#layers[@]} -gt 5 ]]
	for layer in "${layers[@]}"; do
		ranks[$layer]=$((++rank))
	done
	for file in src/libipcutil/*; do
		[[ -v ranks[${file##*/}] ]]
	done
	for file in src/libipcutil/*/*.[ch]; do
		layer=${file#src/libipcutil/}
		while read -r header; do
			[[ $header == */* &&
			    ${ranks[${header%%/*}]:-99} -le ${ranks[${layer%%/*}]} ]] ||
			    bad+="$file includes $header"$'\n'
		done < <(sed -n 's/^#include "\(.*\)"$/\1/p' "$file")
	done
	echo "$bad"
	[[ -z $bad ]]
}

# tsort(1) reports each cycle. x_part.h may have the structures of x.h, so only
# what x.c includes counts between these two.
@test "no two modules include one another, directly or through others" {
	local file from to header
	while IFS=: read -r file header; do
		from=${file#src/} from=${from#libipcutil/} from=${from%.[ch]}
		to=${header%.h}
		[[ $from == "$to" || $from == "${to}_"* ]] || echo "$from $to"
	done < <(grep -E '^#include "' -r src --include='*.[ch]' |
	    sed -E 's/^([^:]*):#include "(.*)"$/\1:\2/') >"$BATS_TEST_TMPDIR/edges"
	[[ $(wc -l <"$BATS_TEST_TMPDIR/edges") -gt 500 ]]
	tsort "$BATS_TEST_TMPDIR/edges" >/dev/null
}

# compat.h includes one where the C library is too old to have statx(2).
@test "only the kernel reader needs headers of the kernel" {
	run grep -rlE '^#include <(linux|asm)/' src
	[[ $output == *kernel/bpf.c* ]]
	run grep -vxE 'src/libipcutil/(kernel/(bpf\.c|btf_types\.h)|base/compat\.h)' \
	    <<<"$output"
	[[ -z $output ]] || show_run
}

# The loader, or ld with archives, would take ours for theirs. What a build of
# its own has is compiled into the programs: sanitizers, the counts of gcov.
@test "no function of ours has the name of one in a library that is linked" {
	need nm ldd
	local core=$abs_top_builddir/src/libipcutil/libipcutil.a libraries shared
	[[ -r $core ]] || skip "there is no build"
	mapfile -t libraries < <(ldd "$abs_top_builddir/src/ipcwatch" |
	    awk '$2 == "=>" { print $3 }')
	[[ ${#libraries[@]} -gt 0 ]] || skip "no library is shared"
	shared=$(comm -12 \
	    <(nm -g --defined-only "$core" |
		awk '$2 ~ /^[TDBR]$/ { print $3 }' | sort -u) \
	    <(nm -D --defined-only "${libraries[@]}" |
		awk 'NF == 3 { sub(/@.*/, "", $3); print $3 }' | sort -u))
	[[ -z $shared ]] || {
		echo "$shared"
		return 1
	}
}

@test "src/README names every module of libipcutil" {
	local file name missing=
	for file in src/libipcutil/*/*.c; do
		name=${file##*/}
		name=${name%.c}
		sed -n '/^The modules/,/^Who owns/p' src/README |
		    grep -qE "(^|[ ,])(${name}|${name%%_*})\b" || missing+=" $name"
	done
	echo "missing:$missing"
	[[ -z $missing ]]
}

@test "src/README: each statement names tests that there are" {
	local name n=0
	while IFS= read -r name; do
		[[ -e $abs_top_srcdir/tests/$name.bats ||
		    -e $abs_top_srcdir/tests/$name.c ]] || {
			echo "there is no test $name" >&2
			return 1
		}
		n=$((n + 1))
	done < <(sed -n '/^What statements rest on/,/^Sources/p' src/README |
	    grep -o '\[[a-z0-9_/-]*\]' | tr -d '[]')
	((n > 40))
}
