/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is known about a segment only from a process that has it attached: the
 * name of the mapping contains the key with which the segment was created, and
 * its device shows the page size. /proc/PID/maps; see proc(5).
 */
#ifndef SEGMENT_H
#define SEGMENT_H

#include "model/kind.h"
#include "model/list.h"

/*
 * Chooses the segments whose mappings can tell more, if `need` has NEED_AREAS.
 * The objects stay those of the first list: free v, not with ipc_list_free().
 */
struct ipc_list segment_choose(const struct ipc_list *, unsigned need);

/*
 * Fills in `was` and page_size of these segments from the maps of their holders
 * in held_by. What cannot be read stays unknown.
 */
void segment_look(const struct ipc_list *);

/* Clears the holders if nobody asked for them. */
void segment_forget_holders(const struct ipc_list *);

#endif
