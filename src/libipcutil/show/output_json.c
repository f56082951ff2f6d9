/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * JSON: one document, or an object a line. It is written by hand: building a
 * tree with json-c took longer than everything else in a large listing.
 */
#include "show/output.h"

static void
begin(struct output *out)
{
	text_str(&out->line, "{\"");
	text_str(&out->line, out->table->name);
	text_str(&out->line, "\":[");
	output_line(out);
}

/* The keys are the same in all rows of a group, so they are quoted once. */
static void
group(struct output *out)
{
	size_t i, start;

	text_clear(&out->keys);
	for (i = 0; i < out->columns.n; i++) {
		start = out->keys.len;
		text_char(&out->keys, i == 0 ? '{' : ',');
		text_json(&out->keys, out->columns.v[i]->name);
		text_char(&out->keys, ':');
		out->widths[i] = out->keys.len - start;
	}
}

static void
write_object(struct output *out, const void *row)
{
	const struct column *column;
	const char *key = out->keys.s;
	struct value v;
	size_t i;

	for (i = 0; i < out->columns.n; i++) {
		column = out->columns.v[i];
		text_add(&out->line, key, out->widths[i]);
		key += out->widths[i];
		column_value(column, row, &v);
		value_write_json(column->type, &v, &out->style, &out->line);
	}
	text_char(&out->line, '}');
}

static void
row_of_document(struct output *out, const void *row)
{
	text_str(&out->line, out->rows == 0 ? "\n" : ",\n");
	write_object(out, row);
	output_line(out);
}

static void
row_of_lines(struct output *out, const void *row)
{
	write_object(out, row);
	text_char(&out->line, '\n');
	output_line(out);
}

static void
end(struct output *out)
{
	text_str(&out->line, out->rows == 0 ? "]}\n" : "\n]}\n");
	output_line(out);
}

const struct format format_json = {
	.name = "json",
	.whole = true,
	.style = { .unknown = "null" },
	.begin = begin,
	.group = group,
	.row = row_of_document,
	.end = end,
};

const struct format format_jsonl = {
	.name = "jsonl",
	.whole = true,
	.style = { .unknown = "null" },
	.group = group,
	.row = row_of_lines,
};
