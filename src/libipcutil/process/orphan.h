/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Decides whether an object is an orphan: no process holds it or waits for it,
 * and no living process can be its user. That the last recorded user has ended
 * proves nothing, because programs fork and pass objects on. If something could
 * not be seen, the verdict is UNKNOWN. Nothing fails.
 */
#ifndef ORPHAN_H
#define ORPHAN_H

#include "base/text.h"
#include "model/object.h"
#include "process/grounds.h"

/*
 * Sets orphan and likely_orphan of an object after its holders and waiters were
 * searched for.
 */
void orphan_judge(struct ipc_object *, const struct grounds *);

/* Appends the evidence for and against, as clauses separated by "; ". */
void orphan_explain(
    const struct ipc_object *, const struct grounds *, struct text *);

/* Appends only the reasons why the verdict is not certain. */
void orphan_doubt(
    const struct ipc_object *, const struct grounds *, struct text *);

#endif
