/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Histogram of times in memory of a fixed size: the number, the sum and the
 * maximum are exact, percentiles are approximate.
 *
 * Below a microsecond a bucket is an eighth of a microsecond wide. Above it
 * each power of two of microseconds has eight buckets, so the middle of a
 * bucket is at most a sixteenth away from any time in it. Times of
 * HISTOGRAM_MOST and more are in the last bucket.
 */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

#define HISTOGRAM_PARTS 8   /* buckets for each power of two */
#define HISTOGRAM_POWERS 40 /* up to 1, 2, 4, ... microseconds */
#define HISTOGRAM_BUCKETS (HISTOGRAM_PARTS * HISTOGRAM_POWERS)
/* In nanoseconds, about six days. */
#define HISTOGRAM_MOST (INT64_C(1000) << (HISTOGRAM_POWERS - 1))

/* Times are in nanoseconds. Begin with { 0 }. */
struct histogram {
	int64_t n;
	int64_t sum; /* INT64_MAX: this or more */
	int64_t max;
	int64_t buckets[HISTOGRAM_BUCKETS];
};

/* A time below 0 counts as 0. */
void histogram_add(struct histogram *, int64_t ns);
/* Adds all times of the other histogram. */
void histogram_merge(struct histogram *, const struct histogram *);

/*
 * The time in nanoseconds that so many percent (1 to 100) of all times do not
 * exceed, with an error of at most a sixteenth of it or of a microsecond. It is
 * exact for 100 percent, and where it is the longest time. UNKNOWN if there are
 * no times.
 */
int64_t histogram_percentile(const struct histogram *, int percent);

/*
 * The number of times in a power of two: 0 is below 1 microsecond, 1 is from
 * there to 2, then 4 and so on.
 */
int64_t histogram_power(const struct histogram *, size_t power);
/*
 * The first nanosecond of that power of two; it ends where the next one begins.
 */
int64_t histogram_edge(size_t power);

#endif
