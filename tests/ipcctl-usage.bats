#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# What ipcctl refuses, and that nothing is different then.
#
# Only tests that say need_queues make POSIX queues (run-bats).

load lib

# Nothing is changed, and what is wrong is named.
refused() {
	fails 2 "$@" || return
	[[ -z $output && $stderr != *$'\n'* ]] || show_run
	look
	[[ $now == "$before" ]] || {
		diff <(echo "$before") <(echo "$now")
		return 1
	}
}

# All that the calls say of the objects, in $now, where asking changes nothing.
look() {
	now=$(printf '%s\0' mq:/q shm:/m sem:/s | object each stat
	    printf '%s\0' "$queue" "$segment" "$set" | object each show)
}

@test "ipcctl: a command line that makes no sense changes nothing" {
	need_queues
	object make mq:/q mode=0600 max_messages=1 max_message_size=1
	object make shm:/m mode=0600 size=5000
	object make sem:/s mode=0600 values=3
	queue=$(object make mq: mode=0600)
	segment=$(object make shm: mode=0600)
	set=$(object make sem: mode=0600 nsems=3 values=4,0,2)
	local all=(mq:/q shm:/m sem:/s "$queue" "$segment" "$set") object
	cp /dev/shm/sem.s "$BATS_TEST_TMPDIR"
	look
	local before=$now
	[[ $(wc -l <<<"$before") == 6 ]]

	refused "no object is named; say which, such as sem:/lock" ipcctl --mode 0644
	refused "no operation is named; use --mode" ipcctl "${all[@]}"
	refused "no operation is named; use --mode" ipcctl -v "${all[@]}"
	refused "--nonsense: " ipcctl --mode 0644 "${all[@]}" --nonsense
	refused "bogus: " ipcctl --mode 0644 "${all[@]}" bogus
	refused "--mode 888: " ipcctl --mode 888 "${all[@]}"
	refused "--mode 1777: " ipcctl --mode 1777 "${all[@]}"
	refused "--mode u+s: " ipcctl --mode u+s "${all[@]}"
	refused "--mode rw: " ipcctl --mode rw "${all[@]}"
	refused "--mode '': " ipcctl --mode '' "${all[@]}"
	refused "--owner no such: " ipcctl --owner 'no such' "${all[@]}"
	refused "--owner -1: " ipcctl --owner -1 "${all[@]}"
	refused "--size 5x: " ipcctl --mode 0644 --size 5x shm:/m
	refused "--max-bytes -1: " ipcctl --mode 0644 --max-bytes -1 "$queue"
	refused "--shrink: needs --size" \
	    ipcctl --mode 0644 --shrink "${all[@]}"
	refused "--lock: contradicts --unlock" ipcctl --lock --unlock "$segment"
	refused "--lock: contradicts --unlock" ipcctl --unlock --lock "$segment"
	refused "--set x: " ipcctl --set x sem:/s
	refused "--set 1,,2: " ipcctl --set 1,,2 "$set"
	refused "--set 1=: " ipcctl --set 1= "$set"
	refused "--set 0=1,0=2: " ipcctl --set 0=1,0=2 "$set"
	refused "--set 65536=1: " ipcctl --set 65536=1 "$set"
	refused "--op 0: " ipcctl --op 0 "$set"
	refused "--op 0-1,: " ipcctl --op 0-1, "$set"
	refused "--op 0=1: " ipcctl --op 0=1 "$set"
	refused "--op 0-32768: " ipcctl --op 0-32768 "$set"
	refused "--op 0-1x: " ipcctl --op 0-1x "$set"
	refused "--op 65536-1: " ipcctl --op 65536-1 "$set"
	refused "--wait x: " ipcctl --wait=x "$set"
	refused "--post 65536: " ipcctl --post=65536 "$set"
	refused "--timeout x: " ipcctl --wait --timeout x "$set"
	refused "--timeout -1: " ipcctl --wait --timeout -1 "$set"
	refused "--timeout: needs" ipcctl --mode 0644 --timeout 1 "$set"
	refused "--nowait: needs" ipcctl --mode 0644 --nowait "$set"
	refused "--nowait: contradicts --timeout" \
	    ipcctl --wait --nowait --timeout 1 "$set"
	refused "--post: one operation" ipcctl --wait --post "$set"
	refused "--op: one operation" ipcctl --wait --op 0-1 "$set"
	refused "--wait: is an operation, and" ipcctl --wait --mode 0644 "$set"
	refused "--post: is an operation, and" ipcctl --post --set 5 "$set"
	refused "--timeout: needs" ipcctl --post --timeout 1 "$set"
	refused "--nowait: needs" ipcctl --post --nowait "$set"
	refused "--dry-run: " ipcctl --post -n "$set"
	refused "sem:: is a pattern; name the semaphores" ipcctl --post sem:
	refused "sem:/*: is a pattern; name the semaphores" ipcctl --wait 'sem:/*' -- true
	refused "--: no command follows; write it after --" ipcctl --wait "$set" --
	refused "--: no command follows; write it after --" ipcctl --post "$set" --
	refused "true: a command needs --wait" ipcctl --post "$set" -- true
	refused "true: a command needs --wait" \
	    ipcctl --op 0-1,1-1 "$set" -- true

	for object in mq:/q sem:/s "$queue" "$segment" "$set" mq: sem: \
	    'mq:/*' 'sem:/*'; do
		refused "$object" ipcctl --mode 0644 --size 9000 shm:/m "$object"
	done
	for object in mq:/q sem:/s shm:/m "$segment" "$set" shm: sem:; do
		refused "$object" ipcctl --max-bytes 5 --mode 0644 "$queue" "$object"
	done
	for object in mq:/q sem:/s shm:/m "$queue" "$set" mq: sem: 'shm:/*'; do
		refused "$object" ipcctl --lock --mode 0644 "$segment" "$object"
		refused "$object" ipcctl --unlock --mode 0644 "$segment" "$object"
	done
	for object in mq:/q shm:/m "$queue" "$segment" mq: shm:; do
		refused "$object" ipcctl --set 1 --mode 0644 "$set" "$object"
		refused "$object" ipcctl --post "$set" "$object"
	done
	refused "$segment: --size: is set when the object is created" \
	    ipcctl --mode 0644 --size 9000 "$segment"
	refused "sem:/s: --zero: a POSIX semaphore" ipcctl --zero "$set" sem:/s
	refused "sem:/s: --wait: a POSIX semaphore" ipcctl --wait=1 "$set" sem:/s
	refused "sem:/s: --op: a POSIX semaphore" ipcctl --op 0-2 "$set" sem:/s
	refused "sem:/s: --op: a POSIX semaphore" ipcctl --op 0-1u "$set" sem:/s
	refused "only -1 and +1 are possible, without u" ipcctl --op 0-1u sem:/s
	cmp "$BATS_TEST_TMPDIR/sem.s" /dev/shm/sem.s
}
