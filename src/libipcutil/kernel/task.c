/* SPDX-License-Identifier: BSD-2-Clause */
/* Tasks of the kernel; see task.h. */
#include "kernel/task.h"
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

/* The list goes round, so that any of them is as good a beginning. */
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
