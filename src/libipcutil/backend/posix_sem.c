/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * POSIX named semaphores: the files sem.NAME of /dev/shm, sem_overview(7).
 * To look at one it is read, not mapped. To operate on one it has to be mapped,
 * and who may write to the file may cut it short meanwhile (SIGBUS).
 */
#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <semaphore.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

#include "backend/posix.h"
#include "backend/shm_dir.h"

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

/* What a signal handler is told and tells has no other place. */
static sem_t *used;
static volatile sig_atomic_t cut;

/*
 * The library cannot be left in the middle of a call (its cleanup would touch
 * the semaphore again), so it gets another one that lets the call return.
 */
static void
replace(int signo)
{
	/* cppcheck-suppress leakReturnValNotUsed ; it is where it was */
	if (mmap(used, sizeof(*used), PROT_READ | PROT_WRITE,
		/* cppcheck-suppress invalidFunctionArg ; no file is behind */
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED ||
	    sem_init(used, 0, 1) == -1)
		signal(signo, SIG_DFL);
	cut = 1;
}

/* Calls it, but fails with EBADMSG where the file is too short by now. */
static int
guard(int (*call)(sem_t *, int64_t), sem_t *sem, int64_t argument)
{
	struct sigaction action = { .sa_handler = replace }, old;
	int status, error;

	used = sem;
	cut = 0;
	sigaction(SIGBUS, &action, &old);
	status = call(sem, argument);
	error = errno;
	sigaction(SIGBUS, &old, NULL);
	errno = cut ? EBADMSG : error;
	return cut ? -1 : status;
}

/* As sem_open(3) does it, but of a file that is known to be long enough. */
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
change(sem_t *sem, int64_t by)
{
	return by == 1 ? sem_post(sem) : sem_wait(sem);
}

static int
take_now(sem_t *sem, int64_t change)
{
	(void)change;
	return sem_trywait(sem);
}

static int
operate(struct ipc_sems *sems, const struct ipc_sem_op *ops, size_t n)
{
	if (n != 1 || ops->num != 0 ||
	    (ops->change != 1 && ops->change != -1)) {
		errno = ENOTSUP;
		return -1;
	}
	return guard(ops->change == -1 && ops->nowait ? take_now : change,
	    sems->sem, ops->change);
}

/* There is no call that sets a value; those who wait are woken by this. */
static int
reach(sem_t *sem, int64_t wanted)
{
	int value, status = 0;

	while (
	    status == 0 && sem_getvalue(sem, &value) == 0 && value != wanted) {
		if (value < wanted)
			status = sem_post(sem);
		else if ((status = sem_trywait(sem)) == -1 &&
			 (errno == EAGAIN || errno == EINTR))
			status = 0;
	}
	return status;
}

static int
set_value(struct ipc_sems *sems, const struct ipc_array *values)
{
	return guard(reach, sems->sem, values->v[0]);
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
	.open_dir = posix_open_place,
	.make = sem_make,
	.remove = posix_remove,
	.clear = posix_clear,
	.set = posix_set,
	.sem = &sem_ops,
	.strerror = sem_strerror,
};
