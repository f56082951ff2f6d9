/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds threads that are blocked in a system call on a queue or set, from the
 * kernel's own lists. They are walked without a lock, so the result was found
 * twice in a row, with everything at the same address. Errors are those of
 * reader.h.
 */
#ifndef WAIT_H
#define WAIT_H

#include "kernel/ids.h"
#include "kernel/task.h"

struct kernel_waiters {
	struct ipc_processes list; /* threads of our PID namespace; owned */
	int64_t outside;	   /* threads outside our PID namespace */
};

/*
 * Read the waiters of the queue or set at this address, which comes from
 * kernel_ids_find() or kernel_mqueues(). Free *out with kernel_waiters_free(),
 * even after -1.
 */
int kernel_waiters_of_queue(struct kernel *, const struct kernel_pids *,
    uint64_t queue, struct kernel_waiters *out);
int kernel_waiters_of_set(struct kernel *, const struct kernel_pids *,
    uint64_t set, struct kernel_waiters *out);
int kernel_waiters_of_mqueue(struct kernel *, const struct kernel_pids *,
    uint64_t queue, struct kernel_waiters *out);

void kernel_waiters_free(struct kernel_waiters *);

#endif
