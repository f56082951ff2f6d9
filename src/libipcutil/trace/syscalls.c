/* SPDX-License-Identifier: BSD-2-Clause */
/* The system calls that are traced; see syscalls.h. */
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backend/posix_file.h"
#include "base/xalloc.h"
#include "trace/syscalls.h"

static int64_t
clock_monotonic(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* Arguments are registers; what is no more than an int has rubbish above. */
static int64_t
int_of(uint64_t arg)
{
	return (int32_t)(uint32_t)arg;
}

int
syscall_error(int64_t result)
{
	return result < 0 && result >= -4095 ? (int)-result : 0;
}

static void
set_id(struct pending *p, const struct ipc_kind *kind, int64_t id)
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

/*
 * A string of the caller's; false if it is not there any more, or was perhaps
 * put to another use for another such call.
 */
static bool
read_name(const struct pending *p, uint64_t address, struct text *name)
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
	p->read = clock_monotonic();
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
	    p->threads, p->thread, (int)int_of(p->args[0]), p->now);

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
	if (read_name(p, p->args[0], &name))
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
	set_id(p, &sysv_msg_kind, int_of(p->args[0]));
	if (thread_read(p->thread, p->args[1], &type, sizeof(type)))
		p->call.type = type;
	p->read = clock_monotonic();
	read_data(p, p->fresh, p->args[1] + sizeof(type), p->args[2]);
}

static void
enter_msgrcv(struct pending *p)
{
	p->call.word = "receive";
	p->call.type = (int64_t)p->args[3];
	set_id(p, &sysv_msg_kind, int_of(p->args[0]));
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

static void
enter_semop(struct pending *p)
{
	struct sembuf ops[OPS_SHOWN];
	size_t n = (uint32_t)p->args[2];
	struct text text = { 0 };

	p->call.word = "semop";
	set_id(p, &sysv_sem_kind, int_of(p->args[0]));
	if (n > OPS_SHOWN || !p->fresh ||
	    !thread_read(p->thread, p->args[1], ops, n * sizeof(*ops)))
		return;
	syscall_write_ops(ops, n, &text);
	p->call.ops = text.s;
}

static void
enter_shmat(struct pending *p)
{
	p->call.word = "attach";
	set_id(p, &sysv_shm_kind, int_of(p->args[0]));
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
		set_id(p, &sysv_shm_kind, id);
}

/* What the commands of *ctl(2) do; of those that are not here it is a look. */
enum command { LOOK, BY_INDEX, CHANGE, REMOVE, GENERAL };

struct command_row {
	int command;
	enum command what;
};

/* In <linux/msg.h> and its like, which do not go with those of the library. */
#ifndef MSG_STAT_ANY
#define MSG_STAT_ANY 13
#endif
#ifndef SEM_STAT_ANY
#define SEM_STAT_ANY 20
#endif
#ifndef SHM_STAT_ANY
#define SHM_STAT_ANY 15
#endif
#define FORM 0x100 /* IPC_64: which form the structures have */

static const struct command_row msg_commands[] = {
	{ IPC_RMID, REMOVE },
	{ IPC_SET, CHANGE },
	{ IPC_INFO, GENERAL },
	{ MSG_INFO, GENERAL },
	{ MSG_STAT, BY_INDEX },
	{ MSG_STAT_ANY, BY_INDEX },
	{ -1, LOOK },
};

static const struct command_row sem_commands[] = {
	{ IPC_RMID, REMOVE },
	{ IPC_SET, CHANGE },
	{ SETVAL, CHANGE },
	{ SETALL, CHANGE },
	{ IPC_INFO, GENERAL },
	{ SEM_INFO, GENERAL },
	{ SEM_STAT, BY_INDEX },
	{ SEM_STAT_ANY, BY_INDEX },
	{ -1, LOOK },
};

static const struct command_row shm_commands[] = {
	{ IPC_RMID, REMOVE },
	{ IPC_SET, CHANGE },
	{ SHM_LOCK, CHANGE },
	{ SHM_UNLOCK, CHANGE },
	{ IPC_INFO, GENERAL },
	{ SHM_INFO, GENERAL },
	{ SHM_STAT, BY_INDEX },
	{ SHM_STAT_ANY, BY_INDEX },
	{ -1, LOOK },
};

static void
enter_control(struct pending *p, const struct ipc_kind *kind,
    const struct command_row *row, uint64_t arg)
{
	static const char *const words[] = { "look", "look", "change", "remove",
		"look" };
	int command = (int)int_of(arg) & ~FORM;

	while (row->command != -1 && row->command != command)
		row++;
	p->call.word = words[row->what];
	p->none = row->what == GENERAL;
	set_id(p, kind, row->what == BY_INDEX ? UNKNOWN : int_of(p->args[0]));
}

static void
enter_msgctl(struct pending *p)
{
	enter_control(p, &sysv_msg_kind, msg_commands, p->args[1]);
}

static void
enter_semctl(struct pending *p)
{
	enter_control(p, &sysv_sem_kind, sem_commands, p->args[2]);
}

static void
enter_shmctl(struct pending *p)
{
	enter_control(p, &sysv_shm_kind, shm_commands, p->args[1]);
}

/* The result of a look by index is the id. */
static void
leave_control(struct pending *p, int64_t result)
{
	if (p->call.object.id == UNKNOWN && result >= 0)
		p->call.object.id = result;
}

/* POSIX memory and semaphores: paths in /dev/shm. */

bool
syscall_set_path(struct call *call, const char *path)
{
	const char *file = path + strlen(SHM_DIR);
	bool sem;

	if (strncmp(path, SHM_DIR "/", sizeof(SHM_DIR)) != 0)
		return false;
	while (*file == '/')
		file++;
	/* What lies deeper is no object. */
	if (*file == '\0' || strchr(file, '/') != NULL)
		return false;
	sem = sem_layout_is_file(file, UNKNOWN);
	call->object.kind = sem ? &posix_sem_kind : &posix_shm_kind;
	xasprintf(
	    &call->object.name, "/%s", sem ? file + strlen(SEM_PREFIX) : file);
	return true;
}

static void
set_path(struct pending *p, uint64_t address)
{
	struct text path = { 0 };

	/* It is one in there, as the kernel has seen to it when it began. */
	if (read_name(p, address, &path) &&
	    strncmp(path.s, SHM_DIR "/", sizeof(SHM_DIR)) == 0)
		p->none = !syscall_set_path(&p->call, path.s);
	text_free(&path);
}

/* The descriptor knows better than memory, which may be of a stack. */
static void
leave_open(struct pending *p, int64_t result)
{
	char link[PATH_MAX + 1];

	if (result < 0 || !p->alone ||
	    !thread_link(p->thread, (int)result, link, sizeof(link)) ||
	    strncmp(link, SHM_DIR "/", sizeof(SHM_DIR)) != 0)
		return;
	free(p->call.object.name);
	p->call.object.name = NULL;
	p->call.object.kind = NULL;
	p->none = !syscall_set_path(&p->call, link);
}

static void
enter_opened(struct pending *p, uint64_t path, uint64_t flags)
{
	p->call.word = flags & O_CREAT ? "create" : "open";
	set_path(p, path);
}

static void
enter_open(struct pending *p)
{
	enter_opened(p, p->args[0], p->args[1]);
}

static void
enter_openat(struct pending *p)
{
	enter_opened(p, p->args[1], p->args[2]);
}

static void
enter_unlink(struct pending *p)
{
	p->call.word = "unlink";
	set_path(p, p->args[0]);
}

static void
enter_unlinkat(struct pending *p)
{
	p->call.word = "unlink";
	set_path(p, p->args[1]);
}

/* So sem_open(3) gives a semaphore its name, once it is whole. */
static void
enter_link(struct pending *p)
{
	p->call.word = "create";
	set_path(p, p->args[1]);
}

static void
enter_linkat(struct pending *p)
{
	p->call.word = "create";
	set_path(p, p->args[3]);
}

#define MEMORY (KIND_POSIX_SHM | KIND_POSIX_SEM)

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
	{ "open", MEMORY, "filename", enter_open, leave_open },
	{ "openat", MEMORY, "filename", enter_openat, leave_open },
	{ "unlink", MEMORY, "pathname", enter_unlink, NULL },
	{ "unlinkat", MEMORY, "pathname", enter_unlinkat, NULL },
	{ "link", MEMORY, "newname", enter_link, NULL },
	{ "linkat", MEMORY, "newname", enter_linkat, NULL },
};

const size_t syscall_count = sizeof(syscall_rows) / sizeof(*syscall_rows);

bool
syscall_is_by_name(const struct syscall_row *row)
{
	return (row->kinds & MEMORY) != 0;
}
