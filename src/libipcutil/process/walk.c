/* SPDX-License-Identifier: BSD-2-Clause */
/* One walk over all processes; see walk.h. */
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/copy.h"
#include "base/xalloc.h"
#include "process/holder.h"
#include "process/waiter.h"
#include "process/walk.h"

/* What came of looking at a process. */
enum seen {
	SEEN,	/* it may hold something, and was looked at */
	EMPTY,	/* it has no memory, and so cannot */
	GONE,	/* it ended meanwhile */
	HIDDEN, /* we may not */
};

static enum seen
why_not(int error)
{
	return error == EACCES || error == EPERM ? HIDDEN : GONE;
}

static void
know(struct walk_process *process)
{
	struct stat st;

	if (process->known)
		return;
	process->known = true;
	process->uid = UNKNOWN;
	/* The directory belongs to the effective user, whoever may trace it. */
	if (fstat(process->dirfd, &st) == 0)
		process->uid = st.st_uid;
	text_clear(&process->command);
	if (proc_read(process->dirfd, "comm", &process->command) == 0 &&
	    process->command.len > 0)
		process->command.s[--process->command.len] = '\0';
}

struct ipc_process *
walk_add(struct walk_process *process, struct ipc_processes *processes)
{
	struct ipc_process *added = ipc_process_add(processes, process->pid);

	know(process);
	added->uid = process->uid;
	if (process->command.len > 0)
		added->command = xstrdup(process->command.s);
	return added;
}

bool
walk_is_ours(const struct walk *walk, const char *name)
{
	struct stat st;

	return fstatat(walk->process.dirfd, name, &st, 0) == 0 &&
	       (int64_t)st.st_ino == walk->ipc_ns;
}

static enum seen
look_at_maps(struct walk *walk)
{
	int fd, status, error;

	fd = openat(walk->process.dirfd, "maps", O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return errno == ESRCH ? EMPTY : why_not(errno);
	status = holder_look_at_maps(walk, fd);
	error = errno;
	close(fd);
	if (status == 0)
		return SEEN;
	return error == ESRCH ? EMPTY : why_not(error);
}

static enum seen
look_at_descriptors(struct walk *walk)
{
	int fd, error;
	DIR *dir;

	if (walk->targets.ndevices == 0)
		return SEEN;
	fd = openat(
	    walk->process.dirfd, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return why_not(errno);
	if ((dir = fdopendir(fd)) == NULL) {
		error = errno;
		close(fd);
		return why_not(error);
	}
	error = holder_look_at_descriptors(walk, dir);
	closedir(dir);
	return error == 0 ? SEEN : why_not(error);
}

static enum seen
look_at(struct walk *walk)
{
	enum seen seen;

	/* First, as what has no memory is nobody we must be allowed to see. */
	if ((seen = look_at_maps(walk)) != SEEN)
		return seen;
	if ((seen = look_at_descriptors(walk)) != SEEN)
		return seen;
	if (walk->need & NEED_WAITERS)
		waiter_look(walk);
	return SEEN;
}

/*
 * Where the first thread of a process has ended before the others, its
 * directory is that of a zombie: another thread's shows what they share.
 */
static bool
go_to_thread(struct walk *walk, int procfd)
{
	struct text text = { 0 };
	const struct dirent *entry;
	struct proc_stat stat;
	bool several;
	DIR *dir;
	int fd = -1;

	several = proc_read(walk->process.dirfd, "stat", &text) == 0 &&
		  proc_parse_stat(text.s, &stat) && stat.state == 'Z' &&
		  stat.threads > 1;
	text_free(&text);
	if (!several)
		return false;
	fd = openat(
	    walk->process.dirfd, "task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1 || (dir = fdopendir(fd)) == NULL) {
		copy_close(fd);
		return false;
	}
	fd = -1;
	while (fd == -1 && (entry = readdir(dir)) != NULL)
		if (proc_parse_pid(entry->d_name) != UNKNOWN &&
		    proc_parse_pid(entry->d_name) != walk->process.pid)
			fd = openat(procfd, entry->d_name,
			    O_PATH | O_DIRECTORY | O_CLOEXEC);
	closedir(dir);
	if (fd == -1)
		return false;
	close(walk->process.dirfd);
	walk->process.dirfd = fd;
	return true;
}

static void
visit(struct walk *walk, int procfd, const char *name)
{
	struct walk_process *process = &walk->process;
	bool counted = true;
	enum seen seen;

	process->dirfd = openat(procfd, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (process->dirfd == -1)
		seen = why_not(errno);
	else {
		process->pid = proc_parse_pid(name);
		process->known = process->queue = false;
		process->nplaces = 0;
		if (walk->census != NULL)
			counted = census_add(
			    walk->census, process->pid, process->dirfd);
		seen = look_at(walk);
		if (seen == EMPTY && go_to_thread(walk, procfd))
			seen = look_at(walk);
		close(process->dirfd);
	}
	walk->sight->processes += seen != GONE;
	walk->sight->hidden += seen == HIDDEN || (seen != GONE && !counted);
}

static int64_t
own_namespace(void)
{
	struct stat st;

	return stat("/proc/self/ns/ipc", &st) == 0 ? (int64_t)st.st_ino
						   : UNKNOWN;
}

static void
visit_all(struct walk *walk)
{
	const struct dirent *entry;
	DIR *dir = opendir("/proc");

	if (dir == NULL) {
		walk->sight->partial = true;
		return;
	}
	while ((entry = readdir(dir)) != NULL)
		if (proc_parse_pid(entry->d_name) != UNKNOWN)
			visit(walk, dirfd(dir), entry->d_name);
	closedir(dir);
}

/* From now on, that nobody was seen says something. */
static void
begin_lists(struct walk *walk)
{
	struct ipc_object *o;
	size_t i;

	for (i = 0; i < walk->targets.n; i++) {
		o = walk->targets.v[i].object;
		if (o->kind->bit & KINDS_HELD)
			o->held_by.n = 0;
		if (o->kind->bit & KINDS_WAITED && walk->need & NEED_WAITERS)
			o->waited_by.n = 0;
	}
}

void
walk_processes(const struct ipc_list *list, unsigned need, struct sight *sight,
    struct census *census)
{
	struct walk walk = {
		.sight = sight,
		.census = census,
		.need = need,
		.ipc_ns = own_namespace(),
	};

	sight_begin(sight);
	targets_init(&walk.targets, list);
	begin_lists(&walk);
	if (walk.targets.n != 0)
		visit_all(&walk);
	if (census != NULL)
		census_finish(census);
	holder_finish(&walk);
	waiter_finish(&walk);
	targets_free(&walk.targets);
	text_free(&walk.process.command);
	free(walk.process.places);
}
