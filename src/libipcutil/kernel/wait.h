/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who is blocked in a call on a queue or a set, by the kernel's own lists. They
 * are walked without a lock: what is returned was found twice in a row, with
 * everything in the same place.
 */
#ifndef WAIT_H
#define WAIT_H

#include "kernel/ids.h"
#include "kernel/task.h"

struct kernel_waiters {
	struct ipc_processes list; /* owned; those of our PID namespace */
	int64_t outside;	   /* threads outside of that */
};

/*
 * Of the queue or the set at this address, as kernel_ids_find() or
 * kernel_mqueues() tell. *out is to be freed, also after -1.
 */
int kernel_waiters_of_queue(struct kernel *, const struct kernel_pids *,
    uint64_t queue, struct kernel_waiters *out);
int kernel_waiters_of_set(struct kernel *, const struct kernel_pids *,
    uint64_t set, struct kernel_waiters *out);
int kernel_waiters_of_mqueue(struct kernel *, const struct kernel_pids *,
    uint64_t queue, struct kernel_waiters *out);

void kernel_waiters_free(struct kernel_waiters *);

#endif
