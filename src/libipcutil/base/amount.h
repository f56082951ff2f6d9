/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sums and shares of amounts, which are 0 or more, or UNKNOWN. What is too
 * large for an int64_t is INT64_MAX, and never wraps.
 */
#ifndef AMOUNT_H
#define AMOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/unknown.h"

/* What the kernel counts, which may have no bound. */
int64_t amount_of(uint64_t);

/* UNKNOWN if either is. */
int64_t amount_add(int64_t, int64_t);
int64_t amount_multiply(int64_t, int64_t);

/* Whether it may be more than could be counted. */
bool amount_is_capped(int64_t);

/*
 * How much of the whole the part is, in percent, rounded down: 100 or more if
 * and only if there is no room left. UNKNOWN if either is.
 */
int64_t amount_percent(int64_t part, int64_t whole);

#endif
