/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel's own memory shows about objects, if we may read it
 * (kernel/reader.h): more than /proc does, and about all processes. Where it
 * cannot be read, nothing is filled in and /proc is used.
 */
#ifndef TOLD_H
#define TOLD_H

#include "kernel/reader.h"
#include "process/walk.h"

/*
 * Opens the running kernel once for each walk; NULL if it cannot be read. The
 * walk owns it.
 */
struct kernel *told_kernel(struct walk *);

/*
 * Finds the processes that have memory mapped: fills target->mappers and
 * holders_outside. A kind is added to sight->mapped if this worked for all its
 * objects. For many objects it does nothing, because the walk over processes is
 * faster then.
 */
void told_mappers(struct walk *);
/*
 * Adds the mappers to held_by, where the processes that have it open are
 * already.
 */
void told_merge(struct target *);

/*
 * Finds the waiters of queues and sets: fills waited_by and waiters_outside. A
 * kind is added to sight->told if this worked for all its objects; other kinds
 * stay as they were. Also fills undo_by of sets.
 */
void told_waiters(struct walk *);

/* Fills undo_by of the sets: of all of them, or of none. */
void told_undos(struct walk *);

/*
 * Notes in sight->unread why nothing was filled in, if errno says that it was
 * for a member that this kernel's structures do not have.
 */
void told_nothing(struct walk *);

#endif
