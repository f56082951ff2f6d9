/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The notes of an archive: which objects are not in it as they should be, a
 * line of JSON each. A note of an object that is not listed is of no object.
 */
#ifndef NOTES_H
#define NOTES_H

#include "archive/entry.h"

/* Adds a line. */
void notes_add(struct text *, const struct ipc_object *, enum entry_note);

/*
 * Reads the lines, and gives the notes to their entries, before these are
 * anything but what their lines said. NULL, or a constant message.
 */
const char *notes_read(const struct text *, struct entry *, size_t n);

#endif
