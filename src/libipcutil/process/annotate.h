/* SPDX-License-Identifier: BSD-2-Clause */
/* What only processes tell of objects that were loaded: see NEED_WALK. */
#ifndef ANNOTATE_H
#define ANNOTATE_H

#include "model/object.h"
#include "process/sight.h"

/* What was used within so many seconds is no orphan for certain. */
#define ORPHANS_AFTER 3600

/*
 * Fills in what `need` asks for, by one walk over all processes; without a
 * need none is looked at. How far that could see is told in *sight, unless it
 * is NULL; who is to be looked at is read there (sight.h). `after` is
 * ORPHANS_AFTER, unless somebody has said otherwise.
 */
void annotate(
    const struct ipc_list *, unsigned need, int64_t after, struct sight *sight);

#endif
