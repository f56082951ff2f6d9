/* SPDX-License-Identifier: BSD-2-Clause */
/* Who uses an object, in words; and what stays of it once it is removed. */
#ifndef IPCRM_STAYS_H
#define IPCRM_STAYS_H

#include "base/text.h"
#include "model/object.h"

/*
 * Adds one of the processes and how many more there are: "812/worker and 2
 * more". Returns how many were added; threads of one process are one.
 */
int64_t ipcrm_users(struct text *, const struct ipc_processes *);

/*
 * Notes in the list an object that was just removed, if it may be there still:
 * a segment that is attached, or what processes may hold though it has no name
 * any more. The object is how it was seen before.
 */
void ipcrm_note(struct ipc_list *, const struct ipc_object *);

/*
 * Looks for who uses what was noted, all at once, as that takes long: done
 * before, it would delay the removal. Writes a line for each object that stays.
 */
void ipcrm_say_staying(const struct ipc_list *);

#endif
