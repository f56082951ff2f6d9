/* SPDX-License-Identifier: BSD-2-Clause */
/* POSIX shared memory: the regular files of /dev/shm, shm_overview(7). */
#include <sys/mman.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "copy.h"
#include "posix.h"

static const struct posix_files files = {
	.dir = SHM_DIR,
	.prefix = "",
	.other = SEM_PREFIX,
};

static int
fill_in(int fd, const struct ipc_attr *attr)
{
	int64_t max = attr->size != UNKNOWN ? attr->size : INT64_MAX;
	int64_t length = 0;

	if (attr->from != -1 &&
	    (length = copy_bytes(fd, attr->from, max)) == -1)
		return -1;
	if (attr->size > length && ftruncate(fd, attr->size) == -1)
		return -1;
	return posix_own(fd, attr);
}

static int
shm_make(struct ipc_object *o, const struct ipc_attr *attr)
{
	int error, fd;

	fd = shm_open(o->name, O_RDWR | O_CREAT | O_EXCL, (mode_t)attr->mode);
	if (fd == -1)
		return -1;
	if (fill_in(fd, attr) == -1) {
		error = errno;
		shm_unlink(o->name);
		close(fd);
		errno = error;
		return -1;
	}
	close(fd);
	return 0;
}

const struct ipc_kind posix_shm_kind = {
	.word = "shm",
	.api = "posix",
	.title = "POSIX shared memory",
	.place = SHM_DIR,
	.bit = KIND_POSIX_SHM,
	.own = &files,
	.list = posix_list,
	.stat = posix_stat,
	.make = shm_make,
	.remove = posix_remove,
	.clear = posix_clear,
	.strerror = posix_strerror,
};
