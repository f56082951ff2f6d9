/* SPDX-License-Identifier: BSD-2-Clause */
/* Events of the processes that use an object: a part of diff.h. */
#ifndef DIFF_PROCESS_H
#define DIFF_PROCESS_H

#include "report/diff.h"

/*
 * Compares the holders and waiters of one object in two looks, those that both
 * looks know, and calls `each` for every process that is in one look only;
 * `before` is NULL for a new object, which had none. A process that disappeared
 * is not reported if it may only be hidden now. The event is valid during the
 * call only.
 */
void diff_processes(const struct ipc_object *before,
    const struct ipc_object *after, ipc_event_fn *each, void *arg);

#endif
