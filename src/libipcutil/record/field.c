/* SPDX-License-Identifier: BSD-2-Clause */
/* Objects in a recording; see field.h. */
#include <json.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "backend/ref.h"
#include "base/json_read.h"
#include "base/xalloc.h"
#include "record/field.h"

/* Fields that identify an object among those of the same name; never shown. */
static const struct column hidden[] = {
	{ "dev", &value_number, offsetof(struct ipc_object, dev), KINDS_POSIX,
	    0, "" },
	{ "ino", &value_number, offsetof(struct ipc_object, ino), KINDS_POSIX,
	    0, "" },
};

/* The only text that is kept: it is one of a few constants. */
static const char *const statuses[] = {
	"dest",
	"locked",
	"dest,locked",
	"truncated",
	"32-bit",
	"64-bit",
};

static bool
is_status(const struct column *column)
{
	return column->offset == offsetof(struct ipc_object, status);
}

/* The identifier is part of the reference, the namespace of the first line. */
static bool
is_kept(const struct column *column)
{
	if (column->need & NEED_UNRECORDED || column->type == &value_duration ||
	    column->type == &value_percent ||
	    column->offset == offsetof(struct ipc_object, id) ||
	    column->offset == offsetof(struct ipc_object, ns))
		return false;
	return column->type->class == VALUE_NUMBER ||
	       column->type->class == VALUE_TRUTH ||
	       column->type->class == VALUE_LIST || is_status(column);
}

struct columns
fields_kept(void)
{
	struct columns fields = { 0 };
	const struct column *column;
	size_t i;

	for (i = 0; (column = column_at(&object_table, i)) != NULL; i++)
		if (is_kept(column))
			columns_add(&fields, column);
	for (i = 0; i < sizeof(hidden) / sizeof(*hidden); i++)
		columns_add(&fields, &hidden[i]);
	return fields;
}

/* To read a queue's file moves its times: a recording leaves no trace. */
unsigned
fields_need(const struct columns *fields)
{
	return columns_need(fields) & ~NEED_QUEUE_FILE;
}

static const void *
member(const struct column *column, const struct ipc_object *o)
{
	return (const char *)o + column->offset;
}

static void *
place(const struct column *column, struct ipc_object *o)
{
	return (char *)o + column->offset;
}

static bool
same_list(const struct ipc_array *a, const struct ipc_array *b)
{
	return a->n == b->n &&
	       (a->n <= 0 ||
		   memcmp(a->v, b->v, (size_t)a->n * sizeof(*a->v)) == 0);
}

static bool
same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool
is_same(const struct column *column, const struct ipc_object *a,
    const struct ipc_object *b)
{
	if (column->type->class == VALUE_LIST)
		return same_list(member(column, a), member(column, b));
	if (is_status(column))
		return same_text(a->status, b->status);
	return column_number(column, a) == column_number(column, b);
}

bool
fields_differ(const struct columns *fields, const struct ipc_object *a,
    const struct ipc_object *b)
{
	size_t i;

	for (i = 0; i < fields->n; i++)
		if (!is_same(fields->v[i], a, b))
			return true;
	return false;
}

static void
write_value(
    struct text *t, const struct column *column, const struct ipc_object *o)
{
	struct style style = { .unknown = "null" };
	struct value v;

	column_value(column, o, &v);
	if (column->type == &value_time && v.class != VALUE_UNKNOWN)
		text_number(t, v.number);
	else
		value_write_json(column->type, &v, &style, t);
}

void
fields_write(struct text *t, const struct columns *fields,
    const struct ipc_object *base, const struct ipc_object *o)
{
	char name[VALUE_ROOM];
	struct ipc_object blank;
	size_t i;

	if (base == NULL) {
		ipc_object_init(&blank, o->kind);
		base = &blank;
	}
	ref_format(o, name, sizeof(name));
	text_str(t, "{\"object\":");
	text_json(t, name);
	for (i = 0; i < fields->n; i++) {
		if (!(fields->v[i]->kinds & o->kind->bit) ||
		    is_same(fields->v[i], base, o))
			continue;
		text_char(t, ',');
		text_json(t, fields->v[i]->name);
		text_char(t, ':');
		write_value(t, fields->v[i], o);
	}
	text_char(t, '}');
}

struct ipc_object *
fields_identify(struct json_object *name)
{
	const char *s = json_read_string(name);
	struct ipc_object *o = NULL;
	struct ref ref;

	if (s == NULL || ref_parse(&ref, s) != NULL)
		return NULL;
	if (!ref.pattern && (ref.name != NULL || ref.id != UNKNOWN))
		o = ref_object(&ref);
	ref_free(&ref);
	return o;
}

static void
copy(const struct column *column, const struct ipc_object *from,
    struct ipc_object *to)
{
	const struct ipc_array *list;
	struct ipc_array *copied;

	if (is_status(column)) {
		to->status = from->status;
		return;
	}
	if (column->type->class != VALUE_LIST) {
		*(int64_t *)place(column, to) = column_number(column, from);
		return;
	}
	list = member(column, from);
	copied = place(column, to);
	copied->n = list->n;
	if (list->n <= 0)
		return;
	ipc_array_set(copied, (size_t)list->n);
	memcpy(copied->v, list->v, (size_t)list->n * sizeof(*list->v));
}

/* No number of an object is below zero. */
static bool
read_number(struct json_object *json, int64_t *out)
{
	*out = UNKNOWN;
	if (json == NULL)
		return true;
	if (!json_object_is_type(json, json_type_int) ||
	    json_object_get_uint64(json) > INT64_MAX)
		return false;
	*out = json_object_get_int64(json);
	return *out >= 0;
}

static bool
read_list(struct json_object *json, struct ipc_array *list)
{
	size_t i, n;

	list->n = UNKNOWN;
	if (json == NULL)
		return true;
	if (!json_object_is_type(json, json_type_array))
		return false;
	n = json_object_array_length(json);
	ipc_array_set(list, n);
	for (i = 0; i < n; i++)
		if (!read_number(
			json_object_array_get_idx(json, i), &list->v[i]))
			return false;
	return true;
}

static bool
read_status(struct json_object *json, struct ipc_object *o)
{
	const char *s = json_read_string(json);
	size_t i;

	o->status = NULL;
	if (json == NULL)
		return true;
	if (s == NULL)
		return false;
	for (i = 0; i < sizeof(statuses) / sizeof(*statuses); i++)
		if (strcmp(s, statuses[i]) == 0)
			o->status = statuses[i];
	return o->status != NULL;
}

/* A key or a mode is a string; its type reads it as it does anywhere else. */
static bool
read_written(
    const struct value_type *type, struct json_object *json, int64_t *out)
{
	const char *s = json_read_string(json);

	if (!json_object_is_type(json, json_type_string))
		return read_number(json, out);
	return s != NULL && type->parse != NULL &&
	       type->parse(s, out) == NULL && *out >= 0;
}

static bool
read_value(
    const struct column *column, struct json_object *json, struct ipc_object *o)
{
	int64_t *number = place(column, o);

	if (is_status(column))
		return read_status(json, o);
	if (column->type->class == VALUE_LIST)
		return read_list(json, place(column, o));
	if (column->type->class == VALUE_TRUTH && json != NULL) {
		*number = json_object_get_boolean(json) != 0;
		return json_object_is_type(json, json_type_boolean);
	}
	return read_written(column->type, json, number) &&
	       (column->type->max == 0 || *number <= column->type->max);
}

/* Whether each list of the set has a number for each of its semaphores. */
static bool
lists_fit(const struct columns *fields, const struct ipc_object *o)
{
	const struct ipc_array *list;
	size_t i;

	for (i = 0; i < fields->n; i++) {
		if (fields->v[i]->type != &value_list)
			continue;
		list = member(fields->v[i], o);
		if (list->n != UNKNOWN && list->n != o->nsems)
			return false;
	}
	return true;
}

const char *
fields_read(const struct columns *fields, const struct ipc_object *base,
    struct json_object *json, struct ipc_object *o)
{
	struct json_object *value;
	size_t i;

	for (i = 0; i < fields->n; i++) {
		if (!(fields->v[i]->kinds & o->kind->bit))
			continue;
		if (json_object_object_get_ex(
			json, fields->v[i]->name, &value)) {
			if (!read_value(fields->v[i], value, o))
				return "a field has a value that none has";
		} else if (base != NULL)
			copy(fields->v[i], base, o);
	}
	if (!lists_fit(fields, o))
		return "a list has not one number for each semaphore";
	o->kind->times(o);
	return NULL;
}
