/* SPDX-License-Identifier: BSD-2-Clause */

#ifndef UNKNOWN_H
#define UNKNOWN_H

#include <stdint.h>

/*
 * A number that an object does not have, or that we may not read. It is
 * printed as - or null, and is false in every comparison.
 */
#define UNKNOWN INT64_C(-1)

/*
 * A time that is known: the last second of 1969, which would be the same
 * number, is taken for the one before.
 */
static inline int64_t
known_time(int64_t seconds)
{
	return seconds == UNKNOWN ? UNKNOWN - 1 : seconds;
}

#endif
