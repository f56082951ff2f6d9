/* SPDX-License-Identifier: BSD-2-Clause */
/* Who waits for an object; see waiter.h. */
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

/* The functions of the kernel in which a thread sleeps, see `wchan'. */
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
	/* It may not be told, or it runs. */
	{ "0", KINDS_WAITED },
};

/* Reads a file of one line; 0, or -1 with errno. */
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

/* The kinds that a thread may wait for which does not tell its call. */
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

/* A thread of which it is not known what it waits for. */
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

/* A program of 32 bits has other numbers, and its stack lies low. */
static bool
is_foreign(const struct proc_call *call)
{
	return sizeof(void *) == 8 && call->stack <= UINT32_MAX;
}

/* The kinds that threads of the process can wait for at all. */
static unsigned
possible(const struct walk *walk)
{
	unsigned kinds;

	kinds = walk->targets.kinds & (KIND_SYSV_MSG | KIND_SYSV_SEM);
	if (walk->process.queue)
		kinds |= KIND_POSIX_MQ;
	if (walk->process.nplaces != 0)
		kinds |= KIND_POSIX_SEM;
	/* What the kernel has told is not looked for. */
	return kinds & ~walk->sight->told;
}

/* Neither runs nor is blocked outside of any call, as the kernel writes it. */
static bool
is_elsewhere(const char *line)
{
	return strcmp(line, "running\n") == 0 ||
	       (strncmp(line, "-1 ", 3) == 0 && strchr(line, '\n') != NULL);
}

/* By the thread's own directory, below that of the process. */
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

/* Those of POSIX objects are found with who holds them. */
static bool
wants(const struct walk *walk)
{
	return (walk->targets.kinds & (KIND_SYSV_MSG | KIND_SYSV_SEM) &
		   ~walk->sight->told) != 0;
}

/* Who waits does not leave that to a child, so that it may end meanwhile. */
static enum proc_seen
look(struct walk *walk)
{
	unsigned kinds = possible(walk);
	struct stat st;
	char tid[24];

	if (kinds == 0)
		return PROC_SEEN;
	/* A link for each thread, beside those that any directory has. */
	if (fstatat(walk->process.dirfd, "task", &st, 0) == 0 &&
	    st.st_nlink == 3) {
		snprintf(
		    tid, sizeof(tid), "%lld", (long long)walk->process.pid);
		look_at_thread(walk, tid, kinds);
	} else
		look_at_threads(walk, kinds);
	return PROC_SEEN;
}

/* The kernel counts those who wait for a set, where we may read that. */
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

/* Those whom only the kernel sees. */
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
