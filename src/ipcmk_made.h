/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects that ipcmk creates. However it ends, no object stays that was not
 * reported to the user.
 */
#ifndef IPCMK_MADE_H
#define IPCMK_MADE_H

#include <stddef.h>

#include "model/kind.h"

/* To be called first, with the maximum number of objects to create. */
void made_start(size_t n);

/*
 * Creates a copy of the object; sets the id of the original, and its size. 0,
 * or -1 with errno as `make` of the kind.
 */
int made_make(struct ipc_object *, const struct ipc_attr *);

/*
 * Creates the object itself, without a copy, for many objects; not to be mixed
 * with made_make(). The object stays the caller's and must exist until
 * made_tell() or made_take_back(). Signals may stay blocked: the caller calls
 * shield_down() after the last one.
 */
int made_batch(struct ipc_object *, const struct ipc_attr *);

/* Removes objects that were not reported, as the end of the program does. */
void made_take_back(void);

/*
 * Writes stdout out: all objects created count as reported from now on. If that
 * fails, they are removed and the program exits.
 */
void made_tell(void);

/* Frees the list of objects that were created. */
void made_free(void);

#endif
