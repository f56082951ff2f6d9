/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Totals of objects that have the same values in some fields, be they fields of
 * objects or of the processes that use them: for ipcls --usage --by.
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
	struct holding first; /* the first of them: all have its fields */
	struct usage total;
	int64_t pss; /* bytes: what its processes have of the memory in use */
};

struct groups {
	struct grouped *v;
	size_t n;
	struct holding *rows; /* what they are made of */
	size_t nrows;
};

/* So many fields at most. */
#define GROUPED_MAX 20

/*
 * The table of such totals: these fields of holding_table, then the sums. It is
 * made at the first call, and is the same ever after.
 */
const struct table *grouped_table(const struct columns *by);

/* Whether one of the fields is a process's: only used objects count then. */
bool grouped_by_process(const struct columns *by);

/* What must be read of each object: NEED_... */
unsigned grouped_need(const struct columns *by);

/*
 * Adds up, in the order of the fields. An object that a process uses in two
 * ways counts once in each group. As in usage_sum(), what is unknown of one
 * object or of a kind that was missed is unknown of the total. To be freed by
 * groups_free(), and the list is to stay until then.
 */
void groups_sum(struct groups *, const struct ipc_list *,
    const struct columns *by, unsigned kinds, unsigned missed);
void groups_free(struct groups *);

#endif
