/* SPDX-License-Identifier: BSD-2-Clause */
/* Filters and sorts rows, and shows them in groups; see view.h. */
#include <stdlib.h>

#include "base/xalloc.h"
#include "show/view.h"

unsigned
view_need(
    const struct view *view, const struct expr *filter, const struct sort *sort)
{
	unsigned need = sort_need(sort) | expr_need(filter);
	size_t i;

	for (i = 0; i < view->ngroups; i++)
		need |= columns_need(&view->groups[i].columns);
	return need;
}

bool
view_is_kind(const void *row, unsigned kinds)
{
	const struct ipc_object *object = row;

	return (object->kind->bit & kinds) != 0;
}

void
view_group_by_kind(struct view *view)
{
	const struct preset_group *preset;
	struct view_group *group = view->groups;

	for (preset = preset_groups; preset->kinds != 0; preset++, group++) {
		group->has = view_is_kind;
		group->arg = preset->kinds;
		preset_add(&group->columns, preset, PRESET_COMMON);
	}
	view->ngroups = (size_t)(group - view->groups);
}

static void
make_room(struct view *view, size_t n)
{
	view->rows =
	    xreallocarray(view->rows, view->n + n, sizeof(*view->rows));
}

void
view_add(struct view *view, const void *array, size_t n, size_t size)
{
	size_t i;

	make_room(view, n);
	for (i = 0; i < n; i++)
		view->rows[view->n++] = (const char *)array + i * size;
}

void
view_add_list(struct view *view, const struct ipc_list *list)
{
	size_t i;

	make_room(view, list->n);
	for (i = 0; i < list->n; i++)
		view->rows[view->n++] = list->v[i];
}

const void *
view_row(const struct view *view, size_t i)
{
	return view->row != NULL ? view->row(view->row_arg, view->rows[i])
				 : view->rows[i];
}

void
view_select(
    struct view *view, const struct expr *filter, const struct sort *sort)
{
	size_t i, kept = 0;

	for (i = 0; i < view->n; i++)
		if (filter == NULL || expr_match(filter, view_row(view, i)))
			view->rows[kept++] = view->rows[i];
	view->n = kept;
	sort_rows(sort, view->table, view->rows, view->n);
}

static void
show_group(
    const struct view *view, const struct view_group *group, struct output *out)
{
	const void *row;
	size_t i;

	output_group(out, &group->columns);
	for (i = 0; i < view->n; i++) {
		row = view_row(view, i);
		if (group->has == NULL || group->has(row, group->arg))
			output_row(out, row);
	}
}

void
view_show(const struct view *view, struct output *out)
{
	size_t i;

	output_begin(out);
	for (i = 0; i < view->ngroups; i++)
		show_group(view, &view->groups[i], out);
	output_end(out);
}

void
view_free(struct view *view)
{
	free(view->rows);
	view->rows = NULL;
}
