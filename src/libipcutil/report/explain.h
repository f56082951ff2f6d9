/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Explains an errno of creating or changing an object, by the attributes that
 * were asked for: the limit that was reached, the privilege that is missing, or
 * else the kind's own message for the errno. Nothing here sets errno.
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "base/text.h"
#include "model/kind.h"

/*
 * Explains why creating the object failed. Returns a constant, or the text that
 * it added to; the caller owns that text.
 */
const char *explain_make(struct text *, const struct ipc_object *,
    const struct ipc_attr *, int error);

/*
 * Explains why changing an existing object failed; otherwise as explain_make().
 */
const char *explain_change(struct text *, const struct ipc_object *,
    const struct ipc_attr *, int error);

#endif
