/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects in a recording: which fields of the object table are kept, and how
 * they are written and read. An object is a JSON object with its reference
 * and the fields in which it differs from another, its base; a field that
 * has become unknown is null. Times are seconds since 1970; every other value
 * stands as ipcls --json has it.
 */
#ifndef RECORD_FIELD_H
#define RECORD_FIELD_H

#include "base/text.h"
#include "model/object.h"
#include "show/column.h"

struct json_object;

/*
 * Returns the fields that are kept: all but those that follow from others
 * (fill, age), those that need a look at all processes, and text that follows
 * from numbers.
 */
struct columns fields_kept(void);

/* Returns what must be read of each object for these fields: NEED_... */
unsigned fields_need(const struct columns *);

/* Says whether any of these fields differs. */
bool fields_differ(const struct columns *, const struct ipc_object *,
    const struct ipc_object *);

/* Adds the object as JSON; with a base of NULL, every known field. */
void fields_write(struct text *, const struct columns *,
    const struct ipc_object *base, const struct ipc_object *);

/*
 * Returns a new object with this reference, which the caller frees with
 * ipc_object_free(); NULL if there is no valid reference.
 */
struct ipc_object *fields_identify(struct json_object *);

/*
 * Fills in an object that fields_identify() made, from the base (or NULL) and
 * the fields that differ. Returns NULL, or a constant message.
 */
const char *fields_read(const struct columns *, const struct ipc_object *base,
    struct json_object *, struct ipc_object *);

#endif
