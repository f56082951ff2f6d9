/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --trace: calls, written. */
#include <stdio.h>
#include <string.h>

#include "ipcwatch_trace.h"

static bool
is_field(const char *name, size_t length)
{
	return column_find(&call_table, name, length) != NULL;
}

const char *
call_format_check(const char *s)
{
	return format_is_valid(s, is_field)
		   ? NULL
		   : "after % comes {FIELD} of a call, or another %";
}

static void
write_format(struct text *t, const char *s, const struct call *call)
{
	struct style style = { .unknown = "-" };
	const struct column *column;
	struct value value;
	const char *name;
	size_t length, n;

	for (; *s != '\0'; s += n) {
		n = format_part(s, &name, &length);
		if (name == NULL) {
			text_char(t, *s);
			continue;
		}
		column = column_find(&call_table, name, length);
		column->type->get(column, call, &value);
		value_write(column->type, &value, &style, t);
	}
	text_char(t, '\n');
}

static void
write_json(struct text *t, const struct call *call)
{
	struct style style = { .unknown = "null" };
	const struct column *column;
	struct value value;
	size_t i;

	for (i = 0; (column = column_at(&call_table, i)) != NULL; i++) {
		text_char(t, i == 0 ? '{' : ',');
		text_json(t, column->name);
		text_char(t, ':');
		column->type->get(column, call, &value);
		value_write_json(column->type, &value, &style, t);
	}
	text_str(t, "}\n");
}

static void
write_text(struct text *t, const struct call *call)
{
	call_write_time(call->time, t);
	text_char(t, ' ');
	if (call->pid == UNKNOWN)
		text_char(t, '-');
	else
		text_number(t, call->pid);
	text_char(t, ' ');
	text_escape(
	    t, call->command != NULL ? call->command : "-", ESCAPE_SPACE);
	text_str(t, "  ");
	call_write(call, t);
	text_str(t, "  ");
	call_write_ms(call->took, t);
	text_str(t, " ms\n");
}

void
call_show(const struct options *o, const struct call *call)
{
	struct text text = { 0 };

	if (o->format != NULL)
		write_format(&text, o->format, call);
	else if (o->jsonl)
		write_json(&text, call);
	else
		write_text(&text, call);
	fwrite(text.s, 1, text.len, stdout);
	text_free(&text);
}
