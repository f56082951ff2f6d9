/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds the processes that map a file, with the kernel's tree of all mappings
 * of the file: it includes all namespaces and needs no visit to each process.
 * It works for the files of POSIX objects and for System V segments. Errors are
 * those of reader.h.
 */
#ifndef MAPPERS_H
#define MAPPERS_H

#include "kernel/task.h"

struct kernel_mappers {
	/* Each process of our PID namespace once, with its mappings; owned. */
	struct ipc_processes list;
	int64_t outside; /* processes outside our PID namespace */
	int64_t areas;	 /* mappings of all processes */
};

/*
 * The inode of the segment at this address, which comes from kernel_ids_find().
 */
int kernel_segment_inode(struct kernel *, uint64_t segment, uint64_t *inode);

/*
 * Finds the mappings of the file whose inode is at this address. The result was
 * found twice in a row, while no process was changing the tree. EAGAIN also if
 * it is not known whose a mapping is. Free *out with kernel_mappers_free(),
 * even after -1.
 */
int kernel_mappers(struct kernel *, const struct kernel_pids *, uint64_t inode,
    struct kernel_mappers *out);
void kernel_mappers_free(struct kernel_mappers *);

#endif
