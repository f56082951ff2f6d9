/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects with how busy they are, as rows of a table: its columns are those of
 * objects, and rates, so that both are chosen, sorted and filtered alike.
 */
#ifndef ACTIVITY_H
#define ACTIVITY_H

#include <stddef.h>
#include <stdint.h>

#include "model/object.h"
#include "report/rate.h"
#include "show/column.h"

/* Rates are in tenths per second; times in seconds. UNKNOWN: it has none. */
struct activity {
	struct ipc_object object; /* a copy that owns nothing */
	const struct rate *rate;  /* not owned */
	int64_t in;
	int64_t out;
	int64_t ops;
	int64_t busy;	  /* all three together */
	int64_t minute;	  /* how much there was in the last 60 seconds */
	int64_t contents; /* see rate_amount() */
	int64_t drain;	  /* until it is empty, if that goes on */
	int64_t full_in;  /* until it is full */
};

/* Has the columns of objects, too. */
extern const struct table activity_table;

/*
 * An array of rows, in the order of the list, to be freed by the caller; it is
 * valid as long as the list and its rates are.
 */
struct activity *activity_rows(
    const struct ipc_list *, const struct rate *rates);

#endif
