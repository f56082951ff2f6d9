# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# Pools of huge pages, those of a directory of our own that lies over the
# kernel's: -l, --explain and ipcmk tell of them what is there.

real=/sys/kernel/mm/hugepages

setup() {
	load lib
	count_here
	need_root
	[[ -d $real ]] || skip "this kernel has no huge pages"
	pools=$BATS_TEST_TMPDIR/pools
	mkdir "$pools"
	chmod 755 "$BATS_TEST_TMPDIR" "$pools"
	mount --bind "$pools" $real || skip "nothing can be mounted in /sys"
	mounted=1
}

leave() {
	[[ ! -v mounted ]] || umount -l $real
}

# pool SIZE NR FREE RESERVED SURPLUS OVERCOMMIT
pool() {
	local name values=("${@:2}") dir=$pools/hugepages-$1kB

	mkdir -p "$dir"
	for name in nr free resv surplus nr_overcommit; do
		echo "${values[0]}" >"$dir/${name}_hugepages"
		values=("${values[@]:1}")
	done
}

usual_size() {
	size=$(awk '$1 == "Hugepagesize:" { print $2 }' /proc/meminfo)
	[[ -n $size ]] || skip "this kernel has no huge pages"
}

# The kernel's own pool decides what fails: it is not to have so much.
ask_too_much() {
	run_apart ipcmk shm: --huge --size "$((size * 1000000))K" "$@"
	[[ $stderr != *CAP_IPC_LOCK* ]] || skip "huge pages are not for us"
	[[ $status == 1 ]] || show_run
}

@test "ipcls -l: there is a limit for each size of huge page that is there" {
	pool 2048 10 4 0 0 0
	pool 1048576 3 3 1 0 0
	ok ipcls -l --json
	json '[.limits[] | select(.name | startswith("hugepages-"))]
		| map([.name, .value, .used, .share]) == [
		["hugepages-2048kB", 10, 6, 60],
		["hugepages-1048576kB", 3, 1, 33]]'
	json '.limits[] | select(.name == "hugepages-2048kB")
		| .kind == "shm" and .api == "sysv" and .unit == "pages"
		and .meaning == "huge pages of 2.0M" and .unlimited == false
		and .setting
		== "/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages"'
	rm -r "$pools/hugepages-2048kB" "$pools/hugepages-1048576kB"
	ok ipcls -l --json
	json '.limits | length > 20
		and all(.[]; .name | startswith("hugepages-") | not)'
}

@test "ipcls -l: pages that may be added count, reserved ones are used" {
	pool 2048 13 5 2 3 5
	ok ipcls -l --raw --no-headings -o value,used -w 'name =~ "^huge"'
	[[ $output == "15 10" ]]
}

@test "ipcls: a pool of no pages is not exhausted, nor unknown" {
	pool 2048 0 0 0 0 0
	ok ipcls -l --raw --no-headings -o value,used,share \
	    -w 'name =~ "^huge"'
	[[ $output == "0 0 -" ]]
	ok ipcls -l --fail-if 'name =~ "^huge" and share >= 80'
	ok ipcls --explain --sysv -m
	[[ -z $output ]]
	ok ipcls --explain --json -w 'limit == "hugepages-2048kB"'
	json '.explain | length == 1 and .[0].share == null'
}

@test "ipcls --explain: a pool that is nearly used" {
	local advice

	pool 2048 10 1 0 0 0
	ok ipcls --explain
	[[ $output == "hugepages-2048kB is at 90%: 9 of 10 pages (huge pages of 2.0M)"* ]]
	[[ $output == *"Objects:   not told by the kernel"* &&
		$output == *"Effect:    shmget(2) "*" fails with ENOMEM"* ]]
	[[ $output == *"Raise it:  echo 13 >$real/hugepages-2048kB/nr_hugepages"* &&
		$output == *"Free some: grep -ls 'KernelPageSize: *2048 kB'"* ]]
	ok ipcls --explain --json
	json '.explain[0] | .objects == [] and .unaccounted == null'
	advice=$(jq -r '.explain[0].remedy' <<<"$output")
	ok bash -c "$advice"
	[[ $(<"$real/hugepages-2048kB/nr_hugepages") == 13 ]]
	pool 2048 10 10 10 0 0
	ok ipcls --explain -m
	[[ $output == "hugepages-2048kB is exhausted: 10 of 10 pages "* ]]
	ok ipcls --explain -q
	[[ -z $output ]]
}

# Where segments with huge pages can be had, the command shows who has one.
@test "ipcls --explain: what it says of a pool shows a process that has pages" {
	local segment relief

	usual_size
	pool "$size" 10 0 0 0 0
	run_apart ipcmk shm: --size "${size}K" --huge --no-reserve
	[[ $status == 0 ]] || skip "huge pages are not for us"
	segment=$output
	relief=$(ipcls --explain --json | jq -r '.explain[0].relief')
	relief=${relief%%,*}
	ok bash -c "$relief || true"
	[[ $output != *"/proc/"* ]]
	start hold attach "$segment"
	ok bash -c "$relief"
	[[ $output == "/proc/$pid/smaps" ]]
}

@test "ipcmk: too few huge pages are told with the pool and what raises it" {
	local advice

	usual_size
	pool "$size" 10 4 1 0 0
	ask_too_much
	[[ $stderr == *": too few huge pages are free: hugepages-${size}kB is 10, 7 are used, asked for 1000000; raise it: "* ]]
	advice=${stderr#*; raise it: }
	ok bash -c "$advice"
	[[ $(<"$real/hugepages-${size}kB/nr_hugepages") == 1000007 ]]
	# Where the pool has room, it is something else that has none.
	pool "$size" 2000000 2000000 0 0 0
	ask_too_much "--huge=${size}K"
	[[ $stderr != *"raise it"* && $stderr == *"huge pages"* ]]
}

@test "ipcmk: an empty pool is set up by what it says, no larger than asked" {
	usual_size
	pool "$size" 0 0 0 0 0
	ask_too_much
	[[ $stderr == *" is 0, 0 are used, asked for 1000000; raise it: echo 1000000 >"* ]]
}

@test "ipcls, ipcmk: who may not raise a pool is told who may" {
	need_nobody
	pool 2048 10 0 0 0 0
	ok as_nobody ipcls --explain --json
	json '.explain[] | select(.limit == "hugepages-2048kB").remedy
		| endswith("/nr_hugepages  # as root")'
	mount -o remount,bind,ro $real
	ok ipcls --explain --json
	json '.explain[] | select(.limit == "hugepages-2048kB").remedy
		| startswith("only outside of this container: echo 13 >")'
}
