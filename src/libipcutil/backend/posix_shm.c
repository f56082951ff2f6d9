/* SPDX-License-Identifier: BSD-2-Clause */
/* POSIX shared memory: the regular files of /dev/shm, shm_overview(7). */
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "backend/posix.h"
#include "backend/posix_change.h"
#include "backend/posix_file.h"
#include "backend/shm_dir.h"
#include "base/copy.h"
#include "base/linux.h"
#include "model/memory.h"

/* Memory of the size of a semaphore is listed as a semaphore only. */
static bool
fits(int64_t size)
{
	return size != SEM_BYTES;
}

/* Finds out the file system of a file without opening the file. */
static int
look_at_fs(int dirfd, const char *file, struct statfs *fs)
{
	if (dirfd != AT_FDCWD)
		return fstatfs(dirfd, fs);
	return statfs(posix_is_nameless(file) ? file : SHM_DIR, fs);
}

/* The block size is the page size only on tmpfs and hugetlbfs. */
static int
fill(struct ipc_object *o, int dirfd, const char *file, unsigned need)
{
	struct statfs fs;

	if (need & NEED_PAGE_SIZE && o->page_size == UNKNOWN &&
	    look_at_fs(dirfd, file, &fs) == 0 &&
	    (fs.f_type == TMPFS_MAGIC ||
		(uint32_t)fs.f_type == HUGETLBFS_MAGIC))
		o->page_size = fs.f_bsize;
	return 0;
}

static const struct posix_files files = {
	.dir = SHM_DIR,
	.prefix = "",
	.other = SEM_HAS_PREFIX ? SEM_PREFIX : NULL,
	.fits = SEM_HAS_PREFIX ? NULL : fits,
	.fill = fill,
};

static int
fill_in(int fd, const struct ipc_attr *attr)
{
	int64_t max = attr->size != UNKNOWN ? attr->size : INT64_MAX;
	int64_t length = (int64_t)attr->nbytes;

	if (length > max) {
		errno = EFBIG;
		return -1;
	}
	if (attr->from != -1)
		length = copy_bytes(fd, attr->from, max);
	else if (length != 0 && copy_write(fd, attr->bytes, attr->nbytes) == -1)
		length = -1;
	if (length == -1)
		return -1;
	return attr->size > length ? ftruncate(fd, attr->size) : 0;
}

static int
shm_make(struct ipc_object *o, const struct ipc_attr *attr)
{
	return posix_make(o, attr, fill_in);
}

/* 0 if the file may get that size; -1 with errno. */
static int
check_size(int fd, int64_t size, bool shrink)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return -1;
	if (size >= st.st_size || shrink)
		return 0;
	errno = ERANGE;
	return -1;
}

static int
change(int fd, const struct ipc_object *o, const struct ipc_attr *attr)
{
	if (posix_is_it(fd, o) == -1 ||
	    check_size(fd, attr->size, attr->shrink) == -1)
		return -1;
	return posix_change(fd, attr);
}

static int
shm_set(struct ipc_object *o, const struct ipc_attr *attr)
{
	int fd, status;

	if (attr->size == UNKNOWN)
		return posix_set(o, attr);
	if ((fd = posix_open(o, O_RDWR)) == -1)
		return -1;
	status = change(fd, o, attr);
	copy_close(fd);
	return status;
}

static int
open_memory(
    struct ipc_memory *memory, const struct ipc_object *o, bool writable)
{
	struct stat st;

	memory->fd = posix_open_look(o, writable ? O_RDWR : O_RDONLY, &st);
	if (memory->fd == -1)
		return -1;
	memory->size = st.st_size;
	return 0;
}

static int
grow_memory(struct ipc_memory *memory, int64_t size)
{
	if (check_size(memory->fd, size, false) == -1 ||
	    ftruncate(memory->fd, size) == -1)
		return -1;
	memory->size = size;
	return 0;
}

static void
close_memory(struct ipc_memory *memory)
{
	copy_close(memory->fd);
}

static const struct ipc_memory_ops memory_ops = {
	.open = open_memory,
	.resize = grow_memory,
	.close = close_memory,
};

static const char *
shm_strerror(int error)
{
	const char *message = shm_dir_strerror(error);

	return message != NULL ? message : posix_strerror(error);
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
	.times = posix_times,
	.open_dir = posix_open_place,
	.make = shm_make,
	.remove = posix_remove,
	.open_files = posix_open_place,
	.remove_from = posix_remove_from,
	.clear = posix_clear,
	.set = shm_set,
	.memory = &memory_ops,
	.strerror = shm_strerror,
};
