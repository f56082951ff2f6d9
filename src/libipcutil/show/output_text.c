/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tables for people: a group is gathered, measured and written with its
 * columns aligned. On a terminal it fits the width; elsewhere nothing is cut.
 */
#include <stdlib.h>
#include <string.h>

#include "show/output.h"

#define GAP 2	    /* between columns */
#define WIDTH_MIN 8 /* below which a column is not narrowed */
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

/* The column of the widest names or lists, n if there is none to narrow. */
static size_t
widest(const struct output *out)
{
	size_t i, found = out->columns.n;
	enum value_class class;

	for (i = 0; i < out->columns.n; i++) {
		class = out->columns.v[i]->type->class;
		if ((class == VALUE_TEXT || class == VALUE_LIST ||
			class == VALUE_PROCESSES) &&
		    out->widths[i] > WIDTH_MIN &&
		    (found == out->columns.n ||
			out->widths[i] > out->widths[found]))
			found = i;
	}
	return found;
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
 * Words of explanation give way first, the last of them altogether if need
 * be; then names and lists; numbers never.
 */
static void
narrow(struct output *out)
{
	size_t i, left, total = total_width(out);

	if (out->width == 0)
		return;
	for (i = out->columns.n; i-- > 0 && total > out->width;) {
		if (out->columns.v[i]->type != &value_prose)
			continue;
		left = total - out->widths[i];
		out->widths[i] =
		    left + WIDTH_MIN <= out->width ? out->width - left : 0;
		total = total_width(out);
	}
	while (total > out->width && (i = widest(out)) != out->columns.n) {
		out->widths[i]--;
		total--;
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

	if (out->width != 0 && *at + given > out->width)
		given = out->width > *at ? out->width - *at : 0;
	if (given == 0)
		return;
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
	if (!out->columns.v[i]->type->right && i + 1 < out->columns.n)
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
		if (at != 0 && (out->width == 0 || at + GAP < out->width)) {
			pad(out, GAP);
			at += GAP;
		}
		add_cell(out, i, cell, heading, &at);
	}
	text_char(&out->line, '\n');
	output_line(out);
	return cell;
}

/* The headings are measured last: a group without rows shows none. */
static void
write_headings(struct output *out)
{
	struct text cells = out->cells;
	size_t i, start;

	if (!out->headings)
		return;
	out->cells = (struct text){ 0 };
	for (i = 0; i < out->columns.n; i++) {
		start = out->cells.len;
		output_heading(out->columns.v[i], &out->cells);
		measure(out, i, start);
	}
	narrow(out);
	write_row(out, out->cells.s, true);
	text_free(&out->cells);
	out->cells = cells;
}

static void
done(struct output *out)
{
	const char *cell;
	size_t i;

	if (out->rows != out->group_rows)
		fputc('\n', out->fp);
	write_headings(out);
	narrow(out);
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
