/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tasks (the kernel's threads) and what belongs to them. Errors are those of
 * reader.h.
 */
#ifndef TASK_H
#define TASK_H

#include "kernel/reader.h"
#include "model/object.h"

/* PID_MAX_LIMIT, more than there can be at a time. */
#define KERNEL_TASKS (INT64_C(1) << 22)
/* Size of a command in bytes, with a NUL at the end. */
#define KERNEL_COMMAND 16

/* The inode of one of our own descriptors. */
int kernel_inode(struct kernel *, int fd, uint64_t *);

/* The IPC namespace of this process. */
int kernel_ipc_namespace(struct kernel *, uint64_t *);

/* The PID namespace of this process, and its level below the initial one. */
struct kernel_pids {
	uint64_t ns;
	int64_t level;
};

int kernel_pids_begin(struct kernel *, struct kernel_pids *);

/*
 * Fills in pid and tid as our PID namespace numbers them, user and command of a
 * task; the caller frees the command. Other members are left alone. pid and tid
 * are UNKNOWN if it is outside our PID namespace.
 */
int kernel_describe(struct kernel *, const struct kernel_pids *, uint64_t task,
    struct ipc_process *);

/*
 * Converts a pid of the initial PID namespace to one of ours; UNKNOWN if the
 * process is not in our PID namespace. -1 with ENOENT if it has ended.
 */
int kernel_pid_here(
    struct kernel *, const struct kernel_pids *, int64_t first, int64_t *here);

/*
 * Calls `call` with the first task of each process, including kernel threads
 * and processes of other PID namespaces; it ends the walk with a value other
 * than 0, which is returned.
 */
int kernel_processes(
    struct kernel *, int (*call)(void *arg, uint64_t task), void *arg);

#endif
