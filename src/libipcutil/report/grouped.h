/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Totals of objects that have equal values in chosen fields (of objects or of
 * the processes that use them), for ipcls --usage --by.
 */
#ifndef GROUPED_H
#define GROUPED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/holding.h"
#include "report/usage.h"
#include "show/column.h"

struct grouped {
	struct holding first; /* first row; all rows have equal fields */
	struct usage total;
	int64_t pss; /* bytes: its processes' share of the memory in use */
};

struct groups {
	struct grouped *v;
	size_t n;
	struct holding *rows; /* the rows that were added up */
	size_t nrows;
};

/* Maximum number of fields to group by. */
#define GROUPED_MAX 20

/*
 * Returns the table of totals: these fields of holding_table, then the sums. It
 * is built by the first call; later calls return the same one. It is static.
 */
const struct table *grouped_table(const struct columns *by);

/*
 * Says whether one of the fields belongs to a process. If so, only objects that
 * are used count.
 */
bool grouped_by_process(const struct columns *by);

/* Returns what must be read of each object: NEED_... */
unsigned grouped_need(const struct columns *by);

/*
 * Adds up, ordered by the fields. An object that a process uses in two ways
 * counts once in each group. As in usage_sum(), a total is unknown if a part of
 * it is unknown or its kind was missed. The caller frees the result with
 * groups_free(); the list must live until then.
 */
void groups_sum(struct groups *, const struct ipc_list *,
    const struct columns *by, unsigned kinds, unsigned missed);
void groups_free(struct groups *);

#endif
