/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds the waiters of objects; see waiter.h. */
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/copy.h"
#include "process/told.h"
#include "process/waiter.h"

/* The kernel functions in which a thread sleeps, as `wchan` shows them. */
static const struct {
	const char *start;
	unsigned kinds;
} sleepers[] = {
	{ "do_msgrcv", KIND_SYSV_MSG },
	{ "do_msgsnd", KIND_SYSV_MSG },
	{ "do_semtimedop", KIND_SYSV_SEM },
	{ "__do_semtimedop", KIND_SYSV_SEM },
	{ "wq_sleep", KIND_POSIX_MQ },
	{ "futex", KIND_POSIX_SEM },
	/* The name is hidden from us, or the thread is running. */
	{ "0", KINDS_WAITED },
};

/* Reads a file of a thread that has one line. 0, or -1 with errno. */
static int
read_line(const struct walk *walk, const char *tid, const char *file,
    char *line, size_t size)
{
	char path[64];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "task/%s/%s", tid, file);
	fd = openat(walk->process.dirfd, path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	n = read(fd, line, size - 1);
	copy_close(fd);
	if (n == -1)
		return -1;
	line[n] = '\0';
	return 0;
}

/* The kinds that a thread may wait for if its system call cannot be read. */
static unsigned
suspect(const struct walk *walk, const char *tid)
{
	char line[128];
	size_t i;

	if (read_line(walk, tid, "wchan", line, sizeof(line)) == -1)
		return proc_why_not(errno) == PROC_GONE ? 0 : KINDS_WAITED;
	if (*line == '\0')
		return KINDS_WAITED;
	for (i = 0; i < sizeof(sleepers) / sizeof(*sleepers); i++)
		if (strncmp(line, sleepers[i].start,
			strlen(sleepers[i].start)) == 0)
			return sleepers[i].kinds;
	return 0;
}

/* Notes a thread of which it is not known what it waits for. */
static void
miss(const struct walk *walk, const char *tid, unsigned kinds)
{
	char path[64];
	int64_t theirs;

	kinds &= suspect(walk, tid);
	if (kinds & KINDS_SYSV) {
		snprintf(path, sizeof(path), "task/%s/ns/ipc", tid);
		theirs = proc_namespace(walk->process.dirfd, path);
		if (theirs != UNKNOWN && theirs != walk->ipc_ns)
			kinds &= ~KINDS_SYSV;
	}
	walk->sight->deaf |= kinds;
}

/* A 32-bit program has other call numbers; its stack is at a low address. */
static bool
is_foreign(const struct proc_call *call)
{
	return sizeof(void *) == 8 && call->stack <= UINT32_MAX;
}

/* The kinds that threads of this process can wait for. */
static unsigned
possible(const struct walk *walk)
{
	unsigned kinds;

	kinds = walk->targets.kinds & (KIND_SYSV_MSG | KIND_SYSV_SEM);
	if (walk->process.queue)
		kinds |= KIND_POSIX_MQ;
	if (walk->process.nplaces != 0)
		kinds |= KIND_POSIX_SEM;
	/* The kernel's memory has shown the waiters of these kinds. */
	return kinds & ~walk->sight->told;
}

/* True if the thread is running, or blocked outside of a system call. */
static bool
is_elsewhere(const char *line)
{
	return strcmp(line, "running\n") == 0 ||
	       (strncmp(line, "-1 ", 3) == 0 && strchr(line, '\n') != NULL);
}

/* Reads the thread's own directory below that of the process. */
static void
look_at_thread(struct walk *walk, const char *tid, unsigned kinds)
{
	struct proc_call call;
	char line[256];

	if (read_line(walk, tid, "syscall", line, sizeof(line)) == -1) {
		if (proc_why_not(errno) != PROC_GONE)
			miss(walk, tid, kinds);
	} else if (!proc_parse_call(line, &call)) {
		if (!is_elsewhere(line))
			miss(walk, tid, kinds);
	} else if (is_foreign(&call))
		miss(walk, tid, kinds);
	else
		waiter_call(walk, proc_parse_pid(tid), &call);
}

static void
look_at_threads(struct walk *walk, unsigned kinds)
{
	const struct dirent *entry;
	DIR *dir;
	int fd;

	fd = openat(
	    walk->process.dirfd, "task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1 || (dir = fdopendir(fd)) == NULL) {
		if (proc_why_not(errno) != PROC_GONE)
			walk->sight->deaf |= kinds;
		copy_close(fd);
		return;
	}
	for (errno = 0; (entry = readdir(dir)) != NULL; errno = 0)
		if (proc_parse_pid(entry->d_name) != UNKNOWN)
			look_at_thread(walk, entry->d_name, kinds);
	if (errno != 0 && proc_why_not(errno) != PROC_GONE)
		walk->sight->deaf |= kinds;
	closedir(dir);
}

/*
 * Waiters of POSIX objects are holders, so the holder visitor asks for these.
 */
static bool
wants(const struct walk *walk)
{
	return (walk->targets.kinds & (KIND_SYSV_MSG | KIND_SYSV_SEM) &
		   ~walk->sight->told) != 0;
}

/*
 * A thread that waits leaves nothing to a child when it ends, so threads that
 * end during the walk do not matter.
 */
static enum proc_seen
look(struct walk *walk)
{
	unsigned kinds = possible(walk);
	struct stat st;
	char tid[24];

	if (kinds == 0)
		return PROC_SEEN;
	/* `task` has a link for each thread and the two of every directory. */
	if (fstatat(walk->process.dirfd, "task", &st, 0) == 0 &&
	    st.st_nlink == 3) {
		snprintf(
		    tid, sizeof(tid), "%lld", (long long)walk->process.pid);
		look_at_thread(walk, tid, kinds);
	} else
		look_at_threads(walk, kinds);
	return PROC_SEEN;
}

/*
 * True if all waiters were found, by the kernel's own count of a set's waiters,
 * if we may read it.
 */
static bool
found_all(const struct ipc_object *o)
{
	struct ipc_object *now;
	int64_t i, n = 0;
	bool known;

	if (o->kind->bit != KIND_SYSV_SEM)
		return false;
	now = ipc_object_new(o->kind);
	now->id = o->id;
	known = o->kind->stat(now, NEED_SEMS) == 0 && now->ncnt.n > 0 &&
		now->zcnt.n == now->ncnt.n;
	for (i = 0; known && i < now->ncnt.n; i++) {
		known = now->ncnt.v[i] != UNKNOWN && now->zcnt.v[i] != UNKNOWN;
		n += now->ncnt.v[i] + now->zcnt.v[i];
	}
	ipc_object_free(now);
	return known && n == o->waited_by.n;
}

/* Waiters that only the kernel's memory shows. */
static int64_t
told_outside(const struct ipc_object *o)
{
	return o->waiters_outside != UNKNOWN ? o->waiters_outside : 0;
}

static void
finish(struct walk *walk)
{
	struct ipc_processes *waiters;
	struct ipc_object *o;
	int64_t i;
	size_t n;

	for (n = 0; n < walk->targets.n; n++) {
		o = walk->targets.v[n].object;
		waiters = &o->waited_by;
		if (waiters->n == UNKNOWN)
			continue;
		ipc_processes_unique(waiters);
		o->waiter_pids.n = 0;
		for (i = 0; i < waiters->n; i++)
			if (i == 0 ||
			    waiters->v[i].pid != waiters->v[i - 1].pid)
				ipc_array_add(
				    &o->waiter_pids, waiters->v[i].pid);
		if (sight_of_waiters(walk->sight, o->kind->bit) || found_all(o))
			o->waiters = waiters->n + told_outside(o);
		else if (waiters->n == 0)
			waiters->n = o->waiter_pids.n = UNKNOWN;
	}
}

const struct walk_visitor waiter_visitor = {
	.begin = told_waiters,
	.wants = wants,
	.look = look,
	.finish = finish,
};
