/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who has a file mapped, by the kernel's own tree of the areas that are of it:
 * of everybody, and without going to each process. That is the memory of POSIX
 * objects, and a System V segment.
 */
#ifndef MAPPERS_H
#define MAPPERS_H

#include "kernel/task.h"

struct kernel_mappers {
	/* Owned; each of our PID namespace once, with its areas. */
	struct ipc_processes list;
	int64_t outside; /* processes outside of that */
	int64_t areas;	 /* of all of them */
};

/* The inode of the segment at this address, as kernel_ids_find() tells. */
int kernel_segment_inode(struct kernel *, uint64_t segment, uint64_t *inode);

/*
 * Of the file whose inode is at this address. What is returned was found twice
 * in a row, while nobody was changing the tree. EAGAIN also where it cannot be
 * told whose an area is. *out is to be freed, also after -1.
 */
int kernel_mappers(struct kernel *, const struct kernel_pids *, uint64_t inode,
    struct kernel_mappers *out);
void kernel_mappers_free(struct kernel_mappers *);

#endif
