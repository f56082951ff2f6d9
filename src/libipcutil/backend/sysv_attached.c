/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A segment's file, by way of a process that has it attached: to attach it
 * ourselves would show in nattch, lpid and atime; proc_pid_map_files(5).
 */
#include <sys/mman.h>
#include <sys/stat.h>

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "backend/sysv.h"
#include "base/proc.h"
#include "base/xalloc.h"

/* Where the kernel keeps segments: where it keeps files of memfd_create(2). */
static bool
segment_device(dev_t *dev)
{
	int fd = memfd_create("ipcutil", MFD_CLOEXEC);
	struct stat st;
	bool known;

	if (fd == -1)
		return false;
	known = fstat(fd, &st) == 0;
	*dev = st.st_dev;
	close(fd);
	return known;
}

/* Other namespaces have the same identifiers. */
static bool
is_in_our_namespace(int procfd, const char *pid)
{
	struct stat ours, theirs;
	char *path;
	bool same;

	xasprintf(&path, "%s/ns/ipc", pid);
	same = fstatat(procfd, "self/ns/ipc", &ours, 0) == 0 &&
	       fstatat(procfd, path, &theirs, 0) == 0 &&
	       ours.st_ino == theirs.st_ino;
	free(path);
	return same;
}

static int
open_range(int procfd, const char *pid, uint64_t start, uint64_t end, dev_t dev,
    int64_t ino)
{
	struct stat st;
	char *path;
	int fd;

	xasprintf(&path, "%s/map_files/%" PRIx64 "-%" PRIx64, pid, start, end);
	fd = openat(procfd, path, O_RDONLY | O_NOATIME | O_CLOEXEC);
	free(path);
	if (fd == -1)
		return -1;
	/* The process may have mapped something else there since. */
	if (fstat(fd, &st) == 0 && st.st_dev == dev &&
	    (int64_t)st.st_ino == ino)
		return fd;
	close(fd);
	return -1;
}

struct search {
	int procfd;
	const char *pid;
	dev_t dev;
	int64_t ino;
	int fd; /* -1: not found yet */
};

static void
look_at_area(void *arg, const struct proc_area *area)
{
	struct search *search = arg;

	if (search->fd == -1 && area->ino == search->ino && area->segment == 1)
		search->fd = open_range(search->procfd, search->pid,
		    area->start, area->end, search->dev, search->ino);
}

static void
search_process(struct search *search)
{
	char *path;
	int maps;

	if (!is_in_our_namespace(search->procfd, search->pid))
		return;
	xasprintf(&path, "%s/maps", search->pid);
	maps = openat(search->procfd, path, O_RDONLY | O_CLOEXEC);
	free(path);
	if (maps == -1)
		return;
	proc_read_areas(maps, look_at_area, search);
	close(maps);
}

int
sysv_open_attached(int id)
{
	struct search search = { .ino = id, .fd = -1 };
	const struct dirent *entry;
	DIR *dir;

	if (!segment_device(&search.dev) || (dir = opendir("/proc")) == NULL)
		return -1;
	search.procfd = dirfd(dir);
	while (search.fd == -1 && (entry = readdir(dir)) != NULL) {
		search.pid = entry->d_name;
		if (proc_parse_pid(search.pid) != UNKNOWN)
			search_process(&search);
	}
	closedir(dir);
	return search.fd;
}

int
sysv_open_mapped(const void *at, uint64_t size, int id)
{
	uint64_t start = (uintptr_t)at;
	dev_t dev;

	if (!segment_device(&dev))
		return -1;
	return open_range(AT_FDCWD, "/proc/self", start, start + size, dev, id);
}
