/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How often there were times of which length, in memory of a fixed size: exact
 * number, sum and maximum, and percentiles that are near.
 *
 * Up to a microsecond the buckets have an eighth of one. From there each power
 * of two of microseconds has eight buckets, so that the middle of one is at
 * most a sixteenth away from any time in it. Times from HISTOGRAM_MOST on share
 * the last one.
 */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

#define HISTOGRAM_PARTS 8   /* buckets of each power of two */
#define HISTOGRAM_POWERS 40 /* below 1, 2, 4, ... microseconds */
#define HISTOGRAM_BUCKETS (HISTOGRAM_PARTS * HISTOGRAM_POWERS)
/* Nanoseconds: some six days. */
#define HISTOGRAM_MOST (INT64_C(1000) << (HISTOGRAM_POWERS - 1))

/* Times are in nanoseconds. Begin with { 0 }. */
struct histogram {
	int64_t n;
	int64_t sum; /* INT64_MAX: or more */
	int64_t max;
	int64_t buckets[HISTOGRAM_BUCKETS];
};

/* A time below 0 counts as 0. */
void histogram_add(struct histogram *, int64_t ns);
/* Adds all times of another. */
void histogram_merge(struct histogram *, const struct histogram *);

/*
 * The least time that is not below so many percent (1 to 100) of all, to a
 * sixteenth of it or of a microsecond; of 100, and where it is the longest, to
 * the nanosecond. UNKNOWN if there are none.
 */
int64_t histogram_percentile(const struct histogram *, int percent);

/* How many there are of a power of two: below 1 microsecond, 2, 4 and so on. */
int64_t histogram_power(const struct histogram *, size_t power);
/* The first nanosecond that is in it; that of the next one is its end. */
int64_t histogram_edge(size_t power);

#endif
