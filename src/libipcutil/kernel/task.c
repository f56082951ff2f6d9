/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads tasks of the kernel; see task.h. */
#include "kernel/task.h"
#include <errno.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "kernel/idr.h"
#include "kernel/links.h"

int
kernel_inode(struct kernel *k, int fd, uint64_t *inode)
{
	static const enum kernel_member to_table[] = {
		K_TASK_FILES,
		K_FILES_FDT,
		K_FDTABLE_FD,
	};
	uint64_t table, file;

	if (kernel_follow(k, k->task, to_table, 3, &table) == -1 ||
	    kernel_read(k, table + (uint64_t)fd * sizeof(file), &file,
		sizeof(file)) == -1)
		return -1;
	return kernel_pointer(k, file, K_FILE_INODE, inode);
}

int
kernel_ipc_namespace(struct kernel *k, uint64_t *ns)
{
	static const enum kernel_member to_namespace[] = {
		K_TASK_PROXY,
		K_PROXY_IPC_NS,
	};

	return kernel_follow(k, k->task, to_namespace, 2, ns);
}

#define DEEPEST 32 /* MAX_PID_NS_LEVEL */

/* The task's pid at this level, and the PID namespace of the level. */
static int
read_pid(struct kernel *k, uint64_t pid, int64_t level, int64_t *number,
    uint64_t *ns)
{
	uint64_t numbers;

	if (kernel_address(k, pid, K_PID_NUMBERS, &numbers) == -1)
		return -1;
	numbers += (uint64_t)level * k->layout.places[K_PID_NUMBERS].element;
	if (kernel_number(k, numbers, K_UPID_NUMBER, number) == -1)
		return -1;
	return kernel_pointer(k, numbers, K_UPID_NS, ns);
}

int
kernel_pids_begin(struct kernel *k, struct kernel_pids *pids)
{
	uint64_t pid;
	int64_t number;

	if (kernel_pointer(k, k->task, K_TASK_PID, &pid) == -1 ||
	    kernel_number(k, pid, K_PID_LEVEL, &pids->level) == -1)
		return -1;
	if (pids->level < 0 || pids->level > DEEPEST) {
		errno = EAGAIN;
		return -1;
	}
	return read_pid(k, pid, pids->level, &number, &pids->ns);
}

/*
 * The pid of a struct pid in our PID namespace; UNKNOWN if it has none there.
 */
static int
number_of(struct kernel *k, const struct kernel_pids *pids, uint64_t pid,
    int64_t *number)
{
	int64_t level;
	uint64_t ns;

	if (kernel_number(k, pid, K_PID_LEVEL, &level) == -1)
		return -1;
	*number = UNKNOWN;
	if (level < pids->level)
		return 0;
	if (read_pid(k, pid, pids->level, number, &ns) == -1)
		return -1;
	if (ns != pids->ns)
		*number = UNKNOWN;
	return 0;
}

static int
pid_of(struct kernel *k, const struct kernel_pids *pids, uint64_t task,
    int64_t *number)
{
	uint64_t pid;

	if (kernel_pointer(k, task, K_TASK_PID, &pid) == -1)
		return -1;
	return number_of(k, pids, pid, number);
}

int
kernel_pid_here(struct kernel *k, const struct kernel_pids *pids, int64_t first,
    int64_t *here)
{
	struct kernel_idr table;
	uint64_t own, pid, ns, idr;
	int64_t number;

	/* At level 0 every struct pid has the initial namespace. */
	if (kernel_pointer(k, k->task, K_TASK_PID, &own) == -1 ||
	    read_pid(k, own, 0, &number, &ns) == -1 ||
	    kernel_address(k, ns, K_PIDNS_IDR, &idr) == -1 ||
	    kernel_idr_begin(k, idr, &table) == -1 ||
	    kernel_idr_find(k, &table, (uint64_t)first, &pid) == -1 ||
	    read_pid(k, pid, 0, &number, &ns) == -1)
		return -1;
	/* The struct pid may have been reused meanwhile. */
	if (number != first) {
		errno = ENOENT;
		return -1;
	}
	return number_of(k, pids, pid, here);
}

/* The effective user, as in /proc. */
static int
read_user(struct kernel *k, uint64_t task, int64_t *uid)
{
	uint64_t cred, at;
	uint32_t id;

	if (kernel_pointer(k, task, K_TASK_CRED, &cred) == -1 ||
	    kernel_address(k, cred, K_CRED_EUID, &at) == -1 ||
	    kernel_read(k, at, &id, sizeof(id)) == -1)
		return -1;
	*uid = id;
	return 0;
}

static int
read_command(struct kernel *k, uint64_t task, char **command)
{
	char name[KERNEL_COMMAND + 1] = { 0 };
	uint64_t at;

	if (kernel_address(k, task, K_TASK_COMM, &at) == -1 ||
	    kernel_read(k, at, name, KERNEL_COMMAND) == -1)
		return -1;
	free(*command);
	*command = xstrdup(name);
	return 0;
}

int
kernel_describe(struct kernel *k, const struct kernel_pids *pids, uint64_t task,
    struct ipc_process *process)
{
	uint64_t leader;

	if (kernel_pointer(k, task, K_TASK_LEADER, &leader) == -1 ||
	    pid_of(k, pids, leader, &process->pid) == -1 ||
	    pid_of(k, pids, task, &process->tid) == -1 ||
	    read_user(k, leader, &process->uid) == -1)
		return -1;
	return read_command(k, leader, &process->command);
}

struct walk {
	struct kernel *k;
	int (*call)(void *arg, uint64_t task);
	void *arg;
};

static int
look_at_link(void *arg, uint64_t link)
{
	const struct walk *walk = arg;
	uint64_t task;

	if (kernel_container(walk->k, link, K_TASK_LINK, &task) == -1)
		return -1;
	return walk->call(walk->arg, task);
}

/* The list is a ring, so it can begin with our own process. */
int
kernel_processes(
    struct kernel *k, int (*call)(void *arg, uint64_t task), void *arg)
{
	struct walk walk = { .k = k, .call = call, .arg = arg };
	uint64_t own, link;
	int status;

	if (kernel_pointer(k, k->task, K_TASK_LEADER, &own) == -1 ||
	    kernel_address(k, own, K_TASK_LINK, &link) == -1)
		return -1;
	if ((status = call(arg, own)) != 0)
		return status;
	return kernel_list(k, link, KERNEL_TASKS, look_at_link, &walk);
}
