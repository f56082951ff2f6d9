/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Users of an object in words, and objects that stay after they were removed.
 */
#ifndef IPCRM_STAYS_H
#define IPCRM_STAYS_H

#include "base/text.h"
#include "model/list.h"
#include "model/object.h"

/*
 * Adds a process and how many more there are: "812/worker and 2 more". Returns
 * the number of processes; threads of one process count once.
 */
int64_t ipcrm_users(struct text *, const struct ipc_processes *);

/*
 * Notes an object that was just removed, if it may still exist: an attached
 * segment, or one that processes may hold although it has no name any more. The
 * object is as it was seen before it was removed.
 */
void ipcrm_note(struct ipc_list *, const struct ipc_object *);

/*
 * Finds the users of all objects noted, with one look at all processes, after
 * the removals, which it would delay. Writes a line for each object that stays.
 */
void ipcrm_say_staying(const struct ipc_list *);

#endif
