/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an errno means, by what was asked for: the limit that was met, the
 * privilege that was missing, or what the kind of object has to say.
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "base/text.h"
#include "model/kind.h"

/*
 * Why making the object with these attributes failed with this errno: a
 * constant, or added to the text.
 */
const char *explain_make(struct text *, const struct ipc_object *,
    const struct ipc_attr *, int error);

/* The same of changing an object that was looked at. */
const char *explain_change(struct text *, const struct ipc_object *,
    const struct ipc_attr *, int error);

#endif
