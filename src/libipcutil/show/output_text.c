/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tables for people: a group is gathered, measured and written with its
 * columns aligned. On a terminal it fits the width: names are cut, and columns
 * that find no room are left out, with a mark in either case. Elsewhere nothing
 * is cut.
 */
#include <stdlib.h>
#include <string.h>

#include "show/output.h"

#define GAP 2	    /* between columns */
#define WIDTH_MIN 8 /* below which a column is not narrowed */
#define EDGE 2	    /* a space, and the mark of columns that are left out */
#define ALERT_PERCENT 90

#define BOLD "\033[1m"
#define RED "\033[31m"
#define PLAIN "\033[0m"

static void
measure(struct output *out, size_t column, size_t start)
{
	size_t length = out->cells.len - start;
	size_t width = text_width(out->cells.s + start, length);

	if (width > out->widths[column])
		out->widths[column] = width;
	text_add(&out->cells, "", 1);
}

static void
row(struct output *out, const void *object)
{
	size_t i, start;

	for (i = 0; i < out->columns.n; i++) {
		start = out->cells.len;
		output_cell(out, out->columns.v[i], object, &out->cells);
		measure(out, i, start);
	}
}

static bool
is_prose(const struct output *out, size_t i)
{
	return out->columns.v[i]->type == &value_prose;
}

/* Only names and lists can be cut: part of a number is another number. */
static bool
is_name(const struct output *out, size_t i)
{
	enum value_class class = out->columns.v[i]->type->class;

	return !is_prose(out, i) &&
	       (class == VALUE_TEXT || class == VALUE_LIST ||
		   class == VALUE_PROCESSES);
}

/* The column of the widest names or lists, n if there is none to narrow. */
static size_t
widest(const struct output *out)
{
	size_t i, found = out->columns.n;

	for (i = 0; i < out->columns.n; i++)
		if (is_name(out, i) && out->widths[i] > WIDTH_MIN &&
		    (found == out->columns.n ||
			out->widths[i] > out->widths[found]))
			found = i;
	return found;
}

/* The last column of explanations that is shown, n if there is none. */
static size_t
last_prose(const struct output *out)
{
	size_t i = out->columns.n;

	while (i-- > 0)
		if (is_prose(out, i) && out->widths[i] != 0)
			return i;
	return out->columns.n;
}

/* The last column that is shown, n if it is the only one. */
static size_t
last_of_many(const struct output *out)
{
	size_t i = out->columns.n, last = i;

	while (i-- > 0) {
		if (out->widths[i] == 0)
			continue;
		if (last != out->columns.n)
			return last;
		last = i;
	}
	return out->columns.n;
}

static size_t
total_width(const struct output *out)
{
	size_t i, total = 0;

	for (i = 0; i < out->columns.n; i++)
		if (out->widths[i] != 0)
			total += out->widths[i] + (total != 0 ? GAP : 0);
	return total;
}

/* What columns have: a mark stands at the edge if one of them is left out. */
static size_t
room_of(const struct output *out)
{
	if (!out->left_out || out->width <= EDGE)
		return out->width;
	return out->width - EDGE;
}

static void
narrow_prose(struct output *out)
{
	size_t i, total = total_width(out), room = room_of(out), less;

	for (i = out->columns.n; i-- > 0 && total > room;) {
		if (!is_prose(out, i) || out->widths[i] <= WIDTH_MIN)
			continue;
		less = out->widths[i] - WIDTH_MIN;
		if (less > total - room)
			less = total - room;
		out->widths[i] -= less;
		total -= less;
	}
}

static void
narrow_names(struct output *out)
{
	size_t i, total = total_width(out), room = room_of(out);

	while (total > room && (i = widest(out)) != out->columns.n) {
		out->widths[i]--;
		total--;
	}
}

/*
 * Makes the widths fit the terminal. Explanations give way first, the last of
 * them altogether if need be; then names and lists; then whole columns from
 * the right. Each time one goes, the others begin with all they would like.
 */
static void
narrow(struct output *out)
{
	size_t i, wanted[COLUMNS_MAX];

	out->left_out = false;
	if (out->width == 0)
		return;
	memcpy(wanted, out->widths, sizeof(wanted));
	for (;;) {
		narrow_prose(out);
		i = last_of_many(out);
		if (i != out->columns.n && last_prose(out) != out->columns.n)
			i = last_prose(out);
		else
			narrow_names(out);
		if (total_width(out) <= room_of(out) || i == out->columns.n)
			return;
		wanted[i] = 0;
		out->left_out = true;
		memcpy(out->widths, wanted, sizeof(wanted));
	}
}

static void
pad(struct output *out, size_t n)
{
	while (n-- > 0)
		text_char(&out->line, ' ');
}

/* The cell cut to the width, with a mark where something is missing. */
static void
add_cut(struct output *out, const char *cell, size_t width)
{
	size_t length = text_fit(cell, strlen(cell), width - 1);

	text_add(&out->line, cell, length);
	text_str(&out->line, output_cut_mark());
	pad(out, width - 1 - text_width(cell, length));
}

static const char *
colour_of(const struct output *out, size_t i, const char *cell, bool heading)
{
	if (!out->colour)
		return NULL;
	if (heading)
		return BOLD;
	if (out->columns.v[i]->type == &value_percent &&
	    strtol(cell, NULL, 10) >= ALERT_PERCENT)
		return RED;
	return NULL;
}

/* Adds a cell at column *at of the screen, and moves that on. */
static void
add_cell(
    struct output *out, size_t i, const char *cell, bool heading, size_t *at)
{
	const char *colour = colour_of(out, i, cell, heading);
	size_t width = text_width(cell, strlen(cell));
	size_t given = out->widths[i], left = 0;

	/* There may be one column only, and no room for it. */
	if (out->width != 0 && given > room_of(out))
		given = room_of(out);
	if (width < given)
		left = given - width;
	if (out->columns.v[i]->type->right)
		pad(out, left);
	if (colour != NULL)
		text_str(&out->line, colour);
	if (width > given)
		add_cut(out, cell, given);
	else
		text_str(&out->line, cell);
	if (colour != NULL)
		text_str(&out->line, PLAIN);
	if (!out->columns.v[i]->type->right &&
	    (i + 1 < out->columns.n || out->left_out))
		pad(out, left);
	*at += given;
}

static const char *
write_row(struct output *out, const char *cell, bool heading)
{
	size_t i, at = 0;

	for (i = 0; i < out->columns.n; i++, cell += strlen(cell) + 1) {
		if (out->widths[i] == 0)
			continue;
		if (at != 0) {
			pad(out, GAP);
			at += GAP;
		}
		add_cell(out, i, cell, heading, &at);
	}
	if (out->left_out && out->width > EDGE) {
		pad(out, room_of(out) + EDGE - 1 - at);
		text_str(&out->line, output_cut_mark());
	}
	text_char(&out->line, '\n');
	output_line(out);
	return cell;
}

/* The headings are measured last: a group without rows shows none. */
static void
measure_headings(struct output *out, struct text *headings)
{
	struct text cells = out->cells;
	size_t i, start;

	out->cells = *headings;
	for (i = 0; i < out->columns.n; i++) {
		start = out->cells.len;
		output_heading(out->columns.v[i], &out->cells);
		measure(out, i, start);
	}
	*headings = out->cells;
	out->cells = cells;
}

static void
done(struct output *out)
{
	struct text headings = { 0 };
	const char *cell;
	size_t i;

	if (out->rows != out->group_rows)
		fputc('\n', out->fp);
	if (out->headings)
		measure_headings(out, &headings);
	narrow(out);
	if (out->headings)
		write_row(out, headings.s, true);
	text_free(&headings);
	cell = out->cells.s;
	for (i = 0; i < out->group_rows; i++)
		cell = write_row(out, cell, false);
	text_clear(&out->cells);
}

static void
group(struct output *out)
{
	memset(out->widths, 0, sizeof(out->widths));
}

const struct format format_text = {
    .name = "text",
    .style =
        {
            .human = true,
            .unknown = "-",
            .escape = ESCAPE_SPACE,
            .times = TIME_SHORT,
        },
    .group = group,
    .row = row,
    .done = done,
};
