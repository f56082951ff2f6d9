/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcls: shows objects. */
#include <stdlib.h>

#include "cli.h"
#include "cli_rows.h"
#include "ipcls.h"
#include "ipcls_doubt.h"

/*
 * Whether the answer depends on processes. Fields that are only shown can show
 * that they are unknown; a filter or an order would silently be wrong.
 */
static bool
asked_who(const struct options *o)
{
	unsigned need =
	    sort_need(&o->keys) | expr_need(o->filter) | expr_need(o->alarm);

	/*
	 * Unlinked POSIX objects are found through processes; the kernel lists
	 * removed segments itself.
	 */
	return o->presets[PRESET_HOLDERS] ||
	       (o->unlinked && (o->kinds & KINDS_POSIX) != 0) ||
	       (need & NEED_WALK) != 0;
}

/*
 * Formats that show all fields have those that the maps of processes tell about
 * segments, if they are known, but the maps are not read for these alone.
 */
static unsigned
need_of(const struct options *o, const struct view *view)
{
	unsigned asked = expr_need(o->filter) | expr_need(o->alarm) |
			 sort_need(&o->keys) | columns_need(&o->chosen);
	unsigned all = view_need(view, NULL, &o->keys);

	if (!o->info && !o->unlinked && !o->presets[PRESET_HOLDERS])
		all &= ~NEED_AREAS;
	return all | asked;
}

/* Whether objects can be made as they are shown, in the order they are in. */
static bool
is_plain(const struct options *o)
{
	return o->recorded == NULL && !is_everywhere(o) && !o->info &&
	       o->keys.n == 0;
}

int
list_objects(const struct options *o)
{
	struct view view = { .table = &object_table };
	struct ipc_list list = { 0 };
	struct list_bounds bounds = { .exact = o->bytes };
	struct sight sight = { 0 };
	struct load_records records = { 0 };
	struct options others = *o;
	int status = CLI_OK;
	struct load load;
	unsigned need;

	group_objects(o, &view);
	need = need_of(o, &view);
	list_begin(o, &load, need, &status);
	if (is_plain(o))
		load_records(&load, &records);
	others.kinds &= ~records.bits;
	list_load(&others, &list, need, &sight, &status);
	cli_add_rows(&view, &list, &records);
	/* Limits differ between namespaces. */
	if (o->info && !is_everywhere(o))
		bounds.n = list_load_limits(o, &bounds.limits, NULL, NULL);
	list_show(o, &view, &bounds, &status);
	if (asked_who(o))
		cli_hidden("holders", &sight);
	if (o->verbose)
		cli_unread(&sight);
	doubt_directory(o, view.n == 0, &status);
	free(bounds.limits);
	view_free(&view);
	load_records_free(&records);
	ipc_list_free(&list);
	return status;
}
