/* SPDX-License-Identifier: BSD-2-Clause */
/* Events of all processors, in the order of time; see gather.h. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "trace/gather.h"

#define MET 4096 /* places for threads and tags that were met */

struct gather {
	struct trace_event *v; /* not handed on yet */
	size_t n;
	size_t room;
	size_t *order; /* of these in time */
	size_t *merged;
	size_t order_room;
	struct trace_event *kept; /* while those before them go */
	size_t kept_room;
	uint64_t round;	     /* of handing on */
	uint64_t met[MET];   /* in which round */
	unsigned later[MET]; /* records that were met */
};

struct gather *
gather_new(void)
{
	struct gather *gather = xmalloc(sizeof(*gather));

	*gather = (struct gather){ 0 };
	return gather;
}

void
gather_free(struct gather *gather)
{
	free(gather->v);
	free(gather->order);
	free(gather->merged);
	free(gather->kept);
	free(gather);
}

struct trace_event *
gather_add(struct gather *gather, int64_t time, unsigned tag)
{
	struct trace_event *event;

	gather->v =
	    xgrow(gather->v, gather->n, &gather->room, sizeof(*gather->v));
	event = &gather->v[gather->n++];
	*event = (struct trace_event){ .time = time, .tag = tag };
	return event;
}

void
gather_drop(struct gather *gather)
{
	gather->n--;
}

/* The lost records are those between the last record and this one. */
void
gather_pass(struct gather *gather, struct gather_lane *lane, int64_t time)
{
	int64_t from = lane->seen < time ? lane->seen : time;

	if (lane->missed) {
		gather_add(gather, from, TRACE_GAP)->args[0] = lane->mark;
		gather_add(gather, time, TRACE_GAP_END)->args[0] = lane->mark;
	}
	lane->missed = false;
	lane->seen = time;
}

int64_t
gather_read(struct gather_lane *lane, bool all, int64_t until)
{
	if (!all)
		return lane->seen < until ? lane->seen : until;
	if (lane->seen < until)
		lane->seen = until;
	return until;
}

/* Where events that are in order, beginning with this one, end. */
static size_t
run_end(const struct gather *gather, size_t i)
{
	const struct trace_event *v = gather->v;

	for (i++; i < gather->n; i++)
		if (v[gather->order[i]].time < v[gather->order[i - 1]].time)
			break;
	return i;
}

/*
 * Merges two runs, which begin at `i` and at `middle`. Of two events of the
 * same time, that of the first run comes first.
 */
static void
merge(struct gather *gather, size_t i, size_t middle, size_t end)
{
	const struct trace_event *v = gather->v;
	const size_t *order = gather->order;
	size_t j = middle, k;

	for (k = i; k < end; k++)
		if (j == end ||
		    (i < middle && v[order[i]].time <= v[order[j]].time))
			gather->merged[k] = order[i++];
		else
			gather->merged[k] = order[j++];
}

/*
 * Each buffer is in order by itself: there are no more runs than buffers, and
 * one that is left over. Numbers are moved, as events are large.
 */
static void
put_in_order(struct gather *gather)
{
	size_t i, middle, end, *merged;
	bool done;

	if (gather->order_room < gather->n) {
		gather->order_room = gather->room;
		gather->order = xreallocarray(
		    gather->order, gather->room, sizeof(*gather->order));
		gather->merged = xreallocarray(
		    gather->merged, gather->room, sizeof(*gather->merged));
	}
	for (i = 0; i < gather->n; i++)
		gather->order[i] = i;
	do {
		done = gather->n == 0 || run_end(gather, 0) == gather->n;
		for (i = 0; !done && i < gather->n; i = end) {
			middle = run_end(gather, i);
			end = middle == gather->n ? middle
						  : run_end(gather, middle);
			merge(gather, i, middle, end);
		}
		if (!done) {
			merged = gather->merged;
			gather->merged = gather->order;
			gather->order = merged;
		}
	} while (!done);
}

/*
 * Goes back in time, and marks records that have later ones of their thread.
 * Where two threads share a place in the table, or records were lost, there may
 * have been later ones.
 */
static void
mark_later(struct gather *gather)
{
	struct trace_event *event;
	uint64_t *met;
	unsigned *later;
	bool lost = false;
	size_t i, place;

	gather->round++;
	memset(gather->later, 0, sizeof(gather->later));
	for (i = gather->n; i > 0; i--) {
		event = &gather->v[gather->order[i - 1]];
		place = ((uint64_t)event->tid * 67 + event->tag) % MET;
		met = &gather->met[place];
		later = &gather->later[(uint64_t)event->tid % MET];
		lost |= event->tag == TRACE_GAP_END;
		event->repeated = lost || *met == gather->round;
		event->later = lost ? UINT_MAX : (*later)++;
		*met = gather->round;
	}
}

/* Keeps what is from this place on in the order of time. */
static void
keep(struct gather *gather, size_t from)
{
	size_t n = gather->n - from, i;

	if (gather->kept_room < n) {
		gather->kept_room = n * 2;
		gather->kept = xreallocarray(
		    gather->kept, gather->kept_room, sizeof(*gather->kept));
	}
	for (i = 0; i < n; i++)
		gather->kept[i] = gather->v[gather->order[from + i]];
	if (n != 0)
		memcpy(gather->v, gather->kept, n * sizeof(*gather->v));
	gather->n = n;
}

bool
gather_hand_on(
    struct gather *gather, int64_t until, trace_event_fn *each, void *arg)
{
	const struct trace_event *event;
	size_t i;

	put_in_order(gather);
	mark_later(gather);
	for (i = 0; i < gather->n; i++) {
		event = &gather->v[gather->order[i]];
		if (event->time > until)
			break;
		each(arg, event);
	}
	keep(gather, i);
	return gather->n != 0;
}
