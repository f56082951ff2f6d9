/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether an object is left behind: nobody holds it, nobody waits for it, and
 * whoever made or used it last is gone. A verdict is never better than its
 * evidence, and unknown without.
 */
#ifndef ORPHAN_H
#define ORPHAN_H

#include "base/text.h"
#include "model/object.h"
#include "process/sight.h"

/*
 * Sets orphan of an object whose holders and waiters were looked for. The
 * time of booting is that of proc_boot_time().
 */
void orphan_judge(struct ipc_object *, const struct sight *, int64_t boot_time);

/* Adds what is known for and against it, in words. */
void orphan_explain(const struct ipc_object *, const struct sight *,
    int64_t boot_time, struct text *);

/*
 * The command of the process that made the object, to be freed by the caller;
 * NULL if it is gone, or if who has its pid now is too young to be the one.
 */
char *orphan_creator(
    const struct ipc_object *, const struct sight *, int64_t boot_time);

#endif
