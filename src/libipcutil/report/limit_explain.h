/* SPDX-License-Identifier: BSD-2-Clause */
/* Which limit an object has reached, and how to raise it. */
#ifndef LIMIT_EXPLAIN_H
#define LIMIT_EXPLAIN_H

#include <stdbool.h>

#include "base/text.h"
#include "model/kind.h"

/*
 * Adds which limit made creating such an object fail with this errno: its
 * value, use and how to raise it. Returns false and adds nothing if no known
 * limit explains it.
 */
bool limit_explain(
    struct text *, const struct ipc_kind *, const struct ipc_attr *, int error);

#endif
