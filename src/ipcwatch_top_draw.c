/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --top: the table of objects, and the screen around it. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ipcwatch_top.h"
#include "model/kind.h"

#define SOON 60 /* seconds */

static bool
is_right(const struct column *column)
{
	return column->type->right && !column_is(column, "minute");
}

static void
draw_heading(struct top *top, const struct layout *layout, struct canvas *c)
{
	const struct column *column;
	struct text cell = { 0 };
	size_t i, n = 0;

	c->look = LOOK_HEADING;
	for (i = 0; i < top->columns.n; i++) {
		if (layout->widths[i] == 0)
			continue;
		column = top->columns.v[i];
		if (n != 0)
			canvas_put(c, LOOK_PLAIN, " ");
		top->column_at[n] = canvas_column(c);
		top->column_there[n++] = column;
		layout_heading(&cell, column, layout->widths[i]);
		canvas_cell(c, column == top->by ? LOOK_BOLD : LOOK_PLAIN,
		    cell.s, layout->widths[i], is_right(column));
	}
	top->column_at[n] = canvas_column(c);
	top->ncolumns_there = n;
	canvas_end(c);
	text_free(&cell);
}

/* A System V queue is full of bytes, or of messages: 100%b or 100%m. */
static const char *
fill_unit(const struct ipc_object *o)
{
	if (o->max_bytes == UNKNOWN || o->fill_by == NULL)
		return "";
	return column_is(column_named(&object_table, "messages"), o->fill_by)
		   ? "m"
		   : "b";
}

static void
draw_fill(struct canvas *c, const struct activity *row, const struct text *cell,
    const struct layout *layout, size_t width)
{
	const struct ipc_object *o = &row->object;
	unsigned look = share_look(o->fill);
	struct text text = { 0 };

	text_str(&text, cell->s);
	if (o->fill != UNKNOWN)
		text_str(&text, fill_unit(o));
	if (layout->bar == 0 || o->fill == UNKNOWN)
		canvas_cell(c, look, text.s, width, true);
	else {
		bar_draw(c, look, o->fill, layout->bar);
		canvas_cell(c, look, text.s, 5, true);
	}
	text_free(&text);
}

static unsigned
cell_look(const struct column *column, const struct activity *row)
{
	if (column_is(column, "object") && row->object.waiters > 0)
		return LOOK_WAITING;
	if (column_is(column, "waiters") && row->object.waiters > 0)
		return LOOK_WAITING | LOOK_NEAR;
	if (column_is(column, "full_in") && row->full_in != UNKNOWN &&
	    row->full_in < SOON)
		return LOOK_NEAR;
	return LOOK_PLAIN;
}

static void
draw_row(const struct top *top, const struct activity *row,
    const struct layout *layout, struct canvas *c)
{
	const struct column *column;
	struct text cell = { 0 };
	bool first = true;
	size_t i;

	for (i = 0; i < top->columns.n; i++) {
		if (layout->widths[i] == 0)
			continue;
		column = top->columns.v[i];
		canvas_put(c, LOOK_PLAIN, first ? "" : " ");
		first = false;
		layout_cell(&cell, column, row);
		if (column_is(column, "minute"))
			graph_row(c, row->rate, layout->cells);
		else if (column_is(column, "fill"))
			draw_fill(c, row, &cell, layout, layout->widths[i]);
		else
			canvas_cell(c, cell_look(column, row), cell.s,
			    layout->widths[i], is_right(column));
	}
	canvas_end(c);
	text_free(&cell);
}

/* Two lines are below it: of where we are, and of the keys. */
static void
draw_table(struct top *top, struct canvas *c)
{
	size_t i, last, lines = top->table.n;
	struct layout layout;

	if (c->height != 0)
		lines = c->height > c->lines + 3 ? c->height - c->lines - 3 : 1;
	scroll_fit(&top->table, top->table.n, lines);
	last = top->table.first + top->table.page;
	last = last < top->table.n ? last : top->table.n;
	layout_set(top, c->width, last, &layout);
	draw_heading(top, &layout, c);
	top->rows_line = c->lines;
	for (i = top->table.first; i < last; i++) {
		if (i == top->table.at && c->height != 0)
			c->look = LOOK_REVERSE;
		draw_row(top, top->rows[i], &layout, c);
	}
}

static void
draw_help(struct top *top, struct canvas *c)
{
	size_t lines = c->height > c->lines + 2 ? c->height - c->lines - 2 : 1;
	struct canvas nothing;
	size_t n;

	canvas_begin(&nothing, 0, 0);
	n = keys_help(&nothing, 0, 0);
	canvas_free(&nothing);
	scroll_fit(&top->page, n, lines);
	keys_help(c, top->page.first, lines);
}

/* Writes a message that is shown once, or how many rows are not shown. */
static void
draw_notice(struct top *top, struct canvas *c)
{
	if (top->message.len != 0)
		canvas_put(
		    c, top->is_error ? LOOK_FULL : LOOK_PLAIN, top->message.s);
	else
		scroll_tell(top_scroll(top), c);
	if (top->message.len == 0 && top->mode == MODE_TABLE &&
	    top->left_out.len != 0) {
		canvas_put(c, LOOK_DIM, canvas_column(c) != 0 ? "; " : "");
		canvas_put(c, LOOK_DIM, "not shown: ");
		canvas_put(c, LOOK_DIM, top->left_out.s);
	}
	canvas_end(c);
}

size_t
top_draw(struct top *top, struct canvas *c)
{
	size_t cursor = SIZE_MAX;

	header_draw(top, c);
	if (top->mode == MODE_TABLE)
		draw_table(top, c);
	else if (top->mode == MODE_PANEL)
		panel_draw(top, c);
	else if (top->mode == MODE_FIELDS)
		fields_draw(top, c);
	else
		draw_help(top, c);
	if (c->height == 0)
		return cursor;
	canvas_leave(c, 2);
	draw_notice(top, c);
	if (top->editing != NULL)
		cursor = edit_draw(top, c);
	else {
		keys_footer(top, c);
		canvas_end(c);
	}
	return cursor;
}
