/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --top: which objects are shown, in which order, and the cursor. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "ipcwatch_top.h"
#include "model/kind.h"

unsigned
rows_need(const struct top *top)
{
	return columns_need(&top->columns) | sort_need(&top->sort) |
	       expr_need(top->o.goal);
}

static bool
is_shown(const struct top *top, const struct activity *row)
{
	if (top->hidden & row->object.kind->bit)
		return false;
	if (top->hide_idle && row->busy == 0 && row->minute == 0)
		return false;
	return (top->o.filter == NULL || expr_match(top->o.filter, row)) &&
	       (top->o.goal == NULL || expr_match(top->o.goal, row));
}

static bool
is_same(const struct ipc_object *a, const struct ipc_object *b)
{
	return ipc_object_cmp(a, b) == 0 && a->ino == b->ino;
}

/* The cursor stays with its object; where that is gone, at its place. */
static void
follow(struct top *top)
{
	const struct activity *row;
	size_t i;

	for (i = 0; top->pointed != NULL && i < top->table.n; i++) {
		row = top->rows[i];
		if (is_same(&row->object, top->pointed)) {
			top->table.at = i;
			return;
		}
	}
}

void
rows_select(struct top *top)
{
	const struct ipc_list *list = &top->watch.list;
	size_t i;

	free(top->rows);
	top->rows = xreallocarray(NULL, list->n + 1, sizeof(*top->rows));
	top->table.n = 0;
	for (i = 0; i < list->n; i++)
		if (is_shown(top, &top->all[i]))
			top->rows[top->table.n++] = &top->all[i];
	sort_rows(&top->sort, &activity_table, top->rows, top->table.n);
	follow(top);
}

const struct activity *
rows_pointed(const struct top *top)
{
	return top->table.at < top->table.n ? top->rows[top->table.at] : NULL;
}

struct ipc_object *
rows_key(const struct ipc_object *object)
{
	struct ipc_object *key = ipc_object_new(object->kind);

	key->id = object->id;
	key->ns = object->ns;
	key->ino = object->ino;
	if (object->name != NULL)
		key->name = xstrdup(object->name);
	return key;
}

/*
 * A cursor in the first row stays there, whatever comes first. Otherwise what
 * identifies the object is copied, as the object is freed with its list.
 */
void
rows_point(struct top *top)
{
	const struct activity *row = rows_pointed(top);

	if (top->pointed != NULL)
		ipc_object_free(top->pointed);
	top->pointed = NULL;
	if (row != NULL && top->table.at != 0)
		top->pointed = rows_key(&row->object);
}

static bool
has_words(const struct activity *row, const char *words)
{
	static const char *const fields[] = { "object", "key", "owner" };
	struct text cell = { 0 };
	bool found = false;
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(*fields) && !found; i++) {
		text_clear(&cell);
		write_field(&cell, column_named(&object_table, fields[i]),
		    &row->object);
		found = strcasestr(cell.s, words) != NULL;
	}
	text_free(&cell);
	return found;
}

bool
rows_find(struct top *top, const char *words, int64_t from, bool backwards)
{
	int64_t n = (int64_t)top->table.n, at = (int64_t)top->table.at, i, j;

	for (i = 0; i < n; i++) {
		j = backwards ? at - from - i : at + from + i;
		j = (j % n + n) % n;
		if (has_words(top->rows[j], words)) {
			scroll_to(&top->table, (size_t)j);
			rows_point(top);
			return true;
		}
	}
	return false;
}

/* Behind the field, what decides between rows that are alike in it. */
static const char *
order_of(const struct column *column)
{
	if (strcmp(column->name, "busy") == 0)
		return "-busy,-minute";
	/* In the order of numbers, where they have numbers. */
	if (strcmp(column->name, "object") == 0)
		return "kind,api,name,id";
	return NULL;
}

void
rows_sort_by(struct top *top, const struct column *column)
{
	const char *order = order_of(column);

	top->by = column;
	top->reverse = false;
	top->sort = (struct sort){ .n = 1 };
	top->sort.v[0].column = column;
	top->sort.v[0].descending = column->type->class == VALUE_NUMBER &&
				    column->type != &value_duration;
	if (order != NULL) {
		top->sort.n = 0;
		sort_parse(&top->sort, &activity_table, order);
	}
	top->stale = true;
}

void
rows_reverse(struct top *top)
{
	size_t i;

	top->reverse = !top->reverse;
	for (i = 0; i < top->sort.n; i++)
		top->sort.v[i].descending = !top->sort.v[i].descending;
}
