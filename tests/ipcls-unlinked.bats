# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2016,SC2030,SC2031,SC2154 # jq, other shells; bats
# What has no name any more, and is there as long as somebody holds it.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	hold=$(command -v hold)
}

# ghosts FILTER [ARG...]: it holds of the list of objects without a name.
ghosts() {
	ok ipcls --unlinked --json -o +name,was,holder_pids,dest
	json ".objects | $1" "${@:2}"
}

# The one object without a name: $object.
ghost() {
	object=$(ipcls --unlinked --raw --no-headings -o object "$@")
	[[ -n $object && $object != *$'\n'* ]] || {
		echo "not one: $object" >&2
		return 1
	}
}

# What is only mapped can be opened only by a root of the whole machine.
files_of_maps() {
	local files=(/proc/self/map_files/*)
	[[ -e ${files[0]} ]]
}

need_map_files() {
	files_of_maps || skip "map_files may not be followed here"
}

@test "ipcls: --unlinked lists what has no name, and who holds it" {
	local mq shm sem segment

	object make mq:/named
	object make shm:/named
	object make sem:/named
	object make shm:0x1
	start hold open mq:/named
	ghosts 'length == 0'
	ok ipcls --unlinked
	[[ -z $output ]]
	start hold removed mq:/jobs && mq=$pid
	start hold removed shm:/cache && shm=$pid
	start hold removed sem:/lock && sem=$pid
	start hold removed shm:0x2 && segment=$pid
	# What had a key is named by its maps, what had a name by its link.
	ghosts '[.[] | "\(.kind) \(.was) \(.holder_pids) \(.dest)"] == [
		"mq /jobs [\($mq)] null", "shm /cache [\($shm)] null",
		"shm 0x00000002 [\($segment)] true", (.[3] | "sem \(.was) [\($sem)] null")]
	and all(.[]; .object | test("^(mq:/proc/[0-9]+/fd/[0-9]+|shm:[0-9]+"
	    + "|(shm|sem):/proc/[0-9]+/map_files/[0-9a-f]+-[0-9a-f]+)$"))
	and .[0].max_messages == 10 and .[0].owner == "root"' \
	    --argjson mq "$mq" --argjson shm "$shm" --argjson sem "$sem" \
	    --argjson segment "$segment"
	ok ipcls --unlinked
	[[ $(grep -c '^OBJECT  *WAS .* HOLDERS  HELD_BY$' <<<"$output") == 3 ]]
	[[ $output == *" $shm/hold"* ]]
	stop "$mq" "$shm" "$sem" "$segment"
	ghosts 'length == 0'
}

@test "ipcls: --unlinked lists the kinds that are asked for" {
	start hold removed mq:/jobs
	start hold removed shm:/cache
	start hold removed sem:/lock
	local words

	for words in '-q mq' '-m shm' '-s sem' 'mq: mq' 'shm: shm' 'sem: sem'; do
		ok ipcls --unlinked --json "${words% *}"
		json '[.objects[].kind] == [$kind]' --arg kind "${words#* }"
	done
	ok ipcls --unlinked --sysv
	[[ -z $output ]] || show_run
	ok ipcls --unlinked --raw --no-headings -o was -w 'was =~ "^/c"'
	[[ $output == /cache ]] || show_run
	for words in shm:/cache 'shm:/c*' shm:0 mq:/proc/1/fd/2; do
		fails 2 "$words: removed objects have no name: use mq:, shm:" \
		    ipcls --unlinked "$words"
	done
	fails 2 "--unlinked: --limits lists no objects" ipcls --unlinked -l
}

@test "ipcls: what several processes hold is there once, with all of them" {
	local one two

	start hold map shm:/cache && one=$pid
	start hold both shm:/cache && two=$pid
	start hold file shm:/cache
	rm /dev/shm/cache
	ghosts 'length == 1 and .[0].holder_pids == [$one, $two, $three]
	and (.[0].object | test("^shm:/proc/(\($two)|\($three))/fd/"))' \
	    --argjson one "$one" --argjson two "$two" --argjson three "$pid"
	stop "$two" "$pid"
	ghosts '.[0].object | startswith("shm:/proc/\($one)/map_files/")' \
	    --argjson one "$one"
}

@test "ipcls: what was made again under the same name is another object" {
	local kind old

	for kind in mq shm sem; do
		start hold removed "$kind:/name"
		old=$pid
		object make "$kind:/name"
		start hold open "$kind:/name"
		ok ipcls --unlinked --json -o object,holder_pids "$kind:"
		json '[.objects[].holder_pids] == [[$old]]' --argjson old "$old"
		ok ipcls --json -o holder_pids "$kind:/name"
		json '[.objects[].holder_pids] == [[$pid]]' --argjson pid "$pid"
	done
}

@test "ipcls: a file that is really named (deleted) has a name" {
	local name

	for name in 'x (deleted)' 'y (deleted)'; do
		start hold both "shm:/$name"
		start hold map "shm:/$name"
	done
	ghosts 'length == 0'
	rm '/dev/shm/x (deleted)'
	ghosts 'length == 1 and .[0].was == "/x (deleted)"'
}

@test "ipcls: a file that lies where no object does has a name, too" {
	need_map_files
	mkdir /dev/shm/dir
	start hold map shm:/moved
	mv /dev/shm/moved '/dev/shm/dir/moved (deleted)'
	ghosts 'length == 0'
	rm -r /dev/shm/dir
	ghosts 'length == 1 and .[0].was == "/moved (deleted)"'
}

@test "ipcls: names that objects without a name had are exact" {
	local name

	for name in "${hostile_names[@]}"; do
		start hold removed "shm:/$name"
	done
	cmp <(ipcls --unlinked -0 -o was | LC_ALL=C sort -z) \
	    <(printf '/%s\0' "${hostile_names[@]}" | LC_ALL=C sort -z)
	ok ipcls --unlinked
	[[ $output == *'/new\nline'* ]]
}

@test "ipccat: memory and messages are read through the reference" {
	start hold both shm:/cache
	object fill shm:/cache size=26
	rm /dev/shm/cache
	ghost shm:
	ok ipccat --length 26 "$object"
	[[ $output == abcdefghijklmnopqrstuvwxyz ]]
	ok ipcls --raw --no-headings -o object,size,holder_pids "$object"
	[[ $output == "$object 4096 $pid" ]]
	printf XYZ | ipccat -W "$object"
	ok ipccat --length 4 "$object"
	[[ $output == XYZd ]]
	stop "$pid"
	fails 1 "$object: no such object" ipcls "$object"
	start hold open mq:/jobs
	object send mq:/jobs size=3 count=2
	object remove mq:/jobs
	ghost mq:
	ok ipccat -r "$object"
	[[ $output == abc ]]
	ok ipcls --raw --no-headings -o messages "$object"
	[[ $output == 1 ]]
	ok ipccat -W -m hello "$object"
	ok ipccat -r -a "$object"
	[[ $output == $'abc\nhello' ]]
}

@test "ipccat: what is only mapped is read, too" {
	need_map_files
	start hold removed shm:/cache
	ghost shm:
	[[ $object == */map_files/* ]]
	ok ipccat -X "$object"
	[[ $output == "00000000  00 "*00001000 ]]
	start hold removed sem:/lock
	ghost sem:
	ok ipccat "$object"
	[[ $output == 0 ]]
}

@test "ipcmk, ipcrm: what has no name can neither be made nor removed" {
	local word words=mq:

	start hold removed shm:/cache
	start hold removed mq:/jobs
	if files_of_maps; then
		words+=" shm:"
	fi
	for word in $words; do
		ghost "$word"
		fails 1 "$object: was removed already; it disappears when its last holder ends" \
		    ipcrm "$object"
		fails 1 "was removed already" ipcrm -f "$object"
		fails 1 "$object: was removed already" \
		    ipcrm --yes --where 'uid >= 0' "$object"
		fails 2 "$object: a file of a process is no name" \
		    ipcmk "$object"
		fails 2 "no name" ipcmk --existing-ok "$object"
	done
	ghosts 'length == 2'
	# Nor is a name without a process one.
	fails 2 "a name has only the slash" ipcmk shm:/proc/self/fd/0
	fails 2 "a name has only the slash" ipcls mq:/proc/1/fd/x
	fails 2 "a name has only the slash" ipcls mq:/proc/1/map_files/12
}

@test "ipccat: a reference to something else is refused" {
	local n

	cd "$BATS_TEST_TMPDIR"
	mkfifo fifo
	: >disk
	object make shm:/named size=5
	object make mq:/named
	start bash -c 'exec 4<>fifo 5<disk 6</dev/null 7</dev/shm/named \
	    8</dev/mqueue/named 9</proc/self/status; rm disk; echo ready; read -r _'
	for n in 0 4 5 6 7 8 9; do
		fails 1 "/fd/$n: not an unlinked object of this namespace" \
		    timeout 100 ipccat "shm:/proc/$pid/fd/$n"
		fails 1 "/fd/$n: not an unlinked object of this namespace" \
		    timeout 100 ipccat -r "mq:/proc/$pid/fd/$n"
		fails 1 "/fd/$n: not an unlinked object of this namespace" \
		    timeout 100 ipcls -i "mq:/proc/$pid/fd/$n"
	done
	fails 1 "no such object" ipcls "shm:/proc/$pid/fd/77"
	ghosts 'length == 0'
}

@test "ipccat: what another namespace has is told apart" {
	local n

	start unshare --ipc --mount bash -c 'mount -t tmpfs tmpfs /dev/shm &&
		mount -t mqueue mqueue /dev/mqueue && object make mq:/jobs &&
		object make shm:/cache && exec 4</dev/mqueue/jobs \
		    5</dev/shm/cache && rm /dev/mqueue/jobs /dev/shm/cache &&
		echo ready && read -r _' || true
	local other
	other=$pid
	ghosts 'length == 0'
	for n in mq:/proc/$other/fd/4 shm:/proc/$other/fd/5; do
		fails 1 "$n: not an unlinked object of this namespace" \
		    ipcls "$n"
		ok ipcls -N "$other" "$n"
	done
	ok ipcls -N "$other" --unlinked --raw --no-headings -o object
	[[ $output == "mq:/proc/$other/fd/4
shm:/proc/$other/fd/5" ]]
	ok ipcls -N "$other" --unlinked --raw --no-headings -o was,holder_pids
	[[ $output == "/jobs $other
/cache $other" ]]
}

@test "ipcls: --unlinked shows nobody else's, and says how much was hidden" {
	need_nobody
	start hold removed shm:/cache
	run_apart as_nobody ipcls --unlinked -o object,was
	[[ $status == 0 && -z $output ]]
	[[ $stderr =~ ^ipcls:\ holders:\ [0-9]+\ of\ [0-9]+\ processes\ could\ not\ be\ looked\ at$ ]]
	start as_nobody "${hold##*/}" both shm:/mine
	rm /dev/shm/mine
	run_apart as_nobody ipcls --unlinked --json
	json '.objects | length == 1 and (.[0] | .was == "/mine"
	and .owner == "nobody" and .holders == null
	and .holder_pids == [$pid])' --argjson pid "$pid"
	local object
	object=$(jq -r '.objects[0].object' <<<"$output")
	run_apart as_nobody ipccat "$object"
	[[ $status == 0 ]]
	stop "$pid"
	# What is only mapped is known to be there, and no more of it.
	start as_nobody "${hold##*/}" removed shm:/mine
	run_apart as_nobody ipcls --unlinked --json
	json '.objects | length == 1 and (.[0] | .was == "/mine"
	and .size == null)'
	object=$(jq -r '.objects[0].object' <<<"$output")
	fails 1 "$object: Operation not permitted" as_nobody ipccat "$object"
	# Root sees both.
	ghosts 'length == 2'
	stop "$pid"
	# Nor can it be seen then that a link is left, of another kind.
	start as_nobody "${hold##*/}" map shm:/other
	ln /dev/shm/other /dev/shm/sem.other
	rm /dev/shm/other
	run_apart as_nobody ipcls --unlinked shm:
	[[ $status == 0 && -z $output ]]
}

@test "ipcls: --unlinked survives processes that end meanwhile" {
	need_map_files
	start hold removed shm:/cache
	start bash -c 'echo ready
	while hold removed shm:/other </dev/null >/dev/null & wait
	    read -r -t 0.001 _; (($? > 128)); do :; done'
	for _ in {1..40}; do
		ok ipcls --unlinked --json -o was,size
		json '[.objects[] | select(.was == "/cache")] | length == 1
		and .[0].size == 4096'
		json 'all(.objects[]; .size != null)'
	done
}

@test "ipcls: many maps and descriptors are all looked at for what has no name" {
	ulimit -n 5000 2>/dev/null || skip "no so many descriptors"
	object make shm:/cache size=4096
	start crowd 2 3000 4000 shm:/cache
	rm /dev/shm/cache
	ghosts 'length == 1 and .[0].was == "/cache"'
}
