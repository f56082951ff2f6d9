/* SPDX-License-Identifier: BSD-2-Clause */
/* The census of processes; see census.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/parse.h"
#include "base/proc.h"
#include "base/xalloc.h"
#include "process/census.h"
#include "process/walk.h"

static int64_t
nanoseconds(int64_t ticks)
{
	int64_t rate = sysconf(_SC_CLK_TCK);

	if (rate <= 0)
		return 0;
	return ticks / rate * SECOND + ticks % rate * (SECOND / rate);
}

/* Copies the command from "42 (a command) S 1 ...". */
static void
copy_command(struct census_process *process, const char *stat)
{
	const char *from = strchr(stat, '('), *to = strrchr(stat, ')');
	size_t length;

	if (from == NULL || to == NULL || to <= from)
		return;
	length = (size_t)(to - ++from);
	if (length >= sizeof(process->command))
		length = sizeof(process->command) - 1;
	memcpy(process->command, from, length);
}

/* Parses "Uid:\t0\t0\t0\t0", a line of /proc/PID/status. */
static bool
parse_uids(struct census_process *process, const char *status)
{
	const char *p = strstr(status, "\nUid:");
	size_t i;

	if (p == NULL)
		return false;
	p += strlen("\nUid:");
	for (i = 0; i < CENSUS_UIDS; i++)
		if (!parse_kernel(&p, 10, &process->uids[i]))
			return false;
	return true;
}

static int
read_stat(struct census_process *process, int dirfd, struct proc_stat *stat)
{
	struct text text = { 0 };
	int status = -1;

	if (proc_read(dirfd, "stat", &text) == 0) {
		if (proc_parse_stat(text.s, stat)) {
			copy_command(process, text.s);
			status = 0;
		} else
			errno = EBADMSG;
	}
	text_free(&text);
	return status;
}

static int
read_uids(struct census_process *process, int dirfd)
{
	struct text text = { 0 };
	int status = -1;

	if (proc_read(dirfd, "status", &text) == 0) {
		if (parse_uids(process, text.s))
			status = 0;
		else
			errno = EBADMSG;
	}
	text_free(&text);
	return status;
}

/* 1: add it; 0: leave it out; -1 with errno: it could not be examined. */
static int
look_at(struct census_process *process, int dirfd)
{
	struct proc_stat stat;

	if (read_stat(process, dirfd, &stat) == -1)
		return -1;
	if (stat.kernel || (stat.state == 'Z' && stat.threads <= 1))
		return 0;
	process->parent = stat.parent;
	process->forked = stat.forked;
	process->start = process->since = nanoseconds(stat.start);
	return read_uids(process, dirfd) == 0 ? 1 : -1;
}

bool
census_add(struct census *census, int64_t pid, int dirfd)
{
	struct census_process process = { .pid = pid };
	int status = look_at(&process, dirfd);

	if (status == -1 && errno != ENOENT && errno != ESRCH) {
		census->hidden++;
		return false;
	}
	if (status != 1)
		return true;
	census->v =
	    xgrow(census->v, census->n, &census->size, sizeof(*census->v));
	census->v[census->n++] = process;
	return true;
}

static int
by_pid(const void *a, const void *b)
{
	const struct census_process *x = a, *y = b;

	return x->pid < y->pid ? -1 : x->pid > y->pid;
}

/*
 * When the program of a process was started: after fork(2) without execve(2),
 * that is when the parent's program was. If the parent has ended, the process
 * has a new parent: an ancestor, which started earlier. So the result may be
 * too early, never too late.
 */
static int64_t
begin_of(const struct census *census, const struct census_process *process)
{
	const struct census_process *parent;

	for (; process->forked; process = parent) {
		parent = census_find(census, process->parent);
		/*
		 * A parent that is younger than its child has reused the pid.
		 */
		if (parent == NULL || parent == process ||
		    parent->start > process->start)
			return 0;
	}
	return process->start;
}

/* A process that seemed to have gone may have been added twice. */
static void
drop_twins(struct census *census)
{
	size_t i, kept = 0;

	for (i = 0; i < census->n; i++)
		if (kept == 0 || census->v[kept - 1].pid != census->v[i].pid)
			census->v[kept++] = census->v[i];
	census->n = kept;
}

void
census_finish(struct census *census)
{
	size_t i;

	if (census->n != 0)
		qsort(census->v, census->n, sizeof(*census->v), by_pid);
	drop_twins(census);
	for (i = 0; i < census->n; i++)
		census->v[i].since = begin_of(census, &census->v[i]);
}

void
census_free(struct census *census)
{
	free(census->v);
	*census = (struct census){ 0 };
}

const struct census_process *
census_find(const struct census *census, int64_t pid)
{
	const struct census_process key = { .pid = pid };

	if (census->n == 0)
		return NULL;
	return bsearch(&key, census->v, census->n, sizeof(key), by_pid);
}

bool
census_is_of(const struct census_process *process, int64_t uid)
{
	size_t i;

	for (i = 0; i < CENSUS_UIDS; i++)
		if (process->uids[i] == uid)
			return true;
	return false;
}

/* The first thread tells when the process was started, even if it has ended. */
static enum proc_seen
look(struct walk *walk)
{
	const struct walk_process *process = &walk->process;

	if (process->tid != process->pid ||
	    census_add(walk->census, process->pid, process->dirfd))
		return PROC_SEEN;
	return PROC_HIDDEN;
}

static void
finish(struct walk *walk)
{
	census_finish(walk->census);
}

const struct walk_visitor census_visitor = {
	.look = look,
	.finish = finish,
};
