/* SPDX-License-Identifier: BSD-2-Clause */
/* Compares an object that exists with an entry of an archive. */
#ifndef THERE_H
#define THERE_H

#include "archive/entry.h"
#include "kernel/reader.h"
#include "model/memory.h"

/*
 * Adds the names of fields that differ or, if none does, "values", "messages"
 * or "contents", separated by commas. Nothing is added if the object is what
 * would be created from the entry. The object was filled in by its kind's stat
 * with THERE_NEED and is not changed; `kernel` is as for contents_peek().
 * Returns 0, or -1 with errno if the object cannot be compared: EACCES, or as
 * contents_peek() and ipc_memory_open().
 */
#define THERE_NEED (NEED_ATTR | NEED_VALUES)
int there_differs(
    struct text *, const struct entry *, struct ipc_object *, struct kernel *);

#endif
