/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of value.h and clock.h: how the fields of each type are written. */
#include <math.h>
#include <stdlib.h>

#include "base/parse.h"
#include "base/text.h"
#include "model/kind.h"
#include "show/value.h"
#include "tap.h"

static struct style people = {
	.human = true,
	.escape = ESCAPE_SPACE,
	.unknown = "-",
};
static struct style programs = { .times = TIME_ISO, .unknown = "-" };

/* A number through the type's own functions. */
static char *
written(const struct value_type *type, int64_t number, struct style *style,
    bool json)
{
	static struct text t;
	struct value v;

	text_clear(&t);
	type->get(&number, 0, &v);
	if (json)
		value_write_json(type, &v, style, &t);
	else
		value_write(type, &v, style, &t);
	return t.s;
}

#define AS_TEXT(type, number, style) written(type, number, style, false)
#define AS_JSON(type, number) written(type, number, &programs, true)

static void
unknown(void)
{
	static const struct value_type *const types[] = {
		&value_number,
		&value_percent,
		&value_size,
		&value_time,
		&value_duration,
		&value_key,
		&value_mode,
		&value_perms,
		&value_user,
		&value_group,
		&value_truth,
	};
	size_t i;

	for (i = 0; i < TAP_LENGTH(types); i++) {
		CHECK_STR(
		    AS_TEXT(types[i], UNKNOWN, &people), "-", types[i]->name);
		CHECK_STR(AS_JSON(types[i], UNKNOWN), "null", types[i]->name);
	}
}

static void
sizes(void)
{
	static const struct {
		int64_t size;
		const char *text;
	} cases[] = {
		{ 0, "0B" },
		{ 1, "1B" },
		{ 999, "999B" },
		{ 1024, "1.0K" },
		{ 1536, "1.5K" },
		{ 4096, "4.0K" },
		{ 10240, "10K" },
		{ 1048576, "1.0M" },
		{ INT64_C(1) << 30, "1.0G" },
		{ INT64_C(1) << 40, "1.0T" },
		{ INT64_C(1) << 50, "1.0P" },
		{ INT64_C(1) << 60, "1.0E" },
		{ INT64_MAX, "8.0E" },
	};
	struct style exact = people;
	char digits[32];
	size_t i;

	exact.exact_sizes = true;
	for (i = 0; i < TAP_LENGTH(cases); i++) {
		CHECK_STR(AS_TEXT(&value_size, cases[i].size, &people),
		    cases[i].text, cases[i].text);
		snprintf(digits, sizeof(digits), "%" PRId64, cases[i].size);
		CHECK_STR(AS_TEXT(&value_size, cases[i].size, &exact), digits,
		    digits);
		CHECK_STR(AS_TEXT(&value_size, cases[i].size, &programs),
		    digits, digits);
		CHECK_STR(AS_JSON(&value_size, cases[i].size), digits, digits);
	}
}

/* In at most four columns, and near to what it is. */
/* 1.1K, which is no whole number of bytes, as bytes all the same. */
static double
bytes_of(const char *s)
{
	static const char units[] = "BKMGTPE";
	char *end;
	double bytes = strtod(s, &end);
	const char *unit = strchr(units, *end);

	return unit == NULL ? -1 : ldexp(bytes, 10 * (int)(unit - units));
}

static void
sizes_near(void)
{
	char digits[32];
	const char *s;
	double seen;
	int64_t size;

	for (size = 1; size < INT64_MAX / 2; size += size / 97 + 1) {
		s = AS_TEXT(&value_size, size, &people);
		snprintf(digits, sizeof(digits), "%" PRId64, size);
		CHECK(strlen(s) <= 4, digits);
		seen = bytes_of(s);
		CHECK(seen >= (double)(size - size / 10 - 1) &&
			  seen <= (double)(size + size / 10),
		    digits);
	}
}

static void
durations(void)
{
	static const struct {
		int64_t seconds;
		const char *text;
	} cases[] = {
		{ 0, "0s" },
		{ 1, "1s" },
		{ 59, "59s" },
		{ 60, "1m" },
		{ 119, "1m" },
		{ 3599, "59m" },
		{ 3600, "1h0m" },
		{ 7980, "2h13m" },
		{ 86399, "23h59m" },
		{ 86400, "1d0h" },
		{ 273600, "3d4h" },
		{ 8639999, "99d23h" },
		{ 8640000, "100d" },
		{ 18489600, "214d" },
		{ INT64_MAX, "106751991167300d" },
	};
	char digits[32];
	size_t i;

	for (i = 0; i < TAP_LENGTH(cases); i++) {
		CHECK_STR(AS_TEXT(&value_duration, cases[i].seconds, &people),
		    cases[i].text, cases[i].text);
		snprintf(digits, sizeof(digits), "%" PRId64, cases[i].seconds);
		CHECK_STR(AS_TEXT(&value_duration, cases[i].seconds, &programs),
		    digits, digits);
		CHECK_STR(
		    AS_JSON(&value_duration, cases[i].seconds), digits, digits);
	}
}

static void
check_iso(int64_t time, const char *wanted)
{
	struct style fresh = { .times = TIME_ISO, .unknown = "-" };
	char json[64], digits[32];

	snprintf(json, sizeof(json), "\"%s\"", wanted);
	/* Where time_t has 32 bits it does not hold them all. */
	if ((int64_t)(time_t)time != time) {
		snprintf(digits, sizeof(digits), "%" PRId64, time);
		snprintf(json, sizeof(json), "null");
		wanted = digits;
	}
	CHECK_STR(AS_TEXT(&value_time, time, &fresh), wanted, wanted);
	CHECK_STR(AS_JSON(&value_time, time), json, wanted);
}

static void
times(void)
{
	tap_zone("UTC");
	programs.clock = (struct clock){ 0 };
	check_iso(0, "1970-01-01T00:00:00+00:00");
	check_iso(1795249815, "2026-11-21T08:30:15+00:00");
	check_iso(1795249799, "2026-11-21T08:29:59+00:00");
	check_iso(-2, "1969-12-31T23:59:58+00:00");
	check_iso(-900, "1969-12-31T23:45:00+00:00");
	check_iso(-901, "1969-12-31T23:44:59+00:00");
	check_iso(INT64_C(2147483648), "2038-01-19T03:14:08+00:00");
	check_iso(951868799, "2000-02-29T23:59:59+00:00");
	check_iso(INT64_C(253402300799), "9999-12-31T23:59:59+00:00");
}

/* Times are local, and their zone is the one of that day. */
static void
times_of_zones(void)
{
	tap_zone("CET-1CEST,M3.5.0,M10.5.0/3");
	programs.clock = (struct clock){ 0 };
	check_iso(1774745999, "2026-03-29T01:59:59+01:00");
	check_iso(1774746000, "2026-03-29T03:00:00+02:00");
	check_iso(1792886400, "2026-10-25T02:00:00+02:00");
	check_iso(1792889999, "2026-10-25T02:59:59+02:00");
	check_iso(1792890000, "2026-10-25T02:00:00+01:00");
	check_iso(1792893600, "2026-10-25T03:00:00+01:00");
	tap_zone("NPT-5:45");
	programs.clock = (struct clock){ 0 };
	check_iso(1795249815, "2026-11-21T14:15:15+05:45");
	tap_zone("NST3:30NDT,M3.2.0,M11.1.0");
	programs.clock = (struct clock){ 0 };
	check_iso(1795249815, "2026-11-21T05:00:15-03:30");
	check_iso(1782900000, "2026-07-01T07:30:00-02:30");
	/* Half an hour in summer. */
	tap_zone("LHST-10:30LHDT-11,M10.1.0,M4.1.0");
	programs.clock = (struct clock){ 0 };
	check_iso(1795249815, "2026-11-21T19:30:15+11:00");
	check_iso(1782900000, "2026-07-01T20:30:00+10:30");
	tap_zone("UTC");
	programs.clock = (struct clock){ 0 };
}

/* What is written is the time that it was, whatever was asked for before. */
static void
times_come_back(void)
{
	static const char *const zones[] = {
		"UTC",
		"CET-1CEST,M3.5.0,M10.5.0/3",
		"NST3:30NDT,M3.2.0,M11.1.0",
		"LHST-10:30LHDT-11,M10.1.0,M4.1.0",
		"XXX-14",
		"YYY12",
	};
	struct style style = { .times = TIME_ISO, .unknown = "-" };
	uint64_t random = 1;
	int64_t time, seen;
	const char *s;
	size_t i, j;

	for (i = 0; i < TAP_LENGTH(zones); i++) {
		tap_zone(zones[i]);
		style.clock = (struct clock){ 0 };
		for (j = 0; j < 20000; j++) {
			random =
			    random * 6364136223846793005 + 1442695040888963;
			time = (int64_t)(random >> 33) - INT64_C(100000000);
			/* Some are near to each other. */
			if (j % 2 == 0)
				time = 1774746000 + time % 90000;
			s = AS_TEXT(&value_time, time, &style);
			CHECK_STR(parse_time(s, &seen), NULL, s);
			CHECK_INT(seen, time, s);
		}
	}
	tap_zone("UTC");
}

/* RFC 3339 has years of four digits; JSON has no other form for a time. */
static void
times_far(void)
{
	static const struct {
		int64_t time;
		const char *digits;
	} cases[] = {
		{ INT64_C(253402300800), "253402300800" },
		{ INT64_C(67767976233532799), "67767976233532799" },
		{ INT64_MAX, "9223372036854775807" },
		{ INT64_MIN, "-9223372036854775808" },
		{ INT64_MIN + 800, "-9223372036854775008" },
		{ INT64_C(-62167219201), "-62167219201" }, /* the year -1 */
	};
	struct style style = { .times = TIME_ISO, .unknown = "-" };
	size_t i;

	tap_zone("UTC");
	programs.clock = (struct clock){ 0 };
	for (i = 0; i < TAP_LENGTH(cases); i++) {
		CHECK_STR(AS_JSON(&value_time, cases[i].time), "null",
		    cases[i].digits);
		CHECK_STR(AS_TEXT(&value_time, cases[i].time, &style),
		    cases[i].digits, cases[i].digits);
		style.times = TIME_SHORT;
		CHECK_STR(AS_TEXT(&value_time, cases[i].time, &style),
		    cases[i].digits, cases[i].digits);
		style.times = TIME_ISO;
	}
}

static void
times_early(void)
{
	struct style style = { .unknown = "-", .now = 1795249815 };

	tap_zone("UTC");
	programs.clock = (struct clock){ 0 };
	check_iso(INT64_C(-46388678400), "0500-01-01T00:00:00+00:00");
	check_iso(INT64_C(-62167219200), "0000-01-01T00:00:00+00:00");
	if (sizeof(time_t) == sizeof(int32_t))
		return;
	CHECK_STR(AS_TEXT(&value_time, INT64_C(-46388678400), &style),
	    "0500-01-01", "short");
	style.now = INT64_C(-46388678400) + 7;
	CHECK_STR(AS_TEXT(&value_time, INT64_C(-46388678400), &style), "00:00",
	    "today");
}

static void
times_short(void)
{
	struct style style = { .human = true, .unknown = "-" };

	tap_zone("CET-1CEST,M3.5.0,M10.5.0/3");
	style.now = 1774746000; /* 2026-03-29T03:00:00+02:00 */
	CHECK_STR(AS_TEXT(&value_time, 1774746000, &style), "03:00", "now");
	CHECK_STR(AS_TEXT(&value_time, 1774745999, &style), "01:59", "before");
	CHECK_STR(AS_TEXT(&value_time, 1774738800, &style), "00:00", "today");
	CHECK_STR(AS_TEXT(&value_time, 1774738799, &style), "2026-03-28",
	    "yesterday");
	CHECK_STR(AS_TEXT(&value_time, 1774821599, &style), "23:59", "tonight");
	CHECK_STR(
	    AS_TEXT(&value_time, 1774821600, &style), "2026-03-30", "tomorrow");
	CHECK_STR(AS_TEXT(&value_time, 0, &style), "1970-01-01", "long ago");
	tap_zone("UTC");
}

static void
times_other(void)
{
	struct style style = { .human = true,
		.unknown = "-",
		.times = TIME_EPOCH,
		.now = 1795249815 };

	CHECK_STR(
	    AS_TEXT(&value_time, 1795249815, &style), "1795249815", "epoch");
	CHECK_STR(AS_TEXT(&value_time, INT64_MAX, &style),
	    "9223372036854775807", "epoch");
	style.times = TIME_RELATIVE;
	CHECK_STR(AS_TEXT(&value_time, 1795249815, &style), "0s", "relative");
	CHECK_STR(AS_TEXT(&value_time, 1795249814, &style), "1s", "relative");
	CHECK_STR(AS_TEXT(&value_time, 1795242615, &style), "2h0m", "relative");
	CHECK_STR(AS_TEXT(&value_time, 1795249816, &style), "0s", "to come");
	CHECK_STR(AS_TEXT(&value_time, INT64_MAX, &style), "0s", "to come");
}

/* Anybody may give such a time to a file. */
static void
times_relative_far(void)
{
	struct style style = { .human = true,
		.unknown = "-",
		.times = TIME_RELATIVE,
		.now = 1795249815 };
	const char *s = AS_TEXT(&value_time, INT64_MIN, &style);

	CHECK(strspn(s, "0123456789") > 10 && s[strlen(s) - 1] == 'd', s);
}

static void
ages_far(void)
{
	struct ipc_object *o = ipc_object_new(&posix_shm_kind);

	o->made = o->used = INT64_MIN;
	ipc_object_derive(o, 1795249815);
	CHECK(o->age >= 0, "age");
	CHECK(o->idle >= 0, "idle");
	o->made = o->used = INT64_MAX;
	ipc_object_derive(o, 1795249815);
	CHECK_INT(o->age, 0, "age");
	CHECK_INT(o->idle, 0, "idle");
	o->made = o->used = UNKNOWN;
	ipc_object_derive(o, 1795249815);
	CHECK_INT(o->age, UNKNOWN, "age");
	CHECK_INT(o->idle, UNKNOWN, "idle");
	ipc_object_free(o);
}

static void
fills(void)
{
	static const struct {
		int64_t messages, max, fill;
	} cases[] = {
		{ 0, 10, 0 },
		{ 1, 10, 10 },
		{ 10, 10, 100 },
		{ 999, 1000, 99 },
		{ 1, 3, 33 },
		{ 29, 100, 29 },
		{ 57, 100, 57 },
		{ 5, 0, 100 },
		{ UNKNOWN, 10, UNKNOWN },
		{ 10, UNKNOWN, UNKNOWN },
	};
	struct ipc_object *o = ipc_object_new(&posix_mq_kind);
	char about[32];
	size_t i;

	for (i = 0; i < TAP_LENGTH(cases); i++) {
		o->messages = cases[i].messages;
		o->max_messages = cases[i].max;
		ipc_object_derive(o, 0);
		snprintf(about, sizeof(about), "case %zu", i);
		CHECK_INT(o->fill, cases[i].fill, about);
	}
	ipc_object_free(o);
}

static void
keys_and_modes(void)
{
	CHECK_STR(AS_TEXT(&value_key, 0, &people), "0x00000000", "0");
	CHECK_STR(AS_TEXT(&value_key, 0x52, &people), "0x00000052", "0x52");
	CHECK_STR(AS_TEXT(&value_key, 0xdeadbeef, &people), "0xdeadbeef",
	    "0xdeadbeef");
	CHECK_STR(
	    AS_JSON(&value_key, 0xffffffff), "\"0xffffffff\"", "0xffffffff");
	CHECK_STR(AS_TEXT(&value_mode, 0, &people), "0000", "0");
	CHECK_STR(AS_TEXT(&value_mode, 0640, &people), "0640", "0640");
	CHECK_STR(AS_JSON(&value_mode, 07777), "\"7777\"", "07777");
	CHECK_STR(AS_TEXT(&value_perms, 0, &people), "---------", "0");
	CHECK_STR(AS_TEXT(&value_perms, 0640, &people), "rw-r-----", "0640");
	CHECK_STR(AS_JSON(&value_perms, 0777), "\"rwxrwxrwx\"", "0777");
}

static void
truths_and_percents(void)
{
	CHECK_STR(AS_TEXT(&value_truth, 1, &people), "yes", "1");
	CHECK_STR(AS_TEXT(&value_truth, 0, &people), "no", "0");
	CHECK_STR(AS_JSON(&value_truth, 1), "true", "1");
	CHECK_STR(AS_JSON(&value_truth, 0), "false", "0");
	CHECK_STR(AS_TEXT(&value_percent, 90, &people), "90%", "90");
	CHECK_STR(AS_TEXT(&value_percent, 90, &programs), "90", "90");
	CHECK_STR(AS_JSON(&value_percent, 90), "90", "90");
}

/* A number has no name: it is the name. */
static void
owners(void)
{
	CHECK_STR(AS_TEXT(&value_user, 0, &people), "root", "0");
	CHECK_STR(AS_TEXT(&value_user, 4000000001, &people), "4000000001",
	    "4000000001");
	CHECK_STR(
	    AS_JSON(&value_user, 4294967294), "\"4294967294\"", "4294967294");
	CHECK_STR(AS_TEXT(&value_group, 4000000002, &people), "4000000002",
	    "4000000002");
	CHECK_STR(
	    AS_JSON(&value_number, 4000000001), "4000000001", "4000000001");
}

static void
check_list(struct ipc_array *array, const char *text, const char *json)
{
	struct text t = { 0 };
	struct value v;

	value_list.get(array, 0, &v);
	value_write(&value_list, &v, &people, &t);
	CHECK_STR(t.s, text, text);
	text_clear(&t);
	value_write_json(&value_list, &v, &programs, &t);
	CHECK_STR(t.s, json, json);
	text_free(&t);
}

static void
lists(void)
{
	int64_t values[] = { 0, 22, UNKNOWN, 32767 };
	int64_t none[] = { UNKNOWN, UNKNOWN };

	check_list(&(struct ipc_array){ .n = 4, .v = values }, "0,22,-,32767",
	    "[0,22,null,32767]");
	check_list(&(struct ipc_array){ .n = 1, .v = values }, "0", "[0]");
	check_list(
	    &(struct ipc_array){ .n = 2, .v = none }, "-", "[null,null]");
	check_list(&(struct ipc_array){ .n = UNKNOWN, .v = NULL }, "-", "null");
	check_list(&(struct ipc_array){ .n = 0, .v = NULL }, "-", "[]");
}

static void
check_text(const char *text, struct style *style, const char *wanted)
{
	struct text t = { 0 };
	struct value v;

	value_text.get(&text, 0, &v);
	value_write(&value_text, &v, style, &t);
	CHECK_STR(t.s, wanted, wanted);
	text_free(&t);
}

static void
texts(void)
{
	struct style verbatim = { .verbatim = true, .unknown = "" };

	check_text("a b\n\x1b", &people, "a\\sb\\n\\033");
	check_text("a b\n\x1b", &programs, "a b\\n\\033");
	check_text("a b\n\x1b\\", &verbatim, "a b\n\x1b\\");
	check_text(NULL, &people, "-");
	check_text(NULL, &verbatim, "");
}

static void
order(void)
{
	struct value unknown_one = { .class = VALUE_UNKNOWN };
	struct value one = { .class = VALUE_NUMBER, .number = 1 };
	struct value ten = { .class = VALUE_NUMBER, .number = 10 };
	struct value a = { .class = VALUE_TEXT, .text = "a" };
	struct value high = { .class = VALUE_TEXT, .text = "\xff" };

	CHECK(value_cmp(&one, &ten) < 0, "1, 10");
	CHECK(value_cmp(&ten, &one) > 0, "10, 1");
	CHECK(value_cmp(&one, &one) == 0, "1, 1");
	CHECK(value_cmp(&unknown_one, &ten) > 0, "unknown, 10");
	CHECK(value_cmp(&ten, &unknown_one) < 0, "10, unknown");
	CHECK(value_cmp(&unknown_one, &unknown_one) == 0, "unknown");
	CHECK(value_cmp(&a, &high) < 0, "bytes are not signed");
	CHECK(value_cmp(&unknown_one, &a) > 0, "unknown, a");
	ten.number = INT64_MIN;
	one.number = INT64_MAX;
	CHECK(value_cmp(&ten, &one) < 0, "the farthest");
}

static const struct tap_test tests[] = {
	{ "value: unknown is - in text and null in JSON", unknown },
	{ "value: sizes are as 4.0K, or exact", sizes },
	{ "value: sizes are short, and near to what they are", sizes_near },
	{ "value: durations have two units at most", durations },
	{ "value: times are as RFC 3339 has them", times },
	{ "value: times have the zone of their day", times_of_zones },
	{ "value: times can be read again", times_come_back },
	{ "value: times beyond the calendar are null in JSON", times_far },
	{ "value: years have four digits", times_early },
	{ "value: of today the time, of other days the date", times_short },
	{ "value: times as seconds, and as seconds ago", times_other },
	{ "value: a time long before all others does no harm",
	    times_relative_far },
	{ "value: neither does the age of such an object", ages_far },
	{ "value: full is 100 percent, and no less", fills },
	{ "value: keys and modes have all their digits", keys_and_modes },
	{ "value: truths and percents", truths_and_percents },
	{ "value: an owner without a name is a number", owners },
	{ "value: lists, and what is unknown in them", lists },
	{ "value: text is safe, or as it is", texts },
	{ "value: unknown comes last", order },
};

int
main(void)
{
	return tap_run(tests, TAP_LENGTH(tests));
}
