/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Formats for programs other than JSON: a line for each row (CSV, raw, export),
 * or cells that end with NUL. The former are escaped, so that unvis(3) restores
 * them; cells that end with NUL are exact.
 */
#include <string.h>

#include "show/output.h"

/* Quotes a cell as CSV does (RFC 4180). */
static void
quote_csv(struct text *line, const char *cell)
{
	if (strpbrk(cell, ",\"\n ") == NULL) {
		text_str(line, cell);
		return;
	}
	text_char(line, '"');
	for (; *cell != '\0'; cell++) {
		if (*cell == '"')
			text_char(line, '"');
		text_char(line, *cell);
	}
	text_char(line, '"');
}

/* Quotes a cell so that eval of a shell yields it again. */
static void
quote_shell(struct text *line, const char *cell)
{
	text_char(line, '\'');
	for (; *cell != '\0'; cell++) {
		if (*cell == '\'')
			text_str(line, "'\\'");
		text_char(line, *cell);
	}
	text_char(line, '\'');
}

static void
quote_none(struct text *line, const char *cell)
{
	text_str(line, cell);
}

/* Writes the headings before the first row of all. */
static void
headings(struct output *out, char separator)
{
	size_t i;

	if (!out->headings || out->rows != 0)
		return;
	for (i = 0; i < out->columns.n; i++) {
		if (i > 0)
			text_char(&out->line, separator);
		output_heading(out->columns.v[i], &out->line);
	}
	text_char(&out->line, '\n');
}

static void
cell(struct output *out, size_t i, const void *row,
    void (*quote)(struct text *, const char *))
{
	text_clear(&out->cells);
	output_cell(out, out->columns.v[i], row, &out->cells);
	quote(&out->line, out->cells.s);
}

static void
separated(struct output *out, const void *row, char separator,
    void (*quote)(struct text *, const char *))
{
	size_t i;

	headings(out, separator);
	for (i = 0; i < out->columns.n; i++) {
		if (i > 0)
			text_char(&out->line, separator);
		cell(out, i, row, quote);
	}
	text_char(&out->line, '\n');
	output_line(out);
}

static void
row_csv(struct output *out, const void *row)
{
	separated(out, row, ',', quote_csv);
}

static void
row_raw(struct output *out, const void *row)
{
	separated(out, row, ' ', quote_none);
}

static void
row_export(struct output *out, const void *row)
{
	size_t i;

	for (i = 0; i < out->columns.n; i++) {
		if (i > 0)
			text_char(&out->line, ' ');
		output_heading(out->columns.v[i], &out->line);
		text_char(&out->line, '=');
		cell(out, i, row, quote_shell);
	}
	text_char(&out->line, '\n');
	output_line(out);
}

static void
row_null(struct output *out, const void *row)
{
	size_t i;

	for (i = 0; i < out->columns.n; i++) {
		cell(out, i, row, quote_none);
		text_char(&out->line, '\0');
	}
	output_line(out);
}

const struct format format_csv = {
	.name = "csv",
	.flat = true,
	.style = { .unknown = "", .times = TIME_ISO },
	.row = row_csv,
};

const struct format format_raw = {
	.name = "raw",
	.flat = true,
	.style = { .unknown = "-", .times = TIME_ISO, .escape = ESCAPE_SPACE },
	.row = row_raw,
};

const struct format format_export = {
	.name = "export",
	.flat = true,
	.style = { .unknown = "", .times = TIME_ISO },
	.row = row_export,
};

const struct format format_null = {
	.name = "null",
	.flat = true,
	.style = { .unknown = "", .times = TIME_ISO, .verbatim = true },
	.row = row_null,
};
