/* SPDX-License-Identifier: BSD-2-Clause */
/* Changes owner, mode and size of a POSIX object; see posix_change.h. */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "backend/posix_change.h"
#include "backend/posix_file.h"
#include "base/compat.h"
#include "base/copy.h"

int
posix_own(int fd, const struct ipc_attr *attr)
{
	if (attr->uid == UNKNOWN && attr->gid == UNKNOWN)
		return 0;
	return fchownat(
	    fd, "", (uid_t)attr->uid, (gid_t)attr->gid, AT_EMPTY_PATH);
}

static int
change_mode(int fd, mode_t mode)
{
	char path[sizeof("/proc/self/fd/") + 10];

	if (fchmod(fd, mode) == 0)
		return 0;
	if (errno != EBADF)
		return -1;
	/*
	 * fchmod(2) refuses O_PATH descriptors. fchmodat2(2) with AT_EMPTY_PATH
	 * needs Linux 6.6; this works with older kernels, too.
	 */
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return chmod(path, mode);
}

/* The size comes last, because cut-off contents cannot be restored. */
static int
change(int fd, const struct ipc_attr *attr)
{
	if (posix_own(fd, attr) == -1)
		return -1;
	if (attr->mode != UNKNOWN && change_mode(fd, (mode_t)attr->mode) == -1)
		return -1;
	return attr->size != UNKNOWN ? ftruncate(fd, attr->size) : 0;
}

int
posix_change(int fd, const struct ipc_attr *attr)
{
	struct ipc_attr restored = *attr;
	struct stat before;
	int error;

	if (fstat(fd, &before) == -1)
		return -1;
	if (change(fd, attr) == 0)
		return 0;
	error = errno;
	restored.mode = before.st_mode & ALLPERMS;
	restored.uid = attr->uid != UNKNOWN ? before.st_uid : UNKNOWN;
	restored.gid = attr->gid != UNKNOWN ? before.st_gid : UNKNOWN;
	restored.size = UNKNOWN;
	change(fd, &restored);
	errno = error;
	return -1;
}

int
posix_is_it(int fd, const struct ipc_object *o)
{
	struct stat st;

	if (o->ino == UNKNOWN)
		return 0;
	if (fstat(fd, &st) == -1)
		return -1;
	if ((int64_t)st.st_dev == o->dev && (int64_t)st.st_ino == o->ino)
		return 0;
	errno = ENOENT;
	return -1;
}

int
posix_set_file(int fd, const struct ipc_object *o, const struct ipc_attr *attr)
{
	int status;

	if (fd == -1)
		return -1;
	status = posix_is_it(fd, o);
	if (status == 0)
		status = posix_change(fd, attr);
	copy_close(fd);
	return status;
}

int
posix_set(struct ipc_object *o, const struct ipc_attr *attr)
{
	return posix_set_file(posix_open(o, O_PATH), o, attr);
}
