/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Arithmetic on amounts, which are 0 or more, or UNKNOWN. A result that does
 * not fit into an int64_t is INT64_MAX; it never wraps. Nothing here fails.
 */
#ifndef AMOUNT_H
#define AMOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/unknown.h"

/* Converts a count of the kernel, which may not fit into an int64_t. */
int64_t amount_of(uint64_t);

/* The result is UNKNOWN if either amount is. */
int64_t amount_add(int64_t, int64_t);
int64_t amount_multiply(int64_t, int64_t);

/* True if the real amount may be larger than what was counted. */
bool amount_is_capped(int64_t);

/*
 * The part in percent of the whole, rounded down: the result is 100 or more
 * only if nothing of the whole is left. A whole of 0 is always full. UNKNOWN if
 * either is.
 */
int64_t amount_percent(int64_t part, int64_t whole);

#endif
