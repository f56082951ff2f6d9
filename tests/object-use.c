/* SPDX-License-Identifier: BSD-2-Clause */
/* The verbs of object that put things in and take them out. */
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>

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

/* What msgsnd(2) takes. */
struct message {
	long type;
	char text[];
};

static void
pattern(char *text, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		text[i] = (char)('a' + i % 26);
}

static struct message *
message_new(size_t size)
{
	struct message *m = calloc(1, sizeof(*m) + size);

	if (m == NULL)
		err(1, NULL);
	return m;
}

static void
need(const struct target *t, enum kind kind, const char *what)
{
	if (t->kind != kind)
		errx(2, "%s is for %s", what, kind_words[kind]);
}

static int
id_of(const struct target *t)
{
	int id = target_id(t);

	if (id == -1)
		err(1, "%s", kind_words[t->kind]);
	return id;
}

static mqd_t
open_queue(const struct target *t, int how)
{
	mqd_t queue = mq_open(t->name, how | O_NONBLOCK | O_CLOEXEC);

	if (queue == -1)
		err(1, "mq_open");
	return queue;
}

void
put(struct target *t, const struct settings *s)
{
	size_t size = (size_t)or_else(s->size, 1);
	struct message *m = message_new(size);
	unsigned priority = (unsigned)or_else(s->priority, 0);
	int id, failed = 0;
	int64_t i;

	need(t, MQ, "send");
	m->type = (long)or_else(s->type, 1);
	pattern(m->text, size);
	id = t->posix ? open_queue(t, O_WRONLY) : id_of(t);
	for (i = 0; failed == 0 && i < or_else(s->count, 1); i++)
		failed = t->posix ? mq_send(id, m->text, size, priority)
				  : msgsnd(id, m, size, IPC_NOWAIT);
	if (failed != 0)
		err(1, "send");
	free(m);
}

static void
print_message(const char *name, long value, const char *text, size_t size)
{
	size_t i;

	printf("{ \"%s\": %ld, \"size\": %zu, \"hex\": \"", name, value, size);
	for (i = 0; i < size; i++)
		printf("%02x", (unsigned char)text[i]);
	printf("\" }\n");
}

static void
take_posix(const struct target *t, int64_t count)
{
	mqd_t queue = open_queue(t, O_RDONLY);
	struct mq_attr attr;
	struct message *m;
	unsigned priority;
	ssize_t n;

	if (mq_getattr(queue, &attr) == -1)
		err(1, "mq_getattr");
	m = message_new((size_t)attr.mq_msgsize);
	for (; count > 0; count--) {
		n = mq_receive(
		    queue, m->text, (size_t)attr.mq_msgsize, &priority);
		if (n == -1)
			err(1, "mq_receive");
		print_message("priority", priority, m->text, (size_t)n);
	}
	free(m);
	mq_close(queue);
}

void
take(struct target *t, const struct settings *s)
{
	int64_t count = or_else(s->count, 1);
	size_t size = 1 << 20;
	struct message *m;
	ssize_t n;

	need(t, MQ, "receive");
	if (t->posix) {
		take_posix(t, count);
		return;
	}
	m = message_new(size);
	for (; count > 0; count--) {
		n = msgrcv(
		    id_of(t), m, size, (long)or_else(s->type, 0), IPC_NOWAIT);
		if (n == -1)
			err(1, "msgrcv");
		print_message("type", m->type, m->text, (size_t)n);
	}
	free(m);
}

/* Until there is none, with one call each. */
void
drain(struct target *t, const struct settings *s)
{
	struct mq_attr attr = { .mq_msgsize = 1 << 20 };
	struct message *m;
	int id;

	(void)s;
	need(t, MQ, "drain");
	id = t->posix ? open_queue(t, O_RDONLY) : id_of(t);
	if (t->posix && mq_getattr(id, &attr) == -1)
		err(1, "mq_getattr");
	m = message_new((size_t)attr.mq_msgsize);
	if (t->posix)
		while (mq_receive(id, m->text, (size_t)attr.mq_msgsize, NULL) !=
		       -1)
			;
	else
		while (
		    msgrcv(id, m, (size_t)attr.mq_msgsize, 0, IPC_NOWAIT) != -1)
			;
	if (errno != EAGAIN && errno != ENOMSG)
		err(1, "drain");
	free(m);
}

static void
operate_posix(const struct target *t, int64_t n)
{
	sem_t *sem = sem_open(t->name, 0);

	if (sem == SEM_FAILED)
		err(1, "sem_open");
	for (; n > 0; n--)
		if (sem_post(sem) == -1)
			err(1, "sem_post");
	for (; n < 0; n++)
		if (sem_trywait(sem) == -1)
			err(1, "sem_trywait");
	sem_close(sem);
}

/* One semop(2) of all the numbers, on semaphores that follow each other. */
void
operate(struct target *t, const struct settings *s)
{
	const char *list = s->values == NULL ? "1" : s->values;
	unsigned short num = (unsigned short)or_else(s->num, 0);
	struct sembuf ops[500] = { { 0 } };
	int64_t value;
	size_t n = 0;

	need(t, SEM, "op");
	while (number_next(&list, &value, SHRT_MIN, SHRT_MAX)) {
		if (t->posix) {
			operate_posix(t, value);
			continue;
		}
		if (n == sizeof(ops) / sizeof(ops[0]))
			errx(2, "too many operations");
		ops[n++] = (struct sembuf){
			.sem_num = num++,
			.sem_op = (short)value,
			.sem_flg = IPC_NOWAIT,
		};
	}
	if (!t->posix && semop(id_of(t), ops, n) == -1)
		err(1, "semop");
}

static void
fill_posix(const struct target *t, int64_t size)
{
	int fd = shm_open(t->name, O_RDWR, 0);
	struct stat st;
	char *memory;

	if (fd == -1 || fstat(fd, &st) == -1)
		err(1, "shm_open");
	if (size == UNSET)
		size = st.st_size;
	if (size == 0)
		return;
	memory =
	    mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (memory == MAP_FAILED)
		err(1, "mmap");
	if (size > st.st_size)
		errx(1, "there are only %lld bytes", (long long)st.st_size);
	pattern(memory, (size_t)size);
}

void
fill(struct target *t, const struct settings *s)
{
	struct shmid_ds ds;
	size_t size;
	char *memory;
	int id;

	need(t, SHM, "fill");
	if (t->posix) {
		fill_posix(t, s->size);
		return;
	}
	id = id_of(t);
	memory = shmat(id, NULL, 0);
	if ((intptr_t)memory == -1 || shmctl(id, IPC_STAT, &ds) == -1)
		err(1, "shmat");
	size = (size_t)or_else(s->size, (int64_t)ds.shm_segsz);
	if (size > ds.shm_segsz)
		errx(1, "there are only %zu bytes", ds.shm_segsz);
	pattern(memory, size);
	if (shmdt(memory) == -1)
		err(1, "shmdt");
}

static void
save_posix(const struct target *t)
{
	static char buffer[65536];
	int fd = shm_open(t->name, O_RDONLY, 0);
	ssize_t n;

	if (fd == -1)
		err(1, "shm_open");
	while ((n = read(fd, buffer, sizeof(buffer))) > 0)
		fwrite(buffer, 1, (size_t)n, stdout);
	if (n == -1)
		err(1, "read");
	close(fd);
}

void
save(struct target *t, const struct settings *s)
{
	struct shmid_ds ds;
	const char *memory;

	if (t->kind == MQ)
		errx(2, "save is for shm and sem");
	show(t, s);
	if (t->kind == SEM)
		return;
	if (t->posix) {
		save_posix(t);
		return;
	}
	memory = shmat(t->id, NULL, SHM_RDONLY);
	if ((intptr_t)memory == -1 || shmctl(t->id, IPC_STAT, &ds) == -1)
		err(1, "shmat");
	fwrite(memory, 1, ds.shm_segsz, stdout);
	shmdt(memory);
}
