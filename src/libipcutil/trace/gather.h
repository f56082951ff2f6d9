/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Puts what the processors have recorded in the order of time. The buffers of
 * the processors are read one after the other, so that an event is handed on
 * only when all buffers were read that could have an older one. Nothing here
 * reads or sets errno.
 */
#ifndef TRACE_GATHER_H
#define TRACE_GATHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRACE_ARGS 6
#define TRACE_TEXT 16

struct trace_event {
	int64_t time; /* CLOCK_MONOTONIC, in nanoseconds */
	int64_t tid;  /* as the first PID namespace numbers it */
	unsigned tag; /* that reader_add() was given */
	/*
	 * How many later records of the thread were read already, and whether
	 * one of them has this tag: what the record points to may have been put
	 * to another use by then. There may be fewer, and none.
	 */
	unsigned later;
	bool repeated;
	uint64_t args[TRACE_ARGS];
	char text[TRACE_TEXT + 1]; /* always terminated */
};

/*
 * Tags of what the kernel does not record: of a processor, nothing is known
 * from here on, or all is again. Such a span has a beginning and an end, and
 * nothing of that processor is between these; of another there may be. The
 * first argument is the lane's `mark`. Other fields but the time are of no
 * meaning.
 */
#define TRACE_GAP 2000u
#define TRACE_GAP_END 2001u

/* How far the buffer of a processor was read. Begin with { 0 }. */
struct gather_lane {
	/* Up to then all was read but what was lost; CLOCK_MONOTONIC. */
	int64_t seen;
	bool missed; /* records before the next one */
	uint64_t mark;
};

struct gather;

struct gather *gather_new(void);
void gather_free(struct gather *);

/*
 * A record of this time was read. If records before it were missed, that
 * becomes a span without records, as TRACE_GAP has it.
 */
void gather_pass(struct gather *, struct gather_lane *, int64_t time);
/*
 * Adds an event with this time and tag, all else 0; to be filled in at once.
 * gather_drop() takes back the one that was added last.
 */
struct trace_event *gather_add(struct gather *, int64_t time, unsigned tag);
void gather_drop(struct gather *);

/*
 * The buffer was read: all of it, which was begun at the time `until`, or a
 * part. Returns up to when nothing that is older can come from it: `until`, or
 * less.
 */
int64_t gather_read(struct gather_lane *, bool all, int64_t until);

/*
 * Calls `each` with the events up to this time, in order, and keeps the others.
 * Returns whether there are any.
 */
typedef void trace_event_fn(void *arg, const struct trace_event *);
bool gather_hand_on(
    struct gather *, int64_t until, trace_event_fn *each, void *arg);

#endif
