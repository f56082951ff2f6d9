/* SPDX-License-Identifier: BSD-2-Clause */
/* How much of a limit one object uses. */
#ifndef LIMIT_PART_H
#define LIMIT_PART_H

#include <stdint.h>

#include "model/object.h"

/* For limits that count objects: 1. */
int64_t limit_one(const struct ipc_object *);
/* Pages of a segment: the kernel rounds each up to whole pages. */
int64_t limit_pages(const struct ipc_object *);
int64_t limit_sems(const struct ipc_object *);

/* Pages of this many bytes that bytes take; UNKNOWN if the bytes are. */
int64_t limit_whole_pages(int64_t bytes, int64_t page);

#endif
