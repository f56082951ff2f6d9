/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Notes of an archive about objects that are missing or may have changed, a
 * line of JSON each. A note about an object that is not listed is ignored.
 */
#ifndef NOTES_H
#define NOTES_H

#include "archive/entry.h"

/* Adds a note to the text, which the caller owns. */
void notes_add(struct text *, const struct ipc_object *, enum entry_note);

/*
 * Reads the notes and sets entry.note. Call it before the entries' objects
 * change: they are found by their notation. Returns NULL, or a constant
 * message.
 */
const char *notes_read(const struct text *, struct entry *, size_t n);

#endif
