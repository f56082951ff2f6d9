/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rates of activity of objects: how much changed per second between two looks,
 * and the activity of each of the last 60 seconds.
 *
 * Two looks show only the least that can have happened: if three messages came
 * and three went, they show one of each. Rates are in tenths per second;
 * UNKNOWN if the kind has no such rate or there was one look only. Nothing here
 * sets errno.
 */
#ifndef RATE_H
#define RATE_H

#include <stddef.h>
#include <stdint.h>

#include "model/list.h"
#include "model/object.h"

#define RATE_SECONDS 60

/* Trend of an object that was seen once, or that is no queue. */
#define UNKNOWN_TREND INT64_MIN

struct rate {
	int64_t in;  /* messages sent */
	int64_t out; /* messages received */
	int64_t ops; /* attaches and detaches, or semaphore operations */
	/* Activity in each second; second t is at index t % 60. */
	int64_t seconds[RATE_SECONDS];
	int64_t last; /* last second that is filled in */
	/* Net messages a second, in thousandths; negative if they decrease. */
	int64_t trend;
};

/* Activity between two looks, as counts; UNKNOWN: the kind has none. */
struct rate_counts {
	int64_t in;
	int64_t out;
	int64_t ops;
};

struct rate_counts rate_count(
    const struct ipc_object *before, const struct ipc_object *after);

/*
 * Returns an array with a rate for each object of `after`; the caller frees it
 * with free(3). `old` is the array for `before`, or NULL. Both lists are sorted
 * as ipc_list_unique() does. Times are of CLOCK_MONOTONIC, in nanoseconds.
 */
struct rate *rates_update(const struct rate *old, const struct ipc_list *before,
    const struct ipc_list *after, int64_t then, int64_t now);

/*
 * Returns the activity of `seconds` seconds; the last of them was `ago` seconds
 * ago.
 */
int64_t rate_sum(const struct rate *, int64_t ago, int64_t seconds);

/*
 * Return the seconds until a queue is empty, or full, if its messages change as
 * they did in the last seconds. UNKNOWN: it does not become so, or not within a
 * day.
 */
int64_t rate_drain(const struct ipc_object *, const struct rate *);
int64_t rate_full_in(const struct ipc_object *, const struct rate *);

/*
 * Returns what an object contains: messages, bytes, the value of a semaphore,
 * or the number of semaphores.
 */
int64_t rate_amount(const struct ipc_object *);

#endif
