/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel's own memory tells of objects, where it may be read: more
 * than /proc does, and of everybody.
 */
#ifndef TOLD_H
#define TOLD_H

#include "kernel/reader.h"
#include "process/walk.h"

/* The running kernel, opened once for each walk; NULL if it cannot be read. */
struct kernel *told_kernel(struct walk *);

/*
 * Who has memory mapped: fills target->mappers and holders_outside. The kinds
 * for which that could be done, for each object of them, are added to
 * sight->mapped. Nothing is asked of many objects, as then one walk over all
 * processes takes less time.
 */
void told_mappers(struct walk *);
/* Adds them to held_by, where who has it open is already. */
void told_merge(struct target *);

/*
 * Fills waited_by and waiters_outside of queues and sets among the targets.
 * The kinds for which that could be done, for each object of them, are added to
 * sight->told; what is of other kinds is left as it was. Fills undo_by of sets,
 * as well.
 */
void told_waiters(struct walk *);

/* Fills undo_by of the sets among the targets: of all, or of none. */
void told_undos(struct kernel *, const struct targets *);

#endif
