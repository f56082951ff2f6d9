/* SPDX-License-Identifier: BSD-2-Clause */
/* The limits of a recording, in the order of the table of limits. */
#ifndef RECORD_LIMITS_H
#define RECORD_LIMITS_H

#include "report/limit.h"

struct json_object;

/* A limit; unknown until a line mentions it. */
struct recorded_limit {
	bool known;
	struct limit_numbers numbers;
};

/*
 * Returns a copy of all limits, which the caller frees with free(3); for NULL,
 * all are unknown.
 */
struct recorded_limit *limits_copy(const struct recorded_limit *);

/*
 * Takes the limits of a line. Returns NULL, or a constant message. Limits that
 * are not in the table are ignored.
 */
const char *limits_read(struct recorded_limit *, struct json_object *line);

/* As limits_load(). */
size_t limits_list(
    const struct recorded_limit *, struct limit **out, unsigned kinds);

#endif
