/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --top: all fields, to sort by one, and to choose what is shown. */
#include "ipcwatch_top.h"

#define NAME_WIDTH 18

/* The ith of them: what reading changes is not to be read each second. */
static const struct column *
field(size_t i)
{
	const struct column *column;
	size_t at;

	for (at = 0; (column = column_at(&activity_table, at)) != NULL; at++)
		if (!(column->need & NEED_QUEUE_FILE) && i-- == 0)
			return column;
	return NULL;
}

size_t
fields_find(const struct column *column)
{
	size_t i;

	for (i = 0; field(i) != NULL && field(i) != column; i++)
		continue;
	return i;
}

const struct column *
fields_pointed(const struct top *top)
{
	return field(top->menu.at);
}

static bool
is_shown(const struct top *top, const struct column *column)
{
	size_t i;

	for (i = 0; i < top->columns.n; i++)
		if (top->columns.v[i] == column)
			return true;
	return false;
}

static void
draw_field(const struct top *top, size_t i, const struct column *column,
    struct canvas *c)
{
	c->look = i == top->menu.at ? LOOK_REVERSE : LOOK_PLAIN;
	canvas_put(c, LOOK_PLAIN, is_shown(top, column) ? "[x] " : "[ ] ");
	canvas_cell(c, column == top->by ? LOOK_BOLD : LOOK_PLAIN, column->name,
	    NAME_WIDTH, false);
	canvas_put(c, LOOK_PLAIN, column == top->by ? "sorted  " : "        ");
	canvas_put(c, LOOK_PLAIN, column->help);
	canvas_end(c);
}

void
fields_draw(struct top *top, struct canvas *c)
{
	size_t lines = c->height > c->lines + 2 ? c->height - c->lines - 2 : 1;
	const struct column *column;
	size_t i;

	for (i = 0; field(i) != NULL; i++)
		continue;
	scroll_fit(&top->menu, i, lines);
	top->rows_line = c->lines;
	for (i = top->menu.first;
	     i < top->menu.first + lines && (column = field(i)) != NULL; i++)
		draw_field(top, i, column, c);
}
