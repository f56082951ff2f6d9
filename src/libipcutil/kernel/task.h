/* SPDX-License-Identifier: BSD-2-Clause */
/* Tasks, which threads are to the kernel, and what they have. */
#ifndef TASK_H
#define TASK_H

#include "kernel/reader.h"

/* More than there can be at any time: PID_MAX_LIMIT. */
#define KERNEL_TASKS (INT64_C(1) << 22)
#define KERNEL_COMMAND 16 /* bytes, the last is NUL */

/* The inode behind a descriptor of our own. */
int kernel_inode(struct kernel *, int fd, uint64_t *);

/* The IPC namespace that we are in. */
int kernel_ipc_namespace(struct kernel *, uint64_t *);

/*
 * Called with the first task of each process, the kernel's own ones and those
 * of other PID namespaces included; not 0 ends it.
 */
int kernel_processes(
    struct kernel *, int (*call)(void *arg, uint64_t task), void *arg);

#endif
