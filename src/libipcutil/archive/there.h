/* SPDX-License-Identifier: BSD-2-Clause */
/* Whether an object that is there is what an archive has. */
#ifndef THERE_H
#define THERE_H

#include "archive/entry.h"
#include "kernel/reader.h"

/*
 * Adds the fields, or "contents", in which the object differs, with commas
 * between them: nothing, if it is what would be made of the entry. Of what
 * differs in its fields the contents are not looked at. The object is one that
 * stat of its kind has filled in with THERE_NEED, and is only looked at; the
 * kernel is as for contents_peek(). 0, or -1 with errno if the contents cannot
 * be looked at: as of contents_peek() and ipc_memory_open(), or EBUSY.
 */
#define THERE_NEED (NEED_ATTR | NEED_VALUES)
int there_differs(
    struct text *, const struct entry *, struct ipc_object *, struct kernel *);

#endif
