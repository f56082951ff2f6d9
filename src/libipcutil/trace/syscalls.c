/* SPDX-License-Identifier: BSD-2-Clause */
/* The system calls that are traced; see syscalls.h. */
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "trace/syscalls_part.h"

int64_t
pending_int(uint64_t arg)
{
	return (int32_t)(uint32_t)arg;
}

int
syscall_error(int64_t result)
{
	return result < 0 && result >= -4095 ? (int)-result : 0;
}

void
pending_set_id(struct pending *p, const struct ipc_kind *kind, int64_t id)
{
	p->call.object.kind = kind;
	p->call.object.id = id;
}

static void
set_name(struct pending *p, const struct ipc_kind *kind, const char *name)
{
	p->call.object.kind = kind;
	p->call.object.name = xstrdup(name);
}

bool
pending_name(const struct pending *p, uint64_t address, struct text *name)
{
	if (p->fresh && thread_string(p->thread, address, name))
		return true;
	text_free(name);
	return false;
}

/*
 * The beginning of a message that is, or was, in the caller's memory. An empty
 * one is known without a look.
 */
static void
read_data(struct pending *p, bool unused, uint64_t address, uint64_t size)
{
	size_t n = size < p->data ? (size_t)size : p->data;
	char *data;

	if (p->data == 0 || (size != 0 && !unused))
		return;
	data = xmalloc(n + 1);
	if (n != 0 && !thread_read(p->thread, address, data, n)) {
		free(data);
		return;
	}
	p->call.data = data;
	p->call.data_size = n;
	p->read = clock_now(CLOCK_MONOTONIC);
}

/* It was what is sent only if it was read before the call ended. */
static void
leave_send(struct pending *p, int64_t result)
{
	(void)result;
	if (p->now >= p->read)
		return;
	p->call.type = UNKNOWN;
	p->call.data_after = p->call.data_size != 0;
}

/* POSIX queues: a descriptor, or a name without its slash. */

static void
set_descriptor(struct pending *p)
{
	const char *name = thread_queue(
	    p->threads, p->thread, (int)pending_int(p->args[0]), p->now);

	p->call.object.kind = &posix_mq_kind;
	if (name != NULL)
		set_name(p, &posix_mq_kind, name);
}

static void
set_queue_name(struct pending *p)
{
	struct text name = { 0 };

	p->call.object.kind = &posix_mq_kind;
	text_char(&name, '/');
	if (pending_name(p, p->args[0], &name))
		set_name(p, &posix_mq_kind, name.s);
	text_free(&name);
}

static void
enter_mq_open(struct pending *p)
{
	p->call.word = p->args[1] & O_CREAT ? "create" : "open";
	set_queue_name(p);
}

static void
leave_mq_open(struct pending *p, int64_t result)
{
	const char *name;

	if (result < 0)
		return;
	/* Its descriptor may be another's by now, if it opened more. */
	thread_reopened(p->threads, p->thread, (int)result, p->call.object.name,
	    p->alone, p->now);
	name = thread_queue(p->threads, p->thread, (int)result, p->now);
	if (p->call.object.name == NULL && name != NULL)
		set_name(p, &posix_mq_kind, name);
}

static void
enter_mq_unlink(struct pending *p)
{
	p->call.word = "unlink";
	set_queue_name(p);
}

static void
enter_mq_send(struct pending *p)
{
	p->call.word = "send";
	p->call.bytes = (int64_t)p->args[2];
	p->call.priority = (uint32_t)p->args[3];
	set_descriptor(p);
	read_data(p, p->fresh, p->args[1], p->args[2]);
}

static void
enter_mq_receive(struct pending *p)
{
	p->call.word = "receive";
	set_descriptor(p);
}

static void
receive(struct pending *p, uint64_t address, int64_t result)
{
	if (result < 0)
		return;
	p->call.bytes = result;
	p->call.received = 1;
	read_data(p, p->last, address, (uint64_t)result);
	p->call.data_after = p->call.data_size != 0;
}

static void
leave_mq_receive(struct pending *p, int64_t result)
{
	receive(p, p->args[1], result);
}

static void
enter_mq_notify(struct pending *p)
{
	p->call.word = "notify";
	set_descriptor(p);
}

static void
enter_mq_attributes(struct pending *p)
{
	p->call.word = p->args[1] != 0 ? "change" : "look";
	set_descriptor(p);
}

/* System V: an id, or a key of which the id is the result. */

static void
enter_get(struct pending *p, const struct ipc_kind *kind, uint64_t flags)
{
	uint32_t key = (uint32_t)p->args[0];

	p->call.object.kind = kind;
	if (key != IPC_PRIVATE)
		p->call.object.key = key;
	p->call.word =
	    key == IPC_PRIVATE || flags & IPC_CREAT ? "create" : "open";
}

static void
leave_get(struct pending *p, int64_t result)
{
	if (result >= 0)
		p->call.object.id = result;
}

static void
enter_msgget(struct pending *p)
{
	enter_get(p, &sysv_msg_kind, p->args[1]);
}

static void
enter_semget(struct pending *p)
{
	enter_get(p, &sysv_sem_kind, p->args[2]);
}

static void
enter_shmget(struct pending *p)
{
	enter_get(p, &sysv_shm_kind, p->args[2]);
	if (p->args[1] != 0)
		p->call.bytes = (int64_t)p->args[1];
}

static void
enter_msgsnd(struct pending *p)
{
	long type = 0;

	p->call.word = "send";
	p->call.bytes = (int64_t)p->args[2];
	pending_set_id(p, &sysv_msg_kind, pending_int(p->args[0]));
	/* If the call has ended it would not count: leave_send(). */
	if (p->running) {
		if (thread_read(p->thread, p->args[1], &type, sizeof(type)))
			p->call.type = type;
		p->read = clock_now(CLOCK_MONOTONIC);
	}
	read_data(p, p->fresh, p->args[1] + sizeof(type), p->args[2]);
}

static void
enter_msgrcv(struct pending *p)
{
	p->call.word = "receive";
	p->call.type = (int64_t)p->args[3];
	pending_set_id(p, &sysv_msg_kind, pending_int(p->args[0]));
}

/* Behind the type. */
static void
leave_msgrcv(struct pending *p, int64_t result)
{
	receive(p, p->args[1] + sizeof(long), result);
}

void
syscall_write_ops(const struct sembuf *ops, size_t n, struct text *t)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (i > 0)
			text_char(t, ',');
		text_number(t, ops[i].sem_num);
		text_str(t, ops[i].sem_op > 0	 ? "+"
			    : ops[i].sem_op == 0 ? "="
						 : "");
		text_number(t, ops[i].sem_op);
		if (ops[i].sem_flg & SEM_UNDO)
			text_char(t, 'u');
		if (ops[i].sem_flg & IPC_NOWAIT)
			text_char(t, 'n');
	}
}

#define OPS_SHOWN 500 /* SEMOPM, as the kernel has it */

/*
 * False if these are no operations: a thread may have written over those of a
 * call that has ended.
 */
static bool
are_ops(const struct sembuf *ops, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (ops[i].sem_flg & ~(IPC_NOWAIT | SEM_UNDO))
			return false;
	return true;
}

static void
enter_semop(struct pending *p)
{
	struct sembuf ops[OPS_SHOWN];
	size_t n = (uint32_t)p->args[2];
	struct text text = { 0 };

	p->call.word = "semop";
	pending_set_id(p, &sysv_sem_kind, pending_int(p->args[0]));
	if (n > OPS_SHOWN || !p->fresh ||
	    !thread_read(p->thread, p->args[1], ops, n * sizeof(*ops)) ||
	    !are_ops(ops, n))
		return;
	syscall_write_ops(ops, n, &text);
	p->call.ops = text.s;
}

static void
enter_shmat(struct pending *p)
{
	p->call.word = "attach";
	pending_set_id(p, &sysv_shm_kind, pending_int(p->args[0]));
}

static void
leave_shmat(struct pending *p, int64_t result)
{
	if (syscall_error(result) != 0)
		return;
	thread_attached(
	    p->threads, p->thread, (uint64_t)result, p->call.object.id);
}

static void
enter_shmdt(struct pending *p)
{
	int64_t id = thread_segment(p->threads, p->thread, p->args[0]);

	p->call.word = "detach";
	if (id != UNKNOWN)
		pending_set_id(p, &sysv_shm_kind, id);
}

const struct syscall_row syscall_rows[] = {
	{ "mq_open", KIND_POSIX_MQ, NULL, enter_mq_open, leave_mq_open },
	{ "mq_unlink", KIND_POSIX_MQ, NULL, enter_mq_unlink, NULL },
	{ "mq_timedsend", KIND_POSIX_MQ, NULL, enter_mq_send, leave_send },
	{ "mq_timedreceive", KIND_POSIX_MQ, NULL, enter_mq_receive,
	    leave_mq_receive },
	{ "mq_notify", KIND_POSIX_MQ, NULL, enter_mq_notify, NULL },
	{ "mq_getsetattr", KIND_POSIX_MQ, NULL, enter_mq_attributes, NULL },
	{ "msgget", KIND_SYSV_MSG, NULL, enter_msgget, leave_get },
	{ "msgsnd", KIND_SYSV_MSG, NULL, enter_msgsnd, leave_send },
	{ "msgrcv", KIND_SYSV_MSG, NULL, enter_msgrcv, leave_msgrcv },
	{ "msgctl", KIND_SYSV_MSG, NULL, enter_msgctl, leave_control },
	{ "shmget", KIND_SYSV_SHM, NULL, enter_shmget, leave_get },
	{ "shmat", KIND_SYSV_SHM, NULL, enter_shmat, leave_shmat },
	{ "shmdt", KIND_SYSV_SHM, NULL, enter_shmdt, NULL },
	{ "shmctl", KIND_SYSV_SHM, NULL, enter_shmctl, leave_control },
	{ "semget", KIND_SYSV_SEM, NULL, enter_semget, leave_get },
	{ "semop", KIND_SYSV_SEM, NULL, enter_semop, NULL },
	{ "semtimedop", KIND_SYSV_SEM, NULL, enter_semop, NULL },
	{ "semctl", KIND_SYSV_SEM, NULL, enter_semctl, leave_control },
	{ "open", KINDS_IN_SHM, "filename", enter_open, leave_open },
	{ "openat", KINDS_IN_SHM, "filename", enter_openat, leave_open },
	{ "unlink", KINDS_IN_SHM, "pathname", enter_unlink, NULL },
	{ "unlinkat", KINDS_IN_SHM, "pathname", enter_unlinkat, NULL },
	{ "link", KINDS_IN_SHM, "newname", enter_link, NULL },
	{ "linkat", KINDS_IN_SHM, "newname", enter_linkat, NULL },
	{ "rename", KINDS_IN_SHM, "newname", enter_rename, NULL },
	{ "renameat", KINDS_IN_SHM, "newname", enter_renameat, NULL },
	{ "renameat2", KINDS_IN_SHM, "newname", enter_renameat, NULL },
};

const size_t syscall_count = sizeof(syscall_rows) / sizeof(*syscall_rows);

bool
syscall_is_by_name(const struct syscall_row *row)
{
	return (row->kinds & KINDS_IN_SHM) != 0;
}
