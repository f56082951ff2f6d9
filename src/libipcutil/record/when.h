/* SPDX-License-Identifier: BSD-2-Clause */
/* Parses moments of a recording as people write them, and writes them. */
#ifndef WHEN_H
#define WHEN_H

#include <stdint.h>

#include "base/text.h"

/*
 * Sets nanoseconds since 1970. 03:00 or 03:00:00 is the last such local time
 * before the end; -2h is that long before the end; everything else is as in
 * parse_time(), but seconds may have three decimals, as in the times of events.
 * Returns NULL, or a constant message.
 */
const char *when_parse(const char *, int64_t end, int64_t *out)
    __attribute__((warn_unused_result));

/* Appends the moment in local time, as in clock_iso(), or else its seconds. */
void when_write(int64_t time, struct text *);

#endif
