/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is known of a segment only where a process has it attached: the name of
 * that area, which has the key that the segment was made with, and its device,
 * of which there is one for each size of page.
 */
#ifndef SEGMENT_H
#define SEGMENT_H

#include "model/kind.h"

/*
 * The segments in the list of which areas are to tell something more, with a
 * need of NEED_AREAS. The objects are still the list's: free() v, and no more.
 */
struct ipc_list segment_choose(const struct ipc_list *, unsigned need);

/*
 * Fills in `was` and page_size of these segments, of which held_by is known,
 * from the maps of processes that hold them. What cannot be read stays unknown.
 */
void segment_look(const struct ipc_list *);

/* Forgets who holds them, where nobody asked for that. */
void segment_forget_holders(const struct ipc_list *);

#endif
