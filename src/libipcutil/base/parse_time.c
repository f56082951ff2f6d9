/* SPDX-License-Identifier: BSD-2-Clause */
/* Parses moments; see parse.h. */
#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include "base/parse.h"
#include "base/unknown.h"

/*
 * Reads Z, +HH:MM or -HH:MM, which has to end the string. *east is the zone's
 * time minus UTC in seconds.
 */
static bool
zone(const char *s, int64_t *east)
{
	int64_t h, m;

	if (strcmp(s, "Z") == 0) {
		*east = 0;
		return true;
	}
	if ((s[0] != '+' && s[0] != '-') || strlen(s) != 6 || s[3] != ':' ||
	    !isdigit((unsigned char)s[1]) || !isdigit((unsigned char)s[2]) ||
	    !isdigit((unsigned char)s[4]) || !isdigit((unsigned char)s[5]))
		return false;
	h = (s[1] - '0') * 10 + s[2] - '0';
	m = (s[4] - '0') * 10 + s[5] - '0';
	if (h > 23 || m > 59)
		return false;
	*east = (s[0] == '-' ? -1 : 1) * (h * 3600 + m * 60);
	return true;
}

/* True if the string begins like the model, where 0 stands for any digit. */
static bool
is_like(const char *s, const char *model)
{
	for (; *model != '\0'; s++, model++)
		if (*model == '0' ? !isdigit((unsigned char)*s) : *s != *model)
			return false;
	return true;
}

static int
days_of_month(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month] + (month == 1 && leap);
}

/*
 * strptime(3) alone would skip white space and accept the 31st of any month.
 * Returns the first byte after the date, NULL if it is not one.
 */
static const char *
parse_date(const char *s, struct tm *tm)
{
	*tm = (struct tm){ .tm_isdst = -1 };
	if (!is_like(s, "0000-00-00") ||
	    (s = strptime(s, "%Y-%m-%d", tm)) == NULL ||
	    tm->tm_mday > days_of_month(tm->tm_year + 1900, tm->tm_mon))
		return NULL;
	return s;
}

/*
 * Converts by timegm(3) or mktime(3); -1 may be a time as well as an error, but
 * only a time has a day of the week. Returns a message where time_t has 32 bits
 * and the time does not fit.
 */
static const char *
to_seconds(time_t (*convert)(struct tm *), struct tm *tm, int64_t *out)
{
	time_t time;

	tm->tm_wday = -1;
	time = convert(tm);
	if (tm->tm_wday == -1)
		return "a time that does not fit into the 32 bits of time_t";
	*out = time;
	return NULL;
}

/*
 * Reads the time of day, if there is one. Returns the first byte after it, NULL
 * if it is wrong.
 */
static const char *
parse_clock(const char *s, struct tm *tm)
{
	if (*s != ' ' && *s != 'T')
		return s;
	s++;
	if (is_like(s, "00:00:00"))
		return strptime(s, "%H:%M:%S", tm);
	return is_like(s, "00:00") ? strptime(s, "%H:%M", tm) : NULL;
}

const char *
parse_time(const char *s, int64_t *out)
{
	int64_t east = 0, seconds;
	const char *rest, *message;
	struct tm tm;

	if (*s != '\0' && s[strspn(s, "0123456789")] == '\0')
		return parse_number(s, 0, INT64_MAX, out);
	if ((rest = parse_date(s, &tm)) == NULL ||
	    (rest = parse_clock(rest, &tm)) == NULL)
		return "not a time: a time is as 2026-11-21T08:30:00";
	if (*rest != '\0' && !zone(rest, &east))
		return "not a time: a time is as 2026-11-21T08:30:00+01:00";
	message = to_seconds(*rest == '\0' ? mktime : timegm, &tm, &seconds);
	if (message == NULL)
		*out = known_time(seconds - east);
	return message;
}
