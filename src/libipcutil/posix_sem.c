/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * POSIX named semaphores: the files sem.NAME of /dev/shm, sem_overview(7).
 * They are read, never mapped: a file cut short would kill us (SIGBUS).
 */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdbool.h>
#include <unistd.h>

#include "posix.h"

/* glibc's and musl's semaphore on 64-bit machines has this many bytes. */
#define SEM_SIZE 32

/* Not following, not waiting for a fifo's writer, not touching atime. */
static int
open_file(int dirfd, const char *file)
{
	int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	int fd = openat(dirfd, file, flags | O_NOATIME);

	/* Only an owner may leave atime alone. */
	if (fd == -1 && errno == EPERM)
		fd = openat(dirfd, file, flags);
	return fd;
}

/* Low word: the value; high word: the waiters, as the library counts them. */
static void
read_value(struct ipc_object *o, int dirfd, const char *file)
{
	struct stat st;
	uint64_t word;
	int fd;

	if (sizeof(void *) != 8 || (fd = open_file(dirfd, file)) == -1)
		return;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    pread(fd, &word, sizeof(word), 0) == (ssize_t)sizeof(word)) {
		o->value = (int64_t)(word & INT32_MAX);
		ipc_array_set(&o->values, 1);
		o->values.v[0] = o->value;
		ipc_array_set(&o->ncnt, 1);
		o->ncnt.v[0] = (int64_t)(word >> 32);
	}
	close(fd);
}

static int
fill(struct ipc_object *o, int dirfd, const char *file, unsigned need)
{
	bool whole = o->size >= SEM_SIZE;

	o->nsems = 1;
	o->size = o->rss = UNKNOWN;
	if (!whole)
		o->status = "truncated";
	else if (need & (NEED_VALUES | NEED_SEMS))
		read_value(o, dirfd, file);
	return 0;
}

static const struct posix_files files = {
	.dir = SHM_DIR,
	.prefix = SEM_PREFIX,
	.fill = fill,
};

/* The descriptor of a semaphore is the library's own. */
static int
own(const struct ipc_object *o, const struct ipc_attr *attr)
{
	char path[POSIX_PATH_ROOM];

	if (attr->uid == UNKNOWN && attr->gid == UNKNOWN)
		return 0;
	posix_path(o, path);
	return lchown(path, (uid_t)attr->uid, (gid_t)attr->gid);
}

static int
sem_make(struct ipc_object *o, const struct ipc_attr *attr)
{
	unsigned value = attr->values.n > 0 ? (unsigned)attr->values.v[0] : 0;
	sem_t *sem;
	int error;

	sem = sem_open(o->name, O_CREAT | O_EXCL, (mode_t)attr->mode, value);
	if (sem == SEM_FAILED)
		return -1;
	sem_close(sem);
	if (own(o, attr) == -1) {
		error = errno;
		sem_unlink(o->name);
		errno = error;
		return -1;
	}
	return 0;
}

const struct ipc_kind posix_sem_kind = {
	.word = "sem",
	.api = "posix",
	.title = "POSIX semaphores",
	.place = SHM_DIR,
	.bit = KIND_POSIX_SEM,
	.own = &files,
	.list = posix_list,
	.stat = posix_stat,
	.make = sem_make,
	.remove = posix_remove,
	.clear = posix_clear,
	.strerror = posix_strerror,
};
