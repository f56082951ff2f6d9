/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcls --openmetrics: objects and limits as metrics. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/xalloc.h"
#include "cli.h"
#include "ipcls.h"
#include "report/metrics.h"

static bool
is_named(const struct ipc_object *name, const struct ipc_object *o)
{
	if (name->kind != o->kind)
		return false;
	if (name->name != NULL)
		return o->name != NULL && strcmp(name->name, o->name) == 0;
	return name->id != UNKNOWN ? name->id == o->id : name->key == o->key;
}

static void
fail(int *status, const char *subject, const char *reason)
{
	cli_warn(subject, reason);
	*status = CLI_FAILED;
}

/*
 * Marks the objects that the operand selects; a name must select one at least.
 */
static void
choose(const struct ref *ref, const struct ipc_list *list, bool *chosen,
    int *status)
{
	struct ipc_object name;
	bool found = ref->pattern;
	size_t i;

	ipc_object_init(&name, NULL);
	if (!ref->pattern && ref_identify(ref, &name) == -1) {
		fail(status, ref->text, strerror(errno));
		return;
	}
	for (i = 0; i < list->n; i++) {
		if (ref->pattern ? !ref_match(ref, list->v[i])
				 : !is_named(&name, list->v[i]))
			continue;
		found = chosen[i] = true;
	}
	if (!found)
		fail(status, ref->text, "no such object");
}

/*
 * The objects with series of their own: those selected by an operand or by an
 * expression.
 */
static void
add_chosen(const struct options *o, struct view *view,
    const struct ipc_list *list, int *status)
{
	bool *chosen = xreallocarray(NULL, list->n + 1, sizeof(*chosen));
	struct ipc_list part = { 0 };
	struct sort none = { 0 };
	size_t i;

	for (i = 0; i < list->n; i++)
		chosen[i] = o->nrefs == 0 && o->filter != NULL;
	for (i = 0; i < o->nrefs; i++)
		choose(&o->refs[i], list, chosen, status);
	part.v = xreallocarray(NULL, list->n + 1, sizeof(*part.v));
	for (i = 0; i < list->n; i++)
		if (chosen[i])
			part.v[part.n++] = list->v[i];
	view_add_list(view, &part);
	view_select(view, o->filter, &none);
	free(part.v);
	free(chosen);
}

/* Too many are an error: a part would be taken for all of them. */
static void
check_series(const struct options *o, const struct view *view, int *status)
{
	char *reason;

	if ((int64_t)view->n <= o->max_series)
		return;
	xasprintf(&reason,
	    "%zu objects are chosen, and at most %lld get series of their own",
	    view->n, (long long)o->max_series);
	fail(status, "--max-series", reason);
	free(reason);
}

static unsigned
need_of(const struct options *o)
{
	unsigned need = metrics_need_of_totals();

	if (o->nrefs != 0 || o->filter != NULL)
		need |= metrics_need_of_rows();
	if (o->presets[PRESET_HOLDERS])
		need |= metrics_need_of_processes();
	return need | expr_need(o->filter);
}

/* All objects are loaded, for the totals. */
static void
load_all(const struct options *o, struct ipc_list *list, struct sight *sight,
    int *status)
{
	struct options all = *o;

	all.refs = NULL;
	all.nrefs = 0;
	list_load(&all, list, need_of(o), sight, status);
}

int
list_metrics(const struct options *o)
{
	struct sight sight = { 0 };
	struct ipc_list list = { 0 };
	struct view view = { .table = &object_table };
	struct limit *limits;
	struct text document = { 0 };
	int status = CLI_OK;
	struct metrics m = {
		.version = PACKAGE_VERSION,
		.kinds = o->kinds,
		.list = &list,
		.now = time(NULL),
		.processes = o->presets[PRESET_HOLDERS],
		.sight = &sight,
		.namespaces = is_everywhere(o),
	};

	/* Limits are read first, as listing all namespaces leaves our own. */
	m.nlimits = limits_load(&limits, o->kinds, list_failed, &status);
	m.limits = limits;
	load_all(o, &list, &sight, &status);
	if (o->verbose)
		cli_unread(&sight);
	add_chosen(o, &view, &list, &status);
	check_series(o, &view, &status);
	m.rows = view.rows;
	m.nrows = view.n;
	if (status == CLI_OK) {
		metrics_write(&document, &m);
		fwrite(document.s, 1, document.len, stdout);
	}
	text_free(&document);
	free(limits);
	view_free(&view);
	ipc_list_free(&list);
	return status;
}
