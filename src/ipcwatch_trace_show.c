/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --trace: calls, written. */
#include <stdio.h>
#include <string.h>

#include "ipcwatch_trace.h"
#include "model/message.h"

static bool
is_field(const char *name, size_t length)
{
	return column_find(&call_table, name, length) != NULL;
}

/* Only this message names the fields; --list-columns has those of objects. */
static const char *
format_words(void)
{
	/* The program exits with it. */
	static struct text t;
	size_t i;

	text_str(&t, "after % comes another %, or a field of a call:");
	for (i = 0; i < call_table.n; i++) {
		text_str(&t, i == 0 ? " {" : ", {");
		text_str(&t, call_table.columns[i].name);
		text_char(&t, '}');
	}
	return t.s;
}

const char *
call_format_check(const char *s)
{
	return format_is_valid(s, is_field) ? NULL : format_words();
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
		column_value(column, call, &value);
		value_write(column->type, &value, &style, t);
	}
	text_char(t, '\n');
}

/* Writes bytes in the same form as ipccat -J. */
static void
write_json_data(struct text *t, const struct call *call)
{
	text_char(t, ',');
	if (call->data == NULL)
		text_str(t, "\"data\":null");
	else
		message_write_bytes(t, call->data, call->data_size);
	text_str(t, ",\"data_read\":");
	text_str(t, call->data == NULL ? "null"
		    : call->data_after ? "\"after\""
				       : "\"during\"");
}

static void
write_json(struct text *t, const struct call *call, bool data)
{
	struct style style = { .unknown = "null" };
	const struct column *column;
	struct value value;
	size_t i;

	for (i = 0; (column = column_at(&call_table, i)) != NULL; i++) {
		text_char(t, i == 0 ? '{' : ',');
		text_json(t, column->name);
		text_char(t, ':');
		column_value(column, call, &value);
		value_write_json(column->type, &value, &style, t);
	}
	if (data)
		write_json_data(t, call);
	text_str(t, "}\n");
}

/* A message may have any bytes in it, and is not terminated. */
static void
write_data(struct text *t, const struct call *call)
{
	struct text bytes = { 0 };
	size_t i, length;

	text_str(t, call->data_after ? "  data after: " : "  data: ");
	for (i = 0; i < call->data_size; i += length + 1) {
		length = strnlen(call->data + i, call->data_size - i);
		text_clear(&bytes);
		text_add(&bytes, call->data + i, length);
		if (length != 0)
			text_escape(t, bytes.s, 0);
		if (i + length < call->data_size)
			text_str(t, "\\000");
	}
	text_free(&bytes);
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
	text_str(t, " ms");
	if (call->data != NULL)
		write_data(t, call);
	text_char(t, '\n');
}

void
call_show(const struct options *o, const struct call *call)
{
	struct text text = { 0 };

	if (o->format != NULL)
		write_format(&text, o->format, call);
	else if (o->jsonl)
		write_json(&text, call, o->data != UNKNOWN);
	else
		write_text(&text, call);
	fwrite(text.s, 1, text.len, stdout);
	text_free(&text);
}
