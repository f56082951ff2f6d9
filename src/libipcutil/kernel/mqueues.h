/* SPDX-License-Identifier: BSD-2-Clause */
/* The POSIX queues of our IPC namespace, as the kernel has them. */
#ifndef MQUEUES_H
#define MQUEUES_H

#include "kernel/reader.h"

/*
 * Called with the address of each, those that have no name any more included,
 * and the number of its inode; not 0 ends it.
 */
int kernel_mqueues(struct kernel *,
    int (*call)(void *arg, uint64_t queue, int64_t inode), void *arg);

/* The device that these inodes are on, as stat(2) has it. */
int kernel_mqueues_device(struct kernel *, int64_t *);

#endif
