# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats
# What "raise it" says, of ipcmk and of --explain: the command is run as it is
# printed and the limit is higher; where none would do, none is printed.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	need_root
}

# What a test has mounted over /dev/shm or /proc/sys goes with it.
leave() {
	local setting

	while ((mounts-- > 0)); do
		umount -l "$place"
	done
	for setting in "${!kept[@]}"; do
		echo "${kept[$setting]}" >"$setting"
	done
}

declare -gA kept=()
mounts=0

set_limit() {
	local setting=/proc/sys/$1

	[[ -v kept[$setting] ]] || kept[$setting]=$(<"$setting")
	echo "$2" 2>/dev/null >"$setting" || {
		unset "kept[$setting]"
		skip "limits cannot be changed here"
	}
}

# over PLACE MOUNT-ARGUMENT...
over() {
	place=$1
	mount "${@:2}" "$place"
	mounts=$((mounts + 1))
}

small_shm() {
	over /dev/shm -t tmpfs -o "mode=1777,$1" tmpfs
}

# told COMMAND...: it fails, and $advice is what raises the limit.
told() {
	run_apart "$@"
	[[ $status == 1 && $stderr == *"; raise it: "* ]] || show_run
	advice=${stderr#*; raise it: }
}

# As told, and what is said is done; then the same succeeds.
mended() {
	told "$@"
	case $advice in
	sysctl*) need sysctl ;;
	esac
	ok bash -c "$advice"
	ok "$@"
}

from_zero() {
	head -c "$2" /dev/zero | "${@:3}" ipcmk "$1" --from -
}

without() {
	setpriv --bounding-set "-$1" "${@:2}"
}

@test "ipcmk: what it says of settings makes room when it is run" {
	need_nobody
	set_limit kernel/shmmni 1
	set_limit kernel/shmmax 8192
	set_limit kernel/shmall 10
	set_limit kernel/msgmni 0
	set_limit kernel/sem "3 6 32 2"
	mended ipcmk mq:
	ipcmk shm: --size 1 >/dev/null
	mended ipcmk shm: --size 1
	object clear
	mended ipcmk shm: --size 16384
	object clear
	set_limit kernel/shmall 2
	mended ipcmk shm: --size 16384
	mended ipcmk sem: --nsems 4
	mended ipcmk sem: --nsems 4
	mended ipcmk sem: --nsems 1
	[[ $(</proc/sys/kernel/sem) == [0-9]*32* ]]
}

@test "ipcmk: more messages than any kernel allows have no advice but that" {
	told ipcmk mq:/q --max-messages 100000
	[[ $advice == "the kernel allows 65536 at most"* ]]
}

@test "ipcmk: a larger /dev/shm is made by what it says" {
	small_shm size=64k
	told from_zero shm:/a 100000
	ok bash -c "$advice"
	ok from_zero shm:/a 100000
	over /dev/shm -t tmpfs -o mode=1777,nr_inodes=2 tmpfs
	ipcmk shm:/a >/dev/null
	mended ipcmk shm:/b
}

@test "ipcmk: who may not raise it is told who may" {
	need_nobody
	set_limit kernel/shmmni 0
	told as_nobody ipcmk shm: --size 1
	[[ $advice == "sysctl -w kernel.shmmni="*"  # as root; /proc/sys/"* ]]
	small_shm size=64k
	told from_zero shm:/a 100000 as_nobody
	[[ $advice == "mount -o remount,size="*" /dev/shm  # as root" ]]
}

no_command() {
	[[ $advice != mount* && $advice == *"docker run --shm-size="* &&
	    $advice == *"shm_size: "*"emptyDir.sizeLimit: "* ]]
}

@test "ipcmk: without CAP_SYS_ADMIN /dev/shm is left to who runs containers" {
	small_shm size=64k
	told from_zero shm:/a 100000 without sys_admin
	[[ $advice == "only outside of this container, with CAP_SYS_ADMIN"* ]]
	no_command
}

@test "ipcmk: a bind mount is not remounted, as that is another's size" {
	mkdir -p /dev/other
	over /dev/other -t tmpfs -o size=64k tmpfs
	mkdir -m 1777 /dev/other/shm
	mount --bind /dev/other/shm /dev/shm
	told from_zero shm:/a 100000
	umount /dev/shm
	[[ $advice == "/dev/shm is a bind mount of a directory"* ]]
	no_command
}

@test "ipcls --explain: /dev/shm that is a mere directory is not remounted" {
	mkdir -p /dev/aside
	mount --move /dev/shm /dev/aside || skip "no mount --move"
	run_apart ipcls --explain --json -w 'limit == "shm_size"'
	mount --move /dev/aside /dev/shm
	rmdir /dev/aside
	[[ $status == 0 ]]
	advice=$(jq -r '.explain[0].remedy' <<<"$output")
	[[ $advice == "/dev/shm is a directory, not a file system"* ]]
	no_command
}

@test "ipcmk: a /proc/sys that is read-only is set outside" {
	need_nobody
	set_limit kernel/shmmni 0
	over /proc/sys --bind /proc/sys
	mount -o remount,bind,ro /proc/sys
	told ipcmk shm: --size 1
	[[ $advice == "only outside"*"docker run --sysctl kernel.shmmni="* ]]
	told as_nobody ipcmk shm: --size 1
	[[ $advice == "only outside"* ]]
	mounts=0
	umount -l /proc/sys
}

@test "ipcmk: where sysctl(8) is missing the setting is written to" {
	local bin=$BATS_TEST_TMPDIR/bin

	mkdir "$bin"
	set_limit kernel/shmmni 0
	told env PATH="$bin" "$(command -v ipcmk)" shm: --size 1
	[[ $advice == "echo 128 >/proc/sys/kernel/shmmni"* ]]
	ok bash -c "$advice"
	[[ $(</proc/sys/kernel/shmmni) == 128 ]]
}

@test "ipcmk: RLIMIT_MSGQUEUE is raised by who may" {
	need_queues
	need_nobody
	# shellcheck disable=SC2034 # of lib.bash
	nobody=(setpriv --reuid=54321 --regid=54321 --clear-groups --)
	ulimit -S -q 1000
	told as_nobody ipcmk mq:/q --max-messages 10 --max-message-size 1000
	[[ $advice =~ ^ulimit\ -q\ ([0-9]+), ]]
	ulimit -S -q "${BASH_REMATCH[1]}"
	ok as_nobody ipcmk mq:/q --max-messages 10 --max-message-size 1000
	ulimit -q 1000
	told without sys_resource --reuid=54321 --regid=54321 --clear-groups \
	    ipcmk mq:/r --max-messages 10 --max-message-size 1000
	[[ $advice == "only outside"*"docker run --ulimit msgqueue="* ]]
}
