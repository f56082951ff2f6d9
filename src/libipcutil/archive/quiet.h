/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether an object stayed as it was while it was read. Queues count what goes
 * in and out; nothing counts what is stored into memory. If nobody else can
 * write to it, nobody did; otherwise it is read a second time.
 */
#ifndef QUIET_H
#define QUIET_H

#include "archive/contents.h"

/* The object as it is now, to be freed; NULL if it has gone. */
struct ipc_object *quiet_look(const struct ipc_object *);

/* Whether attributes and counters are those that were seen before. */
bool quiet_is_same(
    const struct ipc_object *before, const struct ipc_object *now);

/* Memory that is being read; all belong to the caller. */
struct quiet {
	const struct ipc_object *object;
	const struct ipc_memory *memory;
	const struct contents_map *map;
	bool alone;	 /* nobody could write to it */
	uint64_t digest; /* of what was read, if somebody could */
};

/* Before the first byte is read. */
void quiet_begin(struct quiet *, const struct ipc_object *,
    const struct ipc_memory *, const struct contents_map *);

/* These bytes were read, in their order. */
void quiet_data(struct quiet *, const char *, size_t);
void quiet_zeros(struct quiet *, int64_t);

/* False if it has changed since, or nobody can say. */
bool quiet_end(const struct quiet *);

#endif
