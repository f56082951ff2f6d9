/* SPDX-License-Identifier: BSD-2-Clause */
/* The verbs of object that make, change and remove. */
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <mqueue.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "verbs.h"

static void
check(int result, const char *what)
{
	if (result == -1)
		err(1, "%s", what);
}

static bool
wants_owner(const struct settings *s)
{
	return s->uid != UNSET || s->gid != UNSET;
}

static bool
wants_perm(const struct settings *s)
{
	return wants_owner(s) || s->mode != UNSET;
}

static void
set_mq_posix(const struct target *t, const struct settings *s)
{
	mqd_t queue = mq_open(t->name, O_RDONLY | O_CLOEXEC);

	if (queue == -1 && errno == EACCES)
		queue = mq_open(t->name, O_WRONLY | O_CLOEXEC);
	check(queue, "mq_open");
	if (wants_owner(s))
		check(fchown(queue, (uid_t)or_else(s->uid, -1),
			  (gid_t)or_else(s->gid, -1)),
		    "fchown");
	if (s->mode != UNSET)
		check(fchmod(queue, (mode_t)s->mode), "fchmod");
	mq_close(queue);
}

static void
set_value_posix(const struct target *t, int64_t wanted)
{
	sem_t *sem = sem_open(t->name, 0);
	int value;

	if (sem == SEM_FAILED)
		err(1, "sem_open");
	while (sem_getvalue(sem, &value) == 0 && value > wanted)
		sem_trywait(sem);
	for (; value < wanted; value++)
		check(sem_post(sem), "sem_post");
	sem_close(sem);
}

/* Memory and semaphores are files. */
static void
set_file(const struct target *t, const struct settings *s)
{
	const char *path = target_path(t);
	const char *list = s->values;
	int64_t value;

	if (s->size != UNSET)
		check(truncate(path, s->size), "truncate");
	if (t->kind == SEM && list != NULL &&
	    number_next(&list, &value, 0, INT_MAX))
		set_value_posix(t, value);
	if (wants_owner(s))
		check(lchown(path, (uid_t)or_else(s->uid, -1),
			  (gid_t)or_else(s->gid, -1)),
		    "lchown");
	if (s->mode != UNSET)
		check(chmod(path, (mode_t)s->mode), "chmod");
}

static void
set_perm(struct ipc_perm *perm, const struct settings *s)
{
	perm->uid = (uid_t)or_else(s->uid, perm->uid);
	perm->gid = (gid_t)or_else(s->gid, perm->gid);
	perm->mode = (mode_t)or_else(s->mode, perm->mode);
}

static void
set_mq_sysv(const struct target *t, const struct settings *s)
{
	struct msqid_ds ds;

	if (!wants_perm(s) && s->max_bytes == UNSET)
		return;
	check(msgctl(t->id, IPC_STAT, &ds), "IPC_STAT");
	set_perm(&ds.msg_perm, s);
	ds.msg_qbytes = (msglen_t)or_else(s->max_bytes, (long)ds.msg_qbytes);
	check(msgctl(t->id, IPC_SET, &ds), "IPC_SET");
}

static void
set_shm_sysv(const struct target *t, const struct settings *s)
{
	struct shmid_ds ds;

	if (s->lock != UNSET)
		check(shmctl(t->id, s->lock ? SHM_LOCK : SHM_UNLOCK, NULL),
		    "SHM_LOCK");
	if (!wants_perm(s))
		return;
	check(shmctl(t->id, IPC_STAT, &ds), "IPC_STAT");
	set_perm(&ds.shm_perm, s);
	check(shmctl(t->id, IPC_SET, &ds), "IPC_SET");
}

static void
set_values_sysv(const struct target *t, const char *list, size_t n)
{
	unsigned short *values = calloc(n, sizeof(*values));
	union semun arg = { .array = values };
	int64_t value;
	size_t i;

	if (values == NULL)
		err(1, NULL);
	for (i = 0; number_next(&list, &value, 0, USHRT_MAX); i++) {
		if (i == n)
			errx(2, "more values than semaphores");
		values[i] = (unsigned short)value;
	}
	check(semctl(t->id, 0, SETALL, arg), "SETALL");
	free(values);
}

static void
set_sem_sysv(const struct target *t, const struct settings *s)
{
	struct semid_ds ds;
	union semun arg = { .buf = &ds };

	if (s->values == NULL && !wants_perm(s))
		return;
	check(semctl(t->id, 0, IPC_STAT, arg), "IPC_STAT");
	if (s->values != NULL)
		set_values_sysv(t, s->values, ds.sem_nsems);
	if (!wants_perm(s))
		return;
	set_perm(&ds.sem_perm, s);
	check(semctl(t->id, 0, IPC_SET, arg), "IPC_SET");
}

static int
make_mq_posix(struct target *t, const struct settings *s, mode_t mode)
{
	struct mq_attr attr = {
		.mq_maxmsg = or_else(s->max_messages, 10),
		.mq_msgsize = or_else(s->max_message_size, 128),
	};
	mqd_t queue = mq_open(
	    t->name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, mode, &attr);

	return queue == -1 ? -1 : mq_close(queue);
}

static int
make_shm_posix(struct target *t, const struct settings *s, mode_t mode)
{
	int fd = shm_open(t->name, O_CREAT | O_EXCL | O_RDWR, mode);

	check(fd, "shm_open");
	check(ftruncate(fd, or_else(s->size, 4096)), "ftruncate");
	return close(fd);
}

static int
make_sem_posix(struct target *t, const struct settings *s, mode_t mode)
{
	const char *list = s->values == NULL ? "0" : s->values;
	sem_t *sem;
	int64_t value = 0;

	number_next(&list, &value, 0, UINT_MAX);
	sem = sem_open(t->name, O_CREAT | O_EXCL, mode, (unsigned)value);
	return sem == SEM_FAILED ? -1 : sem_close(sem);
}

static int
make_mq_sysv(struct target *t, const struct settings *s, mode_t mode)
{
	(void)s;
	t->id = msgget(t->key, IPC_CREAT | IPC_EXCL | (int)mode);
	return t->id;
}

static int
make_shm_sysv(struct target *t, const struct settings *s, mode_t mode)
{
	t->id = shmget(t->key, (size_t)or_else(s->size, 4096),
	    IPC_CREAT | IPC_EXCL | (int)mode);
	return t->id;
}

static int
make_sem_sysv(struct target *t, const struct settings *s, mode_t mode)
{
	t->id = semget(t->key, (int)or_else(s->nsems, 1),
	    IPC_CREAT | IPC_EXCL | (int)mode);
	return t->id;
}

static int
unmake_mq_sysv(const struct target *t)
{
	return msgctl(target_id(t), IPC_RMID, NULL);
}

static int
unmake_shm_sysv(const struct target *t)
{
	return shmctl(target_id(t), IPC_RMID, NULL);
}

static int
unmake_sem_sysv(const struct target *t)
{
	return semctl(target_id(t), 0, IPC_RMID);
}

static int
unmake_mq_posix(const struct target *t)
{
	return mq_unlink(t->name);
}

static int
unmake_shm_posix(const struct target *t)
{
	return shm_unlink(t->name);
}

static int
unmake_sem_posix(const struct target *t)
{
	return sem_unlink(t->name);
}

static const struct maker {
	int (*make)(struct target *, const struct settings *, mode_t);
	void (*set)(const struct target *, const struct settings *);
	int (*unmake)(const struct target *);
} makers[2][NKINDS] = {
	{
	    { make_mq_sysv, set_mq_sysv, unmake_mq_sysv },
	    { make_shm_sysv, set_shm_sysv, unmake_shm_sysv },
	    { make_sem_sysv, set_sem_sysv, unmake_sem_sysv },
	},
	{
	    { make_mq_posix, set_mq_posix, unmake_mq_posix },
	    { make_shm_posix, set_file, unmake_shm_posix },
	    { make_sem_posix, set_file, unmake_sem_posix },
	},
};

static const struct maker *
maker(const struct target *t)
{
	return &makers[t->posix][t->kind];
}

/* Have the kernel give this id to the next object. */
static void
choose_id(const struct target *t, int64_t id)
{
	static const char *const words[NKINDS] = { "msg", "shm", "sem" };
	char path[64];
	FILE *f;

	snprintf(
	    path, sizeof(path), "/proc/sys/kernel/%s_next_id", words[t->kind]);
	f = fopen(path, "we");
	if (f == NULL || fprintf(f, "%lld\n", (long long)id) < 0 ||
	    fclose(f) != 0)
		err(1, "%s", path);
}

static void
make_one(struct target *t, const struct settings *s)
{
	struct settings rest = *s;

	/* What the maker has done needs no doing again. */
	rest.size = UNSET;
	if (t->posix && t->kind == SEM)
		rest.values = NULL;
	if (!t->posix && s->uid == UNSET && s->gid == UNSET)
		rest.mode = UNSET;

	if (!t->posix && s->id != UNSET)
		choose_id(t, s->id);
	check(maker(t)->make(t, s, (mode_t)or_else(s->mode, 0600)), "make");
	if (!t->posix && s->id != UNSET && t->id != s->id)
		errx(1, "made %d instead of %lld", t->id, (long long)s->id);
	maker(t)->set(t, &rest);
}

void
make(struct target *t, const struct settings *s)
{
	make_one(t, s);
	target_print(t);
}

void
make_many(struct target *t, const struct settings *s)
{
	char name[NAME_MAX + 32];
	struct target one = *t;
	int64_t i;

	for (i = 0; i < or_else(s->count, 1); i++) {
		if (t->posix) {
			snprintf(name, sizeof(name), "%s%lld", t->name,
			    (long long)i);
			one.name = name;
		} else if (t->key != IPC_PRIVATE)
			one.key = (key_t)((uint32_t)t->key + (uint32_t)i);
		make_one(&one, s);
	}
}

void
set(struct target *t, const struct settings *s)
{
	if (!t->posix)
		check(t->id = target_id(t), "get");
	maker(t)->set(t, s);
}

void
unmake(struct target *t, const struct settings *s)
{
	(void)s;
	check(maker(t)->unmake(t), "remove");
}

/* What remains of removing if one knows what to remove. */
void
drop(char **words)
{
	struct target t;

	for (; *words != NULL; words++) {
		target_parse(&t, *words);
		check(maker(&t)->unmake(&t), *words);
	}
}

/*
 * Where a test has put a link, or taken a mount away, what is there is not the
 * test's to empty: a link is never followed. -1 if there is no directory.
 */
static int
open_directory(const char *path)
{
	return open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static void
sweep_directory(const char *path)
{
	const struct dirent *entry;
	int fd = open_directory(path);
	DIR *dir = fd == -1 ? NULL : fdopendir(fd);

	if (dir == NULL)
		err(1, "%s", path);
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_type == DT_REG)
			unlinkat(dirfd(dir), entry->d_name, 0);
	closedir(dir);
}

static void
sweep_mq(void)
{
	struct msqid_ds ds;
	int i, id, last = msgctl(0, MSG_INFO, &ds);

	for (i = 0; i <= last; i++)
		if ((id = msgctl(i, MSG_STAT_ANY, &ds)) != -1)
			msgctl(id, IPC_RMID, NULL);
}

static void
sweep_shm(void)
{
	struct shmid_ds ds;
	int i, id, last = shmctl(0, SHM_INFO, &ds);

	for (i = 0; i <= last; i++)
		if ((id = shmctl(i, SHM_STAT_ANY, &ds)) != -1)
			shmctl(id, IPC_RMID, NULL);
}

static void
sweep_sem(void)
{
	struct semid_ds ds;
	union semun arg = { .buf = &ds };
	int i, id, last = semctl(0, 0, SEM_INFO, arg);

	for (i = 0; i <= last; i++)
		if ((id = semctl(i, 0, SEM_STAT_ANY, arg)) != -1)
			semctl(id, 0, IPC_RMID);
}

/* The least that finding and removing all of a kind can do. */
void
sweep(struct target *t, const struct settings *s)
{
	static void (*const sweeps[NKINDS])(void) = {
		sweep_mq,
		sweep_shm,
		sweep_sem,
	};

	(void)s;
	if (t->posix)
		sweep_directory(t->kind == MQ ? "/dev/mqueue" : "/dev/shm");
	else
		sweeps[t->kind]();
}

/* Every file, whatever it is; a directory only if it is empty. */
static void
clear_directory(const char *path)
{
	const struct dirent *entry;
	int fd = open_directory(path);
	DIR *dir = fd == -1 ? NULL : fdopendir(fd);

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL)
		if (unlinkat(fd, entry->d_name, 0) == -1)
			unlinkat(fd, entry->d_name, AT_REMOVEDIR);
	closedir(dir);
}

void
clear_all(void)
{
	struct msqid_ds msg;
	struct shmid_ds shm;
	struct semid_ds sem;
	union semun arg = { .buf = &sem };
	int i, id, last;

	last = msgctl(0, MSG_INFO, &msg);
	for (i = 0; i <= last; i++)
		if ((id = msgctl(i, MSG_STAT_ANY, &msg)) != -1)
			msgctl(id, IPC_RMID, NULL);
	last = shmctl(0, SHM_INFO, &shm);
	for (i = 0; i <= last; i++)
		if ((id = shmctl(i, SHM_STAT_ANY, &shm)) != -1 &&
		    !(shm.shm_perm.mode & SHM_DEST))
			shmctl(id, IPC_RMID, NULL);
	arg.buf = &sem;
	last = semctl(0, 0, SEM_INFO, arg);
	for (i = 0; i <= last; i++)
		if ((id = semctl(i, 0, SEM_STAT_ANY, arg)) != -1)
			semctl(id, 0, IPC_RMID);
	clear_directory("/dev/mqueue");
	clear_directory("/dev/shm");
}
