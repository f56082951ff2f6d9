/* SPDX-License-Identifier: BSD-2-Clause */
/* The types a field can have; see value.h. */
#include <sys/stat.h>

#include <grp.h>
#include <libutil.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/parse.h"
#include "base/xalloc.h"
#include "show/column.h"
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

static const void *
member(const struct column *column, const void *row)
{
	return (const char *)row + column->offset;
}

int64_t
value_number_at(const struct column *column, const void *row)
{
	return *(const int64_t *)member(column, row);
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

static void
get_number(const struct column *column, const void *row, struct value *v)
{
	value_set_number(v, value_number_at(column, row), VALUE_NUMBER);
}

static void
get_truth(const struct column *column, const void *row, struct value *v)
{
	value_set_number(v, value_number_at(column, row), VALUE_TRUTH);
}

static void
get_text(const struct column *column, const void *row, struct value *v)
{
	value_set_text(v, *(const char *const *)member(column, row));
}

static void
get_list(const struct column *column, const void *row, struct value *v)
{
	v->list = member(column, row);
	v->class = v->list->n == UNKNOWN ? VALUE_UNKNOWN : VALUE_LIST;
}

static void
get_perms(const struct column *column, const void *row, struct value *v)
{
	int64_t mode = value_number_at(column, row);
	char s[12];

	if (mode == UNKNOWN) {
		v->class = VALUE_UNKNOWN;
		return;
	}
	strmode((mode_t)mode, s);
	/* Neither the file type before nor the space behind is a permission. */
	memcpy(v->room, s + 1, 9);
	v->room[9] = '\0';
	value_set_text(v, v->room);
}

/* Who has no name is shown by number; libbsd remembers both. */
static void
get_user(const struct column *column, const void *row, struct value *v)
{
	int64_t uid = value_number_at(column, row);

	value_set_text(v, uid == UNKNOWN ? NULL : user_from_uid((uid_t)uid, 0));
}

static void
get_group(const struct column *column, const void *row, struct value *v)
{
	int64_t gid = value_number_at(column, row);

	value_set_text(
	    v, gid == UNKNOWN ? NULL : group_from_gid((gid_t)gid, 0));
}

void
value_text_text(const struct value *v, struct style *style, struct text *t)
{
	if (style->verbatim)
		text_str(t, v->text);
	else
		text_escape(t, v->text, style->escape);
}

static void
text_of_prose(const struct value *v, struct style *style, struct text *t)
{
	if (style->human)
		text_str(t, v->text);
	else
		value_text_text(v, style, t);
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
value_write_size(int64_t size, const struct style *style, struct text *t)
{
	char s[5]; /* as 4.0K */

	if (style->human && !style->exact_sizes &&
	    humanize_number(s, sizeof(s), size, "", HN_AUTOSCALE,
		HN_B | HN_DECIMAL | HN_NOSPACE) != -1)
		text_str(t, s);
	else
		text_number(t, size);
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

void
value_text_json(const struct value *v, struct style *style, struct text *t)
{
	(void)style;
	text_json(t, v->text);
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

/* RFC 3339 has no year beyond 9999. */
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

void
value_ref_text(const struct value *v, struct style *style, struct text *t)
{
	if (style->verbatim)
		text_str(t, v->text);
	else
		text_escape(t, v->text, style->escape | ESCAPE_DONE);
}

const char *
value_wrong_kind(const char *text)
{
	size_t i;

	for (i = 0; ipc_kinds[i] != NULL; i++)
		if (strcmp(ipc_kinds[i]->word, text) == 0)
			return NULL;
	return "no kind: these are \"mq\", \"shm\" and \"sem\"";
}

const char *
value_wrong_api(const char *text)
{
	size_t i;

	for (i = 0; ipc_kinds[i] != NULL; i++)
		if (strcmp(ipc_kinds[i]->api, text) == 0)
			return NULL;
	return "no API: these are \"posix\" and \"sysv\"";
}

#define TEXT(reject)                                                           \
	{                                                                      \
		.name = "text", .class = VALUE_TEXT, .get = get_text,          \
		.text = value_text_text, .json = value_text_json,              \
		.wrong = (reject)                                              \
	}
const struct value_type value_text = TEXT(NULL);
const struct value_type value_kind = TEXT(value_wrong_kind);
const struct value_type value_api = TEXT(value_wrong_api);

const struct value_type value_prose = {
	.name = "text",
	.class = VALUE_TEXT,
	.get = get_text,
	.text = text_of_prose,
	.json = value_text_json,
};

const struct value_type value_number = {
	.name = "number",
	.class = VALUE_NUMBER,
	.right = true,
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
	.get = get_number,
	.text = text_of_key,
	.json = json_of_key,
	.parse = parse_key_number,
};

const struct value_type value_mode = {
	.name = "mode",
	.class = VALUE_NUMBER,
	.get = get_number,
	.text = text_of_mode,
	.json = json_of_mode,
	.parse = parse_mode,
};

const struct value_type value_perms = {
	.name = "text",
	.class = VALUE_TEXT,
	.get = get_perms,
	.text = value_text_text,
	.json = value_text_json,
};

const struct value_type value_user = {
	.name = "user",
	.class = VALUE_TEXT,
	.get = get_user,
	.text = value_text_text,
	.json = value_text_json,
};

const struct value_type value_group = {
	.name = "group",
	.class = VALUE_TEXT,
	.get = get_group,
	.text = value_text_text,
	.json = value_text_json,
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
