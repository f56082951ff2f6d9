/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names of an archive's members. The member of a POSIX object is KIND/NAME,
 * that of a System V object KIND/ID_KEY, such as shm/cache and
 * shm/3_0x00a822c3; ".jsonl" follows for queues. Names are printable ASCII:
 * other bytes and % are written as %XX, and so is the start of a POSIX name
 * that looks like ID_KEY. Nothing here fails.
 */
#ifndef MEMBER_H
#define MEMBER_H

#include "base/text.h"
#include "model/object.h"

/* First member: the list of objects, see listing.h. */
#define MEMBER_OBJECTS "objects.jsonl"

/* Last member, if there are notes: see notes.h. */
#define MEMBER_NOTES "notes.jsonl"

/* Adds the name of the object's member. */
void member_name(struct text *, const struct ipc_object *);

#endif
