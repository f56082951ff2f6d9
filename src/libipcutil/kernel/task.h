/* SPDX-License-Identifier: BSD-2-Clause */
/* Tasks, which threads are to the kernel, and what they have. */
#ifndef TASK_H
#define TASK_H

#include "kernel/reader.h"
#include "model/object.h"

/* More than there can be at any time: PID_MAX_LIMIT. */
#define KERNEL_TASKS (INT64_C(1) << 22)
#define KERNEL_COMMAND 16 /* bytes, the last is NUL */

/* The inode behind a descriptor of our own. */
int kernel_inode(struct kernel *, int fd, uint64_t *);

/* The IPC namespace that we are in. */
int kernel_ipc_namespace(struct kernel *, uint64_t *);

/* The PID namespace that we are in, and how deep it lies below the first. */
struct kernel_pids {
	uint64_t ns;
	int64_t level;
};

int kernel_pids_begin(struct kernel *, struct kernel_pids *);

/*
 * Who a task is: process and thread as our PID namespace numbers them, user and
 * command; what else there is in the structure is left alone. Both numbers are
 * UNKNOWN if it is outside of our PID namespace.
 */
int kernel_describe(struct kernel *, const struct kernel_pids *, uint64_t task,
    struct ipc_process *);

/*
 * The number here of what the first PID namespace has under another number:
 * UNKNOWN if it is not in our PID namespace. -1 with ENOENT if it has ended.
 */
int kernel_pid_here(
    struct kernel *, const struct kernel_pids *, int64_t first, int64_t *here);

/*
 * Called with the first task of each process, the kernel's own ones and those
 * of other PID namespaces included; not 0 ends it.
 */
int kernel_processes(
    struct kernel *, int (*call)(void *arg, uint64_t task), void *arg);

#endif
