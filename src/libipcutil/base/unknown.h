/* SPDX-License-Identifier: BSD-2-Clause */

#ifndef UNKNOWN_H
#define UNKNOWN_H

#include <stdint.h>

/*
 * Stands for a number that an object does not have or that we may not read. It
 * is printed as - or null, and every comparison with it is false.
 */
#define UNKNOWN INT64_C(-1)

/*
 * Converts a time that is known. The last second of 1969 has the same value as
 * UNKNOWN, so it becomes the second before.
 */
static inline int64_t
known_time(int64_t seconds)
{
	return seconds == UNKNOWN ? UNKNOWN - 1 : seconds;
}

#endif
