/* SPDX-License-Identifier: BSD-2-Clause */
/* Sums of amounts that strangers choose: the most there is, never less. */
#ifndef SUM_H
#define SUM_H

#include <stdint.h>

/* Of two that are not negative: INT64_MAX where the sum is larger. */
static inline int64_t
sum_of(int64_t a, int64_t b)
{
	int64_t sum;

	return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}

#endif
