/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The adjustments that the kernel will make to a System V set when processes
 * end (SEM_UNDO, semop(2)), and to which processes they belong. Errors are
 * those of reader.h.
 */
#ifndef UNDO_H
#define UNDO_H

#include "kernel/task.h"

struct kernel_undo {
	uint64_t owner; /* address of the undo list; never shown */
	/* Num, adjustment, num, adjustment, ...; no adjustment is 0. */
	struct ipc_array values;
};

struct kernel_undos {
	struct kernel_undo *v;
	size_t n;
	size_t room;
};

/*
 * Reads the undos of the set at this address; free *out with
 * kernel_undos_free(), even after -1. An undo without adjustments is left out.
 */
int kernel_undos(struct kernel *, uint64_t set, struct kernel_undos *);
void kernel_undos_free(struct kernel_undos *);

/*
 * The address of the task's undo list; 0 if it has none. Tasks may share one.
 */
int kernel_undo_owner(struct kernel *, uint64_t task, uint64_t *owner);

#endif
