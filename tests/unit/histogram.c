/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of histogram.h: nothing is lost, and percentiles are near. */
#include "base/histogram.h"
#include "base/amount.h"
#include "tap.h"

#define US INT64_C(1000)
#define MS (1000 * US)

static int64_t
total(const struct histogram *h)
{
	int64_t n = 0;
	size_t i;

	for (i = 0; i < HISTOGRAM_POWERS; i++)
		n += histogram_power(h, i);
	return n;
}

static void
edges(void)
{
	struct histogram h;
	size_t i, j;

	CHECK_INT(histogram_edge(0), 0, "the first");
	CHECK_INT(histogram_edge(1), 1 * US, "a microsecond");
	CHECK_INT(histogram_edge(2), 2 * US, "two");
	CHECK_INT(histogram_edge(11), 1024 * US, "1024");
	CHECK_INT(histogram_edge(HISTOGRAM_POWERS), HISTOGRAM_MOST, "the end");
	for (i = 1; i <= HISTOGRAM_POWERS; i++) {
		h = (struct histogram){ 0 };
		histogram_add(&h, histogram_edge(i) - 1);
		histogram_add(&h, histogram_edge(i));
		j = i == HISTOGRAM_POWERS ? i - 1 : i;
		CHECK_INT(histogram_power(&h, i - 1), i == j ? 1 : 2, "before");
		CHECK_INT(histogram_power(&h, j), i == j ? 1 : 2, "behind");
	}
}

static void
sums(void)
{
	struct histogram h = { 0 }, other = { 0 };

	CHECK_INT(histogram_percentile(&h, 50), UNKNOWN, "of none");
	histogram_add(&h, -5);
	histogram_add(&h, 7 * MS);
	CHECK_INT(h.n, 2, "two");
	CHECK_INT(h.sum, 7 * MS, "the sum");
	CHECK_INT(h.max, 7 * MS, "the most");
	histogram_add(&other, INT64_MAX);
	histogram_add(&other, 3);
	CHECK_INT(other.sum, INT64_MAX, "no sum wraps");
	histogram_merge(&h, &other);
	CHECK_INT(h.n, 4, "of both");
	CHECK_INT(total(&h), 4, "of both, in buckets");
	CHECK_INT(h.sum, INT64_MAX, "of both");
	CHECK_INT(h.max, INT64_MAX, "of both");
	CHECK_INT(histogram_percentile(&h, 100), INT64_MAX, "all");
}

/* One below and one far above: the other is what is asked for. */
static void
near(void)
{
	int64_t ns, step, seen, room;
	struct histogram h;

	for (ns = 1; ns < HISTOGRAM_MOST / 2; ns += step) {
		step = ns / 61 + 1;
		h = (struct histogram){ 0 };
		histogram_add(&h, 0);
		histogram_add(&h, ns);
		histogram_add(&h, HISTOGRAM_MOST / 2);
		seen = histogram_percentile(&h, 50);
		room = (ns < US ? US : ns) / 16;
		CHECK(seen >= ns - room && seen <= ns + room, "a sixteenth");
		if (seen < ns - room || seen > ns + room)
			CHECK_INT(seen, ns, "which");
	}
}

static void
ranks(void)
{
	struct histogram h = { 0 };
	int64_t seen;
	int i;

	for (i = 1; i <= 1000; i++)
		histogram_add(&h, i * MS);
	seen = histogram_percentile(&h, 50);
	CHECK(seen > 468 * MS && seen < 532 * MS, "half of 1000");
	seen = histogram_percentile(&h, 99);
	CHECK(seen > 928 * MS && seen <= 1000 * MS, "990 of 1000");
	seen = histogram_percentile(&h, 1);
	CHECK(seen > 9 * MS && seen < 11 * MS, "10 of 1000");
	CHECK_INT(histogram_percentile(&h, 100), 1000 * MS, "all");

	h = (struct histogram){ 0 };
	for (i = 0; i < 98; i++)
		histogram_add(&h, 5 * US);
	histogram_add(&h, 70 * MS);
	histogram_add(&h, 80 * MS);
	CHECK(histogram_percentile(&h, 98) < 6 * US, "98 of 100 are short");
	CHECK(histogram_percentile(&h, 99) > 60 * MS, "the 99th is long");
	h = (struct histogram){ 0 };
	histogram_add(&h, 123456);
	CHECK_INT(histogram_percentile(&h, 50), 123456, "one alone is exact");
	CHECK_INT(histogram_percentile(&h, 99), 123456, "one alone is exact");
}

static const struct tap_test tests[] = {
	{ "a power of two begins where the one before ends", edges },
	{ "sums and maxima are exact, and nothing wraps", sums },
	{ "a percentile is at most a sixteenth away", near },
	{ "a percentile is the time of that rank", ranks },
};

int
main(void)
{
	return tap_run(tests, TAP_LENGTH(tests));
}
