/* SPDX-License-Identifier: BSD-2-Clause */
/* Rows that are objects or records; see cli_rows.h. */
#include "cli_rows.h"

/* Adds the objects of a kind, which begin at `from`; returns their end. */
static size_t
add_kind(struct view *view, const struct ipc_list *list, size_t from,
    const struct ipc_kind *kind)
{
	struct ipc_list part = { .v = list->v + from };

	while (from + part.n < list->n && part.v[part.n]->kind == kind)
		part.n++;
	view_add_list(view, &part);
	return from + part.n;
}

void
cli_add_rows(struct view *view, const struct ipc_list *list,
    struct load_records *records)
{
	const struct ipc_records *of = records->kinds;
	size_t i, from = 0;

	if (records->n == 0) {
		view_add_list(view, list);
		return;
	}
	view->row = load_records_row;
	view->row_arg = records;
	for (i = 0; ipc_kinds[i] != NULL; i++) {
		from = add_kind(view, list, from, ipc_kinds[i]);
		if (records->bits & ipc_kinds[i]->bit) {
			view_add(view, of->v, of->n, of->size);
			of++;
		}
	}
}
