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
 * The fields that are kept: all but what follows from others (fill, age), what
 * takes a walk over all processes, and text, which follows from numbers.
 */
struct columns fields_kept(void);

/* What must be read of each object for them: NEED_... */
unsigned fields_need(const struct columns *);

/* Whether any of them is different. */
bool fields_differ(const struct columns *, const struct ipc_object *,
    const struct ipc_object *);

/* Adds the object; with a base of NULL, all that is known of it. */
void fields_write(struct text *, const struct columns *,
    const struct ipc_object *base, const struct ipc_object *);

/* The object that is named so, to be freed; NULL if this names none. */
struct ipc_object *fields_identify(struct json_object *);

/*
 * Fills in the object, which fields_identify() has made of this or the same
 * name, from the base, if there is one, and what differs. NULL, or a constant
 * message.
 */
const char *fields_read(const struct columns *, const struct ipc_object *base,
    struct json_object *, struct ipc_object *);

#endif
