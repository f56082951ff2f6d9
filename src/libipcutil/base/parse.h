/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parses numbers, sizes, times and modes as people write them, and numbers as
 * the kernel writes them. Pure functions, but parse_time() uses the time zone
 * (tzset(3)).
 *
 * Each returns NULL and sets *out, or returns a constant message that says what
 * is wrong and leaves *out alone, as strtonum(3) does.
 */
#ifndef PARSE_H
#define PARSE_H

#include <stdbool.h>
#include <stdint.h>

/* A whole decimal number in the range; nothing may stand before or after it. */
const char *parse_number(const char *, int64_t min, int64_t max, int64_t *out)
    __attribute__((warn_unused_result));

/*
 * Bytes: a number, which may have a fraction and one of K M G T P E or KiB and
 * so on (powers of 1024), or KB and so on (powers of 1000).
 */
const char *parse_size(const char *, int64_t *out)
    __attribute__((warn_unused_result));

/* As parse_size(), and 0x begins a hexadecimal number. */
const char *parse_hex_size(const char *, int64_t *out)
    __attribute__((warn_unused_result));

/* As parse_hex_size(), and 0 begins an octal number, as in util-linux. */
const char *parse_octal_size(const char *, int64_t *out)
    __attribute__((warn_unused_result));

/* Seconds: a number, which may have a fraction and one of s m h d w. */
const char *parse_duration(const char *, int64_t *out)
    __attribute__((warn_unused_result));

/*
 * Seconds as a number, which may have a fraction and one of s m h d; *out is in
 * nanoseconds.
 */
const char *parse_timeout(const char *, int64_t *out)
    __attribute__((warn_unused_result));

/* A System V key: 0x and at most 32 bits in hexadecimal. 0 is IPC_PRIVATE. */
const char *parse_key(const char *, int64_t *out)
    __attribute__((warn_unused_result));
/*
 * As parse_key(), or a decimal number, signed as the kernel prints some keys.
 */
const char *parse_key_number(const char *, int64_t *out);

/* Permission bits: octal, at most 07777. */
const char *parse_mode(const char *, int64_t *out)
    __attribute__((warn_unused_result));

/*
 * Seconds since 1970, from a date like 2026-11-21, with or without a time after
 * a space or a T, and after that with or without a zone (Z or +01:00; local
 * time without one). A number is taken as the seconds themselves.
 */
const char *parse_time(const char *, int64_t *out);

/*
 * A number in the given base as the kernel prints it. Spaces before it are
 * skipped and *s is set to the first byte after it. False if there is no number
 * or it does not fit into an int64_t.
 */
bool parse_kernel(const char **s, int base, int64_t *out);

#endif
