/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processes of a kernel that is made by a test. The first one is ours; we
 * are in a PID namespace below the first.
 */
#ifndef FAKE_TASKS_H
#define FAKE_TASKS_H

#include <stdio.h>

#include "fake_kernel.h"

struct fake_upid {
	int32_t nr;
	uint64_t ns;
};

struct fake_pid {
	uint32_t level;
	struct fake_upid numbers[2];
};

/* What the kernel counts of a user. */
struct fake_account {
	uint64_t ns;
	uint32_t uid;
	int64_t rlimit[4];
};

struct fake_cred {
	uint32_t euid;
	uint64_t ucounts;
	uint64_t user_ns;
};

struct fake_proxy {
	uint64_t ipc_ns;
};

struct fake_task {
	uint64_t files;
	struct fake_list link;
	uint64_t leader;
	uint64_t pid;
	uint64_t cred;
	char comm[16];
	uint64_t proxy;
	uint64_t undo;
	uint64_t memory;
	uint64_t signal;
	uint32_t flags;
};

#define FAKE_PID_NS 0x1000 /* ours; 0x2000 is the first */
#define FAKE_USER_NS 0x3000
#define FAKE_COUNTER 1 /* which of an account's is that of queues */

static inline void
fake_tasks_describe(struct fake *f)
{
	FAKE_PLACE(f, K_UPID_NUMBER, struct fake_upid, nr, KERNEL_NUMBER);
	FAKE_PLACE(f, K_UPID_NS, struct fake_upid, ns, KERNEL_POINTER);
	FAKE_PLACE(f, K_PID_LEVEL, struct fake_pid, level, KERNEL_NUMBER);
	FAKE_PLACE(f, K_PID_NUMBERS, struct fake_pid, numbers, KERNEL_ARRAY);
	f->kernel.layout.places[K_PID_NUMBERS].element =
	    sizeof(struct fake_upid);
	FAKE_PLACE(f, K_UCOUNTS_NS, struct fake_account, ns, KERNEL_POINTER);
	FAKE_PLACE(f, K_UCOUNTS_UID, struct fake_account, uid, KERNEL_STRUCT);
	FAKE_PLACE(
	    f, K_UCOUNTS_RLIMIT, struct fake_account, rlimit, KERNEL_ARRAY);
	f->kernel.layout.places[K_UCOUNTS_RLIMIT].element = sizeof(int64_t);
	f->kernel.layout.places[K_RLIMIT_MSGQUEUE] = (struct kernel_place){
		.sort = KERNEL_VALUE,
		.offset = FAKE_COUNTER,
	};
	FAKE_PLACE(f, K_CRED_EUID, struct fake_cred, euid, KERNEL_STRUCT);
	FAKE_PLACE(
	    f, K_CRED_UCOUNTS, struct fake_cred, ucounts, KERNEL_POINTER);
	FAKE_PLACE(
	    f, K_CRED_USER_NS, struct fake_cred, user_ns, KERNEL_POINTER);
	FAKE_PLACE(
	    f, K_PROXY_IPC_NS, struct fake_proxy, ipc_ns, KERNEL_POINTER);
	FAKE_WHOLE(f, K_TASK, struct fake_task);
	FAKE_PLACE(f, K_TASK_FILES, struct fake_task, files, KERNEL_POINTER);
	FAKE_PLACE(f, K_TASK_LINK, struct fake_task, link, KERNEL_STRUCT);
	FAKE_PLACE(f, K_TASK_LEADER, struct fake_task, leader, KERNEL_POINTER);
	FAKE_PLACE(f, K_TASK_PID, struct fake_task, pid, KERNEL_POINTER);
	FAKE_PLACE(f, K_TASK_CRED, struct fake_task, cred, KERNEL_POINTER);
	FAKE_PLACE(f, K_TASK_COMM, struct fake_task, comm, KERNEL_ARRAY);
	FAKE_PLACE(f, K_TASK_PROXY, struct fake_task, proxy, KERNEL_POINTER);
}

/* Its ids: ours and the first namespace's, or only that if `ours' is 0. */
static inline uint64_t
fake_pid(struct fake *f, int ours, int first)
{
	struct fake_pid *pid = FAKE_NEW(f, struct fake_pid);

	pid->level = ours != 0;
	pid->numbers[0] = (struct fake_upid){ first, 0x2000 };
	pid->numbers[1] = (struct fake_upid){ ours, FAKE_PID_NS };
	return fake_address(f, pid);
}

/* A task of that process, NULL for a process of its own; ids as fake_pid(). */
static inline struct fake_task *
fake_task(struct fake *f, const char *comm, const struct fake_task *leader,
    int ours, int first, uint32_t uid)
{
	struct fake_cred *cred = FAKE_NEW(f, struct fake_cred);
	struct fake_task *task = FAKE_NEW(f, struct fake_task);

	*cred = (struct fake_cred){ .euid = uid, .user_ns = FAKE_USER_NS };
	*task = (struct fake_task){ .cred = fake_address(f, cred) };
	snprintf(task->comm, sizeof(task->comm), "%s", comm);
	task->leader = fake_address(f, leader != NULL ? leader : task);
	task->pid = fake_pid(f, ours, first);
	if (f->kernel.task == 0) {
		f->kernel.task = fake_address(f, task);
		fake_list_init(f, &task->link);
	} else if (leader == NULL)
		fake_list_add(f,
		    fake_at(
			f, f->kernel.task + offsetof(struct fake_task, link)),
		    &task->link);
	return task;
}

static inline struct fake_account *
fake_account(struct fake *f, uint64_t ns, uint32_t uid, int64_t bytes)
{
	struct fake_account *account = FAKE_NEW(f, struct fake_account);

	*account = (struct fake_account){
		.ns = ns,
		.uid = uid,
		.rlimit = { 1, bytes, 3, 4 },
	};
	return account;
}

#endif
