/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects without a name that still cost memory: unlinked, but open or mapped
 * somewhere; and System V segments that are to go with their last attachment.
 */
#ifndef GHOST_H
#define GHOST_H

#include <stdbool.h>

#include "model/object.h"
#include "process/sight.h"

/*
 * Adds those of POSIX, of these kinds (KIND_...), to a list of all that have a
 * name: in its place they get that of the file of a process which holds them,
 * /proc/PID/fd/N or /proc/PID/map_files/FROM-TO (proc(5)). Processes that may
 * not be looked at are passed over, and counted. 0, or -1 with errno.
 */
int ghost_add(struct ipc_list *, unsigned kinds, unsigned need, struct sight *);

/* Whether it is one, and dropping from a list what is none. */
bool ghost_is_one(const struct ipc_object *);
void ghost_keep(struct ipc_list *);

#endif
