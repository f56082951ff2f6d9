/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How busy objects are: what two looks at them tell, per second, and what each
 * of the last 60 seconds had.
 *
 * Two looks tell the least that can have happened: of three messages that
 * came and three that went, they show one of each. Rates are in tenths per
 * second, UNKNOWN where a kind has none or there was one look only.
 */
#ifndef RATE_H
#define RATE_H

#include <stddef.h>
#include <stdint.h>

#include "model/object.h"

#define RATE_SECONDS 60

/* Of an object that was seen once, or is no queue. */
#define UNKNOWN_TREND INT64_MIN

struct rate {
	int64_t in;  /* messages sent */
	int64_t out; /* messages received */
	int64_t ops; /* attached and detached, or operations on semaphores */
	/* What happened in each second; that of time t is at t % 60. */
	int64_t seconds[RATE_SECONDS];
	int64_t last; /* the last second that is filled in */
	/* Thousandths of messages a second, below 0 if they become less. */
	int64_t trend;
};

/* What happened to an object between two looks, in counts; UNKNOWN: n/a. */
struct rate_counts {
	int64_t in;
	int64_t out;
	int64_t ops;
};

struct rate_counts rate_count(
    const struct ipc_object *before, const struct ipc_object *after);

/*
 * The rates of `list`, one for each of its objects, to be freed by the caller.
 * `old` are those of the list before, or NULL; both lists are sorted as
 * ipc_list_unique() does. Times are of CLOCK_MONOTONIC, in nanoseconds.
 */
struct rate *rates_update(const struct rate *old, const struct ipc_list *before,
    const struct ipc_list *after, int64_t then, int64_t now);

/* What happened in so many seconds, the last of them `ago` seconds ago. */
int64_t rate_sum(const struct rate *, int64_t ago, int64_t seconds);

/*
 * Seconds until a queue is empty, and full, if its messages go on to become
 * less, or more, as they did in the last seconds. UNKNOWN: they do not, or it
 * takes longer than a day.
 */
int64_t rate_drain(const struct ipc_object *, const struct rate *);
int64_t rate_full_in(const struct ipc_object *, const struct rate *);

/* What an object holds: messages, bytes, the value or number of semaphores. */
int64_t rate_amount(const struct ipc_object *);

#endif
