/* SPDX-License-Identifier: BSD-2-Clause */
/* What ipcmk makes: nothing stays that nobody was told of, however it ends. */
#ifndef IPCMK_MADE_H
#define IPCMK_MADE_H

#include <stddef.h>

#include "model/kind.h"

/* To be called first, with the most objects that will be made. */
void made_start(size_t n);

/*
 * Makes a copy of the object, which learns its id, or the size that was asked
 * for. 0, or -1 with errno, as make of its kind.
 */
int made_make(struct ipc_object *, const struct ipc_attr *);

/*
 * Likewise, for who makes many, and nothing by made_make(). No copy: the object
 * stays the caller's, until made_tell() or made_take_back(). Signals may be
 * left waiting: the caller calls shield_down() behind the last.
 */
int made_batch(struct ipc_object *, const struct ipc_attr *);

/* Removes what nobody was told of, as the end of the program does. */
void made_take_back(void);

/*
 * Writes out what stdout has: now somebody knows of all that was made. If it
 * cannot be written nothing made stays, and the program ends.
 */
void made_tell(void);

/* Frees what is kept to take things back. */
void made_free(void);

#endif
