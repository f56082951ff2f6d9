/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rows of one table, filtered, sorted and shown in groups; each group has its
 * own columns. A view owns only its array of pointers: rows, filter and sort
 * keys stay the caller's. Nothing here fails.
 */
#ifndef VIEW_H
#define VIEW_H

#include "model/list.h"
#include "show/expr.h"
#include "show/output.h"
#include "show/preset.h"

struct view_group {
	bool (*has)(const void *row, unsigned arg); /* NULL: has all rows */
	unsigned arg;
	struct columns columns;
};

/* Set the table first, and the groups once they are known. */
struct view {
	const struct table *table;
	const void **rows;
	size_t n;
	/*
	 * Makes a row of what was added, valid until the next call; NULL: what
	 * was added is the row. Such rows cannot be sorted.
	 */
	const void *(*row)(void *arg, const void *added);
	void *row_arg;
	struct view_group groups[PRESET_GROUPS];
	size_t ngroups;
};

/* Returns what must be read of each object: NEED_... The filter may be NULL. */
unsigned view_need(
    const struct view *, const struct expr *filter, const struct sort *);

/*
 * Makes the groups that ipcls shows: a group for each kind, with its common
 * columns.
 */
void view_group_by_kind(struct view *);
/*
 * For view_group.has: says whether the row is an object of one of these kinds.
 */
bool view_is_kind(const void *row, unsigned kinds);

/* Adds the n elements of an array as rows; `size` is the bytes of one. */
void view_add(struct view *, const void *array, size_t n, size_t size);
void view_add_list(struct view *, const struct ipc_list *);

const void *view_row(const struct view *, size_t i);

/* Keeps the rows that match the filter (NULL: all) and sorts them. */
void view_select(struct view *, const struct expr *filter, const struct sort *);

/* Writes all groups and ends the output. */
void view_show(const struct view *, struct output *);

void view_free(struct view *);

#endif
