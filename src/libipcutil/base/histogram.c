/* SPDX-License-Identifier: BSD-2-Clause */
/* Histogram of times; see histogram.h. */
#include "base/histogram.h"
#include "base/amount.h"

/* Nanoseconds in one of the smallest buckets. */
#define UNIT (1000 / HISTOGRAM_PARTS)

/*
 * The highest bit that is set in the time, in units, and the three bits below
 * it are the number of the bucket. Below 16 units each unit has its own bucket.
 */
static size_t
bucket_of(int64_t ns)
{
	uint64_t n = ns < 0 ? 0 : (uint64_t)ns / UNIT;
	size_t shift = 0;

	if (ns >= HISTOGRAM_MOST)
		return HISTOGRAM_BUCKETS - 1;
	while (n >> shift >= 2 * HISTOGRAM_PARTS)
		shift++;
	return shift * HISTOGRAM_PARTS + (size_t)(n >> shift);
}

/* The first nanosecond of a bucket. */
static int64_t
begin_of(size_t bucket)
{
	size_t power = bucket / HISTOGRAM_PARTS;
	int64_t part = (int64_t)(bucket % HISTOGRAM_PARTS);

	if (power == 0)
		return part * UNIT;
	return ((HISTOGRAM_PARTS + part) * UNIT) << (power - 1);
}

static int64_t
middle_of(size_t bucket)
{
	int64_t begin = begin_of(bucket);

	return begin + (begin_of(bucket + 1) - begin) / 2;
}

void
histogram_add(struct histogram *h, int64_t ns)
{
	if (ns < 0)
		ns = 0;
	h->n++;
	h->sum = amount_add(h->sum, ns);
	if (ns > h->max)
		h->max = ns;
	h->buckets[bucket_of(ns)]++;
}

void
histogram_merge(struct histogram *h, const struct histogram *other)
{
	size_t i;

	h->n += other->n;
	h->sum = amount_add(h->sum, other->sum);
	if (other->max > h->max)
		h->max = other->max;
	for (i = 0; i < HISTOGRAM_BUCKETS; i++)
		h->buckets[i] += other->buckets[i];
}

/* The last bucket has no middle, as it has no end: use the maximum. */
int64_t
histogram_percentile(const struct histogram *h, int percent)
{
	int64_t rank = h->n / 100 * percent + (h->n % 100 * percent + 99) / 100;
	int64_t below = 0, time;
	size_t i;

	if (h->n == 0)
		return UNKNOWN;
	for (i = 0; i < HISTOGRAM_BUCKETS - 1; i++)
		if ((below += h->buckets[i]) >= rank)
			break;
	time = middle_of(i);
	return rank == h->n || i == HISTOGRAM_BUCKETS - 1 || time > h->max
		   ? h->max
		   : time;
}

int64_t
histogram_power(const struct histogram *h, size_t power)
{
	int64_t n = 0;
	size_t i;

	for (i = 0; i < HISTOGRAM_PARTS; i++)
		n += h->buckets[power * HISTOGRAM_PARTS + i];
	return n;
}

int64_t
histogram_edge(size_t power)
{
	return begin_of(power * HISTOGRAM_PARTS);
}
