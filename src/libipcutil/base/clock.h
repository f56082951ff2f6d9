/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Times and durations written out. localtime(3) and strftime(3) for every
 * cell took longer than all else in a large listing: the zone is kept for
 * each quarter of an hour in which it does not change.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct quarter {
	int64_t start; /* seconds since 1970 */
	int64_t east;  /* of UTC, in seconds */
	bool known;
};

/* Start with { 0 }. */
struct clock {
	struct quarter quarters[16];
};

/*
 * Adds the time as RFC 3339 has it, 2026-11-21T05:06:07+01:00, in local time;
 * false, with nothing added, if its year is not one of 0 to 9999.
 */
bool clock_iso(struct clock *, int64_t time, struct text *);

/* Adds the time if it is today's, else the date: one word either way. */
void clock_short(struct clock *, int64_t time, int64_t now, struct text *);

/* Adds the two largest units, as one word: 5s, 12m, 2h13m, 3d4h, 214d. */
void clock_duration(int64_t seconds, struct text *);

#endif
