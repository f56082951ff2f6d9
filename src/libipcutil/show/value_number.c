/* SPDX-License-Identifier: BSD-2-Clause */
/* The types of fields that are numbers, or lists of them; see value.h. */

#include <libutil.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/parse.h"
#include "base/xalloc.h"
#include "model/kind.h"
#include "show/value.h"

static void
get_number(const void *row, size_t offset, struct value *v)
{
	value_set_number(v, value_number_at(row, offset), VALUE_NUMBER);
}

static void
get_truth(const void *row, size_t offset, struct value *v)
{
	value_set_number(v, value_number_at(row, offset), VALUE_TRUTH);
}

static void
get_list(const void *row, size_t offset, struct value *v)
{
	v->list = value_at(row, offset);
	v->class = v->list->n == UNKNOWN ? VALUE_UNKNOWN : VALUE_LIST;
}

static void
text_of_number(const struct value *v, struct style *style, struct text *t)
{
	(void)style;
	text_number(t, v->number);
}

static void
text_of_truth(const struct value *v, struct style *style, struct text *t)
{
	(void)style;
	text_str(t, v->number != 0 ? "yes" : "no");
}

static void
text_of_percent(const struct value *v, struct style *style, struct text *t)
{
	text_number(t, v->number);
	if (style->human)
		text_char(t, '%');
}

/* A list in which every number is unknown is shown as one unknown value. */
static void
text_of_list(const struct value *v, struct style *style, struct text *t)
{
	bool known = false;
	int64_t i;

	for (i = 0; i < v->list->n; i++)
		known |= v->list->v[i] != UNKNOWN;
	if (!known) {
		text_str(t, style->unknown);
		return;
	}
	for (i = 0; i < v->list->n; i++) {
		if (i > 0)
			text_char(t, ',');
		if (v->list->v[i] == UNKNOWN)
			text_str(t, style->unknown);
		else
			text_number(t, v->list->v[i]);
	}
}

/* An empty list is shown like an unknown one, so that the table has a cell. */
static void
text_of_pids(const struct value *v, struct style *style, struct text *t)
{
	if (v->list->n == 0)
		text_str(t, style->unknown);
	else
		text_of_list(v, style, t);
}

static void
text_of_key(const struct value *v, struct style *style, struct text *t)
{
	(void)style;
	text_str(t, "0x");
	text_digits(t, (uint64_t)v->number, 16, 8);
}

static void
text_of_mode(const struct value *v, struct style *style, struct text *t)
{
	(void)style;
	text_digits(t, (uint64_t)v->number, 8, 4);
}

void
value_write_size(int64_t size, struct style *style, struct text *t)
{
	const size_t n = sizeof(style->sizes) / sizeof(*style->sizes);
	struct known_size *known;

	if (!style->human || style->exact_sizes) {
		text_number(t, size);
		return;
	}
	/* Most sizes are multiples of a page. */
	known = &style->sizes[((uint64_t)size ^ (uint64_t)size >> 12) % n];
	if (known->size != size || known->text[0] == '\0') {
		known->size = size;
		if (humanize_number(known->text, sizeof(known->text), size, "",
			HN_AUTOSCALE, HN_B | HN_DECIMAL | HN_NOSPACE) == -1)
			known->text[0] = '\0';
	}
	if (known->text[0] != '\0')
		text_str(t, known->text);
	else
		text_number(t, size);
}

void
value_write_span(int64_t ns, struct text *t)
{
	static const char *const units[] = { "ns", "us", "ms", "s" };
	int64_t thousandths;
	size_t unit = 0;
	int digits;

	if (ns >= 1000 * SECOND) {
		clock_duration(ns / SECOND, t);
		return;
	}
	if (ns == 0) {
		text_str(t, "0s");
		return;
	}
	thousandths = ns * 1000;
	for (; thousandths >= 1000000; unit++)
		thousandths /= 1000;
	text_number(t, thousandths / 1000);
	digits = thousandths < 10000 ? 2 : thousandths < 100000 ? 1 : 0;
	if (unit != 0 && digits != 0) {
		text_char(t, '.');
		text_digits(t,
		    (uint64_t)(thousandths % 1000 / (digits == 2 ? 10 : 100)),
		    10, digits);
	}
	text_str(t, units[unit]);
}

static void
text_of_size(const struct value *v, struct style *style, struct text *t)
{
	value_write_size(v->number, style, t);
}

static void
text_of_duration(const struct value *v, struct style *style, struct text *t)
{
	if (style->human)
		clock_duration(v->number, t);
	else
		text_number(t, v->number);
}

static void
text_of_time(const struct value *v, struct style *style, struct text *t)
{
	switch (style->times) {
	case TIME_SHORT:
		clock_short(&style->clock, v->number, style->now, t);
		return;
	case TIME_RELATIVE:
		clock_duration(ipc_seconds_since(v->number, style->now), t);
		return;
	case TIME_ISO:
		if (clock_iso(&style->clock, v->number, t))
			return;
		break;
	case TIME_EPOCH:
		break;
	}
	text_number(t, v->number);
}

static void
json_of_truth(const struct value *v, struct style *style, struct text *t)
{
	(void)style;
	text_str(t, v->number != 0 ? "true" : "false");
}

static void
json_of_list(const struct value *v, struct style *style, struct text *t)
{
	int64_t i;

	(void)style;
	text_char(t, '[');
	for (i = 0; i < v->list->n; i++) {
		if (i > 0)
			text_char(t, ',');
		if (v->list->v[i] == UNKNOWN)
			text_str(t, "null");
		else
			text_number(t, v->list->v[i]);
	}
	text_char(t, ']');
}

static void
json_of_key(const struct value *v, struct style *style, struct text *t)
{
	text_char(t, '"');
	text_of_key(v, style, t);
	text_char(t, '"');
}

static void
json_of_mode(const struct value *v, struct style *style, struct text *t)
{
	text_char(t, '"');
	text_of_mode(v, style, t);
	text_char(t, '"');
}

/* RFC 3339 has no year after 9999; such a time is null. */
static void
json_of_time(const struct value *v, struct style *style, struct text *t)
{
	size_t start = t->len;

	text_char(t, '"');
	if (clock_iso(&style->clock, v->number, t))
		text_char(t, '"');
	else {
		t->len = start;
		text_str(t, "null");
	}
}

static const char *
parse_percent(const char *s, int64_t *out)
{
	size_t length = strlen(s);
	const char *message;
	char *number;

	if (length > 0 && s[length - 1] == '%')
		length--;
	number = xstrndup(s, length);
	message = parse_number(number, 0, INT64_MAX, out);
	free(number);
	return message;
}

static const char *
parse_truth(const char *s, int64_t *out)
{
	static const char *const words[] = { "no", "yes", "false", "true" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(s, words[i]) == 0) {
			*out = i % 2;
			return NULL;
		}
	return "not yes or no";
}

const struct value_type value_number = {
	.name = "number",
	.class = VALUE_NUMBER,
	.right = true,
	.get = get_number,
	.text = text_of_number,
	.json = text_of_number,
	.parse = parse_size,
};

/* The last one is no user's, and no group's: chown(2) leaves what was. */
const struct value_type value_id = {
	.name = "number",
	.class = VALUE_NUMBER,
	.right = true,
	.max = UINT32_MAX - 1,
	.get = get_number,
	.text = text_of_number,
	.json = text_of_number,
	.parse = parse_size,
};

const struct value_type value_percent = {
	.name = "percent",
	.class = VALUE_NUMBER,
	.right = true,
	.get = get_number,
	.text = text_of_percent,
	.json = text_of_number,
	.parse = parse_percent,
};

const struct value_type value_size = {
	.name = "size",
	.class = VALUE_NUMBER,
	.right = true,
	.get = get_number,
	.text = text_of_size,
	.json = text_of_number,
	.parse = parse_size,
};

const struct value_type value_time = {
	.name = "time",
	.class = VALUE_NUMBER,
	.right = true,
	.get = get_number,
	.text = text_of_time,
	.json = json_of_time,
	.parse = parse_time,
};

const struct value_type value_duration = {
	.name = "duration",
	.class = VALUE_NUMBER,
	.right = true,
	.get = get_number,
	.text = text_of_duration,
	.json = text_of_number,
	.parse = parse_duration,
};

const struct value_type value_key = {
	.name = "key",
	.class = VALUE_NUMBER,
	.max = UINT32_MAX,
	.get = get_number,
	.text = text_of_key,
	.json = json_of_key,
	.parse = parse_key_number,
};

const struct value_type value_mode = {
	.name = "mode",
	.class = VALUE_NUMBER,
	.max = 07777,
	.get = get_number,
	.text = text_of_mode,
	.json = json_of_mode,
	.parse = parse_mode,
};

const struct value_type value_truth = {
	.name = "yes or no",
	.class = VALUE_TRUTH,
	.get = get_truth,
	.text = text_of_truth,
	.json = json_of_truth,
	.parse = parse_truth,
};

const struct value_type value_list = {
	.name = "list of numbers",
	.class = VALUE_LIST,
	.get = get_list,
	.text = text_of_list,
	.json = json_of_list,
	.parse = parse_size,
};

const struct value_type value_pids = {
	.name = "list of numbers",
	.class = VALUE_LIST,
	.get = get_list,
	.text = text_of_pids,
	.json = json_of_list,
	.parse = parse_size,
};
