/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * POSIX named semaphores: the files sem.NAME of /dev/shm, sem_overview(7).
 * They are read, never mapped: a file cut short would kill us (SIGBUS).
 */
#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <semaphore.h>
#include <stdbool.h>
#include <unistd.h>

#include "posix.h"

/* glibc's and musl's semaphore on 64-bit machines has this many bytes. */
#define SEM_SIZE 32

/* Low word: the value; high word: the waiters, as the library counts them. */
static void
read_value(struct ipc_object *o, int dirfd, const char *file)
{
	uint64_t word;
	int fd;

	if (sizeof(void *) != 8 ||
	    (fd = posix_openat(dirfd, file, O_RDONLY)) == -1)
		return;
	if (pread(fd, &word, sizeof(word), 0) == (ssize_t)sizeof(word)) {
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

/*
 * As sem_open(3) does it, but of a file that is known to be long enough. Who
 * cuts it short now kills us all the same (SIGBUS).
 */
static int
open_sem(struct ipc_sems *sems, const struct ipc_object *o)
{
	int fd = posix_open(o, O_RDWR);
	struct stat st;

	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == -1 || st.st_size < (off_t)sizeof(sem_t)) {
		close(fd);
		errno = EBADMSG;
		return -1;
	}
	sems->sem = mmap(
	    NULL, sizeof(sem_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	copy_close(fd);
	sems->nsems = 1;
	return sems->sem == MAP_FAILED ? -1 : 0;
}

static int
operate(struct ipc_sems *sems, const struct ipc_sem_op *ops, size_t n)
{
	if (n != 1 || ops->num != 0) {
		errno = ENOTSUP;
		return -1;
	}
	if (ops->change == 1)
		return sem_post(sems->sem);
	if (ops->change == -1)
		return ops->nowait ? sem_trywait(sems->sem)
				   : sem_wait(sems->sem);
	errno = ENOTSUP;
	return -1;
}

/* There is no call that sets a value; those who wait are woken by this. */
static int
set_value(struct ipc_sems *sems, const struct ipc_array *values)
{
	int64_t wanted = values->v[0];
	int value, status = 0;

	while (status == 0 && sem_getvalue(sems->sem, &value) == 0 &&
	       value != wanted) {
		if (value < wanted)
			status = sem_post(sems->sem);
		else if ((status = sem_trywait(sems->sem)) == -1 &&
			 (errno == EAGAIN || errno == EINTR))
			status = 0;
	}
	return status;
}

static void
close_sem(struct ipc_sems *sems)
{
	munmap(sems->sem, sizeof(sem_t));
}

static const struct ipc_sem_ops sem_ops = {
	.max = SEM_VALUE_MAX,
	.name = "SEM_VALUE_MAX",
	.open = open_sem,
	.operate = operate,
	.set = set_value,
	.close = close_sem,
};

const struct ipc_kind posix_sem_kind = {
	.word = "sem",
	.api = "posix",
	.title = "POSIX semaphores",
	.place = SHM_DIR,
	.bit = KIND_POSIX_SEM,
	.own = &files,
	.list = posix_list,
	.stat = posix_stat,
	.open_dir = posix_open_place,
	.make = sem_make,
	.remove = posix_remove,
	.clear = posix_clear,
	.set = posix_set,
	.sem = &sem_ops,
	.strerror = posix_strerror,
};
