/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Creates a file that gets its name last: see posix_make() in posix_change.h.
 * shm_open(3) and sem_open(3) give the name first, so other processes could see
 * an unfinished object, and a process that died at that moment would leave it.
 */
#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "backend/posix_change.h"
#include "backend/posix_file.h"
#include "base/compat.h"
#include "base/copy.h"
#include "base/shield.h"

/*
 * Fails early if the name is taken. A file created later makes linkat(2) fail.
 */
static int
check_free(const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0)
		errno = EEXIST;
	return errno == ENOENT ? 0 : -1;
}

/*
 * Without O_TMPFILE in this file system, the contents are made in a memfd
 * first.
 */
static int
open_unnamed(const char *dir, mode_t mode)
{
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, mode);

	if (fd != -1 ||
	    (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
		return fd;
	return memfd_create("ipcutil", MFD_CLOEXEC);
}

/* AT_EMPTY_PATH needs a privilege or Linux 6.10; the other way needs /proc. */
static int
give_name(int fd, const char *path)
{
	char self[sizeof("/proc/self/fd/") + 10];

	if (linkat(fd, "", AT_FDCWD, path, AT_EMPTY_PATH) == 0)
		return 0;
	snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	return linkat(AT_FDCWD, self, AT_FDCWD, path, AT_SYMLINK_FOLLOW);
}

static int
copy_file(int to, int from, const struct ipc_attr *attr)
{
	struct stat st;

	if (fstat(from, &st) == -1 || lseek(from, 0, SEEK_SET) == -1 ||
	    copy_bytes(to, from, st.st_size) == -1 ||
	    ftruncate(to, st.st_size) == -1)
		return -1;
	return posix_own(to, attr);
}

/* If the file cannot be given the name (a memfd): copies it to a new file. */
static int
copy_named(int from, const char *path, const struct ipc_attr *attr)
{
	int status, to;

	to = open(path,
	    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC,
	    (mode_t)attr->mode);
	if (to == -1)
		return -1;
	status = copy_file(to, from, attr);
	if (status == -1) {
		int error = errno;

		unlink(path);
		errno = error;
	}
	copy_close(to);
	return status;
}

int
posix_make(const struct ipc_object *o, const struct ipc_attr *attr,
    int (*fill)(int fd, const struct ipc_attr *))
{
	const struct posix_files *files = o->kind->own;
	char path[POSIX_PATH_ROOM];
	int fd, status;

	posix_path(o, path);
	/*
	 * An object without contents to copy is soon made; link(2) finds out
	 * then.
	 */
	if (attr->from != -1 && check_free(path) == -1)
		return -1;
	fd = open_unnamed(files->dir, (mode_t)attr->mode);
	if (fd == -1)
		return -1;
	status = fill(fd, attr) == -1 ? -1 : posix_own(fd, attr);
	if (status == 0) {
		shield_up();
		if (give_name(fd, path) == -1)
			status = copy_named(fd, path, attr);
	}
	copy_close(fd);
	return status;
}
