/* SPDX-License-Identifier: BSD-2-Clause */
/* Tasks, which threads are to the kernel, and what they have open. */
#ifndef TASK_H
#define TASK_H

#include "kernel/reader.h"

/* The inode behind a descriptor of our own. */
int kernel_inode(struct kernel *, int fd, uint64_t *);

#endif
