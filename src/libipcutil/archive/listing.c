/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes the list of an archive's objects; see listing.h. */
#include <stdio.h>
#include <stdlib.h>

#include "archive/listing.h"
#include "base/xalloc.h"
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

void
listing_write(struct text *t, const struct ipc_list *list)
{
	struct view view = whole_view();
	char *s = NULL;
	size_t size = 0;
	struct output out = {
		.format = &format_jsonl,
		.table = view.table,
		.style = format_jsonl.style,
	};

	out.fp = xchecked(open_memstream(&s, &size));
	view_add_list(&view, list);
	view_show(&view, &out);
	view_free(&view);
	if (ferror(out.fp) || fclose(out.fp) == EOF)
		xchecked(NULL);
	text_add(t, s, size);
	free(s);
}
