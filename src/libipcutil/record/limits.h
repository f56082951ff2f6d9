/* SPDX-License-Identifier: BSD-2-Clause */
/* The limits of a recording, in the order of the table of limits. */
#ifndef RECORD_LIMITS_H
#define RECORD_LIMITS_H

#include "report/limit.h"

struct json_object;

/* Nothing is known of one that no line has told of. */
struct recorded_limit {
	bool known;
	struct limit_numbers numbers;
};

/* A copy of all of them, to be freed; of NULL, none of them known. */
struct recorded_limit *limits_copy(const struct recorded_limit *);

/*
 * Takes what a line says of limits: NULL, or a constant message. A limit that
 * is not in the table is no harm.
 */
const char *limits_read(struct recorded_limit *, struct json_object *line);

/* As limits_load(). */
size_t limits_list(
    const struct recorded_limit *, struct limit **out, unsigned kinds);

#endif
