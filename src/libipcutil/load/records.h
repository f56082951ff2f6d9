/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lists of thousands in little memory: objects are kept as records (kind.h),
 * and made when they are shown, one at a time. So nothing can be found out that
 * takes a look at all of them, such as who holds them.
 */
#ifndef RECORDS_H
#define RECORDS_H

#include "load/load.h"
#include "model/kind.h"

#define RECORDED_KINDS 3 /* those of System V */

/* Begin with { 0 }. */
struct load_records {
	struct ipc_records kinds[RECORDED_KINDS];
	size_t n;
	unsigned bits; /* KIND_... of these */
	int64_t now;
	int64_t ns;
	struct ipc_object object; /* the one that is shown */
};

/*
 * Lists the kinds that have records, of those that are to be listed, and sets
 * `bits` to them; the others, and what is refused, are left to load_objects().
 * It lists none if that needs more than a look at each object: with `ghosts` or
 * `unlinked`, for other patterns than whole kinds, and for facts about
 * processes.
 */
void load_records(const struct load *, struct load_records *);

/*
 * For view.row: the object of a record, valid until the next call; anything
 * else is an object by itself.
 */
const void *load_records_row(void *load_records, const void *row);

void load_records_free(struct load_records *);

#endif
