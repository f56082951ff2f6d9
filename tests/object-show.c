/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The verb show: every fact of one object as the calls tell it, by the names
 * that ipcls gives them. Nothing is converted: times are seconds since 1970, a
 * time or pid of 0 is printed as 0. What the calls cannot tell is null.
 */
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <mqueue.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/compat.h"
#include "verbs.h"

static void
field(const char *name, intmax_t value)
{
	printf(", \"%s\": %jd", name, value);
}

static void
field_null(const char *name)
{
	printf(", \"%s\": null", name);
}

static void
begin(const struct target *t)
{
	printf("{ \"kind\": \"%s\", \"api\": \"%s\"", kind_words[t->kind],
	    t->posix ? "posix" : "sysv");
}

static void
perm(int id, const struct ipc_perm *p)
{
	field("id", id);
	printf(", \"key\": \"0x%08x\"", (unsigned)p->__key);
	field("uid", p->uid);
	field("gid", p->gid);
	field("cuid", p->cuid);
	field("cgid", p->cgid);
	printf(", \"mode\": \"%04o\"", p->mode & 0777U);
}

static void
show_mq_sysv(const struct target *t)
{
	struct msqid_ds ds;

	if (msgctl(t->id, IPC_STAT, &ds) == -1)
		err(1, "IPC_STAT");
	begin(t);
	perm(t->id, &ds.msg_perm);
	field("ctime", ds.msg_ctime);
	field("stime", ds.msg_stime);
	field("rtime", ds.msg_rtime);
	field("messages", (intmax_t)ds.msg_qnum);
	field("bytes", (intmax_t)ds.msg_cbytes);
	field("max_bytes", (intmax_t)ds.msg_qbytes);
	field("lspid", ds.msg_lspid);
	field("lrpid", ds.msg_lrpid);
}

static void
show_shm_sysv(const struct target *t)
{
	static const char *const statuses[2][2] = {
		{ "null", "\"locked\"" },
		{ "\"dest\"", "\"dest,locked\"" },
	};
	struct shmid_ds ds;

	if (shmctl(t->id, IPC_STAT, &ds) == -1)
		err(1, "IPC_STAT");
	begin(t);
	perm(t->id, &ds.shm_perm);
	field("ctime", ds.shm_ctime);
	field("atime", ds.shm_atime);
	field("dtime", ds.shm_dtime);
	field("size", (intmax_t)ds.shm_segsz);
	field("nattch", (intmax_t)ds.shm_nattch);
	field("cpid", ds.shm_cpid);
	field("lpid", ds.shm_lpid);
	printf(", \"status\": %s", statuses[!!(ds.shm_perm.mode & SHM_DEST)]
					   [!!(ds.shm_perm.mode & SHM_LOCKED)]);
}

/* What semctl says of each semaphore of a set. */
static void
each(const char *name, int id, int nsems, int command)
{
	int i, value;

	printf(", \"%s\": [", name);
	for (i = 0; i < nsems; i++) {
		if ((value = semctl(id, i, command)) == -1)
			err(1, "%s of semaphore %d", name, i);
		printf("%s%d", i == 0 ? "" : ", ", value);
	}
	printf("]");
}

static void
show_sem_sysv(const struct target *t)
{
	struct semid_ds ds;
	union semun arg = { .buf = &ds };
	int i, n;

	if (semctl(t->id, 0, IPC_STAT, arg) == -1)
		err(1, "IPC_STAT");
	n = (int)ds.sem_nsems;
	begin(t);
	perm(t->id, &ds.sem_perm);
	field("ctime", ds.sem_ctime);
	field("otime", ds.sem_otime);
	field("nsems", n);

	arg.array = calloc((size_t)n, sizeof(*arg.array));
	if (arg.array == NULL || semctl(t->id, 0, GETALL, arg) == -1)
		err(1, "GETALL");
	if (n == 1)
		field("value", arg.array[0]);
	printf(", \"values\": [");
	for (i = 0; i < n; i++)
		printf("%s%u", i == 0 ? "" : ", ", arg.array[i]);
	printf("]");
	free(arg.array);
	each("pid", t->id, n, GETPID);
	each("ncnt", t->id, n, GETNCNT);
	each("zcnt", t->id, n, GETZCNT);
}

static void
file(const struct statx *sx)
{
	field("uid", sx->stx_uid);
	field("gid", sx->stx_gid);
	printf(", \"mode\": \"%04o\"", sx->stx_mode & 07777U);
	field("ctime", sx->stx_ctime.tv_sec);
	field("mtime", sx->stx_mtime.tv_sec);
	field("atime", sx->stx_atime.tv_sec);
	if (sx->stx_mask & STATX_BTIME)
		field("btime", sx->stx_btime.tv_sec);
	else
		field_null("btime");
}

static void
notification(intmax_t how, intmax_t signo, intmax_t pid)
{
	if (pid == 0)
		field_null("notify");
	else if (how == SIGEV_THREAD)
		printf(", \"notify\": \"thread\"");
	else if (how == SIGEV_NONE)
		printf(", \"notify\": \"none\"");
	else
#ifdef HAVE_SIGABBREV_NP
		printf(", \"notify\": \"SIG%s\"", sigabbrev_np((int)signo));
#else
		printf(", \"notify\": \"signal%jd\"", signo);
#endif
	field("notify_pid", pid);
}

static void
show_mq_posix(const struct target *t)
{
	mqd_t queue = mq_open(t->name, O_RDONLY | O_CLOEXEC);
	intmax_t bytes, how, signo, pid;
	struct mq_attr attr;
	struct statx sx;
	char text[128];
	ssize_t n;

	if (queue == -1)
		err(1, "mq_open");
	/* First: reading the file sets its atime and ctime. */
	if (statx(queue, "", AT_EMPTY_PATH, STATX_ALL, &sx) == -1)
		err(1, "statx");
	if (mq_getattr(queue, &attr) == -1)
		err(1, "mq_getattr");
	if ((n = read(queue, text, sizeof(text) - 1)) == -1)
		err(1, "read");
	text[n] = '\0';
	if (sscanf(text, "QSIZE:%jd NOTIFY:%jd SIGNO:%jd NOTIFY_PID:%jd",
		&bytes, &how, &signo, &pid) != 4)
		errx(1, "queue file: %s", text);
	mq_close(queue);

	begin(t);
	file(&sx);
	field("messages", attr.mq_curmsgs);
	field("bytes", bytes);
	field("max_messages", attr.mq_maxmsg);
	field("max_message_size", attr.mq_msgsize);
	notification(how, signo, pid);
}

/* By name, as opening is more than some of them allow, and tells on us. */
static void
show_file(const struct target *t, struct statx *sx)
{
	if (statx(AT_FDCWD, target_path(t), AT_SYMLINK_NOFOLLOW, STATX_ALL,
		sx) == -1)
		err(1, "statx");
	begin(t);
	file(sx);
}

static void
show_shm_posix(const struct target *t)
{
	struct statx sx;

	show_file(t, &sx);
	field("size", (intmax_t)sx.stx_size);
	field("rss", (intmax_t)sx.stx_blocks * 512);
}

/* How many wait, which no function returns: a word, as the library has it. */
static void
sem_waiters(const sem_t *sem)
{
#if !defined(__GLIBC__)
	const size_t at = 1;
#elif !defined(__LP64__)
	const size_t at = 3;
#else
	const size_t at = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
#endif
	uint32_t words[sizeof(*sem) / sizeof(uint32_t)];

	memcpy(words, sem, sizeof(words));
	field("nwaiters", words[at]);
}

static void
show_sem_posix(const struct target *t)
{
	struct statx sx;
	sem_t *sem;
	int value;

	show_file(t, &sx);
	sem = sem_open(t->name, 0);
	if (sem == SEM_FAILED) {
		warn("sem_open");
		field_null("value");
		return;
	}
	sem_getvalue(sem, &value);
	field("value", value);
	sem_waiters(sem);
	sem_close(sem);
}

void
show_stat(struct target *t, const struct settings *s)
{
	struct statx sx;

	(void)s;
	if (!t->posix)
		errx(2, "only for POSIX");
	show_file(t, &sx);
	printf(" }\n");
}

void
show(struct target *t, const struct settings *s)
{
	static void (*const shows[2][NKINDS])(const struct target *) = {
		{ show_mq_sysv, show_shm_sysv, show_sem_sysv },
		{ show_mq_posix, show_shm_posix, show_sem_posix },
	};

	(void)s;
	if (!t->posix && (t->id = target_id(t)) == -1)
		err(1, "%s", kind_words[t->kind]);
	shows[t->posix][t->kind](t);
	printf(" }\n");
}

static int
any_mq(int i, int command)
{
	struct msqid_ds ds;

	return msgctl(i, command, &ds);
}

static int
any_shm(int i, int command)
{
	struct shmid_ds ds;

	return shmctl(i, command, &ds);
}

static int
any_sem(int i, int command)
{
	struct semid_ds ds;
	union semun arg = { .buf = &ds };

	return semctl(i, 0, command, arg);
}

/* The least that a listing of System V objects can do. */
void
loop(struct target *t, const struct settings *s)
{
	static const struct {
		int (*call)(int i, int command);
		int info, stat_any;
	} loops[NKINDS] = {
		{ any_mq, MSG_INFO, MSG_STAT_ANY },
		{ any_shm, SHM_INFO, SHM_STAT_ANY },
		{ any_sem, SEM_INFO, SEM_STAT_ANY },
	};
	int i, n = 0, last = loops[t->kind].call(0, loops[t->kind].info);

	(void)s;
	if (t->posix)
		errx(2, "only for System V");
	for (i = 0; i <= last; i++)
		if (loops[t->kind].call(i, loops[t->kind].stat_any) != -1)
			n++;
	printf("%d\n", n);
}
