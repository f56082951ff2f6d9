/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How busy objects are, as rows of a table for ipcwatch --top. The table has
 * the columns of objects and those of rates, so both are chosen, sorted and
 * filtered in the same way.
 */
#ifndef ACTIVITY_H
#define ACTIVITY_H

#include <stddef.h>
#include <stdint.h>

#include "model/object.h"
#include "report/rate.h"
#include "show/column.h"

/*
 * Rates are in tenths per second, times in seconds. UNKNOWN: the kind has no
 * such rate.
 *
 * Of calls, activity_rows() knows nothing. Who traces them fills in these
 * members, of the calls of some time; their times are in nanoseconds.
 */
struct activity {
	struct ipc_object object; /* a copy that owns nothing */
	const struct rate *rate;  /* not owned */
	int64_t in;
	int64_t out;
	int64_t ops;
	int64_t busy;	  /* sum of the three above */
	int64_t minute;	  /* activity in the last 60 seconds */
	int64_t contents; /* see rate_amount() */
	int64_t drain;	  /* seconds until the queue is empty, at this rate */
	int64_t full_in;  /* seconds until the queue is full, at this rate */
	int64_t calls;	  /* that have ended */
	int64_t errors;	  /* of these */
	int64_t blocked;  /* time in these, of all callers together */
	int64_t p50;	  /* half of these took no longer */
	int64_t p99;	  /* 99 percent of these took no longer */
	int64_t slowest;  /* the longest of these */
	int64_t wait;	  /* the longest that has not ended, so far */
};

/* Its base is object_table. */
extern const struct table activity_table;

/*
 * Returns an array of rows in the order of the list. The caller frees it with
 * free(3); it points into the list and the rates, which must live as long.
 */
struct activity *activity_rows(
    const struct ipc_list *, const struct rate *rates);

#endif
