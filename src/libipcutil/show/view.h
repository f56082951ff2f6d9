/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A view: rows of one table that are filtered, sorted and shown in groups,
 * each with columns of its own. It owns nothing but the array of pointers.
 */
#ifndef VIEW_H
#define VIEW_H

#include "show/expr.h"
#include "show/output.h"
#include "show/preset.h"

struct view_group {
	bool (*has)(const void *row, unsigned arg); /* NULL: has all */
	unsigned arg;
	struct columns columns;
};

/* Start with the table, and groups once they are known. */
struct view {
	const struct table *table;
	const void **rows;
	size_t n;
	struct view_group groups[PRESET_GROUPS];
	size_t ngroups;
};

/* What must be read of each object for it: NEED_... The filter may be NULL. */
unsigned view_need(
    const struct view *, const struct expr *filter, const struct sort *);

/* Objects in the groups that ipcls shows, each with its common columns. */
void view_group_by_kind(struct view *);
/* For view_group.has: the row is an object of one of these kinds. */
bool view_is_kind(const void *row, unsigned kinds);

/* Adds the n elements of an array as rows. */
void view_add(struct view *, const void *array, size_t n, size_t size);
void view_add_list(struct view *, const struct ipc_list *);

/* Keeps the rows for which the filter holds, and sorts them. */
void view_select(struct view *, const struct expr *filter, const struct sort *);

/* Writes the rows and ends the output. */
void view_show(const struct view *, struct output *);

void view_free(struct view *);

#endif
