/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcls: shows objects. */
#include <stdlib.h>

#include "cli.h"
#include "ipcls.h"
#include "ipcls_doubt.h"
#include "load/records.h"

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

/*
 * Whether objects can be made as they are shown: nothing is to be found out
 * about them by a look at all of them, and they are in order as they are.
 */
static bool
is_plain(const struct options *o, const struct load *load)
{
	return o->recorded == NULL && !is_everywhere(o) && !o->info &&
	       o->keys.n == 0 && list_is_of_kinds(o) && !load->ghosts &&
	       !load->unlinked &&
	       (load->need & (NEED_PROCESSES | NEED_AREAS)) == 0;
}

/* Adds objects and records, both in the order of kinds. */
static void
add_rows(struct view *view, const struct ipc_list *list,
    struct load_records *records)
{
	const struct ipc_records *of = records->kinds;
	struct ipc_list part;
	size_t i, from = 0;

	if (records->n == 0) {
		view_add_list(view, list);
		return;
	}
	view->row = load_records_row;
	view->row_arg = records;
	for (i = 0; ipc_kinds[i] != NULL; i++, from += part.n) {
		part = (struct ipc_list){ 0 };
		while (from + part.n < list->n &&
		       list->v[from + part.n]->kind == ipc_kinds[i])
			part.n++;
		if (part.n != 0) {
			part.v = list->v + from;
			view_add_list(view, &part);
		}
		if (records->bits & ipc_kinds[i]->bit) {
			view_add(view, of->v, of->n, of->size);
			of++;
		}
	}
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
	if (is_plain(o, &load))
		load_records(&load, &records);
	others.kinds &= ~records.bits;
	list_load(&others, &list, need, &sight, &status);
	add_rows(&view, &list, &records);
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
