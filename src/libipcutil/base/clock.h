/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes times (seconds since 1970) and durations (seconds) as text. Calling
 * localtime(3) and strftime(3) for every cell took most of the time of a large
 * listing, so struct clock keeps the offset from UTC of each quarter of an hour
 * in which the offset does not change. Nothing is allocated but by the text.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "base/text.h"

#define SECOND INT64_C(1000000000) /* in nanoseconds */

/* The time of a clock of clock_gettime(2), in nanoseconds. */
int64_t clock_now(clockid_t);

struct quarter {
	int64_t start; /* seconds since 1970 */
	int64_t east;  /* local time minus UTC, in seconds */
	bool known;
};

/* Start with { 0 }. */
struct clock {
	struct quarter quarters[16];
	/* The last time written, as times of an object are often the same. */
	int64_t last;
	char text[sizeof("2026-11-21T05:06:07+01:00")]; /* empty: none yet */
};

/*
 * Appends the time in local time as in RFC 3339, 2026-11-21T05:06:07+01:00.
 * False, with nothing appended, if its year is not one of 0 to 9999, or if
 * time_t has 32 bits and cannot hold it.
 */
bool clock_iso(struct clock *, int64_t time, struct text *);

/*
 * Appends the time of day if the time is today, else the date: one word either
 * way. A year outside 0 to 9999 is written as the seconds themselves.
 */
void clock_short(struct clock *, int64_t time, int64_t now, struct text *);

/* Appends the two largest units as one word: 5s, 12m, 2h13m, 3d4h, 214d. */
void clock_duration(int64_t seconds, struct text *);

#endif
