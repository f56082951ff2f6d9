/* SPDX-License-Identifier: BSD-2-Clause */
/* How busy objects are, as rows of a table; see activity.h. */
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "base/xalloc.h"
#include "model/kind.h"
#include "report/activity.h"

static void
get_number(const void *row, size_t offset, struct value *v)
{
	value_set_number(v, value_number_at(row, offset), VALUE_NUMBER);
}

static void
json_of_number(const struct value *v, struct style *style, struct text *t)
{
	value_number.json(v, style, t);
}

/* Large rates are shown without tenths. */
static void
text_of_rate(const struct value *v, struct style *style, struct text *t)
{
	(void)style;
	if (v->number >= 10000000) {
		text_number(t, v->number / 10000);
		text_char(t, 'k');
	} else if (v->number >= 10000) {
		text_number(t, v->number / 10);
	} else {
		text_number(t, v->number / 10);
		text_char(t, '.');
		text_number(t, v->number % 10);
	}
}

/* Parses a rate as people write it, 5 or 0.5, into tenths. */
static const char *
parse_rate(const char *s, int64_t *out)
{
	size_t length = strcspn(s, ".");
	char *whole = xstrndup(s, length);
	const char *message, *tenth = s[length] != '\0' ? s + length + 1 : "0";
	int64_t part = 0;

	message = parse_number(whole, 0, INT64_MAX / 10 - 1, out);
	free(whole);
	if (message == NULL)
		message = parse_number(tenth, 0, 9, &part);
	if (message == NULL)
		*out = *out * 10 + part;
	return message;
}

/* Keeps the row, because text_of_contents() needs the kind of the object. */
static void
get_contents(const void *row, size_t offset, struct value *v)
{
	get_number(row, offset, v);
	v->own = row;
}

/* Writes the amount with its unit, because the unit depends on the kind. */
static void
text_of_contents(const struct value *v, struct style *style, struct text *t)
{
	const struct ipc_object *o = v->own;

	if (o->kind->bit & KINDS_SHM) {
		value_write_size(v->number, style, t);
		return;
	}
	if (o->kind->bit & KINDS_SEM && o->nsems <= 1)
		text_str(t, "value ");
	text_number(t, v->number);
	if (o->kind->bit & KINDS_MQ)
		text_str(t, v->number == 1 ? " msg" : " msgs");
	else if (o->nsems > 1)
		text_str(t, " sems");
}

static const struct value_type type_rate = {
	.name = "rate",
	.class = VALUE_NUMBER,
	.right = true,
	.get = get_number,
	.text = text_of_rate,
	.json = json_of_number,
	.parse = parse_rate,
};

static const char *
parse_amount(const char *s, int64_t *out)
{
	return parse_size(s, out);
}

static const struct value_type type_contents = {
	.name = "number",
	.class = VALUE_NUMBER,
	.right = true,
	.get = get_contents,
	.text = text_of_contents,
	.json = json_of_number,
	.parse = parse_amount,
};

static void
text_of_span(const struct value *v, struct style *style, struct text *t)
{
	(void)style;
	value_write_span(v->number, t);
}

/* Parses seconds, or a time with a unit, into nanoseconds. */
static const char *
parse_span(const char *s, int64_t *out)
{
	return parse_timeout(s, out);
}

/* Nanoseconds. */
static const struct value_type type_span = {
	.name = "duration",
	.class = VALUE_NUMBER,
	.right = true,
	.get = get_number,
	.text = text_of_span,
	.json = json_of_number,
	.parse = parse_span,
};

#define INT(member)                                                            \
	_Generic(((struct activity *)0)->member, int64_t                       \
		 : offsetof(struct activity, member))

static const struct column columns[] = {
	{ "contents", &type_contents, INT(contents), KINDS_ALL, NEED_VALUES,
	    "messages, size, value or semaphores" },
	{ "in", &type_rate, INT(in), KINDS_MQ, 0, "messages sent a second" },
	{ "out", &type_rate, INT(out), KINDS_MQ, 0,
	    "messages received a second" },
	{ "ops", &type_rate, INT(ops), KINDS_SEM | KIND_SYSV_SHM, 0,
	    "attaches, or operations, a second" },
	{ "busy", &type_rate, INT(busy), KINDS_ALL, 0, "all three together" },
	{ "minute", &value_number, INT(minute), KINDS_ALL, 0,
	    "activity in the last minute" },
	{ "drain", &value_duration, INT(drain), KINDS_MQ | KINDS_SOME, 0,
	    "until the queue is empty, at this rate" },
	{ "full_in", &value_duration, INT(full_in), KINDS_MQ | KINDS_SOME, 0,
	    "until the queue is full, at this rate" },
	{ "wait", &type_span, INT(wait), KINDS_ALL, 0,
	    "--trace: the longest call that has not ended" },
	{ "blocked", &type_span, INT(blocked), KINDS_ALL, 0,
	    "--trace: time in calls, of all callers together" },
	{ "calls", &value_number, INT(calls), KINDS_ALL, 0,
	    "--trace: calls that have ended" },
	{ "errors", &value_number, INT(errors), KINDS_ALL, 0,
	    "--trace: calls that have failed" },
	{ "p50", &type_span, INT(p50), KINDS_ALL, 0,
	    "--trace: half of the calls took no longer" },
	{ "p99", &type_span, INT(p99), KINDS_ALL, 0,
	    "--trace: 99% of the calls took no longer" },
	{ "max", &type_span, INT(slowest), KINDS_ALL, 0,
	    "--trace: the call that took longest" },
};

/* Columns that this table does not have are asked of object_table. */
static bool
activity_has(const struct column *column, const void *row)
{
	const struct ipc_object *o = row;

	if (column >= columns &&
	    column < columns + sizeof(columns) / sizeof(*columns))
		return (column->kinds & o->kind->bit) != 0 &&
		       (column->kinds & KINDS_SOME) == 0;
	return object_table.has(column, row);
}

static int
activity_cmp(const void *a, const void *b)
{
	return ipc_object_cmp(a, b);
}

const struct table activity_table = {
	.name = "activity",
	.columns = columns,
	.n = sizeof(columns) / sizeof(*columns),
	.cmp = activity_cmp,
	.has = activity_has,
	.base = &object_table,
};

static int64_t
known(int64_t number)
{
	return number != UNKNOWN ? number : 0;
}

static void
set_row(
    struct activity *row, const struct ipc_object *o, const struct rate *rate)
{
	*row = (struct activity){
		.object = *o,
		.rate = rate,
		.in = rate->in,
		.out = rate->out,
		.ops = rate->ops,
		.busy = known(rate->in) + known(rate->out) + known(rate->ops),
		.minute = rate_sum(rate, 0, RATE_SECONDS),
		.contents = rate_amount(o),
		.drain = rate_drain(o, rate),
		.full_in = rate_full_in(o, rate),
		.calls = UNKNOWN,
		.errors = UNKNOWN,
		.blocked = UNKNOWN,
		.p50 = UNKNOWN,
		.p99 = UNKNOWN,
		.slowest = UNKNOWN,
		.wait = UNKNOWN,
	};
}

struct activity *
activity_rows(const struct ipc_list *list, const struct rate *rates)
{
	struct activity *rows = xreallocarray(NULL, list->n + 1, sizeof(*rows));
	size_t i;

	for (i = 0; i < list->n; i++)
		set_row(&rows[i], list->v[i], &rates[i]);
	return rows;
}
