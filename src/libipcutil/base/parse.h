/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Numbers, sizes, times and modes as people write them, and numbers as the
 * kernel writes them. Pure functions over strings: nothing else is looked
 * at, but for the time zone (tzset(3)) in parse_time().
 *
 * Each returns NULL and sets *out, or returns a constant message that says
 * what is wrong and leaves *out alone, as strtonum(3) does.
 */
#ifndef PARSE_H
#define PARSE_H

#include <stdbool.h>
#include <stdint.h>

/* A whole decimal number within the range, nothing before or after it. */
const char *parse_number(const char *, int64_t min, int64_t max, int64_t *out)
    __attribute__((warn_unused_result)) __attribute__((warn_unused_result));

/*
 * Bytes: a number, perhaps with a fraction, and perhaps K M G T P E, or KiB
 * and so on (1024), or KB and so on (1000).
 */
const char *parse_size(const char *, int64_t *out)
    __attribute__((warn_unused_result));

/* The same, where 0x begins a hexadecimal and 0 an octal number. */
const char *parse_based_size(const char *, int64_t *out)
    __attribute__((warn_unused_result));

/* Seconds: a number, perhaps with a fraction, and perhaps s m h d w. */
const char *parse_duration(const char *, int64_t *out)
    __attribute__((warn_unused_result));

/* Nanoseconds: seconds, perhaps with a fraction, and perhaps s m h d. */
const char *parse_timeout(const char *, int64_t *out)
    __attribute__((warn_unused_result));

/* A System V key: 0x and at most 32 bits of hexadecimal; 0 is none. */
const char *parse_key(const char *, int64_t *out)
    __attribute__((warn_unused_result));
/* The same, or decimal, with a sign where the kernel prints one. */
const char *parse_key_number(const char *, int64_t *out);

/* Permission bits: octal, at most 07777. */
const char *parse_mode(const char *, int64_t *out)
    __attribute__((warn_unused_result));

/*
 * Seconds since 1970: a date as 2026-11-21, perhaps with a time after a
 * space or a T, perhaps a zone (Z or +01:00; local time without one);
 * or the seconds themselves.
 */
const char *parse_time(const char *, int64_t *out);

/*
 * One number in the given base as the kernel prints it, from *s on, past
 * spaces; *s is left behind it. False if there is none or it cannot be held.
 */
bool parse_kernel(const char **s, int base, int64_t *out);

#endif
