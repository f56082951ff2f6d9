/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls of msgctl(2), semctl(2) and shmctl(2); see syscalls_part.h. */
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include "trace/syscalls_part.h"

/* Commands of *ctl(2) by what they do; all others only look. */
enum command { LOOK, BY_INDEX, CHANGE, REMOVE, GENERAL };

struct command_row {
	int command;
	enum command what;
};

/* These are in <linux/msg.h> and its like, which clash with the C library's. */
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
	int command = (int)pending_int(arg) & ~FORM;

	while (row->command != -1 && row->command != command)
		row++;
	p->call.word = words[row->what];
	p->none = row->what == GENERAL;
	pending_set_id(
	    p, kind, row->what == BY_INDEX ? UNKNOWN : pending_int(p->args[0]));
}

void
enter_msgctl(struct pending *p)
{
	enter_control(p, &sysv_msg_kind, msg_commands, p->args[1]);
}

void
enter_semctl(struct pending *p)
{
	enter_control(p, &sysv_sem_kind, sem_commands, p->args[2]);
}

void
enter_shmctl(struct pending *p)
{
	enter_control(p, &sysv_shm_kind, shm_commands, p->args[1]);
}

/* The result of a look by index is the id. */
void
leave_control(struct pending *p, int64_t result)
{
	if (p->call.object.id == UNKNOWN && result >= 0)
		p->call.object.id = result;
}
