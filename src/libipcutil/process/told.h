/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel's own memory tells of objects, where it may be read: more
 * than /proc does, and of everybody.
 */
#ifndef TOLD_H
#define TOLD_H

#include "process/walk.h"

/*
 * Fills waited_by and waiters_outside of queues and sets among the targets.
 * The kinds for which that could be done, for each object of them, are added to
 * sight->told; what is of other kinds is left as it was.
 */
void told_waiters(struct walk *);

#endif
