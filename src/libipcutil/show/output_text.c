/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tables for people. The rows of a group are collected, measured, and written
 * with aligned columns. On a terminal the table fits the width: names are cut,
 * and columns without room are left out; a mark shows either. Explanations
 * continue in the lines below. Elsewhere nothing is cut.
 */
#include <stdlib.h>
#include <string.h>

#include "show/output_fit.h"

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
	enum value_class class = out->columns.v[column]->type->class;
	size_t length = out->cells.len - start, width = length;

	/* All others are ASCII. */
	if (class == VALUE_TEXT || class == VALUE_PROCESSES)
		width = text_width(out->cells.s + start, length);
	if (width > out->widths[column])
		out->widths[column] = width;
	if (width != length)
		out->wide = true;
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

/* Spaces are written before what comes next. */
static void
pad(struct output *out, size_t n)
{
	out->blanks += n;
}

static void
write_blanks(struct output *out)
{
	text_repeat(&out->line, ' ', out->blanks);
	out->blanks = 0;
}

/* What is written of a cell: not ended by NUL. */
struct piece {
	const char *s;
	size_t length;
};

/* Adds a piece that is cut to the width, with a mark at the end. */
static void
add_cut(struct output *out, const struct piece *piece, size_t width)
{
	size_t length = text_fit(piece->s, piece->length, width - 1);

	text_add(&out->line, piece->s, length);
	text_str(&out->line, output_cut_mark());
	pad(out, width - 1 - text_width(piece->s, length));
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

/* The only column may be wider than the terminal. */
static size_t
given_width(const struct output *out, size_t i)
{
	if (out->width != 0 && out->widths[i] > fit_room(out))
		return fit_room(out);
	return out->widths[i];
}

/* Adds a piece and advances *at, the position on the screen, by its width. */
static void
add_piece(struct output *out, size_t i, const struct piece *piece, bool heading,
    size_t *at)
{
	const char *colour = colour_of(out, i, piece->s, heading);
	size_t width =
	    out->wide ? text_width(piece->s, piece->length) : piece->length;
	size_t given = given_width(out, i), left = 0;

	if (width < given)
		left = given - width;
	if (out->columns.v[i]->type->right)
		pad(out, left);
	if (piece->length != 0 || colour != NULL)
		write_blanks(out);
	if (colour != NULL)
		text_str(&out->line, colour);
	if (width > given)
		add_cut(out, piece, given);
	else
		text_add(&out->line, piece->s, piece->length);
	if (colour != NULL)
		text_str(&out->line, PLAIN);
	if (!out->columns.v[i]->type->right &&
	    (i + 1 < out->columns.n || out->left_out))
		pad(out, left);
	*at += given;
}

/* Writes one line of a row, with a piece for each of n columns. */
static void
write_line(
    struct output *out, const struct piece *pieces, size_t n, bool heading)
{
	size_t i, at = 0;

	for (i = 0; i < n; i++) {
		if (out->widths[i] == 0)
			continue;
		if (at != 0) {
			pad(out, FIT_GAP);
			at += FIT_GAP;
		}
		add_piece(out, i, &pieces[i], heading, &at);
	}
	if (out->left_out && out->width > FIT_EDGE) {
		pad(out, fit_room(out) + FIT_EDGE - 1 - at);
		write_blanks(out);
		text_str(&out->line, output_cut_mark());
	}
	/* Below a cell that is continued, the cells to its right are empty. */
	if (out->width != 0)
		out->blanks = 0;
	write_blanks(out);
	text_char(&out->line, '\n');
	output_line(out);
}

/*
 * Takes a piece off the rest of a column for this line: all of it, but of an
 * explanation only the words that fit. Returns whether there is more.
 */
static bool
take(
    const struct output *out, size_t i, struct piece *rest, struct piece *piece)
{
	size_t taken = rest->length;

	*piece = *rest;
	if (out->width != 0 && out->widths[i] != 0 && fit_is_prose(out, i)) {
		piece->length = fit_words(rest->s, given_width(out, i));
		taken = piece->length + strspn(rest->s + piece->length, " ");
	}
	rest->s += taken;
	rest->length -= taken;
	return rest->length != 0;
}

/* Writes a row, in as many lines as its explanations take. */
static const char *
write_row(struct output *out, const char *cell, bool heading)
{
	struct piece rests[COLUMNS_MAX], pieces[COLUMNS_MAX];
	size_t i, n = out->columns.n;
	bool more = true;

	/* Nothing was written, so there are no columns. */
	if (cell == NULL)
		return NULL;
	for (i = 0; i < n; i++) {
		rests[i] = (struct piece){ cell, strlen(cell) };
		cell += rests[i].length + 1;
	}
	while (more) {
		more = false;
		for (i = 0; i < n; i++)
			more |= take(out, i, &rests[i], &pieces[i]);
		write_line(out, pieces, n, heading);
	}
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
	fit(out);
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
	out->wide = false;
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
