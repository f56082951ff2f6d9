/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of amount.h: nothing wraps, and all but full is not full. */
#include "base/amount.h"
#include "tap.h"

#define HALF (INT64_MAX / 2 + 1)

static void
sums(void)
{
	CHECK_INT(amount_of(INT64_MAX), INT64_MAX, "the most");
	CHECK_INT(amount_of(UINT64_MAX), INT64_MAX, "no bound");
	CHECK_INT(amount_add(2, 3), 5, "2 + 3");
	CHECK_INT(amount_add(INT64_MAX, 0), INT64_MAX, "the most");
	CHECK_INT(amount_add(INT64_MAX, 1), INT64_MAX, "and one more");
	CHECK_INT(amount_add(HALF, HALF), INT64_MAX, "two halves");
	CHECK_INT(amount_add(UNKNOWN, 3), UNKNOWN, "? + 3");
	CHECK_INT(amount_add(3, UNKNOWN), UNKNOWN, "3 + ?");
	CHECK(amount_is_capped(amount_add(HALF, HALF)), "capped");
	CHECK(!amount_is_capped(amount_add(HALF, HALF - 2)), "just not");
	CHECK(!amount_is_capped(UNKNOWN), "unknown");
}

static void
products(void)
{
	CHECK_INT(amount_multiply(7, 6), 42, "7 * 6");
	CHECK_INT(amount_multiply(HALF, 2), INT64_MAX, "too much");
	CHECK_INT(amount_multiply(0, UNKNOWN), UNKNOWN, "0 * ?");
	CHECK_INT(amount_multiply(UNKNOWN, 2), UNKNOWN, "? * 2");
}

static void
shares(void)
{
	CHECK_INT(amount_percent(0, 10), 0, "none");
	CHECK_INT(amount_percent(1, 3), 33, "a third");
	CHECK_INT(amount_percent(999, 1000), 99, "not all");
	CHECK_INT(amount_percent(1000, 1000), 100, "all");
	CHECK_INT(amount_percent(1500, 1000), 150, "more");
	CHECK_INT(amount_percent(0, 0), 100, "no room at all");
	CHECK_INT(amount_percent(HALF - 1, HALF), 99, "all of 2^62 but one");
	CHECK_INT(amount_percent(HALF, HALF), 100, "all of 2^62");
	CHECK_INT(amount_percent(INT64_MAX - 1, INT64_MAX), 99, "2^63");
	CHECK_INT(amount_percent(INT64_MAX, 2), INT64_MAX, "far too much");
	CHECK_INT(amount_percent(UNKNOWN, 2), UNKNOWN, "? of 2");
	CHECK_INT(amount_percent(2, UNKNOWN), UNKNOWN, "2 of ?");
}

static const struct tap_test tests[] = {
	{ "amount_add: stops at the most there can be", sums },
	{ "amount_multiply: stops at the most there can be", products },
	{ "amount_percent: 100 is full, and nothing less is", shares },
};

int
main(void)
{
	return tap_run(tests, TAP_LENGTH(tests));
}
