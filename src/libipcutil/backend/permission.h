/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks whether this process may use an object: inode(7), sysvipc(7). */
#ifndef PERMISSION_H
#define PERMISSION_H

#include <stdbool.h>

#include "model/object.h"

#define PERMISSION_READ 4
#define PERMISSION_WRITE 2

/*
 * Decides by mode and owners of an object that was loaded, our user, groups and
 * capabilities. True if the mode is unknown, as nothing speaks against it.
 * Never fails.
 */
bool permission_allows(const struct ipc_object *, int64_t wanted);

#endif
