# SPDX-License-Identifier: BSD-2-Clause
# Command lines that make no sense are refused whole; what is not there fails.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
}

# ipcls ARG... is refused: status 2, nothing on stdout, and one message, which
# names what is wrong as $1 and has nothing in it that a terminal obeys.
refused() {
	local named=$1
	shift
	run_apart ipcls "$@"
	if ! {
		[[ $status == 2 && -z $output ]] &&
		    [[ $stderr == "ipcls: "*"$named"* ]] &&
		    one_message && harmless
	}; then
		echo "wanted: '$named' refused in: ipcls ${*@Q}" >&2
		show_run
	fi
}

# The lines that follow, if any, are the expression and the mark below it.
one_message() {
	local lines
	mapfile -t lines <<<"$stderr"
	[[ ${#lines[@]} == 1 ]] ||
	    [[ ${#lines[@]} == 3 && ${lines[1]} == "  "* &&
		${lines[2]} =~ ^\ +\^~*$ ]]
}

harmless() {
	local LC_ALL=C
	[[ $stderr != *[!$'\n'\ -~]* ]]
}

long=$(printf '%04096d' 0) long=${long//0/7}

@test "ipcls: operands that are no reference are refused" {
	refused "''" ''
	for operand in ' ' / // . - : 5 -5x 0x52 jobs /jobs mq mq/jobs mq=/jobs \
	    mqueue:/jobs MQ:/jobs Shm:5 ' mq:/jobs' 'mq :/jobs' '*' '?' \
	    /dev/mqueue /dev/shm /dev/shm/ /dev/null /dev/mqueue/ /dev/shm/sem. \
	    /dev/shm/a/b /dev/shm/.. ./shm shm:jobs shm:* 'shm:?' sem:[0] \
	    'mq:,' mq:: mq:mq:/jobs "$long"; do
		[[ $operand == -* && $operand != - ]] ||
		    refused "$operand: " "$operand"
		refused "$operand: " -- "$operand"
	done
}

@test "ipcls: names that no object can have are refused" {
	for operand in mq:/ mq:// mq:/a/b mq:/a/ mq://a mq:/. mq:/.. shm:/. \
	    shm:/.. shm:/sem.lock "mq:/$longest_name"0 "shm:/$longest_name"0 \
	    "sem:/$longest_sem_name"0 "mq:/$long" "shm:/$long" "sem:/$long" \
	    "/dev/shm/$long"; do
		refused "$operand: " "$operand"
	done
}

@test "ipcls: the longest names are refused only by not being there" {
	fails 1 "mq:/$longest_name: " ipcls "mq:/$longest_name"
	fails 1 "shm:/$longest_name: " ipcls "shm:/$longest_name"
	fails 1 "sem:/$longest_sem_name: " ipcls "sem:/$longest_sem_name"
}

@test "ipcls: escapes that are none are refused" {
	for operand in 'mq:/a\' 'mq:/\0' 'mq:/a\000' 'mq:/a\57b' 'mq:/a\400' \
	    'mq:/a*\'; do
		refused "$operand: " "$operand"
	done
}

@test "ipcls: ids that are none are refused, and none is cut to fit" {
	local id
	object make shm: size=4096
	id=$(object make shm: size=4096)
	id=${id#shm:}
	for number in -1 "-$id" "+$id" " $id" "$id " "${id}x" "$id.0" "$id,$id" \
	    "${id}K" "${id}e0" 1e1 2147483648 $((id + (1 << 32))) \
	    $((id - (1 << 32))) 9223372036854775807 9223372036854775808 \
	    18446744073709551616 -18446744073709551616 99999999999999999999 \
	    "$long" "-$long"; do
		refused "shm:$number: " "shm:$number"
	done
}

@test "ipcls: an id of minus nothing is refused" {
	refused 'shm:-0: ' shm:-0
}

@test "ipcls: keys that are none are refused, and none is cut to fit" {
	object make shm:0x52 size=4096
	for key in 0x 0x0 0x00000000 0xg 0x52g 0x-52 -0x52 0x+52 '0x 52' '0x52 ' \
	    0x52.0 0x52,0x53 0x0x52 0x100000000 0x100000052 \
	    0x10000000000000052 0xffffffffffffffff "0x$long" "0x$long"00000052; do
		refused "shm:$key: " "shm:$key"
	done
}

@test "ipcls: files and projects that are none are refused" {
	local file=$BATS_TEST_TMPDIR/file
	: >"$file"
	for operand in @ '@,' '@,1' "@$file" "@$file,"; do
		refused "mq:$operand: " "mq:$operand"
	done
	for project in 0 256 257 65537 -1 +1 -255 ' 1' '1 ' 1x 0x1 a 1.0 '*' \
	    4294967297 18446744073709551617 "$long"; do
		refused "mq:@$file,$project: " "mq:@$file,$project"
	done
}

@test "ipcls: one operand that is refused means that nothing is shown" {
	object make mq:/jobs
	refused 'shm:-1: ' mq:/jobs shm:-1
	refused 'shm:-1: ' shm:-1 mq:/jobs
	refused 'jobs: ' mq:/jobs mq:/none jobs
}

@test "ipcls: fields that are none are refused" {
	for option in -o --output -S --sort; do
		for field in nonsense siz sizes 'size ' ' size' size:4 'size=4' \
		    5 '*' 'si*' "$long" $'size\nrss'; do
			named=${field//$'\n'/\\n}
			refused "$named: " "$option" "$field"
			refused "$named: " "$option" "object,$field,size"
		done
		for list in '' ',' 'object,' ',object' 'object,,size'; do
			refused "empty" "$option" "$list"
		done
	done
	for list in -size object,-size +nonsense; do
		refused "${list##*[,+]}" -o "$list"
	done
	refused empty -o +
	refused empty -o +,size
	for list in - object,- --size +size all -all; do
		refused "${list##*,}: " -S "$list"
	done
}

@test "ipcls: fields of limits and totals are none of objects, nor these theirs" {
	refused nattch -l -o nattch
	refused setting -o setting
	refused lspid -u -o lspid
	refused lspid -u -S lspid
	refused lspid -l -w 'lspid == 5'
	refused nattch --list-columns -o nattch
}

@test "ipcls: expressions that are none are refused, and their place is shown" {
	for expr in '' ' ' size 5 "''" 'size >' '> 5' 'size > 5 6' 'size = 5' \
	    'size > -5' 'size > 5 and' 'or dest' 'not' '(dest' 'dest)' '()' \
	    'size > (5)' '5 > 4' 'size > 4Kx' 'size > 16E' 'size > x' \
	    'nonsense == 5' 'kind == mq' 'size > "many"' 'id == 9223372036854775808' \
	    'key == 4294967296' 'key == 0x100000000' 'mode == 0888' 'idle > 2y' \
	    'ctime > "yesterday"' 'name == "open' "name == 'open" 'name =~ "("' \
	    'name =~ owner' 'name == size' 'values == ncnt' 'size & 5' '$(id)' \
	    '`id`' 'dest; dest' "$long" "size > $long$long" "(((((${long//?/(}"; do
		for option in -w --where; do
			refused "--where: " "$option" "$expr"
			[[ ${#stderr_lines[@]} == 3 ]]
			[[ ${stderr_lines[1]} == "  $expr" ]]
		done
	done
}

@test "ipcls: the mark stands below what is wrong" {
	refused "no such field" -w 'dest and nonsense == 5'
	[[ ${stderr_lines[1]} == '  dest and nonsense == 5' ]]
	[[ ${stderr_lines[2]} == '           ^~~~~~~~' ]]
	run_apart ipcls -w "name == '漢é' and nonsense == 5"
	[[ $status == 2 ]]
	[[ ${stderr_lines[2]} == '                    ^~~~~~~~' ]]
	run_apart ipcls -w $'name == "\n" and nonsense == 5'
	[[ ${stderr_lines[1]} == '  name == "\n" and nonsense == 5' ]]
	[[ ${stderr_lines[2]} == '                   ^~~~~~~~' ]]
	refused "" -w 'size >'
	[[ ${stderr_lines[2]} == '        ^' ]]
}

@test "ipcls: formats of times that are none are refused" {
	local empty="''"
	for format in '' ' ' nonsense ISO is isoo 'iso ' iso,epoch 5 +%s "$long"; do
		refused "${format:-$empty}: " --time-format "$format"
		refused "${format:-$empty}: " --time-format="$format"
	done
}

@test "ipcls: options that are none are refused" {
	for option in -Y -1 '-?' -: -% -= --nonsense --nonsense=5 --jso=5 --jsonx \
	    ---json --= --JSON "--$long"; do
		refused "${option%%=*}" "$option"
		refused "${option%%=*}" mq: "$option" shm:
	done
	refused '-Y: ' -qYm
	refused '-Y: ' --json -qYm
	refused '-Y: ' -Y --json
}

@test "ipcls: a beginning that several options have is refused" {
	refused '--li' --li
	refused '--jso' --jso=
}

@test "ipcls: options without the argument they need are refused" {
	for option in -w --where -o --output -S --sort --time-format; do
		refused "$option: needs an argument" "$option"
		refused "$option: needs an argument" --json -q "$option"
	done
	refused '-o: needs an argument' -qo
	refused '-S: needs an argument' --json -qS
}

@test "ipcls: options with an argument they do not take are refused" {
	for option in --json --jsonl --csv --raw --export --null --queues --shmems \
	    --semaphores --all --posix --sysv --info --limits --usage \
	    --list-columns --time --pid --creator --bytes --no-headings \
	    --verbose --help --version; do
		refused "$option: takes no argument" "$option=5"
		refused "$option: takes no argument" "$option="
	done
}

@test "ipcls: options that contradict each other are refused" {
	refused limits -l -u
	refused usage -u -l
	refused 'mq:' -l mq:
	refused 'mq:' --list-columns mq:
	refused info -i
	refused info -i -q
	refused info -i -l
	refused info -u -i
	refused info --list-columns -i
	refused time -l -t
	refused pid -u -p
	refused output -t -o size
	refused output -o size -c
	refused output -o size -o object
	refused sort -S size --sort=object
	refused where -w dest --where 'size > 5'
	refused csv --json --csv
	refused json --raw --json
	refused null -e -0
	refused 'shm:5' -q shm:5
	refused 'mq:/jobs' -ms mq:/jobs
	refused 'mq:/jobs' --sysv mq:/jobs
	refused 'mq:5' --posix mq:5
	refused 'mq:@/,1' --posix mq:@/,1
}

@test "ipcls: the same option again is no contradiction" {
	object make mq:/jobs
	ok ipcls --json --json -q -q -J
	json '.objects | length == 1'
	ok ipcls -l -l --raw -r
}

@test "ipcls: a message cannot harm the terminal" {
	local csi=$'\e[31mred\e[0m' title=$'\e]0;title\a' c1=$'\xc2\x9b31m'
	local raw=$'\x9b31m' bidi=$'\xe2\x80\xae' return=$'\rcarriage'

	for evil in "$csi" "$title" "$c1" "$raw" "$bidi" "$return" $'\n' $'\x7f' \
	    $'\xff' $'a\nipcls: b'; do
		refused '' "$evil"
		refused '' "mq:$evil"
		refused '' "shm:0x$evil"
		refused '' "sem:@$evil,0"
		refused '' -o "$evil"
		refused '' -S "$evil"
		refused '' -w "$evil"
		refused '' -w "name == $evil"
		refused '' --time-format="$evil"
		refused '' "--$evil"
		refused '' "--$evil=5"
		refused '' "-$evil"
		# A bracket would begin a pattern.
		run_apart ipcls "mq:/${evil//[/\\[}" "sem:@$evil,1"
		[[ $status == 1 && -z $output && ${#stderr_lines[@]} == 2 ]]
		harmless
	done
	refused '\033[31mred\033[0m' "$csi"
}

@test "ipcls: messages begin with the name it was called by" {
	ln -s "$(command -v ipcls)" "$BATS_TEST_TMPDIR/lsobjects"
	run_apart "$BATS_TEST_TMPDIR/lsobjects" nonsense
	[[ $status == 2 && $stderr == "lsobjects: nonsense: "* ]]
}

@test "ipcls: what is not there fails, and the rest is shown" {
	local gone
	object make mq:/jobs
	object make shm:0x52 size=4096
	gone=$(object make sem:)
	object remove "$gone"
	for missing in mq:/none shm:/none sem:/none mq:2147483647 "$gone" \
	    mq:0x52 mq:@/none,1 "sem:@$BATS_TEST_DIRNAME,1" /dev/shm/none \
	    /dev/mqueue/none /dev/shm/sem.none; do
		fails 1 "ipcls: $missing: " ipcls --json mq:/jobs "$missing" \
		    shm:0x52
		json '.objects | length == 2'
		[[ ${#stderr_lines[@]} == 1 ]]
		fails 1 "ipcls: $missing: " ipcls "$missing"
		[[ -z $output && ${#stderr_lines[@]} == 1 ]]
		fails 1 "ipcls: $missing: " ipcls -i "$missing"
		[[ -z $output && ${#stderr_lines[@]} == 1 ]]
	done
}

@test "ipcls: each operand that is not there has its message" {
	fails 1 'ipcls: mq:/a: ' ipcls mq:/a shm:/b sem:5
	[[ ${#stderr_lines[@]} == 3 && -z $output ]]
	[[ ${stderr_lines[1]} == 'ipcls: shm:/b: '* ]]
	[[ ${stderr_lines[2]} == 'ipcls: sem:5: '* ]]
}

@test "ipcls: what matches nothing is no failure, and prints nothing" {
	object make mq:/jobs
	for pattern in 'mq:/x*' 'mq:/job?x' 'mq:/[!j]*' shm: 'shm:/*' 'sem:/*' msg:/x\*; do
		ok ipcls "$pattern"
		[[ -z $output ]]
		ok ipcls -i "$pattern"
		[[ -z $output ]]
	done
	ok ipcls -w 'messages > 5'
	[[ -z $output ]]
	ok ipcls -w 'name == "/none"' 'mq:/*'
	[[ -z $output ]]
	for format in --jsonl --csv --raw --export --null; do
		ok ipcls "$format" 'mq:/x*'
		[[ -z $output ]]
	done
	ok ipcls --json 'mq:/x*'
	json '. == { "objects": [] }'
}

@test "ipcls: -i of what the expression leaves out is no failure" {
	object make mq:/jobs
	ok ipcls -i mq:/jobs -w 'messages > 5'
	[[ -z $output ]]
}

@test "ipcls: --help says how it is called, --version which one it is" {
	for option in --help -h; do
		ok ipcls "$option"
		[[ $output == "usage: ipcls "* ]]
	done
	for option in --version -V; do
		ok ipcls "$option"
		[[ $output =~ ^ipcls\ \(ipcutil\)\ [0-9.]+$ ]]
	done
}

@test "ipcls: every option of --help is one" {
	ok ipcls --help
	local option count=0 help=$output recording=$BATS_TEST_TMPDIR/recording
	ipcwatch --record "$recording" --timeout 0 || [[ $? == 124 ]]
	while read -r option; do
		case $option in
		--*=EXPR) set -- "${option%=*}=dest" ;;
		--by=*) set -- -u --by=owner ;;
		--from-recording=*) set -- "${option%=*}=$recording" ;;
		--at=*) set -- "--from-recording=$recording" "${option%=*}=-0s" ;;
		--color=WHEN) set -- --color=auto ;;
		--*=LIST) set -- -l "${option%=*}=name" ;;
		--*=PID) set -- "${option%=*}=$$" ;;
		--*=USER) set -- "${option%=*}=$EUID" ;;
		--*=DURATION) set -- "${option%=*}=1h" ;;
		--*=FORMAT) set -- "${option%=*}=iso" ;;
		--*=N) set -- --openmetrics "${option%=*}=5" ;;
		--quiet) set -- --quiet --fail-if dest ;;
		--info) set -- --info mq: ;;
		*) set -- "$option" ;;
		esac
		run_apart ipcls "$@"
		[[ $status == 0 && -z $stderr ]] || show_run
		((++count))
	done < <(sed -nE 's/^ +(-., )?(--[a-z-]+(=[A-Z]+)?).*/\2/p' <<<"$help")
	((count > 20))
}

@test "ipcls: a full disk is a failure, in every format" {
	[[ -e /dev/full ]] || skip "no /dev/full"
	object make mq:/jobs
	for option in --all --json --jsonl --csv --raw --export --null --info \
	    --limits --usage --list-columns --openmetrics --help \
	    --version; do
		set -- "$option"
		[[ $option != --info ]] || set -- "$option" mq:/jobs
		run_apart bash -c 'ipcls "$@" >/dev/full' - "$@"
		[[ $status == 1 && $stderr == "ipcls: "*"o space left"* ]] ||
		    show_run
		[[ ${#stderr_lines[@]} == 1 ]]
	done
}

@test "ipcls: a full disk does not hide that something was not there" {
	[[ -e /dev/full ]] || skip "no /dev/full"
	object make mq:/jobs
	run_apart bash -c 'ipcls mq:/jobs mq:/none >/dev/full'
	[[ $status == 1 && ${#stderr_lines[@]} == 2 ]]
}

@test "ipcls: a closed stdout is a failure, in every format" {
	object make mq:/jobs
	object make sem:/lock
	for option in --all --json --jsonl --csv --raw --export --null --info \
	    --limits --usage --list-columns --openmetrics --help \
	    --version; do
		set -- "$option"
		[[ $option != --info ]] || set -- "$option" mq:/jobs
		run_apart bash -c 'ipcls "$@" >&-' - "$@"
		[[ $status == 1 && $stderr == "ipcls: "* ]] || show_run
		[[ ${#stderr_lines[@]} == 1 ]]
	done
}

@test "ipcls: closed stdin and stderr harm nothing" {
	object make mq:/jobs max_messages=3
	object make shm:/cache
	object make sem:/lock values=5
	run_apart bash -c 'ipcls --json -o object <&- 2>&-'
	[[ $status == 0 ]]
	json '[.objects[].object] == ["mq:/jobs", "shm:/cache", "sem:/lock"]'
	# A message must not end up in an object that is open as number 2.
	run_apart bash -c 'ipcls --json -o +value mq:/none sem:/lock 2>&-'
	[[ $status == 1 ]]
	json '.objects[0].value == 5'
}

@test "ipcls: a reader that has gone ends it without a word" {
	object many shm:/memory count=200
	# More than a pipe holds.
	ok ipcls --json
	((${#output} > 65536))
	run_apart bash -c 'env --default-signal=PIPE \
	    ipcls --json | head -c 1 >/dev/null; exit "${PIPESTATUS[0]}"'
	[[ $status == 141 && -z $stderr ]] || show_run
}
