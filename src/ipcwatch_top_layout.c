/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --top: how wide each column is, and which a narrow screen lacks. */
#include <string.h>

#include "base/text.h"
#include "ipcwatch_top.h"
#include "show/output.h"

#define GAP 1
#define LEAST_OBJECT 14
#define LEAST_OTHER 4
#define MOST_OTHER 32
#define NARROW 60    /* below that there are no bars */
#define WIDE 100     /* from there on bars are long */
#define RANK_EXTRA 9 /* from there on columns go before names are cut */

/* How a column of the table differs from one that ipcls would show. */
static const struct special {
	const char *name;
	const char *heading; /* NULL: its name */
	size_t least;	     /* width */
	int rank; /* the greatest is the first that a narrow screen lacks */
} specials[] = {
	{ "object", NULL, LEAST_OBJECT, 0 },
	{ "fill", NULL, 4, 1 },
	{ "contents", NULL, 8, 2 },
	{ "waiters", NULL, 0, 2 },
	{ "holders", NULL, 0, 3 },
	{ "wait", NULL, 6, 2 },
	{ "blocked", NULL, 7, 3 },
	{ "p99", NULL, 6, 4 },
	{ "max", NULL, 6, 7 },
	{ "calls", NULL, 5, 6 },
	{ "errors", NULL, 6, 7 },
	{ "full_in", "FULL IN", 7, 4 },
	{ "in", "IN/s", 6, 5 },
	{ "out", "OUT/s", 6, 5 },
	{ "owner", NULL, 5, 6 },
	{ "ops", "OPS/s", 6, 8 },
	{ "busy", "BUSY/s", 6, 7 },
	{ "drain", "DRAIN", 5, 9 },
	{ "minute", "LAST MINUTE", 0, 10 },
};

static const struct special other = { NULL, NULL, 0, 7 };

static const struct special *
special_of(const struct column *column)
{
	size_t i;

	for (i = 0; i < sizeof(specials) / sizeof(*specials); i++)
		if (strcmp(specials[i].name, column->name) == 0)
			return &specials[i];
	return &other;
}

bool
column_is(const struct column *column, const char *name)
{
	return strcmp(column->name, name) == 0;
}

void
layout_heading(struct text *t, const struct column *column, size_t width)
{
	const char *heading = special_of(column)->heading;

	text_clear(t);
	/* A short graph has no room for both words. */
	if (column_is(column, "minute") && width != 0 &&
	    width < strlen(heading))
		heading = "MINUTE";
	if (heading != NULL)
		text_str(t, heading);
	else
		output_heading(column, t);
}

void
layout_cell(struct text *t, const struct column *column, const void *row)
{
	static struct style style = {
		.unknown = "-", .escape = ESCAPE_SPACE, .human = true
	};
	struct value value;

	text_clear(t);
	text_add(t, "", 0);
	column_value(column, row, &value);
	value_write(column->type, &value, &style, t);
}

/* Only visible rows determine the width: measuring all of them takes long. */
static size_t
natural_width(const struct top *top, const struct column *column, size_t last)
{
	size_t i, width, widest = special_of(column)->least;
	struct text cell = { 0 };

	layout_heading(&cell, column, 0);
	if (text_width(cell.s, cell.len) > widest)
		widest = text_width(cell.s, cell.len);
	for (i = top->table.first; i < last; i++) {
		layout_cell(&cell, column, top->rows[i]);
		width = text_width(cell.s, cell.len);
		widest = width > widest ? width : widest;
	}
	text_free(&cell);
	return widest;
}

static size_t
total(const struct top *top, const struct layout *layout)
{
	size_t i, sum = 0;

	for (i = 0; i < top->columns.n; i++)
		if (layout->widths[i] != 0)
			sum += layout->widths[i] + (sum != 0 ? GAP : 0);
	return sum;
}

/* Names give way first, but not below what tells them apart; numbers never. */
static void
narrow(const struct top *top, struct layout *layout, size_t width)
{
	size_t i, least, over;
	enum value_class class;

	for (i = 0; i < top->columns.n; i++) {
		class = top->columns.v[i]->type->class;
		least = column_is(top->columns.v[i], "object")
			    ? LEAST_OBJECT
			    : LEAST_OTHER * 2;
		over = total(top, layout);
		over = over > width ? over - width : 0;
		if (class == VALUE_NUMBER || layout->widths[i] <= least)
			continue;
		layout->widths[i] -= layout->widths[i] - least < over
					 ? layout->widths[i] - least
					 : over;
	}
}

/* Leaves columns out, those of the greatest rank first, down to this rank. */
static void
leave_out(const struct top *top, struct layout *layout, size_t width, int least)
{
	size_t i, worst;
	int rank;

	while (total(top, layout) > width) {
		worst = top->columns.n;
		rank = least;
		for (i = 0; i < top->columns.n; i++)
			if (layout->widths[i] != 0 &&
			    special_of(top->columns.v[i])->rank >= rank) {
				worst = i;
				rank = special_of(top->columns.v[i])->rank;
			}
		if (worst == top->columns.n)
			return;
		layout->widths[worst] = 0;
	}
}

/* The graph gets what is left, in cells that a minute can be divided into. */
static void
fit_graph(
    const struct top *top, struct layout *layout, size_t graph, size_t width)
{
	static const size_t choices[] = { 60, 30, 20, 10 };
	size_t i, rest;

	if (graph == top->columns.n)
		return;
	rest = total(top, layout) + GAP;
	rest = width > rest ? width - rest : 0;
	for (i = 0; i < sizeof(choices) / sizeof(*choices); i++)
		if (width == 0 ? choices[i] == 20 : choices[i] <= rest) {
			layout->cells = layout->widths[graph] = choices[i];
			return;
		}
}

/* Notes which columns were left out, so that the screen can tell. */
static void
note_left_out(struct top *top, const struct layout *layout)
{
	size_t i;

	text_clear(&top->left_out);
	for (i = 0; i < top->columns.n; i++) {
		if (layout->widths[i] != 0)
			continue;
		text_str(&top->left_out, top->left_out.len == 0 ? "" : ", ");
		text_str(&top->left_out, top->columns.v[i]->name);
	}
}

void
layout_set(struct top *top, size_t width, size_t last, struct layout *layout)
{
	const struct columns *columns = &top->columns;
	size_t i, graph = columns->n;

	*layout = (struct layout){ 0 };
	layout->bar = width == 0 || width >= WIDE ? 10
		      : width >= NARROW		  ? 4
						  : 0;
	for (i = 0; i < columns->n; i++) {
		if (column_is(columns->v[i], "minute")) {
			graph = i;
			continue;
		}
		layout->widths[i] = natural_width(top, columns->v[i], last);
		if (column_is(columns->v[i], "fill") && layout->bar != 0)
			layout->widths[i] = layout->bar + 2 + 5;
		if (width != 0 && !column_is(columns->v[i], "object") &&
		    layout->widths[i] > MOST_OTHER)
			layout->widths[i] = MOST_OTHER;
	}
	if (width != 0) {
		leave_out(top, layout, width, RANK_EXTRA);
		narrow(top, layout, width);
		leave_out(top, layout, width, 1);
	}
	fit_graph(top, layout, graph, width);
	note_left_out(top, layout);
}
