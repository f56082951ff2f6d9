/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tables for people. The rows of a group are collected, measured, and written
 * with aligned columns. On a terminal the table fits the width: names are cut,
 * and columns without room are left out; a mark shows either. Elsewhere nothing
 * is cut.
 */
#include <stdlib.h>
#include <string.h>

#include "show/output.h"

#define GAP 2	    /* between columns */
#define WIDTH_MIN 8 /* a column is not made narrower than this */
#define EDGE 2	    /* a space, and the mark for columns left out */
#define NEAR_PERCENT 80
#define FULL_PERCENT 100

#define BOLD "\033[1m"
#define RED "\033[31m"
#define YELLOW "\033[33m"
#define PLAIN "\033[0m"

/* Widens the column to the cell that begins at `start`, and ends that cell. */
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

/* Only names and lists may be cut: a part of a number is a different number. */
static bool
is_name(const struct output *out, size_t i)
{
	enum value_class class = out->columns.v[i]->type->class;

	return !is_prose(out, i) &&
	       (class == VALUE_TEXT || class == VALUE_LIST ||
		   class == VALUE_PROCESSES);
}

/*
 * Returns the column with the widest names or lists, n if none can be narrowed.
 */
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

/* Returns the last shown column of explanations, n if there is none. */
static size_t
last_prose(const struct output *out)
{
	size_t i = out->columns.n;

	while (i-- > 0)
		if (is_prose(out, i) && out->widths[i] != 0)
			return i;
	return out->columns.n;
}

/* Returns the last shown column, n if it is the only one. */
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

/*
 * Width that columns may use. The edge is reserved for the mark if a column is
 * left out.
 */
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
 * Makes the widths fit the terminal. Explanations shrink first, and are then
 * left out from the last one; then names and lists shrink; then columns are
 * left out from the right. After a column is left out, the others start again
 * at their full width.
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

/* Adds a cell that is cut to the width, with a mark at the end. */
static void
add_cut(struct output *out, const char *cell, size_t width)
{
	size_t length = text_fit(cell, strlen(cell), width - 1);

	text_add(&out->line, cell, length);
	text_str(&out->line, output_cut_mark());
	pad(out, width - 1 - text_width(cell, length));
}

/*
 * A share that is used up is red, one that is nearly used up yellow. The cell
 * is the percentage as text.
 */
static const char *
colour_of(const struct output *out, size_t i, const char *cell, bool heading)
{
	long share;

	if (!out->colour)
		return NULL;
	if (heading)
		return BOLD;
	if (out->columns.v[i]->type != &value_percent)
		return NULL;
	share = strtol(cell, NULL, 10);
	return share >= FULL_PERCENT   ? RED
	       : share >= NEAR_PERCENT ? YELLOW
				       : NULL;
}

/* Adds a cell and advances *at, the position on the screen, by its width. */
static void
add_cell(
    struct output *out, size_t i, const char *cell, bool heading, size_t *at)
{
	const char *colour = colour_of(out, i, cell, heading);
	size_t width = text_width(cell, strlen(cell));
	size_t given = out->widths[i], left = 0;

	/* The only column may be wider than the terminal. */
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

/* Headings are measured last, because a group without rows has none. */
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
