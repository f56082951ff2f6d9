/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A segment's file, by way of a process that has it attached: to attach it
 * ourselves would show in nattch, lpid and atime; proc_pid_map_files(5).
 */
#include <sys/mman.h>
#include <sys/stat.h>

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "copy.h"
#include "sysv.h"
#include "xalloc.h"

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
open_range(int procfd, const char *pid, const char *line, dev_t dev, ino_t ino)
{
	int fd, length = (int)strcspn(line, " ");
	struct stat st;
	char *path;

	xasprintf(&path, "%s/map_files/%.*s", pid, length, line);
	fd = openat(procfd, path, O_RDONLY | O_NOATIME | O_CLOEXEC);
	free(path);
	if (fd == -1)
		return -1;
	/* The process may have mapped something else there since. */
	if (fstat(fd, &st) == 0 && st.st_dev == dev && st.st_ino == ino)
		return fd;
	close(fd);
	return -1;
}

/* "7f0-7f1 rw-s 00000000 00:01 3   /SYSV00000000 (deleted)" */
static bool
is_segment(const char *line, ino_t ino)
{
	uintmax_t found = 0;
	int path = 0;

	return sscanf(line, "%*s %*s %*s %*s %ju %n", &found, &path) == 1 &&
	       found == ino && strncmp(line + path, "/SYSV", 5) == 0;
}

static int
search_process(int procfd, const char *pid, dev_t dev, ino_t ino)
{
	char *path, *line = NULL;
	int fd = -1, maps;
	size_t size = 0;
	FILE *fp;

	if (!is_in_our_namespace(procfd, pid))
		return -1;
	xasprintf(&path, "%s/maps", pid);
	maps = openat(procfd, path, O_RDONLY | O_CLOEXEC);
	free(path);
	if (maps == -1)
		return -1;
	if ((fp = fdopen(maps, "r")) == NULL) {
		close(maps);
		return -1;
	}
	while (fd == -1 && getline(&line, &size, fp) > 0)
		if (is_segment(line, ino))
			fd = open_range(procfd, pid, line, dev, ino);
	free(line);
	fclose(fp);
	return fd;
}

int
sysv_open_attached(int id)
{
	const struct dirent *entry;
	int fd = -1;
	dev_t dev;
	DIR *dir;

	if (!segment_device(&dev) || (dir = opendir("/proc")) == NULL)
		return -1;
	while (fd == -1 && (entry = readdir(dir)) != NULL)
		if (isdigit((unsigned char)entry->d_name[0]))
			fd = search_process(
			    dirfd(dir), entry->d_name, dev, (ino_t)id);
	closedir(dir);
	return fd;
}

int
sysv_open_mapped(const void *at, int64_t size, int id)
{
	uintptr_t from = (uintptr_t)at;
	char *range;
	dev_t dev;
	int fd;

	if (!segment_device(&dev))
		return -1;
	xasprintf(
	    &range, "%" PRIxPTR "-%" PRIxPTR " ", from, from + (uintptr_t)size);
	fd = open_range(AT_FDCWD, "/proc/self", range, dev, (ino_t)id);
	free(range);
	return fd;
}
