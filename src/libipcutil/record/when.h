/* SPDX-License-Identifier: BSD-2-Clause */
/* Moments of a recording as people name them. */
#ifndef WHEN_H
#define WHEN_H

#include <stdint.h>

/*
 * Nanoseconds since 1970. 03:00 or 03:00:00, in local time, is the last such
 * moment before the end; -2h is that long before the end; all else is as
 * parse_time() has it, where seconds may have three digits behind a point, as
 * the times of events have. NULL, or a constant message.
 */
const char *when_parse(const char *, int64_t end, int64_t *out)
    __attribute__((warn_unused_result));

#endif
