/* SPDX-License-Identifier: BSD-2-Clause */
/* Totals of objects grouped by any fields; see grouped.h. */
#include <stdlib.h>
#include <string.h>

#include "base/amount.h"
#include "base/xalloc.h"
#include "report/grouped.h"

static const char *const sums[] = { "objects", "size", "rss", "swap", "nattch",
	"messages", "bytes", "nsems" };

#define SUMS (sizeof(sums) / sizeof(*sums))

static const struct column pss = { "pss", &value_size,
	offsetof(struct grouped, pss), KINDS_SHM, NEED_PSS,
	"their share of the memory in use" };

static struct column columns[GROUPED_MAX + SUMS + 1];
static const struct columns *fields;

/*
 * For the fields of the grouping, the first object of a group speaks for all:
 * the value is unknown or missing in all of them. Sums always exist.
 */
static bool
grouped_has(const struct column *column, const void *row)
{
	size_t i = (size_t)(column - columns);

	return i >= fields->n || holding_table.has(fields->v[i], row);
}

static struct table table = {
	.name = "usage",
	.columns = columns,
	.has = grouped_has,
};

/* Adds a column of a sum, unless the grouping already has that field. */
static void
add_sum(const struct column *column, size_t offset)
{
	if (column_find(&table, column->name, strlen(column->name)) != NULL)
		return;
	columns[table.n] = *column;
	columns[table.n++].offset += offset;
}

const struct table *
grouped_table(const struct columns *by)
{
	size_t i;

	if (fields != NULL)
		return &table;
	fields = by;
	for (i = 0; i < by->n; i++)
		columns[table.n++] = *by->v[i];
	for (i = 0; i < SUMS; i++)
		add_sum(column_named(&usage_table, sums[i]),
		    offsetof(struct grouped, total));
	if (grouped_by_process(by))
		add_sum(&pss, 0);
	return &table;
}

bool
grouped_by_process(const struct columns *by)
{
	const struct column *first = holding_table.columns;
	size_t i;

	for (i = 0; i < by->n; i++)
		if (by->v[i] >= first && by->v[i] < first + holding_table.n)
			return true;
	return false;
}

unsigned
grouped_need(const struct columns *by)
{
	return usage_need() | columns_need(by) |
	       (grouped_by_process(by) ? HOLDING_NEED | NEED_PSS : 0);
}

/* Starts a group with its first row. */
static void
begin(struct grouped *group, const struct holding *row, unsigned kinds,
    unsigned missed)
{
	*group = (struct grouped){
		.first = *row,
		.total = usage_begin(kinds, missed),
		.pss = UNKNOWN,
	};
}

/* A use without memory, such as of a queue, adds nothing. */
static void
add_pss(struct grouped *group, const struct holding *row)
{
	if (row->from == UNKNOWN)
		return;
	group->pss =
	    group->pss == UNKNOWN ? row->pss : amount_add(group->pss, row->pss);
}

void
groups_sum(struct groups *groups, const struct ipc_list *list,
    const struct columns *by, unsigned kinds, unsigned missed)
{
	const struct holding *before = NULL, **rows;
	struct sort sort = { 0 };
	size_t i;

	*groups = (struct groups){ 0 };
	groups->nrows = grouped_by_process(by)
			    ? holding_rows(&groups->rows, list, NULL)
			    : holding_objects(&groups->rows, list);
	if (grouped_by_process(by))
		holding_measure(groups->rows, groups->nrows);
	rows = xreallocarray(NULL, groups->nrows, sizeof(*rows));
	groups->v = xreallocarray(NULL, groups->nrows, sizeof(*groups->v));
	for (i = 0; i < groups->nrows; i++)
		rows[i] = &groups->rows[i];
	for (i = 0; i < by->n; i++)
		sort.v[sort.n++] = (struct sort_key){ by->v[i], false };
	sort_rows(&sort, &holding_table, (const void **)rows, groups->nrows);
	for (i = 0; i < groups->nrows; i++) {
		if (before == NULL || !sort_alike(&sort, before, rows[i])) {
			begin(&groups->v[groups->n++], rows[i], kinds, missed);
			before = NULL;
		}
		/*
		 * Uses of the same object follow each other; count the object
		 * once.
		 */
		if (before == NULL || before->whole != rows[i]->whole)
			usage_add(
			    &groups->v[groups->n - 1].total, rows[i]->whole);
		add_pss(&groups->v[groups->n - 1], rows[i]);
		before = rows[i];
	}
	free(rows);
}

void
groups_free(struct groups *groups)
{
	holding_free(groups->rows, groups->nrows);
	free(groups->v);
	*groups = (struct groups){ 0 };
}
