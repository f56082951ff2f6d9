/* SPDX-License-Identifier: BSD-2-Clause */
/* Whether this process may use an object: inode(7), sysvipc(7). */
#ifndef PERMISSION_H
#define PERMISSION_H

#include <stdbool.h>

#include "model/object.h"

#define PERMISSION_READ 4
#define PERMISSION_WRITE 2

/*
 * By the mode and owners of an object that was looked at, our user and groups,
 * and our capabilities. True where the mode is not known: then nothing can be
 * said against it.
 */
bool permission_allows(const struct ipc_object *, int64_t wanted);

#endif
