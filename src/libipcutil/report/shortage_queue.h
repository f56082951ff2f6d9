/* SPDX-License-Identifier: BSD-2-Clause */
/* Full queues, for --explain; see shortage.h. */
#ifndef SHORTAGE_QUEUE_H
#define SHORTAGE_QUEUE_H

#include "report/shortage.h"

#define SHORTAGE_QUEUES 10 /* SHORTAGE_NAMED of each API */

/*
 * Adds the fullest queues of these kinds to `out`, which has room for
 * SHORTAGE_QUEUES rows, and returns their number. Blocked senders and possible
 * readers are looked for only if a queue is nearly full. The rows point into
 * the list; shortage_free() frees what they own.
 */
size_t shortage_queues(
    struct shortage *out, const struct ipc_list *, unsigned kinds);

#endif
