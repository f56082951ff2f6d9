/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The members of an archive: which object has which. A POSIX object's is
 * KIND/NAME, a System V object's KIND/ID_KEY, as shm/cache and
 * shm/3_0x00a822c3; that of a queue has ".jsonl" behind it. Names are printable
 * ASCII on every system: other bytes, and % itself, are %XX, and so is what
 * would make a POSIX name look like an id and a key. Pure functions.
 */
#ifndef MEMBER_H
#define MEMBER_H

#include "base/text.h"
#include "model/object.h"

/* The first member: each object, a line, as ipcls --jsonl has it. */
#define MEMBER_OBJECTS "objects.jsonl"

/* The last, if something is wrong with any: see struct dump. */
#define MEMBER_NOTES "notes.jsonl"

/* Adds the name of the object's member. */
void member_name(struct text *, const struct ipc_object *);

#endif
