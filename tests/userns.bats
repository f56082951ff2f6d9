# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; lib.bash
# In a user namespace, who has no number there is nobody's namesake: unknown.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	need_root
	unshare --user --map-root-user true 2>/dev/null ||
	    skip "user namespaces are refused here"
	object make shm:/theirs uid=1234 gid=4321 >/dev/null
	object make sem:/theirs uid=1234 gid=4321 values=1 >/dev/null
	object make mq:/theirs uid=1234 gid=4321 >/dev/null
	object make shm:0x51 uid=1234 gid=4321 >/dev/null
	object make sem:0x51 uid=1234 gid=4321 values=1 >/dev/null
	object make mq:0x51 uid=1234 gid=4321 >/dev/null
}

# Root there is root here; nobody else is anybody.
inside() {
	unshare --user --map-root-user "$@"
}

owners=object,owner,uid,group,gid

@test "userns: an owner without a number there is unknown, and not nobody" {
	ok inside ipcls --json -o "$owners" \
	    {shm,sem,mq}:/theirs {shm,sem,mq}:0x51
	json '.objects | length == 6 and all(.[]; .owner == null and
		.uid == null and .group == null and .gid == null)'
	ok inside ipcls --raw --no-headings -o uid,gid,owner shm:/theirs
	[[ $output == "- - -" ]]
	run_apart inside ipcls --json \
	    -w 'owner == "nobody" or uid != 1234'
	json '.objects | length == 0'
	[[ $stderr == *"cannot be known for 6 objects"* ]]
	# Who has one is still known, and outside everybody is.
	object make shm:/ours >/dev/null
	object make shm:0x52 >/dev/null
	ok inside ipcls --json -o uid,gid,cuid,cgid shm:/ours shm:0x52
	json '.objects | map([.uid, .gid, .cuid, .cgid]) == [[0, 0, null, null],
		[0, 0, 0, 0]]'
	ok ipcls --json -o uid,gid shm:/theirs shm:0x51
	json 'all(.objects[]; .uid == 1234 and .gid == 4321)'
}

@test "userns: a creator without a number there is unknown, in the file, too" {
	need_nobody
	as_nobody object make sem:0x53 >/dev/null
	local way
	for way in "" "deny ctl"; do
		# shellcheck disable=SC2086 # words
		ok inside $way ipcls --json -s --sysv -o key,uid,cuid,cgid
		json '.objects | length == 2 and
			any(.[]; .key == "0x00000051" and .cuid == 0) and
			any(.[]; .key == "0x00000053" and .uid == null and
				.cuid == null and .cgid == null)'
	done
	# Outside that is a user like others.
	ok ipcls --json -o uid,cuid sem:0x53
	json '.objects[0] | .uid == 65534 and .cuid == 65534'
}

@test "userns: what is of an unknown owner is never said to be an orphan" {
	run_apart inside ipcls --orphans-after 0 --json \
	    -o orphan,evidence shm:0x51 sem:0x51
	json '.objects | length == 2 and all(.[]; .orphan == null and
		(.evidence | contains("its owner is not known")))'
	# Its owner is known, but not who made it.
	need_nobody
	as_nobody object make shm:0x53 >/dev/null
	object set shm:0x53 uid=0 gid=0
	run_apart inside ipcls --orphans-after 0 --json \
	    -o uid,orphan,evidence shm:0x53
	json '.objects[0] | .uid == 0 and .orphan == null and
		(.evidence | contains("its creator is not known"))'
}

@test "userns: what is of an unknown owner is found again, and removed" {
	ok inside ipcrm --yes -v 'shm:/th*' 'sem:/th*'
	ok ipcls -m -s --posix
	[[ -z $output ]]
}

@test "userns: an owner that is unknown cannot be kept, and that is said" {
	ok inside ipcls --json -o mode shm:0x51
	fails 1 "its owner or group is unknown in this user namespace" \
	    inside ipcctl --mode=0600 shm:0x51
	fails 1 "its owner or group is unknown in this user namespace" \
	    inside ipcctl --mode=0600 sem:0x51
	fails 1 "its owner or group is unknown in this user namespace" \
	    inside ipcctl --mode=0600 mq:0x51
}

@test "userns: capabilities there are none over what lies outside" {
	object make shm:/closed mode=0600 uid=1234 gid=4321 size=1 >/dev/null
	need_nobody
	as_nobody object make shm:0x54 mode=0600 >/dev/null
	ok inside ipcls --explain --json shm:/closed
	json 'any(.explain[]; .limit == "mode" and
		(.meaning | contains("may neither read it nor write to it, " +
		    "of an unknown user")) and
		(.remedy | contains("# outside of this user namespace, as")))'
	ok inside ipcls --explain --json shm:0x54
	json 'any(.explain[]; .limit == "mode" and
		(.meaning | contains("may neither read it nor write to it")))'
	ok ipcls --explain --json shm:/closed shm:0x54
	json 'all(.explain[]; .limit != "mode")'
}
