# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# ipcmk --id and --restore --same-ids: identifiers that are chosen.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	need_root
	cd "$BATS_TEST_TMPDIR" || return
	[[ -w /proc/sys/kernel/shm_next_id ]] || skip "ids cannot be chosen here"
}

# No object to come has been given an id.
nothing_chosen() {
	[[ $(cat /proc/sys/kernel/{msg,sem,shm}_next_id) == $'-1\n-1\n-1' ]]
}

all() {
	awk 'FNR > 1 { print FILENAME, $1, $2 }' /proc/sysvipc/{msg,sem,shm}
}

@test "ipcmk --id: the object has that identifier, and the attributes wanted" {
	ok ipcmk --id 500 --mode 0640 --owner nobody mq:
	[[ $output == mq:500 ]]
	ok ipcmk --id 501 --size 3 --owner nobody shm:0x00000005
	[[ $output == shm:501 ]]
	ok ipcmk --id 2147483647 --values 4,5 sem:
	[[ $output == sem:2147483647 ]]
	[[ $(object show sem:2147483647 | jq -c .values) == '[4,5]' ]]
	[[ $(object show shm:501 | jq -c '[.size, .uid]') == "[3,$(id -u nobody)]" ]]
	ok ipcmk --id 502 -M 4096
	[[ $output == "Shared memory id: 502" ]]
	nothing_chosen
	# The next one has an id of the kernel's.
	ok ipcmk --size 1 shm:
	[[ $output != shm:50[12] ]]
}

@test "ipcmk --id: what cannot be is refused, and nothing is left" {
	object make shm:0x00000005 size=1 >made
	ok ipcmk --id 500 --size 1 shm:
	before=$(all)
	fails 1 "another object has that identifier" \
	    ipcmk --id 500 --size 1 shm:
	fails 1 "exists already" ipcmk --id 600 --size 1 shm:0x00000005
	nothing_chosen
	fails 2 "--id" ipcmk --id 5 --size 1 shm:/memory
	fails 2 "--id: one object of each kind" ipcmk --id 5 mq: sem: mq:
	fails 2 "--id" ipcmk --id -1 sem:
	fails 2 "--id" ipcmk --id 2147483648 sem:
	fails 2 "--id" ipcmk --id x sem:
	fails 2 "the kernel chooses identifiers: use a key, or --id" \
	    ipcmk --id 5 sem:5
	[[ $(all) == "$before" ]]
	ok ipcmk --id 600 --existing-ok --size 1 shm:0x00000005
	nothing_chosen
}

@test "ipcmk --id: without the right it says which, and creates nothing" {
	need_nobody
	fails 1 "needs CAP_CHECKPOINT_RESTORE" \
	    as_nobody ipcmk --id 500 --size 1 shm:
	[[ -z $(all) ]]
}

@test "ipcmk --same-ids: what is restored has its identifier, or nothing has" {
	object make mq:0x00000001 >made
	ok ipcmk --id 700 --nsems 2 sem:
	ok ipcmk --id 700 --size 10 shm:
	ipccat --dump mq: sem: shm: >archive.tar || skip "without libarchive"
	object clear
	ok ipcmk --restore --same-ids <archive.tar
	[[ $(sort <<<"$output") == $'mq:0\nsem:700\nshm:700' ]]
	ipcrm mq:0 sem:700
	fails 1 "another object has that identifier; nothing was restored" \
	    ipcmk --restore --same-ids <archive.tar
	[[ $(ipcls --raw --no-headings -o object) == shm:700 ]]
	nothing_chosen
	fails 2 "--same-ids" ipcmk --same-ids sem:
}
