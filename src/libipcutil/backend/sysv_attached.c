/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Opens a segment's file through a process that has the segment attached:
 * attaching it ourselves would change nattch, lpid and atime;
 * proc_pid_map_files(5).
 */
#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "backend/sysv.h"
#include "base/copy.h"
#include "base/proc.h"
#include "base/proc_each.h"

int64_t
sysv_segment_device(unsigned flags)
{
	int fd = memfd_create("ipcutil", MFD_CLOEXEC | flags);
	int64_t device = UNKNOWN;
	struct stat st;

	if (fd == -1)
		return UNKNOWN;
	if (fstat(fd, &st) == 0)
		device = (int64_t)st.st_dev;
	copy_close(fd);
	return device;
}

/* Opens a mapping of the process with this directory. -1 with errno. */
static int
open_range(int procfd, uint64_t start, uint64_t end, int64_t dev, int64_t ino)
{
	struct stat st;
	char path[64];
	int fd;

	snprintf(
	    path, sizeof(path), "map_files/%" PRIx64 "-%" PRIx64, start, end);
	fd = openat(procfd, path, O_RDONLY | O_NOATIME | O_CLOEXEC);
	if (fd == -1)
		return -1;
	/* The process may have mapped another file there since. */
	if (fstat(fd, &st) == 0 && (int64_t)st.st_dev == dev &&
	    (int64_t)st.st_ino == ino)
		return fd;
	close(fd);
	errno = ENOENT;
	return -1;
}

struct search {
	int64_t ipc_ns; /* other namespaces have segments with the same ids */
	int64_t dev;
	int64_t ino;
	int procfd;
	int fd; /* -1 until it is found */
};

static void
look_at_area(void *arg, const struct proc_area *area)
{
	struct search *search = arg;

	if (search->fd == -1 && area->ino == search->ino && area->segment == 1)
		search->fd = open_range(search->procfd, area->start, area->end,
		    search->dev, search->ino);
}

static enum proc_seen
search_process(void *arg, const struct proc_process *process)
{
	struct search *search = arg;
	int maps, status;

	if (proc_namespace(process->dirfd, "ns/ipc") != search->ipc_ns)
		return PROC_SEEN;
	maps = openat(process->dirfd, "maps", O_RDONLY | O_CLOEXEC);
	if (maps == -1)
		return errno == ESRCH ? PROC_EMPTY : proc_why_not(errno);
	search->procfd = process->dirfd;
	status = proc_read_areas(maps, look_at_area, search);
	copy_close(maps);
	if (search->fd != -1)
		return PROC_FOUND;
	if (status == 0)
		return PROC_SEEN;
	return errno == ESRCH ? PROC_EMPTY : proc_why_not(errno);
}

int
sysv_open_attached(int id)
{
	struct search search = {
		.ipc_ns = proc_own_namespace("ns/ipc"),
		.dev = sysv_segment_device(0),
		.ino = id,
		.fd = -1,
	};
	struct proc_count count;

	if (search.ipc_ns != UNKNOWN && search.dev != UNKNOWN)
		proc_each(search_process, &search, &count);
	return search.fd;
}

int
sysv_open_mapped(const void *at, uint64_t size, int id)
{
	uint64_t start = (uintptr_t)at;
	int64_t dev = sysv_segment_device(0);
	int procfd, fd;

	if (dev == UNKNOWN)
		return -1;
	procfd = proc_open("self", O_PATH | O_DIRECTORY);
	if (procfd == -1)
		return -1;
	fd = open_range(procfd, start, start + size, dev, id);
	copy_close(procfd);
	return fd;
}
