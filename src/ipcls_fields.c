/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcls: options that name fields, parsed once their table is known. */
#include "cli.h"
#include "ipcls.h"
#include "report/grouped.h"
#include "report/limit.h"
#include "report/shortage.h"
#include "report/sources.h"
#include "report/usage.h"

/* The default of --max-series: a scrape seldom wants more. */
#define MAX_SERIES 1000

static const struct table *const tables[] = {
	[LIST_OBJECTS] = &object_table,
	[LIST_HOLDINGS] = &holding_table,
	[LIST_LIMITS] = &limit_table,
	[LIST_USAGE] = &usage_table,
	[LIST_SHORTAGES] = &shortage_table,
	[LIST_METRICS] = &object_table,
	[LIST_SOURCES] = &source_table,
};

const struct table *
table_of(const struct options *o)
{
	return o->groups.n != 0 ? grouped_table(&o->groups) : tables[o->what];
}

/*
 * Sets defaults. --explain shows limits that are near or reached, the worst
 * first.
 */
static void
set_defaults(struct options *o)
{
	if (o->rows || o->process != NULL)
		o->what = LIST_HOLDINGS;
	if (o->max_series == UNKNOWN)
		o->max_series = MAX_SERIES;
	if (o->what != LIST_SHORTAGES || o->list_columns)
		return;
	if (o->format == NULL && o->output == NULL)
		o->format = &format_shortage;
	if (o->where == NULL)
		o->where = SHORTAGE_FILTER;
	if (o->sort == NULL)
		o->sort = SHORTAGE_ORDER;
}

/* --by takes fields of objects and of the processes that use them. */
static void
parse_groups(struct options *o)
{
	cli_columns(&o->groups, &holding_table, "--by", o->by);
	if (o->groups.n > GROUPED_MAX)
		cli_usage("--by", "names too many fields");
}

void
ipcls_fields(struct options *o)
{
	const struct table *table;

	set_defaults(o);
	if (o->by != NULL)
		parse_groups(o);
	table = table_of(o);
	if (o->list_columns)
		table = &column_table;
	if (o->output != NULL)
		cli_columns(&o->chosen, table, "--output",
		    o->output + (*o->output == '+'));
	if (o->sort != NULL)
		cli_sort(&o->keys, table, "--sort", o->sort);
	o->filter = cli_filter(table, o->where, o->user);
	if (o->fail_if != NULL)
		o->alarm = cli_expr(table, "--fail-if", o->fail_if);
	if (o->format == NULL)
		o->format = o->info ? &format_info : &format_text;
}
