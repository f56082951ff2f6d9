/* SPDX-License-Identifier: BSD-2-Clause */
/* Enumerates processes; see proc_each.h. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/copy.h"
#include "base/proc.h"
#include "base/proc_each.h"
#include "base/xalloc.h"

/* How often /proc is read at most, if each reading finds new processes. */
#define LISTINGS_MAX 64

struct each {
	DIR *dir;
	proc_look_fn *look;
	void *arg;
	struct proc_count *count;
	uint8_t *met; /* a bit for each pid that was examined */
	size_t size;  /* of `met`, in bytes */
};

enum proc_seen
proc_why_not(int error)
{
	return error == ENOENT || error == ESRCH ? PROC_GONE : PROC_HIDDEN;
}

/*
 * True if the file cannot be read though the process exists. A directory that
 * opens and cannot be read as a file (EISDIR) is accessible.
 */
static bool
is_closed(const char *path)
{
	struct text text = { 0 };
	bool closed = proc_read_below(path, &text) == -1 && errno != EISDIR &&
		      proc_why_not(errno) == PROC_HIDDEN;

	text_free(&text);
	return closed;
}

bool
proc_is_hidden(int64_t pid, int64_t tid)
{
	char path[64];

	if (tid != UNKNOWN) {
		snprintf(path, sizeof(path), "%lld/task/%lld/syscall",
		    (long long)pid, (long long)tid);
		return is_closed(path);
	}
	snprintf(path, sizeof(path), "%lld/maps", (long long)pid);
	if (is_closed(path))
		return true;
	snprintf(path, sizeof(path), "%lld/fd", (long long)pid);
	return is_closed(path);
}

bool
proc_count_all(const struct proc_count *count)
{
	return !count->partial && !count->restless && count->hidden == 0;
}

/* met is a bit set of the pids that were examined. */
static bool
was_met(const struct each *each, int64_t pid)
{
	size_t at = (size_t)pid / 8;

	return at < each->size && (each->met[at] >> pid % 8 & 1) != 0;
}

static void
meet(struct each *each, int64_t pid)
{
	size_t at = (size_t)pid / 8, size = (at + 1) * 2;

	if (at >= each->size) {
		each->met = xreallocarray(each->met, size, 1);
		memset(each->met + each->size, 0, size - each->size);
		each->size = size;
	}
	each->met[at] |= (uint8_t)(1U << pid % 8);
}

/* Opens the directory of a process or thread and calls `look` with it. */
static enum proc_seen
look_at(const struct each *each, int64_t pid, const char *name)
{
	int fd =
	    openat(dirfd(each->dir), name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int error = errno;
	const struct proc_process process = {
		.pid = pid,
		.tid = proc_parse_pid(name),
		.dirfd = fd,
	};
	enum proc_seen seen;

	if (fd == -1) {
		seen = proc_why_not(error);
		each->count->closed += seen == PROC_HIDDEN;
	} else {
		seen = each->look(each->arg, &process);
		close(fd);
	}
	return seen;
}

/*
 * If the first thread of a process has ended, /proc/PID is that of a zombie,
 * without memory and files. The directory of another thread shows what all
 * threads share.
 */
static enum proc_seen
look_at_threads(const struct each *each, int64_t pid)
{
	enum proc_seen seen = PROC_GONE;
	const struct dirent *entry;
	char path[64];
	DIR *dir;
	int fd;

	snprintf(path, sizeof(path), "%lld/task", (long long)pid);
	fd = openat(dirfd(each->dir), path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1 || (dir = fdopendir(fd)) == NULL) {
		seen = proc_why_not(errno);
		copy_close(fd);
		return seen;
	}
	while ((seen == PROC_GONE || seen == PROC_EMPTY) &&
	       (entry = readdir(dir)) != NULL)
		if (proc_parse_pid(entry->d_name) != UNKNOWN &&
		    proc_parse_pid(entry->d_name) != pid)
			seen = look_at(each, pid, entry->d_name);
	closedir(dir);
	return seen == PROC_EMPTY ? PROC_GONE : seen;
}

/*
 * Finds out why a process has no memory. A process that is ending loses its
 * memory before it closes its files. Until it is a zombie it counts as gone, so
 * that the next listing looks at it again.
 */
static enum proc_seen
why_empty(const struct each *each, int64_t pid)
{
	struct proc_stat stat;

	if (proc_stat(pid, &stat) == -1)
		return proc_why_not(errno);
	if (stat.kernel)
		return PROC_EMPTY;
	if (!proc_has_ended(&stat))
		return PROC_GONE;
	return stat.threads > 1 ? look_at_threads(each, pid) : PROC_EMPTY;
}

/* Examines a process and counts it, unless it has gone. */
static enum proc_seen
visit(struct each *each, int64_t pid, const char *name)
{
	enum proc_seen seen = look_at(each, pid, name);

	if (seen == PROC_EMPTY)
		seen = why_empty(each, pid);
	if (seen != PROC_GONE) {
		meet(each, pid);
		each->count->processes++;
		each->count->hidden += seen == PROC_HIDDEN;
	}
	return seen;
}

/*
 * Reads /proc once. Sets *anew if it has found a process that was not examined
 * before. 0, or -1 with errno.
 */
static int
list(struct each *each, bool *anew)
{
	const struct dirent *entry;
	int64_t pid;

	*anew = false;
	rewinddir(each->dir);
	for (errno = 0; (entry = readdir(each->dir)) != NULL; errno = 0) {
		pid = proc_parse_pid(entry->d_name);
		if (pid == UNKNOWN || was_met(each, pid))
			continue;
		*anew = true;
		if (visit(each, pid, entry->d_name) == PROC_FOUND) {
			*anew = false;
			return 0;
		}
	}
	return errno == 0 ? 0 : -1;
}

/*
 * A process that is about to end may need a processor to do so: after the first
 * listings, sleep a millisecond before each.
 */
static int
list_all(struct each *each)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	bool anew = true;
	int i;

	for (i = 0; anew && i < LISTINGS_MAX; i++) {
		if (i >= LISTINGS_MAX / 8)
			nanosleep(&pause, NULL);
		if (list(each, &anew) == -1)
			return -1;
	}
	each->count->restless = anew;
	return 0;
}

int
proc_each(proc_look_fn *look, void *arg, struct proc_count *count)
{
	struct each each = { .look = look, .arg = arg, .count = count };
	int status, error;

	*count = (struct proc_count){ .partial = true };
	each.dir = proc_open_root();
	if (each.dir == NULL)
		return -1;
	status = list_all(&each);
	error = errno;
	/* If our own process is not listed, others may be missing as well. */
	if (status == 0 && was_met(&each, getpid()))
		count->partial = false;
	closedir(each.dir);
	free(each.met);
	errno = error;
	return status;
}
