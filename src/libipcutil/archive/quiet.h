/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds out whether an object changed while it was read. Queues count what goes
 * in and out, but nothing counts stores into memory. If nobody else can write
 * to the memory, it did not change; otherwise it is read twice and compared.
 * Nothing here reports errno.
 */
#ifndef QUIET_H
#define QUIET_H

#include "archive/contents.h"

/*
 * Returns the object as it is now, which the caller frees with
 * ipc_object_free(); NULL if it is gone.
 */
struct ipc_object *quiet_look(const struct ipc_object *);

/* Says whether attributes and counters are equal. */
bool quiet_is_same(
    const struct ipc_object *before, const struct ipc_object *now);

/* Memory that is being read; the pointers stay the caller's. */
struct quiet {
	const struct ipc_object *object;
	const struct ipc_memory *memory;
	const struct contents_map *map;
	bool alone;	 /* nobody else could write to it */
	uint64_t digest; /* digest of what was read, if others could */
};

/* Call this before the first byte is read. */
void quiet_begin(struct quiet *, const struct ipc_object *,
    const struct ipc_memory *, const struct contents_map *);

/* Call these for all bytes that are read, in order. */
void quiet_data(struct quiet *, const char *, size_t);
void quiet_zeros(struct quiet *, int64_t);

/* Returns false if the object changed, or if that is not known. */
bool quiet_end(const struct quiet *);

#endif
