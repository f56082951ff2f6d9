/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The POSIX queues of our IPC namespace in the kernel's memory. Errors are
 * those of reader.h.
 */
#ifndef MQUEUES_H
#define MQUEUES_H

#include "kernel/reader.h"

/*
 * Calls `call` with the address and the inode number of each queue, including
 * queues without a name; it ends the walk with a value other than 0, which is
 * returned.
 */
int kernel_mqueues(struct kernel *,
    int (*call)(void *arg, uint64_t queue, int64_t inode), void *arg);

/* The device of these inodes, as in stat(2). */
int kernel_mqueues_device(struct kernel *, int64_t *);

#endif
