/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading, writing and ordering values of fields; see value.h. The types are in
 * value_text.c, value_number.c and value_process.c.
 */
#include <string.h>

#include "show/value.h"

bool
time_format_find(enum time_format *format, const char *name)
{
	static const char *const names[] = {
		[TIME_SHORT] = "short",
		[TIME_ISO] = "iso",
		[TIME_EPOCH] = "epoch",
		[TIME_RELATIVE] = "relative",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i], name) == 0) {
			*format = (enum time_format)i;
			return true;
		}
	return false;
}

const void *
value_at(const void *row, size_t offset)
{
	return (const char *)row + offset;
}

int64_t
value_number_at(const void *row, size_t offset)
{
	return *(const int64_t *)value_at(row, offset);
}

void
value_set_number(struct value *v, int64_t number, enum value_class class)
{
	v->class = number == UNKNOWN ? VALUE_UNKNOWN : class;
	v->number = number;
}

void
value_set_text(struct value *v, const char *text)
{
	v->class = text == NULL ? VALUE_UNKNOWN : VALUE_TEXT;
	v->text = text;
}

void
value_write(const struct value_type *type, const struct value *v,
    struct style *style, struct text *t)
{
	if (v->class == VALUE_UNKNOWN)
		text_str(t, style->unknown);
	else
		type->text(v, style, t);
}

void
value_write_json(const struct value_type *type, const struct value *v,
    struct style *style, struct text *t)
{
	if (v->class == VALUE_UNKNOWN)
		text_add(t, "null", 4);
	else
		type->json(v, style, t);
}

static int
list_cmp(const struct ipc_array *a, const struct ipc_array *b)
{
	int64_t i;

	for (i = 0; i < a->n && i < b->n; i++)
		if (a->v[i] != b->v[i])
			return a->v[i] < b->v[i] ? -1 : 1;
	return a->n < b->n ? -1 : a->n > b->n;
}

/* Lists of processes are ordered by their length. */
int
value_cmp(const struct value *a, const struct value *b)
{
	if (a->class == VALUE_UNKNOWN || b->class == VALUE_UNKNOWN)
		return (a->class == VALUE_UNKNOWN) -
		       (b->class == VALUE_UNKNOWN);
	if (a->class == VALUE_TEXT)
		return strcmp(a->text, b->text);
	if (a->class == VALUE_LIST)
		return list_cmp(a->list, b->list);
	if (a->class == VALUE_PROCESSES)
		return a->processes->n < b->processes->n
			   ? -1
			   : a->processes->n > b->processes->n;
	return a->number < b->number ? -1 : a->number > b->number;
}
