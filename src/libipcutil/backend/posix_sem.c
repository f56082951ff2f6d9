/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * POSIX named semaphores: files of /dev/shm, sem_overview(7), with the names
 * that the C library gives them (sem_layout.h). To show one, its file is read,
 * not mapped. To operate on one it is mapped; a process that may write to the
 * file can truncate it meanwhile (SIGBUS).
 */
#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <semaphore.h>
#include <stdbool.h>
#include <unistd.h>

#include "backend/posix.h"
#include "backend/posix_change.h"
#include "backend/posix_file.h"
#include "backend/sem_word.h"
#include "backend/shm_dir.h"
#include "base/copy.h"
#include "model/sems.h"

/*
 * Semaphores that programs of the other word size create have another size, and
 * their bytes mean something else.
 */
static const struct other {
	int64_t bytes;
	const char *status;
	const char *what;
} other =
#if UINTPTR_MAX == UINT64_MAX
    { 16, "32-bit",
	    "16 bytes, perhaps the semaphore of a 32-bit program; "
	    "this one is of 64 bits" };
#else
    { 32, "64-bit",
	    "32 bytes, perhaps the semaphore of a 64-bit program; "
	    "this one is of 32 bits" };
#endif

/*
 * 0 if a file of that size can be a semaphore, or an errno for sem_strerror().
 */
static int
check_size(int64_t bytes)
{
	if (bytes == other.bytes)
		return ENOEXEC;
	if (!SEM_HAS_PREFIX)
		return bytes == SEM_BYTES ? 0 : EMEDIUMTYPE;
	return bytes < SEM_BYTES ? EBADMSG : 0;
}

static bool
fits(int64_t size)
{
	return size == SEM_BYTES;
}

static void
read_value(struct ipc_object *o, int dirfd, const char *file)
{
	int fd = posix_openat(dirfd, file, O_RDONLY);
	int64_t waiters;
	sem_t sem;

	if (fd == -1)
		return;
	if (pread(fd, &sem, sizeof(sem), 0) == (ssize_t)sizeof(sem)) {
		sem_word_read(&sem, &o->value, &waiters);
		ipc_array_set(&o->values, 1);
		o->values.v[0] = o->value;
		ipc_array_set(&o->ncnt, 1);
		o->ncnt.v[0] = waiters;
	}
	close(fd);
}

static int
fill(struct ipc_object *o, int dirfd, const char *file, unsigned need)
{
	int error = check_size(o->size);

	if (error == EMEDIUMTYPE) {
		errno = error;
		return -1;
	}
	o->nsems = 1;
	o->size = o->rss = UNKNOWN;
	if (error != 0)
		o->status = error == EBADMSG ? "truncated" : other.status;
	else if (need & (NEED_VALUES | NEED_SEMS))
		read_value(o, dirfd, file);
	return 0;
}

static const struct posix_files files = {
	.dir = SHM_DIR,
	.prefix = SEM_PREFIX,
	.fits = SEM_HAS_PREFIX ? NULL : fits,
	.fill = fill,
};

/* Writes the same bytes as sem_open(3). */
static int
fill_in(int fd, const struct ipc_attr *attr)
{
	unsigned value = attr->values.n > 0 ? (unsigned)attr->values.v[0] : 0;
	sem_t sem = { 0 };

	if (sem_init(&sem, 1, value) == -1)
		return -1;
	return copy_write(fd, (const char *)&sem, sizeof(sem));
}

static int
sem_make(struct ipc_object *o, const struct ipc_attr *attr)
{
	return posix_make(o, attr, fill_in);
}

/*
 * If the name does not tell the kind, check that the file is a semaphore before
 * removing it: it could be shared memory.
 */
static int
sem_remove(const struct ipc_object *o)
{
	struct ipc_object there;

	if (!SEM_HAS_PREFIX && !posix_is_nameless(o->name)) {
		ipc_object_init(&there, o->kind);
		there.name = o->name;
		if (posix_stat(&there, 0) == -1)
			return -1;
	}
	return posix_remove(o);
}

/*
 * Maps the semaphore as sem_open(3) does, after checking the size of its file.
 */
static int
open_sem(struct ipc_sems *sems, const struct ipc_object *o)
{
	int fd = posix_open(o, O_RDWR), error;
	struct stat st;

	if (fd == -1)
		return -1;
	error = fstat(fd, &st) == -1 ? errno : check_size(st.st_size);
	if (error != 0) {
		close(fd);
		errno = error;
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
	if (n != 1 || ops->num != 0 ||
	    (ops->change != 1 && ops->change != -1)) {
		errno = ENOTSUP;
		return -1;
	}
	if (ops->change == 1)
		return sem_word_post(sems->sem);
	return ops->nowait ? sem_word_take(sems->sem)
			   : sem_word_wait(sems->sem);
}

static int
set_value(struct ipc_sems *sems, const struct ipc_array *values)
{
	return sem_word_set(sems->sem, (uint32_t)values->v[0]);
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

static const char *
sem_strerror(int error)
{
	const char *message = shm_dir_strerror(error);

	if (message != NULL)
		return message;
	if (error == EBADMSG)
		return "the file is too short to be a semaphore";
	if (error == EMEDIUMTYPE)
		return "no semaphore, by its size; as memory, say shm:/NAME";
	if (error == EILSEQ)
		return "no semaphore: its value would be above SEM_VALUE_MAX";
	if (error == ENOEXEC)
		return other.what;
	return posix_strerror(error);
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
	.times = posix_times,
	.open_dir = posix_open_place,
	.make = sem_make,
	.remove = sem_remove,
	.open_files = posix_open_place,
	.remove_from = posix_remove_from,
	.clear = posix_clear,
	.set = posix_set,
	.sem = &sem_ops,
	.strerror = sem_strerror,
};
