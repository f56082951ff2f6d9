/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcls: objects, limits, totals and shortages, loaded and shown. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/xalloc.h"
#include "cli.h"
#include "ipcls.h"
#include "load/load.h"
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

struct bounds {
	struct limit *limits;
	size_t n;
	bool exact; /* sizes in bytes */
};

/* Names the limit that bounds a field, with its value. */
static void
note_limit(
    void *arg, const struct column *column, const void *row, struct text *t)
{
	const struct ipc_object *object = row;
	const struct bounds *bounds = arg;
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

/* What could not be read of a limit is left out of the note. */
static void
ignore(void *arg, const char *subject, const char *reason)
{
	(void)arg;
	(void)subject;
	(void)reason;
}

static void
tell_unknown(size_t n)
{
	char *reason;

	xasprintf(&reason, "cannot be known of %zu %s", n,
	    n == 1 ? "row, of which too little could be read"
		   : "rows, of which too little could be read");
	cli_warn("--fail-if", reason);
	free(reason);
}

/*
 * Keeps the rows for which the expression of --fail-if holds. One such row is
 * enough to know that it does; what failed before may have hidden one.
 */
static void
judge(const struct options *o, struct view *view, int *status)
{
	size_t i, kept = 0, unknown = 0;

	for (i = 0; i < view->n; i++)
		switch (expr_ask(o->alarm, view->table, view->rows[i])) {
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
		tell_unknown(unknown);
	if (kept != 0)
		*status = CLI_FAILED;
	else if (unknown != 0 || *status != CLI_OK)
		*status = CLI_UNKNOWN;
}

/*
 * That nothing is selected is no sign that there is nothing where it could not
 * be read. Of who uses an object, cli_hidden() tells.
 */
static void
tell_unread(const struct options *o, const struct view *view)
{
	size_t i, unread = 0;
	char *reason;

	bool limits = o->what == LIST_LIMITS;

	if ((o->what != LIST_OBJECTS && !limits) || o->filter == NULL ||
	    o->quiet || (!limits && expr_need(o->filter) & NEED_WALK))
		return;
	for (i = 0; i < view->n; i++)
		unread += expr_ask(o->filter, view->table, view->rows[i]) ==
			  EXPR_UNKNOWN;
	if (unread == 0)
		return;
	xasprintf(&reason, "cannot be known of %zu %s%s that could not be read",
	    unread, limits ? "limit" : "object", unread == 1 ? "" : "s");
	cli_warn("--where", reason);
	free(reason);
}

static void
show(const struct options *o, struct view *view, struct bounds *bounds,
    int *status)
{
	struct output out = {
		.format = o->format,
		.table = view->table,
		.fp = stdout,
		.style = o->format->style,
		.headings = o->headings,
		.note = bounds != NULL ? note_limit : NULL,
		.note_arg = bounds,
	};

	out.style.now = time(NULL);
	out.style.exact_sizes = o->bytes;
	if (o->times_given)
		out.style.times = o->times;
	cli_terminal(&out);
	tell_unread(o, view);
	view_select(view, o->filter, &o->keys);
	if (o->alarm != NULL)
		judge(o, view, status);
	if (o->quiet)
		return;
	view_show(view, &out);
	/* What failed may have hidden some. */
	if (view->n == 0 && out.width != 0 && *status == CLI_OK)
		fprintf(stderr, "%s: %s\n", getprogname(),
		    o->what == LIST_SHORTAGES ? "no limit is near"
					      : "nothing to list");
}

void
list_show(const struct options *o, struct view *view, int *status)
{
	show(o, view, NULL, status);
}

void
list_columns(const struct options *o)
{
	const struct table *table = table_of(o->what);
	struct columns all = { 0 };
	size_t i;
	struct view view = { .table = &column_table, .ngroups = 1 };
	int status = CLI_OK;

	view.groups[0].columns = columns_of(o, view.table, NULL);
	columns_add_kinds(&all, table, ~0U);
	for (i = 0; i < all.n; i++)
		view_add(&view, all.v[i], 1, sizeof(*all.v[i]));
	show(o, &view, NULL, &status);
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
	show(o, &view, NULL, &status);
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
	    columns_of(o, view.table, "name,value,used,share,setting,meaning");
	n = limits_load(&limits, o->kinds, list_failed, &status);
	view_add(&view, limits, n, sizeof(*limits));
	show(o, &view, NULL, &status);
	view_free(&view);
	free(limits);
	return status;
}

/* What has no name is no object that could be named. */
static bool
are_whole_kinds(const struct options *o)
{
	size_t i;

	for (i = 0; i < o->nrefs; i++)
		if (!o->refs[i].pattern || o->refs[i].glob != NULL)
			return false;
	return true;
}

unsigned
list_load(const struct options *o, struct ipc_list *list, unsigned bits,
    struct sight *sight, int *status)
{
	unsigned missed = 0;
	struct ipc_skip skip = { .call = skipped };
	struct load load = {
		.kinds = o->kinds,
		.need = bits,
		.refs = o->refs,
		.nrefs = o->nrefs,
		.now = time(NULL),
		.orphans_after = o->orphans_after,
		.ghosts =
		    (o->process != NULL && are_whole_kinds(o)) ||
		    o->what == LIST_SHORTAGES ||
		    (o->what == LIST_METRICS && o->presets[PRESET_HOLDERS]),
		.unlinked = o->unlinked,
		.skip = o->verbose ? &skip : NULL,
		.sight = sight,
		.missed = &missed,
		.failed = list_failed,
		.arg = status,
	};

	if (is_everywhere(o))
		load_everywhere(&load, list);
	else
		load_objects(&load, list);
	return missed;
}

/* Whoever may make files says how large they are; they may hold nothing. */
static void
tell_capped(const struct usage *usages, size_t n)
{
	const char *field;
	char *message;
	size_t i;

	for (i = 0; i < n; i++)
		if ((field = usage_capped(&usages[i])) != NULL) {
			xasprintf(&message,
			    "more than can be counted: a total that is "
			    "%lld is that much or more",
			    (long long)INT64_MAX);
			cli_warn(field, message);
			free(message);
			return;
		}
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
	tell_capped(usages, n);
	view_add(&view, usages, n, sizeof(*usages));
	group_usage(o, &view);
	show(o, &view, NULL, &status);
	view_free(&view);
	free(usages);
	ipc_list_free(&list);
	return status;
}

/* What is only shown is shown to be unknown; here something may be missing. */
static bool
asked_who(const struct options *o)
{
	unsigned need =
	    sort_need(&o->keys) | expr_need(o->filter) | expr_need(o->alarm);

	/* The kernel lists System V segments that are to go. */
	return o->presets[PRESET_HOLDERS] ||
	       (o->unlinked && (o->kinds & KINDS_POSIX) != 0) ||
	       (need & NEED_WALK) != 0;
}

/* Whether these are full is not known, and none of them is in the table. */
static void
tell_unread_queues(
    const struct options *o, const struct ipc_list *list, int *status)
{
	size_t i, unread = 0;
	char *reason;

	for (i = 0; i < list->n; i++)
		unread += list->v[i]->kind->bit & KINDS_MQ & o->kinds &&
			  list->v[i]->fill == UNKNOWN;
	if (unread == 0)
		return;
	xasprintf(&reason,
	    "%zu %s could not be read: whether %s full is not known", unread,
	    unread == 1 ? "queue" : "queues",
	    unread == 1 ? "it is" : "they are");
	cli_warn("--explain", reason);
	free(reason);
	*status = CLI_FAILED;
}

/* The same of limits; one that there is not has no share. */
static void
tell_unread_limits(const struct shortage *v, size_t n, int *status)
{
	struct text text = { 0 };
	size_t i;

	for (i = 0; i < n; i++) {
		if (v[i].limit.share != UNKNOWN || !limit_is_used(&v[i].limit))
			continue;
		if (text.len != 0)
			text_str(&text, ", ");
		text_str(&text, v[i].limit.name);
	}
	if (text.len != 0) {
		text_str(&text, ": could not be read, so whether anything is "
				"near is not known");
		cli_warn("--explain", text.s);
		*status = CLI_FAILED;
	}
	text_free(&text);
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

	/* What uses it up is more than what was asked about. */
	all.kinds = shortage_kinds(o->kinds);
	all.refs = NULL;
	all.nrefs = 0;
	from.missed = list_load(&all, &list, shortage_need(), NULL, &status);
	/* A place that cannot be read has been named by now. */
	n = shortage_find(&shortages, &from, o->kinds,
	    status == CLI_OK ? list_failed : ignore, &status);
	view.groups[0].columns =
	    columns_of(o, view.table, "limit,owner,value,used,share,objects");
	/* Every namespace may have another object of that name. */
	nobstacles = obstacle_find(&obstacles, &named, o->refs,
	    is_everywhere(o) ? 0 : o->nrefs, o->namespace == NULL, list_failed,
	    &status);
	view_add(&view, obstacles, nobstacles, sizeof(*obstacles));
	view_add(&view, shortages, n, sizeof(*shortages));
	tell_unread_queues(o, &list, &status);
	tell_unread_limits(shortages, n, &status);
	show(o, &view, NULL, &status);
	view_free(&view);
	shortage_free(obstacles, nobstacles);
	shortage_free(shortages, n);
	ipc_list_free(&named);
	ipc_list_free(&list);
	return status;
}

int
list_objects(const struct options *o)
{
	struct view view = { .table = &object_table };
	struct ipc_list list = { 0 };
	struct bounds bounds = { .exact = o->bytes };
	struct sight sight = { 0 };
	int status = CLI_OK;

	group_objects(o, &view);
	list_load(o, &list,
	    view_need(&view, o->filter, &o->keys) | expr_need(o->alarm), &sight,
	    &status);
	view_add_list(&view, &list);
	/* Every namespace has its own. */
	if (o->info && !is_everywhere(o))
		bounds.n = limits_load(&bounds.limits, o->kinds, ignore, NULL);
	show(o, &view, &bounds, &status);
	if (asked_who(o))
		cli_hidden("holders", &sight);
	if (o->verbose && sight.unread != NULL)
		cli_warn("kernel memory", sight.unread);
	free(bounds.limits);
	view_free(&view);
	ipc_list_free(&list);
	return status;
}
