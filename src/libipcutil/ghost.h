/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects without a name that still cost memory: unlinked, but open or mapped
 * somewhere; and System V segments that are to go with their last attachment.
 */
#ifndef GHOST_H
#define GHOST_H

#include "object.h"
#include "sight.h"

/*
 * Makes a list of the objects there are into one of those of these kinds
 * (KIND_...) that have no name: an object of POSIX gets that of the file of a
 * process which holds it, /proc/PID/fd/N or /proc/PID/map_files/FROM-TO
 * (proc(5)). Processes that may not be looked at are passed over, and counted.
 * 0, or -1 with errno.
 */
int ghost_list(
    struct ipc_list *, unsigned kinds, unsigned need, struct sight *);

#endif
