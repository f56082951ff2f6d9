/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes the list of an archive's objects; see listing.h. */
#include "archive/listing.h"
#include "model/kind.h"
#include "show/view.h"

/*
 * Makes a view with all fields, except those that need a look at every process.
 */
static struct view
whole_view(void)
{
	struct view view = { .table = &object_table };
	const struct preset_group *preset;
	struct view_group *group = view.groups;

	for (preset = preset_groups; preset->kinds != 0; preset++, group++) {
		group->has = view_is_kind;
		group->arg = preset->kinds;
		columns_add_kinds(&group->columns, view.table, preset->kinds);
		columns_drop(&group->columns, NEED_PROCESSES);
	}
	view.ngroups = PRESET_GROUPS;
	return view;
}

unsigned
listing_need(void)
{
	struct view view = whole_view();

	return view_need(&view, NULL, &(struct sort){ 0 }) & ~NEED_AREAS;
}

/* About so many bytes are reserved for each line. */
#define LINE 600

void
listing_write(struct text *t, const struct ipc_list *list)
{
	struct view view = whole_view();
	struct output out = {
		.format = &format_jsonl,
		.table = view.table,
		.text = t,
		.style = format_jsonl.style,
	};

	text_reserve(t, list->n * LINE);
	text_add(t, "", 0);
	view_add_list(&view, list);
	view_show(&view, &out);
	view_free(&view);
}
