/* SPDX-License-Identifier: BSD-2-Clause */
/* Functions that all output formats share; see output.h. */
#include <langinfo.h>
#include <string.h>

#include "show/output.h"

void
output_begin(struct output *out)
{
	if (out->format->begin != NULL)
		out->format->begin(out);
}

static void
finish_group(struct output *out)
{
	if (out->format->done != NULL && out->group_rows != 0)
		out->format->done(out);
}

void
output_group(struct output *out, const struct columns *columns)
{
	finish_group(out);
	out->columns = *columns;
	out->groups++;
	out->group_rows = 0;
	if (out->format->group != NULL)
		out->format->group(out);
}

void
output_row(struct output *out, const void *row)
{
	out->format->row(out, row);
	out->rows++;
	out->group_rows++;
}

void
output_end(struct output *out)
{
	finish_group(out);
	if (out->format->end != NULL)
		out->format->end(out);
	text_free(&out->line);
	text_free(&out->cells);
	text_free(&out->keys);
}

void
output_cell(struct output *out, const struct column *column, const void *row,
    struct text *t)
{
	struct value v;

	column_value(column, row, &v);
	value_write(column->type, &v, &out->style, t);
}

void
output_heading(const struct column *column, struct text *t)
{
	const char *p;

	/*
	 * Not toupper(3): in a Turkish locale the capital of i is not one byte.
	 */
	for (p = column->name; *p != '\0'; p++)
		text_char(t, *p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p);
}

/*
 * The ellipsis is only known to exist in UTF-8; other multibyte codesets (EUC,
 * GB18030) encode it differently.
 */
const char *
output_cut_mark(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0 ? "\xe2\x80\xa6"
							  : ">";
}

void
output_line(struct output *out)
{
	if (out->text != NULL)
		text_add(out->text, out->line.s, out->line.len);
	else
		fwrite(out->line.s, 1, out->line.len, out->fp);
	text_clear(&out->line);
}
