/* SPDX-License-Identifier: BSD-2-Clause */
/* Queues that are full by themselves; see shortage.h. */
#ifndef SHORTAGE_QUEUE_H
#define SHORTAGE_QUEUE_H

#include "report/shortage.h"

#define SHORTAGE_QUEUES 10 /* at most: SHORTAGE_NAMED of each API */

/*
 * Adds the fullest queues of these kinds, the fullest first, with who is
 * blocked in sending to them and who could read; processes are looked at only
 * if any is nearly full. Returns how many there are.
 */
size_t shortage_queues(
    struct shortage *out, const struct ipc_list *, unsigned kinds);

#endif
