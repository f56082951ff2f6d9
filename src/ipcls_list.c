/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcls: loads objects; shows limits, totals and shortages. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/xalloc.h"
#include "cli.h"
#include "ipcls.h"
#include "ipcls_doubt.h"
#include "ipcls_pager.h"
#include "load/load.h"
#include "report/charged.h"
#include "report/grouped.h"
#include "report/limit.h"
#include "report/obstacle.h"
#include "report/shortage.h"
#include "report/sources.h"
#include "report/usage.h"

void
list_failed(void *status, const char *subject, const char *reason)
{
	cli_warn(subject, reason);
	*(int *)status = CLI_FAILED;
}

static void
skipped(void *arg, const char *path, const char *why)
{
	(void)arg;
	cli_warn(path, why);
}

/* Names the limit that bounds a field, with its value. */
static void
note_limit(
    void *arg, const struct column *column, const void *row, struct text *t)
{
	const struct ipc_object *object = row;
	const struct list_bounds *bounds = arg;
	const struct limit *limit;

	limit = limit_find(
	    bounds->limits, bounds->n, object->kind->bit, column->name);
	if (limit == NULL || limit->value == UNKNOWN)
		return;
	text_str(t, "; limit ");
	text_str(t, limit->name);
	text_str(t, ": ");
	limit_write(limit, bounds->exact, t);
}

/*
 * Keeps the rows for which the expression of --fail-if is true. One such row is
 * enough for the answer; objects that could not be read may have been another.
 */
static void
judge(const struct options *o, struct view *view, int *status)
{
	size_t i, kept = 0, unknown = 0;

	for (i = 0; i < view->n; i++)
		switch (expr_ask(o->alarm, view->table, view_row(view, i))) {
		case EXPR_YES:
			view->rows[kept++] = view->rows[i];
			break;
		case EXPR_UNKNOWN:
			unknown++;
			break;
		case EXPR_NO:
			break;
		}
	view->n = kept;
	if (unknown != 0 && !o->quiet)
		doubt_verdict(unknown);
	if (kept != 0)
		*status = CLI_FAILED;
	else if (unknown != 0 || *status != CLI_OK)
		*status = CLI_UNKNOWN;
}

void
list_show(const struct options *o, struct view *view,
    struct list_bounds *bounds, int *status)
{
	struct output out = {
		.format = o->format,
		.table = view->table,
		.fp = stdout,
		.style = o->format->style,
		.headings = o->headings,
		.note = bounds != NULL ? note_limit : NULL,
		.note_arg = bounds,
		.sections = is_sectioned(o),
	};
	struct pager pager = { 0 };
	size_t columns;

	out.style.now = list_now(o);
	out.style.exact_sizes = o->bytes;
	if (o->times_given)
		out.style.times = o->times;
	out.style.numeric = o->numeric;
	cli_terminal(&out, o->colour);
	columns = out.width;
	if (o->whole)
		out.width = 0;
	doubt_where(o, view);
	view_select(view, o->filter, &o->keys);
	if (o->alarm != NULL)
		judge(o, view, status);
	if (o->quiet)
		return;
	if (o->pager && columns != 0) {
		pager_start(&pager);
		out.fp = pager.fp;
	}
	view_show(view, &out);
	if (pager.fp != NULL)
		pager_end(&pager, columns);
	/* After an error an empty list does not mean that there is nothing. */
	if (view->n == 0 && columns != 0 && *status == CLI_OK)
		fprintf(stderr, "%s: %s\n", getprogname(),
		    o->what != LIST_SHORTAGES ? "nothing to list"
		    : o->nrefs == 0
			? "no limit is near"
			: "nothing is in the way, and no limit is near");
}

void
list_columns(const struct options *o)
{
	const struct table *table = table_of(o);
	struct columns all = { 0 };
	size_t i;
	struct view view = { .table = &column_table, .ngroups = 1 };
	int status = CLI_OK;

	view.groups[0].columns = columns_of(o, view.table, NULL);
	columns_add_kinds(&all, table, ~0U);
	for (i = 0; i < all.n; i++)
		view_add(&view, all.v[i], 1, sizeof(*all.v[i]));
	list_show(o, &view, NULL, &status);
	view_free(&view);
}

int
list_sources(const struct options *o)
{
	struct view view = { .table = &source_table, .ngroups = 1 };
	struct source *sources;
	int status = CLI_OK;
	size_t n;

	view.groups[0].columns = columns_of(o, view.table, NULL);
	n = sources_try(&sources);
	view_add(&view, sources, n, sizeof(*sources));
	list_show(o, &view, NULL, &status);
	view_free(&view);
	sources_free(sources, n);
	return status;
}

int
list_limits(const struct options *o)
{
	struct view view = { .table = &limit_table, .ngroups = 1 };
	struct limit *limits;
	int status = CLI_OK;
	size_t n;

	view.groups[0].columns =
	    columns_of(o, view.table, "name,value,used,share,meaning,setting");
	n = list_load_limits(o, &limits, list_failed, &status);
	view_add(&view, limits, n, sizeof(*limits));
	list_show(o, &view, NULL, &status);
	if (o->verbose && o->kinds & KIND_POSIX_MQ)
		cli_unread_because(charged_refusal());
	view_free(&view);
	free(limits);
	return status;
}

void
list_begin(
    const struct options *o, struct load *load, unsigned bits, int *status)
{
	static const struct ipc_skip skip = { .call = skipped };

	*load = (struct load){
		.kinds = o->kinds,
		.need = bits,
		.refs = o->refs,
		.nrefs = o->nrefs,
		.now = time(NULL),
		.orphans_after = o->orphans_after,
		.ghosts =
		    (o->process != NULL && refs_are_whole(o->refs, o->nrefs)) ||
		    o->what == LIST_SHORTAGES ||
		    (o->what == LIST_METRICS && o->presets[PRESET_HOLDERS]),
		.unlinked = o->unlinked,
		.skip = o->verbose ? &skip : NULL,
		.failed = list_failed,
		.arg = status,
	};
}

unsigned
list_load(const struct options *o, struct ipc_list *list, unsigned bits,
    struct sight *sight, int *status)
{
	unsigned missed = 0;
	struct load load;

	list_begin(o, &load, bits, status);
	load.sight = sight;
	load.missed = &missed;
	if (o->recorded != NULL)
		recorded_list(o, list, status);
	else if (is_everywhere(o))
		load_everywhere(&load, list);
	else
		load_objects(&load, list);
	return missed;
}

/*
 * Totals of objects by the processes that use them; unused objects have none.
 */
int
list_groups(const struct options *o)
{
	struct view view = { .table = table_of(o) };
	struct ipc_list list = { 0 };
	struct sight sight = { 0 };
	struct groups groups;
	int status = CLI_OK;
	unsigned missed;

	missed = list_load(o, &list, grouped_need(&o->groups), &sight, &status);
	groups_sum(&groups, &list, &o->groups, o->kinds, missed);
	view_add(&view, groups.v, groups.n, sizeof(*groups.v));
	group_groups(o, &view);
	list_show(o, &view, NULL, &status);
	if (grouped_need(&o->groups) & NEED_WALK)
		cli_hidden("holders", &sight);
	if (o->verbose)
		cli_unread(&sight);
	view_free(&view);
	groups_free(&groups);
	ipc_list_free(&list);
	return status;
}

int
list_usage(const struct options *o)
{
	struct view view = { .table = &usage_table };
	struct ipc_list list = { 0 };
	struct usage *usages;
	int status = CLI_OK;
	unsigned missed;
	size_t n;

	missed = list_load(o, &list, usage_need(), NULL, &status);
	n = usage_sum(&usages, &list, o->kinds, missed);
	doubt_totals(usages, n);
	view_add(&view, usages, n, sizeof(*usages));
	group_usage(o, &view);
	list_show(o, &view, NULL, &status);
	view_free(&view);
	free(usages);
	ipc_list_free(&list);
	return status;
}

int
list_shortages(const struct options *o)
{
	struct view view = { .table = &shortage_table, .ngroups = 1 };
	struct options all = *o;
	struct ipc_list list = { 0 }, named = { 0 };
	struct shortage_list from = { .list = &list };
	struct shortage *shortages, *obstacles;
	int status = CLI_OK;
	size_t n, nobstacles;

	/* Objects of other kinds, too, may use up the same limit. */
	all.kinds = shortage_kinds(o->kinds);
	all.refs = NULL;
	all.nrefs = 0;
	from.missed = list_load(&all, &list, shortage_need(), NULL, &status);
	/* An error in reading the objects has been reported by now. */
	n = shortage_find(&shortages, &from, o->kinds,
	    status == CLI_OK ? list_failed : NULL, &status);
	view.groups[0].columns =
	    columns_of(o, view.table, "limit,owner,value,used,share,objects");
	/* With all namespaces, each may have an object of that name. */
	nobstacles = obstacle_find(&obstacles, &named, o->refs,
	    is_everywhere(o) ? 0 : o->nrefs, o->namespace == NULL, list_failed,
	    &status);
	view_add(&view, obstacles, nobstacles, sizeof(*obstacles));
	view_add(&view, shortages, n, sizeof(*shortages));
	doubt_queues(o, &list, &status);
	doubt_limits(shortages, n, &status);
	list_show(o, &view, NULL, &status);
	view_free(&view);
	shortage_free(obstacles, nobstacles);
	shortage_free(shortages, n);
	ipc_list_free(&named);
	ipc_list_free(&list);
	return status;
}
