/* SPDX-License-Identifier: BSD-2-Clause */
/* Sums and shares that do not overflow; see amount.h. */
#include "base/amount.h"

int64_t
amount_of(uint64_t count)
{
	return count > INT64_MAX ? INT64_MAX : (int64_t)count;
}

int64_t
amount_add(int64_t a, int64_t b)
{
	if (a == UNKNOWN || b == UNKNOWN)
		return UNKNOWN;
	return __builtin_add_overflow(a, b, &a) ? INT64_MAX : a;
}

int64_t
amount_multiply(int64_t a, int64_t b)
{
	if (a == UNKNOWN || b == UNKNOWN)
		return UNKNOWN;
	return __builtin_mul_overflow(a, b, &a) ? INT64_MAX : a;
}

bool
amount_is_capped(int64_t amount)
{
	return amount == INT64_MAX;
}

/*
 * Whole numbers are used because a double would round 2^60 - 1 of 2^60 up to
 * 100 %.
 */
int64_t
amount_percent(int64_t part, int64_t whole)
{
	int64_t rest, share;

	if (part == UNKNOWN || whole == UNKNOWN)
		return UNKNOWN;
	/* A limit of 0 is always reached. */
	if (whole == 0)
		return 100;
	rest = part % whole;
	if (rest <= INT64_MAX / 100)
		share = rest * 100 / whole;
	else if ((share = rest / (whole / 100)) > 99)
		share = 99;
	return amount_add(amount_multiply(part / whole, 100), share);
}
