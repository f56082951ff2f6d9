/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The list of the objects in an archive: a line of JSON for each, as ipcls
 * --jsonl writes it. The caller owns the text; running out of memory exits.
 */
#ifndef LISTING_H
#define LISTING_H

#include "base/text.h"
#include "model/list.h"
#include "model/object.h"

/* Returns what must have been read of each object: NEED_... */
unsigned listing_need(void);

/* Adds a line for each object, in the order of the list. */
void listing_write(struct text *, const struct ipc_list *);

#endif
