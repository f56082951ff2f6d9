/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel will undo of a System V set when processes end (SEM_UNDO,
 * semop(2)), and whose that is.
 */
#ifndef UNDO_H
#define UNDO_H

#include "kernel/task.h"

struct kernel_undo {
	uint64_t owner;		 /* never shown: the list of who shares it */
	struct ipc_array values; /* number, adjustment, and so on; none is 0 */
};

struct kernel_undos {
	struct kernel_undo *v;
	size_t n;
};

/*
 * Of the set at this address; to be freed, also after -1. An undo that would
 * change nothing is none.
 */
int kernel_undos(struct kernel *, uint64_t set, struct kernel_undos *);
void kernel_undos_free(struct kernel_undos *);

/* The list of a task, whose owner it is; 0 if it has none. */
int kernel_undo_owner(struct kernel *, uint64_t task, uint64_t *owner);

#endif
