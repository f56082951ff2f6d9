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

struct rate {
	int64_t in;  /* messages sent */
	int64_t out; /* messages received */
	int64_t ops; /* attached and detached, or operations on semaphores */
	/* What happened in each second; that of time t is at t % 60. */
	int64_t seconds[RATE_SECONDS];
	int64_t last; /* the last second that is filled in */
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

/* An object with its rate; neither is owned. */
struct rate_row {
	const struct ipc_object *object;
	const struct rate *rate;
};

enum rate_sort { SORT_BUSIEST, SORT_FILL, SORT_NAME, SORT_SIZE, SORTS };

/*
 * The most, or what is first by name, comes first; `reverse` turns that round.
 * The order of objects decides between those alike.
 */
void rates_sort(struct rate_row *, size_t n, enum rate_sort, bool reverse);

/* What an object holds: messages, bytes, the value or number of semaphores. */
int64_t rate_amount(const struct ipc_object *);

#endif
