/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Records become calls: the beginning of a call, with its arguments, and its
 * end, with its result, are of the same thread. Where records of a processor
 * were lost, the end of a call and the beginning of the thread's next one may
 * be among them, and what comes then would be taken for the end of the first.
 * So a call that has begun before, or ended before all was recorded again, is
 * not told, but counted.
 */
#ifndef TRACE_PAIRING_H
#define TRACE_PAIRING_H

#include "trace/aside.h"
#include "trace/reader.h"
#include "trace/thread.h"
#include "trace/traced.h"

/* The tag of a record: which call's beginning or end, or what else. */
#define PAIRING_ENTER(row) ((unsigned)(row)*2)
#define PAIRING_LEAVE(row) ((unsigned)(row)*2 + 1)

/* The number (gather_lane.mark) of the instance that has the records below. */
#define PAIRING_THREADS 0

enum {
	PAIRING_BORN = 1000,
	PAIRING_RENAMED,
	PAIRING_ENDED,
	PAIRING_UNSHARES,
	PAIRING_UNSHARED,
	PAIRING_MOVES,
	PAIRING_MOVED,
};

struct pairing {
	struct tracer_options o;
	struct threads *threads;
	struct aside *aside; /* that the caller made for these, or NULL */
	int64_t offset;	     /* of the clock to CLOCK_MONOTONIC */
	int64_t own_pid;     /* whose calls are left out */
	int64_t strange;     /* calls of callers whose namespace is not known */
	int64_t doubtful;    /* calls between whose ends records were lost */
	int64_t gaps;	     /* processors of which records are missing now */
	tracer_fn *each;
	void *arg;
};

/* Needs its options; false with errno, see threads_new(). */
bool pairing_begin(struct pairing *);
void pairing_end(struct pairing *);

/* Calls `each` if the record, the next one in time, ends a call. */
trace_event_fn pairing_take;

/* Calls `each` with every call that has not ended; its time is this one. */
void pairing_waiting(struct pairing *, int64_t now);

#endif
