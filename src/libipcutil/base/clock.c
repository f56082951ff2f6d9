/* SPDX-License-Identifier: BSD-2-Clause */
/* Times and durations written out; see clock.h. */
#include <stddef.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

#define QUARTER 900 /* seconds */
#define YEAR_0 INT64_C(-62167219200)
#define YEAR_10000 INT64_C(253402300800)

void
clock_duration(int64_t seconds, struct text *t)
{
	static const struct {
		int64_t from, length, part;
		char unit, part_unit;
	} units[] = {
		{ 100 * 86400, 86400, 0, 'd', 0 },
		{ 86400, 86400, 3600, 'd', 'h' },
		{ 3600, 3600, 60, 'h', 'm' },
		{ 60, 60, 0, 'm', 0 },
		{ 0, 1, 0, 's', 0 },
	};
	size_t i = 0;

	while (seconds < units[i].from)
		i++;
	text_number(t, seconds / units[i].length);
	text_char(t, units[i].unit);
	if (units[i].part != 0) {
		text_number(t, seconds % units[i].length / units[i].part);
		text_char(t, units[i].part_unit);
	}
}

int64_t
clock_now(clockid_t id)
{
	struct timespec now = { 0 };

	clock_gettime(id, &now);
	return (int64_t)now.tv_sec * SECOND + now.tv_nsec;
}

/* False if time_t cannot hold it: where that has 32 bits, it ends in 2038. */
static bool
to_time(int64_t t, time_t *out)
{
	*out = (time_t)t;
	return (int64_t)*out == t;
}

/*
 * Local time minus UTC at that time, in seconds. RFC 3339 writes whole minutes,
 * so the seconds of old zones are dropped.
 */
static bool
east_of_utc(int64_t t, int64_t *east)
{
	struct tm tm;
	time_t when;

	if (!to_time(t, &when) || localtime_r(&when, &tm) == NULL)
		return false;
	*east = tm.tm_gmtoff / 60 * 60;
	return true;
}

/*
 * As east_of_utc(), from the table if it has the quarter of this time. A
 * quarter in which the offset changes is not kept.
 */
static bool
find_zone(struct clock *clock, int64_t t, int64_t *east)
{
	int64_t start = t - (t % QUARTER + QUARTER) % QUARTER, end;
	struct quarter *q = &clock->quarters[(start / QUARTER) & 15];

	if (q->known && q->start == start) {
		*east = q->east;
		return true;
	}
	if (!east_of_utc(start, &q->east) ||
	    !east_of_utc(start + QUARTER - 1, &end))
		return false;
	q->start = start;
	/*
	 * Some clocks were changed a minute after midnight, so compare the end,
	 * too.
	 */
	q->known = q->east == end;
	*east = q->east;
	return q->known || east_of_utc(t, east);
}

/* False if the year is not one of 0 to 9999, or one of time_t. */
static bool
local_time(struct clock *clock, int64_t t, struct tm *tm, int64_t *east)
{
	time_t local;

	if (t < YEAR_0 || t >= YEAR_10000 || !find_zone(clock, t, east))
		return false;
	if (!to_time(t + *east, &local) || gmtime_r(&local, tm) == NULL ||
	    tm->tm_year < -1900 || tm->tm_year > 9999 - 1900)
		return false;
	return true;
}

/*
 * Writes a number with at least so many digits, and the sign after it, if any.
 */
static void
write_part(struct text *t, int number, int digits, char end)
{
	text_digits(t, (uint64_t)number, 10, digits);
	if (end != '\0')
		text_char(t, end);
}

static void
write_date(struct text *t, const struct tm *tm, char end)
{
	write_part(t, tm->tm_year + 1900, 4, '-');
	write_part(t, tm->tm_mon + 1, 2, '-');
	write_part(t, tm->tm_mday, 2, end);
}

static void
write_iso(struct text *t, const struct tm *tm, int64_t east)
{
	write_date(t, tm, 'T');
	write_part(t, tm->tm_hour, 2, ':');
	write_part(t, tm->tm_min, 2, ':');
	write_part(t, tm->tm_sec, 2, east < 0 ? '-' : '+');
	east = east < 0 ? -east : east;
	write_part(t, (int)(east / 3600), 2, ':');
	write_part(t, (int)(east / 60 % 60), 2, '\0');
}

bool
clock_iso(struct clock *clock, int64_t time, struct text *t)
{
	size_t start = t->len;
	struct tm tm;
	int64_t east;

	if (clock->text[0] != '\0' && clock->last == time) {
		text_str(t, clock->text);
		return true;
	}
	if (!local_time(clock, time, &tm, &east))
		return false;
	write_iso(t, &tm, east);
	clock->last = time;
	strlcpy(clock->text, t->s + start, sizeof(clock->text));
	return true;
}

void
clock_short(struct clock *clock, int64_t time, int64_t now, struct text *t)
{
	struct tm then, today;
	int64_t east;

	if (!local_time(clock, time, &then, &east)) {
		text_number(t, time);
		return;
	}
	if (local_time(clock, now, &today, &east) &&
	    then.tm_year == today.tm_year && then.tm_yday == today.tm_yday) {
		write_part(t, then.tm_hour, 2, ':');
		write_part(t, then.tm_min, 2, '\0');
	} else
		write_date(t, &then, '\0');
}
