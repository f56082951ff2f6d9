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
	free(gather);
}

struct trace_event *
gather_add(struct gather *gather, int64_t time, unsigned tag)
{
	struct trace_event *event;

	if (gather->n == gather->room) {
		gather->room = gather->room == 0 ? 1024 : gather->room * 2;
		gather->v =
		    xreallocarray(gather->v, gather->room, sizeof(*gather->v));
	}
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
	if (lane->missed) {
		gather_add(
		    gather, lane->seen < time ? lane->seen : time, TRACE_GAP);
		gather_add(gather, time, TRACE_GAP_END);
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

static int
compare(const void *a, const void *b)
{
	const struct trace_event *x = a, *y = b;

	return (x->time > y->time) - (x->time < y->time);
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
		event = &gather->v[i - 1];
		place = ((uint64_t)event->tid * 67 + event->tag) % MET;
		met = &gather->met[place];
		later = &gather->later[(uint64_t)event->tid % MET];
		lost |= event->tag == TRACE_GAP_END;
		event->repeated = lost || *met == gather->round;
		event->later = lost ? UINT_MAX : (*later)++;
		*met = gather->round;
	}
}

bool
gather_hand_on(
    struct gather *gather, int64_t until, trace_event_fn *each, void *arg)
{
	size_t i;

	/* Each buffer is in order by itself, and these are merged. */
	if (gather->n != 0)
		mergesort(gather->v, gather->n, sizeof(*gather->v), compare);
	mark_later(gather);
	for (i = 0; i < gather->n && gather->v[i].time <= until; i++)
		each(arg, &gather->v[i]);
	gather->n -= i;
	if (gather->n != 0)
		memmove(
		    gather->v, gather->v + i, gather->n * sizeof(*gather->v));
	return gather->n != 0;
}
