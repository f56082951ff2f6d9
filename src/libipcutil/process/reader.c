/* SPDX-License-Identifier: BSD-2-Clause */
/* Which holders can receive messages; see reader.h. */
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#include "base/compat.h"
#include "base/copy.h"
#include "base/proc.h"
#include "base/proc_each.h"
#include "process/reader.h"

/* A failure means unknown, unless the descriptor or process has gone. */
static int64_t
why_not(void)
{
	return proc_why_not(errno) == PROC_GONE ? 0 : UNKNOWN;
}

static int64_t
is_open_to_read(int dirfd, const char *name, const struct ipc_object *queue)
{
	struct statx st;
	struct stat link;

	/* Asks no file server, which may not answer; see holder.c. */
	if (statx(dirfd, name, AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, 0, &st) ==
	    -1)
		return why_not();
	if ((int64_t)st.stx_ino != queue->ino ||
	    (int64_t)makedev(st.stx_dev_major, st.stx_dev_minor) != queue->dev)
		return 0;
	if (fstatat(dirfd, name, &link, AT_SYMLINK_NOFOLLOW) == -1)
		return why_not();
	return (link.st_mode & S_IRUSR) != 0;
}

static int64_t
look(DIR *dir, const struct ipc_object *queue)
{
	const struct dirent *entry;
	int64_t found = 0, is_one;

	for (errno = 0; (entry = readdir(dir)) != NULL; errno = 0) {
		if (entry->d_name[0] == '.')
			continue;
		is_one = is_open_to_read(dirfd(dir), entry->d_name, queue);
		if (is_one == 1)
			return 1;
		if (is_one == UNKNOWN)
			found = UNKNOWN;
	}
	return errno != 0 ? why_not() : found;
}

int64_t
reader_is_one(int64_t pid, const struct ipc_object *queue)
{
	int64_t found;
	char path[64];
	DIR *dir;
	int fd;

	snprintf(path, sizeof(path), "%lld/fd", (long long)pid);
	fd = proc_open(path, O_RDONLY | O_DIRECTORY);
	if (fd == -1 || (dir = fdopendir(fd)) == NULL) {
		found = why_not();
		copy_close(fd);
		return found;
	}
	found = look(dir, queue);
	closedir(dir);
	return found;
}
