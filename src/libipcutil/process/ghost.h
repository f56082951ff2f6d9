/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects without a name that still use memory ("ghosts"): unlinked POSIX
 * objects that a process has open or mapped, and System V segments that are
 * destroyed with their last attachment (SHM_DEST).
 */
#ifndef GHOST_H
#define GHOST_H

#include <stdbool.h>

#include "model/list.h"
#include "model/object.h"
#include "process/sight.h"

/*
 * Appends unlinked POSIX objects of these kinds (KIND_...) to a list that has
 * all objects with a name. Their name is a file of a process that holds them,
 * /proc/PID/fd/N or /proc/PID/map_files/FROM-TO (proc(5)). Processes that we
 * may not examine are skipped, and counted in *sight. 0, or -1 with errno.
 */
int ghost_add(struct ipc_list *, unsigned kinds, unsigned need, struct sight *);

/* True if the object is a ghost; ghost_keep() frees all others. */
bool ghost_is_one(const struct ipc_object *);
void ghost_keep(struct ipc_list *);

#endif
