/* SPDX-License-Identifier: BSD-2-Clause */
/* The lines of a recording, written; see line.h. */
#include <sys/utsname.h>

#include <stdlib.h>
#include <string.h>

#include "backend/ref.h"
#include "base/clock.h"
#include "base/parse.h"
#include "base/setting.h"
#include "record/field.h"
#include "record/line.h"
#include "report/limit_rows.h"
#include "report/usage.h"
#include "show/value_process.h"

#define BOOT_ID "/proc/sys/kernel/random/boot_id"
#define HEADER "{\"recording\":"
#define TIME "\"time\":"
#define MILLISECOND 1000000

/* Seconds, and three digits for the milliseconds. */
static void
write_time(struct text *t, const struct timespec *time)
{
	text_str(t, TIME);
	text_number(t, time->tv_sec);
	text_char(t, '.');
	text_digits(t, (uint64_t)time->tv_nsec / MILLISECOND, 10, 3);
}

static void
begin(struct text *t, const struct timespec *time)
{
	text_char(t, '{');
	write_time(t, time);
}

static void
end(struct text *t)
{
	text_str(t, "}\n");
}

void
line_header(struct text *t, const struct timespec *time, int64_t ns)
{
	struct utsname system;
	char boot[64];

	text_str(t, HEADER);
	text_number(t, LINE_VERSION);
	text_char(t, ',');
	write_time(t, time);
	text_str(t, ",\"host\":");
	text_json(t, uname(&system) == 0 ? system.nodename : "");
	text_str(t, ",\"boot\":");
	if (setting_line(BOOT_ID, boot, sizeof(boot)))
		text_json(t, boot);
	else
		text_str(t, "null");
	text_str(t, ",\"ns\":");
	if (ns != UNKNOWN)
		text_number(t, ns);
	else
		text_str(t, "null");
	end(t);
}

static void
add_number(struct text *t, bool *first, const char *key, int64_t number)
{
	text_str(t, *first ? "" : ",");
	*first = false;
	text_json(t, key);
	text_char(t, ':');
	if (number == UNKNOWN)
		text_str(t, "null");
	else if (number == LIMITLESS)
		text_str(t, "\"unlimited\"");
	else
		text_number(t, number);
}

/* Whether this limit is one that only some users can read, and it was read. */
static bool
is_told(const struct limit *limit)
{
	return limit->row->use.untold && !limit->untold;
}

/* Adds what differs from the earlier limit, which may be NULL. */
static void
write_limit(struct text *t, bool *first, const struct limit *before,
    const struct limit *limit)
{
	bool inner = true;

	if (before != NULL && before->value == limit->value &&
	    before->used == limit->used && is_told(before) == is_told(limit))
		return;
	text_str(t, *first ? ",\"limits\":{" : ",");
	*first = false;
	text_json(t, limit->name);
	text_str(t, ":{");
	if (before == NULL || before->value != limit->value)
		add_number(t, &inner, "value", limit->value);
	if (before == NULL ? limit_is_used(limit) : before->used != limit->used)
		add_number(t, &inner, "used", limit->used);
	if (before != NULL ? is_told(before) != is_told(limit) : is_told(limit))
		text_str(
		    t, is_told(limit) ? ",\"told\":true" : ",\"told\":false");
	text_char(t, '}');
}

static const struct limit *
same_limit(const struct moment *moment, const struct limit *limit)
{
	size_t i;

	for (i = 0; moment != NULL && i < moment->nlimits; i++)
		if (moment->limits[i].row == limit->row)
			return &moment->limits[i];
	return NULL;
}

static void
write_limits(
    struct text *t, const struct moment *before, const struct moment *after)
{
	bool first = true;
	size_t i;

	for (i = 0; i < after->nlimits; i++)
		write_limit(t, &first, same_limit(before, &after->limits[i]),
		    &after->limits[i]);
	if (!first)
		text_char(t, '}');
}

/* Totals are written for other readers; we compute them from the objects. */
static void
write_total(struct text *t, const struct usage *usage)
{
	struct style style = { .unknown = "null" };
	const struct column *column;
	bool first = true;
	struct value v;
	size_t i;

	for (i = 0; (column = column_at(&usage_table, i)) != NULL; i++) {
		column_value(column, usage, &v);
		if (v.class == VALUE_UNKNOWN)
			continue;
		text_char(t, first ? '{' : ',');
		first = false;
		text_json(t, column->name);
		text_char(t, ':');
		value_write_json(column->type, &v, &style, t);
	}
	text_char(t, '}');
}

static void
write_totals(struct text *t, const struct ipc_list *list)
{
	struct usage *usages;
	size_t i, n = usage_sum(&usages, list, KINDS_ALL, 0);

	text_str(t, ",\"totals\":[");
	for (i = 0; i < n; i++) {
		text_str(t, i == 0 ? "" : ",");
		write_total(t, &usages[i]);
	}
	text_char(t, ']');
	free(usages);
}

void
line_snapshot(
    struct text *t, const struct columns *fields, const struct moment *moment)
{
	const struct ipc_list *list = moment->list;
	const struct ipc_object *base = NULL;
	size_t i;

	begin(t, &moment->time);
	text_str(t, ",\"snapshot\":[");
	for (i = 0; i < list->n; i++) {
		if (base != NULL && base->kind != list->v[i]->kind)
			base = NULL;
		text_str(t, i == 0 ? "" : ",");
		fields_write(t, fields, base, list->v[i]);
		base = list->v[i];
	}
	text_char(t, ']');
	write_limits(t, NULL, moment);
	write_totals(t, list);
	end(t);
}

/* Three lists that are put together in one walk over both looks. */
struct lists {
	struct text created, changed, removed, by;
};

static void
add(struct text *t, const struct columns *fields, const struct ipc_object *base,
    const struct ipc_object *o)
{
	text_str(t, t->len == 0 ? "" : ",");
	fields_write(t, fields, base, o);
}

static void
add_reference(struct text *t, const struct ipc_object *o)
{
	char name[VALUE_ROOM];

	ref_format(o, name, sizeof(name));
	text_json(t, name);
}

static void
add_name(struct text *t, const struct ipc_object *o)
{
	text_str(t, t->len == 0 ? "" : ",");
	add_reference(t, o);
}

static void
add_by(struct text *t, const struct moment *moment, const struct ipc_object *o,
    bool made)
{
	struct ipc_process by = { .uid = UNKNOWN };

	if (moment->by == NULL || !moment->by(moment->arg, o, made, &by))
		return;
	text_str(t, t->len == 0 ? "{\"event\":" : ",{\"event\":");
	text_json(t, made ? "create" : "remove");
	text_str(t, ",\"object\":");
	add_reference(t, o);
	text_str(t, ",\"process\":");
	value_write_who(&by, t);
	text_char(t, '}');
	free(by.command);
}

/* The name is another file's now. */
static bool
is_replaced(const struct ipc_object *a, const struct ipc_object *b)
{
	return a->dev != b->dev || a->ino != b->ino;
}

static void
compare(struct lists *lists, const struct columns *fields,
    const struct moment *had, const struct moment *has)
{
	const struct ipc_list *before = had->list, *after = has->list;
	size_t i = 0, j = 0;
	int order;

	while (i < before->n || j < after->n) {
		order = i == before->n ? 1
			: j == after->n
			    ? -1
			    : ipc_object_cmp(before->v[i], after->v[j]);
		if (order < 0) {
			add_by(&lists->by, has, before->v[i], false);
			add_name(&lists->removed, before->v[i++]);
		} else if (order > 0) {
			add_by(&lists->by, has, after->v[j], true);
			add(&lists->created, fields, NULL, after->v[j++]);
		} else {
			if (is_replaced(before->v[i], after->v[j])) {
				add_by(&lists->by, has, before->v[i], false);
				add_by(&lists->by, has, after->v[j], true);
			}
			if (fields_differ(fields, before->v[i], after->v[j]))
				add(&lists->changed, fields, before->v[i],
				    after->v[j]);
			i++;
			j++;
		}
	}
}

static void
write_list(struct text *t, const char *key, struct text *list)
{
	if (list->len != 0) {
		text_str(t, key);
		text_add(t, list->s, list->len);
		text_char(t, ']');
	}
	text_free(list);
}

bool
line_difference(struct text *t, const struct columns *fields,
    const struct moment *before, const struct moment *after)
{
	struct lists lists = { 0 };
	size_t start = t->len, empty;

	begin(t, &after->time);
	empty = t->len;
	compare(&lists, fields, before, after);
	write_list(t, ",\"created\":[", &lists.created);
	write_list(t, ",\"changed\":[", &lists.changed);
	write_list(t, ",\"removed\":[", &lists.removed);
	write_list(t, ",\"by\":[", &lists.by);
	write_limits(t, before, after);
	if (t->len == empty) {
		t->len = start;
		return false;
	}
	end(t);
	return true;
}

void
line_same(struct text *t, const struct timespec *time)
{
	begin(t, time);
	end(t);
}

void
line_end(struct text *t, const struct timespec *time)
{
	begin(t, time);
	text_str(t, ",\"end\":true");
	end(t);
}

bool
line_is_header(const char *s)
{
	return strncmp(s, HEADER, strlen(HEADER)) == 0;
}

int64_t
line_time(const char *s)
{
	int64_t seconds, milliseconds, ns;

	s += line_is_header(s) ? strcspn(s, ",") : 0;
	if ((*s != '{' && *s != ',') || strncmp(s + 1, TIME, strlen(TIME)) != 0)
		return UNKNOWN;
	s += 1 + strlen(TIME);
	if (!parse_kernel(&s, 10, &seconds) || *s != '.' || strlen(s) < 4)
		return UNKNOWN;
	s++;
	if (!parse_kernel(&s, 10, &milliseconds) || milliseconds < 0 ||
	    milliseconds > 999 || (*s != ',' && *s != '}') || seconds < 0 ||
	    __builtin_mul_overflow(seconds, SECOND, &ns) ||
	    __builtin_add_overflow(ns, milliseconds * MILLISECOND, &ns))
		return UNKNOWN;
	return ns;
}
