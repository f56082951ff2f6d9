# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # bats; lib.bash
# What real programs have made is theirs as long as one of their processes
# lives, and left behind once all have ended. They run as nobody.
#
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	need_nobody
	dir=$BATS_TEST_TMPDIR/server
	mkdir "$dir"
	chown 65534:65534 "$dir"
}

# Whatever it started ends with the test.
leave() {
	local process
	for process in $(pids_of_nobody); do
		kill -KILL "$process" 2>/dev/null || true
	done
	retry none_left
}

pids_of_nobody() {
	local status
	for status in /proc/[0-9]*/status; do
		! grep -q $'^Uid:\t65534' "$status" 2>/dev/null ||
		    basename "${status%/status}"
	done
}

none_left() {
	local process
	for process in $(pids_of_nobody); do
		ended "$process" || return
	done
}

# There are objects, and none of them is an orphan for certain.
in_use() {
	ok ipcls --orphans-after 0 --json -o object,orphan,evidence
	json '.objects | length > 0 and all(.[]; .orphan != true)'
}

# There are some, and all are.
left_behind() {
	retry none_left
	ok ipcls --orphans-after 0 --json -o object,orphan,evidence
	json '.objects | length > 0 and all(.[]; .orphan)'
	run ipcrm --orphans --orphans-after 0 --yes
	[[ $status == 0 && -z $(ipcls --raw --no-headings -o object) ]]
}

listed() {
	[[ -n $(ipcls --raw --no-headings -o object) ]]
}

find_postgres() {
	local one
	for one in /usr/lib/postgresql/*/bin "$(command -v initdb)"; do
		[[ ! -x $one/initdb ]] || postgres=$one
	done
	[[ -v postgres ]] || skip "postgresql is not installed"
}

@test "ipcrm: a PostgreSQL keeps what it has until its last backend is gone" {
	local server backend

	find_postgres
	as_nobody "$postgres/initdb" -D "$dir/data" -A trust --no-sync \
	    >"$dir/initdb.log" 2>&1
	as_nobody "$postgres/postgres" -D "$dir/data" -k "$dir" \
	    -c listen_addresses= >"$dir/log" 2>&1 3>&- &
	retry grep -q "ready to accept" "$dir/log"
	server=$(head -n 1 "$dir/data/postmaster.pid")
	in_use
	# A backend that is stopped does not notice that its server was killed.
	as_nobody "$postgres/psql" -h "$dir" postgres \
	    -c 'select pg_sleep(1000)' >/dev/null 2>&1 3>&- &
	retry pgrep -P "$server" -f 'SELECT'
	backend=$(pgrep -P "$server" -f 'SELECT')
	kill -STOP "$backend"
	kill -KILL "$server"
	in_use
	kill -KILL "$backend"
	left_behind
}

@test "ipcrm: an Apache keeps the mutex that its workers share" {
	need apache2
	# With one address to listen on, no mutex is needed.
	cat >"$dir/conf" <<-END
		ServerRoot $dir
		PidFile $dir/pid
		ErrorLog $dir/log
		Listen 127.0.0.1:8099
		Listen 127.0.0.1:8098
		Mutex sysvsem
		LoadModule mpm_prefork_module /usr/lib/apache2/modules/mod_mpm_prefork.so
		LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
		ServerName localhost
	END
	as_nobody apache2 -f "$dir/conf"
	retry listed
	in_use
	kill -KILL "$(<"$dir/pid")"
	in_use
	leave
	left_behind
}

@test "ipcrm: a pool of Python's processes keeps its shared memory" {
	cat >"$dir/pool" <<-'END'
		import multiprocessing, sys
		from multiprocessing import shared_memory
		def work(name):
		    memory = shared_memory.SharedMemory(name=name)
		    memory.close()
		if __name__ == "__main__":
		    memory = shared_memory.SharedMemory(create=True, size=4096)
		    with multiprocessing.Pool(2, maxtasksperchild=1) as pool:
		        pool.map(work, [memory.name] * 4)
		        memory.close()
		        print("ready", flush=True)
		        sys.stdin.read()
	END
	[[ -x /usr/bin/python3 ]] || skip "python3 is not installed"
	start as_nobody /usr/bin/python3 "$dir/pool"
	in_use
	leave
	unset "inputs[$pid]"
	left_behind
}

@test "ipcrm: scripts that come and go keep their semaphore while one is there" {
	need perl
	as_nobody perl -e '$id = semget(0x51, 3, 01600);
		semctl($id, 0, 16, 1);
		semop($id, pack("s!6", 0, -1, 0, 0, 1, 0))'
	# As long as nobody is there it might be left behind; who has begun
	# before its last use may use it.
	start as_nobody perl -e '$id = semget(0x51, 3, 0);
		$| = 1; print "ready\n"; <STDIN>'
	as_nobody perl -e 'semop(semget(0x51, 3, 0), pack("s!6", 0, -1, 0, 0, 1, 0))'
	in_use
	stop "$pid"
	left_behind
}

# One of the jobs that the worker below runs, and waits for its end.
job_is_done() {
	echo >&"${inputs[$worker]}"
	retry grep -qx "$1" "$dir/count"
}

@test "ipcrm: what scripts of PHP use is theirs as long as such may come" {
	local worker
	need php
	[[ $(php -m) == *sysvmsg*sysvsem*sysvshm* ]] ||
	    skip "php was built without System V IPC"
	cat >"$dir/job" <<-'END'
		<?php
		$memory = shm_attach(0x51, 10000, 0600);
		$lock = sem_get(0x51, 1, 0600);
		$jobs = msg_get_queue(0x51, 0600);
		sem_acquire($lock);
		$n = 1 + (shm_has_var($memory, 1) ? shm_get_var($memory, 1) : 0);
		shm_put_var($memory, 1, $n);
		shm_detach($memory);
		sem_release($lock);
		msg_send($jobs, 1, "job $n");
		if ($n != 2)
		    msg_receive($jobs, 1, $type, 100, $job);
		file_put_contents($argv[1], "$n\n");
	END
	# What cron is to them, or a web server, runs all the time.
	# shellcheck disable=SC2016 # expands in there
	start as_nobody bash -c 'echo ready
		while read -r _; do php "$@"; done' - "$dir/job" "$dir/count"
	worker=$pid
	job_is_done 1
	in_use
	json '.objects | length == 3'
	run ipcrm --orphans --orphans-after 0 --yes
	job_is_done 2
	# The third finds what the second has sent; its own it leaves there.
	in_use
	job_is_done 3
	in_use
	json '.objects | length == 3'
	stop "$worker"
	# Within an hour the next may come, and a message waits to be read.
	ok ipcls --json -o orphan
	json 'all(.objects[]; .orphan == null)'
	retry none_left
	ok ipcls --orphans-after 0 --json -o kind,orphan
	json 'all(.objects[]; .orphan == if .kind == "mq" then null else true end)'
	ok ipccat --receive mq:0x51
	left_behind
}
