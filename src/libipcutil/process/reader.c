/* SPDX-License-Identifier: BSD-2-Clause */
/* Who could take messages from a POSIX queue; see reader.h. */
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#include "base/compat.h"
#include "process/reader.h"

static bool
is_open_to_read(int dirfd, const char *name, const struct ipc_object *queue)
{
	struct statx st;
	struct stat link;

	/* What a server has is not asked for: it may not answer. */
	if (statx(dirfd, name, AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, STATX_INO,
		&st) == -1)
		return false;
	if ((int64_t)st.stx_ino != queue->ino ||
	    (int64_t)makedev(st.stx_dev_major, st.stx_dev_minor) != queue->dev)
		return false;
	return fstatat(dirfd, name, &link, AT_SYMLINK_NOFOLLOW) == 0 &&
	       link.st_mode & S_IRUSR;
}

int64_t
reader_is_one(int64_t pid, const struct ipc_object *queue)
{
	const struct dirent *entry;
	int64_t found = 0;
	char path[64];
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%lld/fd", (long long)pid);
	if ((dir = opendir(path)) == NULL)
		return errno == ENOENT || errno == ESRCH ? 0 : UNKNOWN;
	while (found == 0 && (entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.' &&
		    is_open_to_read(dirfd(dir), entry->d_name, queue))
			found = 1;
	closedir(dir);
	return found;
}
