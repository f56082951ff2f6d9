/* SPDX-License-Identifier: BSD-2-Clause */
/* Moments of a recording as people name them; see when.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/parse.h"
#include "base/unknown.h"
#include "base/xalloc.h"
#include "record/when.h"

#define MILLISECOND 1000000

static const char wrong[] =
    "not a time: a time is as 03:00, 2026-11-21T08:30:00 or -2h (before the "
    "end)";

/* Before the end of the recording. */
static const char *
parse_before(const char *s, int64_t end, int64_t *out)
{
	int64_t ns;

	if (parse_timeout(s, &ns) != NULL)
		return wrong;
	*out = ns < end ? end - ns : 0;
	return NULL;
}

/* 03:00 or 03:00:00: of the day of the end, or of the day before that. */
static bool
parse_of_day(const char *s, int64_t end, int64_t *out)
{
	time_t last = (time_t)(end / SECOND), then;
	struct tm tm, day;
	const char *rest;

	memset(&tm, 0, sizeof(tm));
	if (!isdigit((unsigned char)*s) ||
	    ((rest = strptime(s, "%H:%M:%S", &tm)) == NULL &&
		(rest = strptime(s, "%H:%M", &tm)) == NULL) ||
	    *rest != '\0' || localtime_r(&last, &day) == NULL)
		return false;
	day.tm_hour = tm.tm_hour;
	day.tm_min = tm.tm_min;
	day.tm_sec = tm.tm_sec;
	day.tm_isdst = -1;
	tm = day;
	then = mktime(&tm);
	if (then > last) {
		tm = day;
		tm.tm_mday--;
		then = mktime(&tm);
	}
	*out = then < 0 ? 0 : (int64_t)then * SECOND;
	return true;
}

/* A point and three digits, as events have them, are taken out of the text. */
static int64_t
take_fraction(char *s)
{
	char *point = strchr(s, '.');
	int64_t ms;

	if (point == NULL || !isdigit((unsigned char)point[1]) ||
	    !isdigit((unsigned char)point[2]) ||
	    !isdigit((unsigned char)point[3]))
		return 0;
	ms = (point[1] - '0') * 100 + (point[2] - '0') * 10 + point[3] - '0';
	memmove(point, point + 4, strlen(point + 4) + 1);
	return ms * MILLISECOND;
}

const char *
when_parse(const char *s, int64_t end, int64_t *out)
{
	int64_t fraction, ns;
	char *whole;
	bool ok;

	if (*s == '-')
		return parse_before(s + 1, end, out);
	whole = xstrdup(s);
	fraction = take_fraction(whole);
	ok = parse_of_day(whole, end, &ns) ||
	     (parse_time(whole, &ns) == NULL && ns != UNKNOWN &&
		 !__builtin_mul_overflow(ns, SECOND, &ns));
	free(whole);
	if (!ok || __builtin_add_overflow(ns, fraction, &ns))
		return wrong;
	*out = ns;
	return NULL;
}

void
when_write(int64_t time, struct text *t)
{
	struct clock clock = { 0 };

	if (!clock_iso(&clock, time / SECOND, t))
		text_number(t, time / SECOND);
}
