/* SPDX-License-Identifier: BSD-2-Clause */
/* Which recorded objects are asked for. */
#ifndef RECORD_SELECT_H
#define RECORD_SELECT_H

#include "backend/ref.h"

/* Whether the object is the one that is named, or one the pattern selects. */
bool select_matches(const struct ref *, const struct ipc_object *);

/* Whether one of the references is for it, or there is none at all. */
bool select_wants(const struct ref *, size_t n, const struct ipc_object *);

#endif
