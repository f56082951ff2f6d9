/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether an object is left behind: nobody holds it, nobody waits for it, and
 * no process that lives can be its user. That the last user on record has
 * ended proves nothing, as programs fork and hand over. A verdict is never
 * better than its evidence, and unknown without.
 */
#ifndef ORPHAN_H
#define ORPHAN_H

#include "base/text.h"
#include "model/object.h"
#include "process/grounds.h"

/*
 * Sets orphan and likely_orphan of an object whose holders and waiters were
 * looked for.
 */
void orphan_judge(struct ipc_object *, const struct grounds *);

/* Adds what is known for and against it, in clauses with "; " between them. */
void orphan_explain(
    const struct ipc_object *, const struct grounds *, struct text *);

/* The same, but only why it cannot be said of an unheld object. */
void orphan_doubt(
    const struct ipc_object *, const struct grounds *, struct text *);

#endif
