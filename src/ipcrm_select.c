/* SPDX-License-Identifier: BSD-2-Clause */
/* Objects that are selected and then removed; see ipcrm_select.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "backend/remover.h"
#include "base/progress.h"
#include "base/xalloc.h"
#include "cli.h"
#include "cli_progress.h"
#include "cli_rows.h"
#include "ipcrm_ask.h"
#include "ipcrm_say.h"
#include "ipcrm_select.h"
#include "load/load.h"

static void
say_kept(void *arg, const struct ipc_object *object)
{
	const struct options *o = arg;
	char text[VALUE_ROOM], *why;

	if (!o->verbose)
		return;
	ref_format(object, text, sizeof(text));
	xasprintf(&why, "kept: %s", object->doubt);
	cli_warn(text, why);
	free(why);
}

/* Keeps certain orphans only, and reports how many others there are. */
static void
choose(struct options *o, struct view *view, const struct sight *sight,
    int64_t now)
{
	size_t kept = choice_select(&o->choice, view, now, say_kept, o);
	char *count;

	if (o->choice.orphans)
		cli_hidden("--orphans", sight);
	else if (expr_need(o->filter) & NEED_WALK)
		cli_hidden("--where", sight);
	if (o->verbose)
		cli_unread(sight);
	if (kept == 0)
		return;
	xasprintf(&count, "kept %zu that may be in use%s", kept,
	    o->verbose ? "" : "; -v says why");
	cli_warn("--orphans", count);
	free(count);
}

/*
 * Whether the objects are shown; with likely orphans that is the evidence,
 * before each question.
 */
static bool
is_shown(const struct options *o)
{
	return o->dry_run || (!o->yes && (o->choice.likely || !o->interactive));
}

/* Loads the selected objects before any is removed. */
static void
load(struct options *o, struct view *view, struct ipc_list *list,
    struct load_records *records)
{
	const struct sort unsorted = { 0 };
	struct sight sight = { 0 };
	struct load load = {
		.kinds = o->kinds,
		.need = choice_need(&o->choice) |
			(is_shown(o) ? view_need(view, o->filter, &unsorted)
				     : expr_need(o->filter)),
		.orphans_after = o->choice.orphans_after,
		.sight = &sight,
		.refs = o->refs,
		.nrefs = o->nrefs,
		.now = time(NULL),
		.missing_ok = o->force,
		.failed = ipcrm_failed,
		.arg = o,
	};

	load_records(&load, records);
	load.kinds &= ~records->bits;
	load_objects(&load, list);
	cli_add_rows(view, list, records);
	view_select(view, o->filter, &unsorted);
	choose(o, view, &sight, load.now);
}

static void
show(struct view *view, FILE *fp)
{
	struct output out = {
		.format = &format_text,
		.table = &object_table,
		.fp = fp,
		.style = format_text.style,
		.headings = true,
		.width = cli_width(fileno(fp)),
	};

	out.style.now = time(NULL);
	view_show(view, &out);
}

static bool
confirm_all(const struct options *o, struct view *view)
{
	char *question;
	bool yes;

	if (is_shown(o) && view->n != 0)
		show(view, stderr);
	if (o->yes || o->interactive || view->n == 0)
		return true;
	xasprintf(&question, "remove %zu %s?", view->n,
	    view->n == 1 ? "object" : "objects");
	yes = cli_confirm(question);
	free(question);
	/* A process may have begun to use one of them meanwhile. */
	if (yes && o->choice.orphans)
		choice_look_again(&o->choice, view, time(NULL));
	return yes;
}

static bool
may_remove(struct options *o, const struct ipc_object *object)
{
	char text[VALUE_ROOM];

	if (!o->interactive)
		return true;
	ref_format(object, text, sizeof(text));
	return ipcrm_ask(o, text, object) &&
	       (!o->choice.orphans ||
		   choice_still_has(&o->choice, object, time(NULL)));
}

/*
 * Removes an object if it is still the one that was selected. If it is gone
 * already, that is no failure.
 */
static void
remove_selected(
    struct options *o, struct remover *remover, const struct ipc_object *object)
{
	char text[VALUE_ROOM];
	int error;

	if (!may_remove(o, object))
		return;
	if (remover_remove(remover, object) == 0) {
		o->some_removed = true;
		ipcrm_say_removed(o, object);
		return;
	}
	if ((error = errno) == ENOENT)
		return;
	ref_format(object, text, sizeof(text));
	ipcrm_failed(o, text, ipcrm_reason(object->kind, error));
}

/* One table for all kinds, with the evidence about each object. */
static void
group_by_evidence(struct view *view)
{
	columns_parse(&view->groups[0].columns, &object_table,
	    "object,owner,idle,evidence");
	view->ngroups = 1;
}

/*
 * Before the one question about all objects, the columns that matter for the
 * answer come first: a narrow terminal has no room for the last ones.
 */
static const char *
asked_columns(unsigned kinds)
{
	if (kinds & KINDS_MQ)
		return "object,owner,messages,fill,idle,holders,waiters,key";
	if (kinds & KINDS_SHM)
		return "object,owner,size,idle,holders,key";
	return "object,owner,nsems,value,idle,holders,waiters,key";
}

static void
group_by_kind(const struct options *o, struct view *view)
{
	struct view_group *group;

	view_group_by_kind(view);
	if (o->dry_run || o->yes || o->interactive)
		return;
	for (group = view->groups; group < view->groups + view->ngroups;
	     group++) {
		group->columns = (struct columns){ 0 };
		columns_parse(
		    &group->columns, &object_table, asked_columns(group->arg));
	}
}

static void
remove_all_selected(struct options *o, const struct view *view)
{
	struct remover remover = { 0 };
	size_t i;

	ipcrm_progress(o, (int64_t)view->n);
	for (i = 0; i < view->n && o->reply != CLI_QUIT; i++) {
		remove_selected(o, &remover, view_row(view, i));
		progress_object();
	}
	remover_end(&remover);
	cli_progress_end();
}

void
ipcrm_remove_selection(struct options *o)
{
	struct view view = { .table = &object_table };
	struct load_records records = { 0 };
	struct ipc_list list = { 0 };

	if (o->choice.likely)
		group_by_evidence(&view);
	else
		group_by_kind(o, &view);
	load(o, &view, &list, &records);
	if (o->dry_run)
		show(&view, stdout);
	else if (confirm_all(o, &view))
		remove_all_selected(o, &view);
	view_free(&view);
	load_records_free(&records);
	ipc_list_free(&list);
}
