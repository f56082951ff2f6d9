/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hold an object, in one of the ways that a process can, until standard input
 * ends or a signal comes.
 *
 *	hold VERB OBJECT [NAME=VALUE ...]
 *
 * OBJECT is as in object.c; it is made with its defaults if it is not there.
 * Prints "ready", and after a space the object if it has an id, as soon as it
 * is held: what blocks is then really asleep in its call. The object stays.
 *
 *	open		mq:/ shm:/ sem:/	as its library call does it
 *	file		mq:/ shm:/ sem:/	its file, by open(2)
 *	map		shm:/ sem:/	mapped, nothing open
 *	map-cloned	shm:/		mapped, by a process that shares all
 *memory, too map-exec	shm:/		mapped, until SIGUSR1: then it runs cat
 *	map-forked	shm:/		mapped, by a child as well
 *	map-part	shm:/		its second page, to be written
 *	map-private	shm:/		a private mapping
 *	both		shm:/		mapped and open
 *	attach		shm:		attached
 *	attach-cloned	shm:		attached, as map-cloned
 *	attach-read	shm:		attached to read only
 *	removed		all		open, mapped or attached; then removed
 *	notify-none notify-signal notify-thread
 *			mq:/		registered by mq_notify(3)
 *	poll		mq:/		blocked in poll(2) for a message
 *	receive		mq: mq:/	blocked; type=
 *	send		mq: mq:/	blocked; size= type= priority=; it is
 *					filled up first
 *	rename renameat renameat2
 *			shm:/		its file, which had ".old" to its name
 *	undo		sem:		has done the values= with SEM_UNDO
 *	wait		sem: sem:/	blocked; values= are the operations from
 *					num= on, by default one that blocks
 *	zero		sem:		blocked until num= is zero
 *
 * count= does it as often, in threads of this process where it blocks.
 */
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <mqueue.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common.h"

struct verb;

/* What a verb is given; the target has its id, or fd or sem are open. */
struct job {
	const struct verb *verb;
	struct target target;
	struct settings settings;
	int fd;
	sem_t *sem;
	void *memory;
	_Atomic pid_t asleep; /* the thread that is about to block */
};

static int
check(int result, const char *what)
{
	if (result == -1)
		err(1, "%s", what);
	return result;
}

static int
open_queue(const struct target *t, int how)
{
	struct mq_attr attr = { .mq_maxmsg = 10, .mq_msgsize = 128 };
	mqd_t queue = mq_open(t->name, how | O_CREAT | O_CLOEXEC, 0600, &attr);

	/* O_CREAT is refused in a sticky directory to all but the owner. */
	if (queue == -1 && errno == EACCES)
		queue = mq_open(t->name, how | O_CLOEXEC);
	return check(queue, "mq_open");
}

static int
open_memory(const struct target *t)
{
	struct stat st;
	int fd = shm_open(t->name, O_RDWR, 0);

	if (fd == -1 && errno == ENOENT)
		fd = shm_open(t->name, O_RDWR | O_CREAT, 0600);
	else if (fd == -1)
		fd = shm_open(t->name, O_RDONLY, 0);
	check(fd, "shm_open");
	check(fstat(fd, &st), "fstat");
	if (st.st_size == 0)
		check(ftruncate(fd, 4096), "ftruncate");
	return fd;
}

static sem_t *
open_semaphore(const struct target *t)
{
	sem_t *sem = sem_open(t->name, 0);

	if (sem == SEM_FAILED && errno == ENOENT)
		sem = sem_open(t->name, O_CREAT, 0600, 0);
	if (sem == SEM_FAILED)
		err(1, "sem_open");
	return sem;
}

/* The ways that do not block. */

static void
hold_open(struct job *job)
{
	switch (job->target.kind) {
	case MQ:
		open_queue(&job->target, O_RDONLY);
		break;
	case SHM:
		open_memory(&job->target);
		break;
	default:
		open_semaphore(&job->target);
	}
}

static void
hold_file(struct job *job)
{
	check(open(target_path(&job->target), O_RDONLY | O_CLOEXEC), "open");
}

/* The name of before is relative to the directory, where there may be one. */
static void
rename_file(struct job *job, int (*give)(int dirfd, const char *, const char *))
{
	const char *path = target_path(&job->target);
	const char *slash = strrchr(path, '/');
	char dir[64], old[512];
	int dirfd;

	snprintf(dir, sizeof(dir), "%.*s", (int)(slash - path), path);
	dirfd = check(open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "open");
	snprintf(old, sizeof(old), "%s.old", slash + 1);
	close(check(openat(dirfd, old, O_CREAT | O_RDONLY, 0600), "openat"));
	check(fchdir(dirfd), "fchdir");
	check(give(dirfd, old, path), "rename");
}

static int
by_rename(int dirfd, const char *old, const char *path)
{
	(void)dirfd;
	return rename(old, path);
}

static int
by_renameat(int dirfd, const char *old, const char *path)
{
	return renameat(dirfd, old, AT_FDCWD, path);
}

static int
by_renameat2(int dirfd, const char *old, const char *path)
{
	return (int)syscall(SYS_renameat2, dirfd, old, AT_FDCWD, path, 0);
}

static void
hold_rename(struct job *job)
{
	rename_file(job, by_rename);
}

static void
hold_renameat(struct job *job)
{
	rename_file(job, by_renameat);
}

static void
hold_renameat2(struct job *job)
{
	rename_file(job, by_renameat2);
}

/* Map a page of it, by the descriptor that is returned. */
static int
map_page(struct job *job, int access, int how, off_t page)
{
	int fd = open_memory(&job->target);

	job->memory = mmap(NULL, 4096, access, how, fd, page * 4096);
	if (job->memory == MAP_FAILED)
		err(1, "mmap");
	return fd;
}

static int
map(struct job *job, int how)
{
	return map_page(job, PROT_READ, how, 0);
}

static void
hold_map(struct job *job)
{
	close(map(job, MAP_SHARED));
}

/* The child ends as its parent does. */
static void
hold_map_forked(struct job *job)
{
	char rest[512];

	hold_map(job);
	if (check(fork(), "fork") != 0)
		return;
	while (read(STDIN_FILENO, rest, sizeof(rest)) > 0)
		;
	_exit(0);
}

static int
share(void *unused)
{
	char rest[512];

	while (read(STDIN_FILENO, rest, sizeof(rest)) > 0)
		;
	/* To return ends it; at _exit(2) a sanitizer looks at the stack. */
	return unused != NULL;
}

/* As vfork(2) does it, but that both go on. */
static void
clone_memory(void)
{
	static _Alignas(16) char stack[65536];

	check(clone(share, stack + sizeof(stack), CLONE_VM | SIGCHLD, NULL),
	    "clone");
}

static void
hold_map_cloned(struct job *job)
{
	hold_map(job);
	clone_memory();
}

static void
run_cat(int signal)
{
	execl("/bin/cat", "cat", (char *)NULL);
	_exit(signal);
}

static void
hold_map_exec(struct job *job)
{
	hold_map(job);
	if (signal(SIGUSR1, run_cat) == SIG_ERR)
		err(1, "signal");
}

static void
hold_map_part(struct job *job)
{
	close(map_page(job, PROT_READ | PROT_WRITE, MAP_SHARED, 1));
}

static void
hold_map_private(struct job *job)
{
	close(map(job, MAP_PRIVATE));
}

static void
hold_both(struct job *job)
{
	map(job, MAP_SHARED);
}

static void
attach(const struct job *job, int how)
{
	const void *memory = shmat(job->target.id, NULL, how);

	check((intptr_t)memory == -1 ? -1 : 0, "shmat");
}

static void
hold_attach(struct job *job)
{
	attach(job, 0);
}

static void
hold_attach_cloned(struct job *job)
{
	hold_attach(job);
	clone_memory();
}

static void
hold_attach_read(struct job *job)
{
	attach(job, SHM_RDONLY);
}

static void
hold_removed_mq(struct job *job)
{
	hold_open(job);
	if (mq_unlink(job->target.name) == -1 && errno != ENOENT)
		err(1, "mq_unlink");
}

static void
hold_removed_shm(struct job *job)
{
	hold_map(job);
	check(shm_unlink(job->target.name), "shm_unlink");
}

static void
hold_removed_sem(struct job *job)
{
	hold_open(job);
	check(sem_unlink(job->target.name), "sem_unlink");
}

static void
hold_removed_segment(struct job *job)
{
	hold_attach(job);
	check(shmctl(job->target.id, IPC_RMID, NULL), "IPC_RMID");
}

static void
notified(union sigval value)
{
	(void)value;
}

static void
notify(struct job *job, struct sigevent event)
{
	int fd = open_queue(&job->target, O_RDONLY);

	signal(SIGUSR1, SIG_IGN);
	check(mq_notify(fd, &event), "mq_notify");
}

static void
hold_notify_none(struct job *job)
{
	notify(job, (struct sigevent){ .sigev_notify = SIGEV_NONE });
}

static void
hold_notify_signal(struct job *job)
{
	notify(job, (struct sigevent){
			.sigev_notify = SIGEV_SIGNAL,
			.sigev_signo = SIGUSR1,
		    });
}

static void
hold_notify_thread(struct job *job)
{
	notify(job, (struct sigevent){
			.sigev_notify = SIGEV_THREAD,
			.sigev_notify_function = notified,
		    });
}

/* The ways that block; they return only if they could not. */

struct message {
	long type;
	char text[1 << 16];
};

static int
receive_posix(struct job *job)
{
	struct message m;

	return (int)mq_receive(job->fd, m.text, sizeof(m.text), NULL);
}

static int
receive_sysv(struct job *job)
{
	struct message m;

	return (int)msgrcv(job->target.id, &m, sizeof(m.text),
	    (long)or_else(job->settings.type, 0), 0);
}

static int
poll_posix(struct job *job)
{
	struct pollfd fd = { .fd = job->fd, .events = POLLIN };

	return poll(&fd, 1, -1);
}

static int
send_one(struct job *job, int flags)
{
	struct message m = { .type = (long)or_else(job->settings.type, 1) };
	size_t size = (size_t)or_else(job->settings.size, 100);
	const struct timespec past = { 0 };

	if (size > sizeof(m.text))
		errx(2, "size=%zu is too large", size);
	if (!job->target.posix)
		return msgsnd(job->target.id, &m, size, flags);
	if (flags & IPC_NOWAIT)
		return mq_timedsend(job->fd, m.text, size,
		    (unsigned)or_else(job->settings.priority, 0), &past);
	return mq_send(job->fd, m.text, size,
	    (unsigned)or_else(job->settings.priority, 0));
}

static int
send_blocked(struct job *job)
{
	return send_one(job, 0);
}

static int
wait_posix(struct job *job)
{
	return sem_wait(job->sem);
}

static int
wait_sysv(struct job *job)
{
	const char *list = job->settings.values;
	unsigned short num = (unsigned short)or_else(job->settings.num, 0);
	struct sembuf ops[500] = { { .sem_num = num } };
	int64_t value;
	size_t n = 0;

	if (list == NULL) {
		value = check(semctl(job->target.id, num, GETVAL), "GETVAL");
		ops[n++].sem_op = (short)(-value - 1);
	}
	while (list != NULL && n < sizeof(ops) / sizeof(ops[0]) &&
	       number_next(&list, &value, SHRT_MIN, SHRT_MAX))
		ops[n++] = (struct sembuf){
			.sem_num = num++,
			.sem_op = (short)value,
		};
	return semop(job->target.id, ops, n);
}

static int
zero_sysv(struct job *job)
{
	struct sembuf op = {
		.sem_num = (unsigned short)or_else(job->settings.num, 0),
	};

	return semop(job->target.id, &op, 1);
}

/* What to do before one of those. */

static void
open_to_receive(struct job *job)
{
	job->fd = open_queue(&job->target, O_RDONLY);
}

static void
open_and_fill(struct job *job)
{
	if (job->target.posix)
		job->fd = open_queue(&job->target, O_WRONLY);
	while (send_one(job, IPC_NOWAIT) == 0)
		;
	if (errno != EAGAIN && errno != ETIMEDOUT)
		err(1, "send");
}

static void
open_to_wait(struct job *job)
{
	job->sem = open_semaphore(&job->target);
}

#define SYSV(kind) (1U << (kind))
#define POSIX(kind) (8U << (kind))
#define ALL_POSIX (POSIX(MQ) | POSIX(SHM) | POSIX(SEM))

/* To be taken back when this process ends. */
static void
hold_undo(struct job *job)
{
	const char *list = job->settings.values;
	struct sembuf op = { .sem_flg = SEM_UNDO };
	int64_t value;

	while (list != NULL && number_next(&list, &value, SHRT_MIN, SHRT_MAX)) {
		op.sem_op = (short)value;
		if (value != 0)
			check(semop(job->target.id, &op, 1), "semop");
		op.sem_num++;
	}
}

static const struct verb {
	const char *name;
	unsigned kinds;
	void (*hold)(struct job *);
	int (*block)(struct job *); /* in a thread, after hold */
} verbs[] = {
	{ "attach", SYSV(SHM), hold_attach, NULL },
	{ "attach-cloned", SYSV(SHM), hold_attach_cloned, NULL },
	{ "attach-read", SYSV(SHM), hold_attach_read, NULL },
	{ "both", POSIX(SHM), hold_both, NULL },
	{ "file", ALL_POSIX, hold_file, NULL },
	{ "map", POSIX(SHM), hold_map, NULL },
	{ "map", POSIX(SEM), hold_open, NULL },
	{ "map-cloned", POSIX(SHM), hold_map_cloned, NULL },
	{ "map-exec", POSIX(SHM), hold_map_exec, NULL },
	{ "map-forked", POSIX(SHM), hold_map_forked, NULL },
	{ "map-part", POSIX(SHM), hold_map_part, NULL },
	{ "map-private", POSIX(SHM), hold_map_private, NULL },
	{ "notify-none", POSIX(MQ), hold_notify_none, NULL },
	{ "notify-signal", POSIX(MQ), hold_notify_signal, NULL },
	{ "notify-thread", POSIX(MQ), hold_notify_thread, NULL },
	{ "open", ALL_POSIX, hold_open, NULL },
	{ "poll", POSIX(MQ), open_to_receive, poll_posix },
	{ "receive", POSIX(MQ), open_to_receive, receive_posix },
	{ "receive", SYSV(MQ), NULL, receive_sysv },
	{ "removed", POSIX(MQ), hold_removed_mq, NULL },
	{ "removed", POSIX(SHM), hold_removed_shm, NULL },
	{ "removed", POSIX(SEM), hold_removed_sem, NULL },
	{ "removed", SYSV(SHM), hold_removed_segment, NULL },
	{ "rename", POSIX(SHM), hold_rename, NULL },
	{ "renameat", POSIX(SHM), hold_renameat, NULL },
	{ "renameat2", POSIX(SHM), hold_renameat2, NULL },
	{ "send", SYSV(MQ) | POSIX(MQ), open_and_fill, send_blocked },
	{ "undo", SYSV(SEM), hold_undo, NULL },
	{ "wait", POSIX(SEM), open_to_wait, wait_posix },
	{ "wait", SYSV(SEM), NULL, wait_sysv },
	{ "zero", SYSV(SEM), NULL, zero_sysv },
};

#define NVERBS (sizeof(verbs) / sizeof(verbs[0]))

static const struct verb *
verb_find(const char *name, const struct target *t)
{
	const struct verb *v;
	unsigned kind = t->posix ? POSIX(t->kind) : SYSV(t->kind);

	for (v = verbs; v < verbs + NVERBS; v++)
		if (strcmp(v->name, name) == 0 && v->kinds & kind)
			return v;
	errx(2, "%s: no such verb for this kind", name);
}

/* Find the System V object, or make it. */
static void
open_sysv(struct target *t)
{
	if (t->id != -1 || (t->id = target_id(t)) != -1)
		return;
	if (t->key != IPC_PRIVATE && errno != ENOENT)
		err(1, "%s", kind_words[t->kind]);
	t->id = t->kind == MQ	 ? msgget(t->key, IPC_CREAT | 0600)
		: t->kind == SHM ? shmget(t->key, 4096, IPC_CREAT | 0600)
				 : semget(t->key, 1, IPC_CREAT | 0600);
	check(t->id, "get");
}

static void *
block(void *argument)
{
	struct job *job = argument;

	job->asleep = gettid();
	job->verb->block(job);
	err(1, "%s ended", job->verb->name);
}

/* Whether that thread of ours sleeps: all it does is the call. */
static bool
is_asleep(pid_t tid)
{
	char path[64], text[512];
	const char *state = NULL;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", (int)tid);
	f = fopen(path, "re");
	if (f == NULL)
		err(1, "%s", path);
	if (fgets(text, sizeof(text), f) != NULL)
		state = strrchr(text, ')');
	fclose(f);
	return state != NULL && strncmp(state, ") S", 3) == 0;
}

/* Start a thread, and wait until it is blocked. */
static void
start(struct job *job)
{
	pthread_t id;
	int tries, error;

	job->asleep = 0;
	error = pthread_create(&id, NULL, block, job);
	if (error != 0)
		errc(1, error, "pthread_create");
	for (tries = 0; tries < 10000; tries++) {
		usleep(1000);
		if (job->asleep != 0 && is_asleep(job->asleep))
			return;
	}
	errx(1, "%s does not block", job->verb->name);
}

int
main(int argc, char **argv)
{
	struct job job = { .fd = -1 };
	char rest[512];
	int64_t i;

	if (argc < 3)
		errx(2, "usage: hold verb object [name=value ...]");
	/* Others' pipes would not end while this one lives. */
	closefrom(3);
	target_parse(&job.target, argv[2]);
	settings_parse(&job.settings, argv + 3);
	job.verb = verb_find(argv[1], &job.target);
	if (!job.target.posix)
		open_sysv(&job.target);

	for (i = 0; i < or_else(job.settings.count, 1); i++) {
		if (job.verb->hold != NULL)
			job.verb->hold(&job);
		if (job.verb->block != NULL)
			start(&job);
	}
	printf("ready%s", job.target.posix ? "\n" : " ");
	if (!job.target.posix)
		target_print(&job.target);
	if (fflush(stdout) != 0)
		err(1, "stdout");
	while (read(STDIN_FILENO, rest, sizeof(rest)) > 0)
		;
	/* Not exit(3): that would race with the threads. */
	_exit(0);
}
