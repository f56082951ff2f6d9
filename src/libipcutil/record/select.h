/* SPDX-License-Identifier: BSD-2-Clause */
/* Selects recorded objects by references. */
#ifndef RECORD_SELECT_H
#define RECORD_SELECT_H

#include "backend/ref.h"

/* Says whether the reference names the object, or its pattern matches it. */
bool select_matches(const struct ref *, const struct ipc_object *);

/* Says whether any of the references is for the object, or there are none. */
bool select_wants(const struct ref *, size_t n, const struct ipc_object *);

#endif
