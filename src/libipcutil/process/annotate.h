/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fills in what only a walk over processes finds out about loaded objects: see
 * NEED_WALK in kind.h.
 */
#ifndef ANNOTATE_H
#define ANNOTATE_H

#include "model/list.h"
#include "model/object.h"
#include "process/sight.h"

/* In seconds: an object that was used since is not an orphan for certain. */
#define ORPHANS_AFTER 3600

/*
 * Fills in what `need` asks for, with one walk over all processes; without such
 * a need no process is examined. *sight, unless NULL, is set to how much the
 * walk could see; sight->only is read before (sight.h). `after` is in seconds,
 * ORPHANS_AFTER by default. It does not fail: what cannot be seen stays
 * UNKNOWN.
 */
void annotate(
    const struct ipc_list *, unsigned need, int64_t after, struct sight *sight);

#endif
