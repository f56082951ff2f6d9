/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipcwatch --top --trace: how long calls take and wait, of each object.
 *
 * Statistics are of the last half to whole minute: each call is counted in two
 * tables, of which one is emptied each half minute, in turns. The one that is
 * older is shown.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "ipcwatch_stats.h"
#include "ipcwatch_top.h"
#include "ipcwatch_trace.h"

#define HALF (30 * SECOND)

/* How soon to look again at what came while we looked. */
#define SOON (SECOND / 500)

struct top_calls {
	struct tracer *tracer;
	struct stats *stats; /* that is shown */
	struct stats *next;  /* that will be */
	int64_t began;	     /* when the former was empty; CLOCK_MONOTONIC */
	int64_t turned;	     /* when the latter was */
	struct stats_groups groups; /* of the former, at the last look */
	int64_t lost;		    /* records, since the beginning */
	bool more;		    /* there are records left */
};

static void
ended(void *arg, int64_t pid)
{
	const struct top *top = arg;

	stats_ended(top->calls->stats, pid);
	stats_ended(top->calls->next, pid);
}

bool
calls_open(struct top *top)
{
	struct tracer *tracer = trace_open(&top->o, ended);
	struct top_calls *calls;

	if (tracer == NULL)
		return false;
	top->calls = calls = xmalloc(sizeof(*calls));
	*calls = (struct top_calls){
		.tracer = tracer,
		.stats = stats_new(STATS_ROOM),
		.next = stats_new(STATS_ROOM),
		.began = monotonic(),
		.turned = monotonic(),
	};
	return true;
}

void
calls_close(struct top *top)
{
	struct top_calls *calls = top->calls;
	struct tracer_losses losses;

	if (calls == NULL)
		return;
	losses = tracer_losses(calls->tracer);
	if (calls->lost > 0)
		trace_tell_lost(&top->o, calls->lost);
	trace_tell_entered(&top->o, &losses);
	trace_tell_losses(&top->o, calls->tracer, 0);
	trace_close();
	stats_groups_free(&calls->groups);
	stats_free(calls->stats);
	stats_free(calls->next);
	free(calls);
	top->calls = NULL;
}

int
calls_fd(const struct top *top)
{
	return top->calls == NULL ? -1 : tracer_fd(top->calls->tracer);
}

static bool
is_wanted(const struct top *top, const struct call *call)
{
	return top->o.pids.n == 0 || ipc_array_has(&top->o.pids, call->pid);
}

static void
count(void *arg, const struct call *call)
{
	const struct top *top = arg;

	if (!is_wanted(top, call))
		return;
	stats_add(top->calls->stats, call);
	stats_add(top->calls->next, call);
}

static void
count_waiting(void *arg, const struct call *call)
{
	const struct top *top = arg;

	if (is_wanted(top, call))
		stats_add_waiting(top->calls->stats, call);
}

int64_t
calls_read(struct top *top)
{
	int64_t pause;

	if (top->calls == NULL)
		return INT64_MAX;
	if (tracer_read(top->calls->tracer, count, top))
		return SOON;
	pause = tracer_pause(top->calls->tracer);
	return pause == 0 ? INT64_MAX : pause;
}

/* The table that is shown gives way to the other one each half minute. */
static void
turn(struct top_calls *calls)
{
	int64_t now = monotonic();
	struct stats *old = calls->stats;

	if (now - calls->turned < HALF)
		return;
	stats_clear(old);
	calls->stats = calls->next;
	calls->next = old;
	calls->began = calls->turned;
	calls->turned = now;
}

static int
compare(const void *key, const void *element)
{
	return ipc_object_cmp(key, *(struct ipc_object *const *)element);
}

/* Returns the row of the object of a group, or NULL. */
static struct activity *
row_of(const struct top *top, const struct stats_group *group)
{
	const struct ipc_list *list = &top->watch.list;
	struct ipc_object key = group->rows[0]->object;
	struct ipc_object **found;

	if (key.kind == NULL || list->n == 0 ||
	    (key.id == UNKNOWN && key.name == NULL))
		return NULL;
	/* All are of our namespace. */
	key.ns = list->v[0]->ns;
	found = bsearch(&key, list->v, list->n, sizeof(*list->v), compare);
	return found == NULL ? NULL : &top->all[found - list->v];
}

static void
fill_in(struct activity *row, const struct tally *tally)
{
	const struct histogram *h = &tally->times;

	row->calls = h->n;
	row->errors = tally->errors;
	row->blocked = h->sum;
	row->p50 = histogram_percentile(h, 50);
	row->p99 = histogram_percentile(h, 99);
	row->slowest = h->n == 0 ? UNKNOWN : h->max;
	row->wait = tally->waiting == 0 ? UNKNOWN : tally->longest;
}

void
calls_look(struct top *top)
{
	struct top_calls *calls = top->calls;
	struct activity *row;
	size_t i;

	if (calls == NULL)
		return;
	turn(calls);
	stats_clear_waiting(calls->stats);
	tracer_waiting(calls->tracer, count_waiting, top);
	stats_groups_free(&calls->groups);
	stats_group(calls->stats, STATS_BY_OBJECT, &calls->groups);
	calls->lost = tracer_losses(calls->tracer).records;
	for (i = 0; i < top->watch.list.n; i++) {
		top->all[i].calls = top->all[i].errors = 0;
		top->all[i].blocked = 0;
	}
	for (i = 0; i < calls->groups.n; i++) {
		row = row_of(top, &calls->groups.v[i]);
		if (row != NULL)
			fill_in(row, &calls->groups.v[i].total);
	}
}

void
calls_draw_total(const struct top *top, struct canvas *c)
{
	const struct top_calls *calls = top->calls;
	struct text span = { 0 };

	if (calls == NULL)
		return;
	value_write_span((monotonic() - calls->began) / SECOND * SECOND, &span);
	canvas_put(c, LOOK_PLAIN, "; ");
	canvas_number(c, LOOK_PLAIN, stats_calls(calls->stats));
	canvas_put(c, LOOK_PLAIN, " calls in ");
	canvas_put(c, LOOK_PLAIN, span.s);
	text_free(&span);
	if (calls->lost > 0) {
		canvas_put(c, LOOK_PLAIN, ", ");
		canvas_number(c, LOOK_FULL, calls->lost);
		canvas_put(c, LOOK_FULL, " records lost");
	}
}

void
calls_write(const struct top *top, const struct ipc_object *object, FILE *fp)
{
	const struct stats_groups *groups;
	struct text text = { 0 };
	const struct activity *row;
	size_t i;

	if (top->calls == NULL)
		return;
	groups = &top->calls->groups;
	for (i = 0; i < groups->n; i++) {
		row = row_of(top, &groups->v[i]);
		if (row == NULL || ipc_object_cmp(&row->object, object) != 0)
			continue;
		stats_write_group(&text, &groups->v[i]);
		fprintf(fp, "%s\n", text.s);
		text_free(&text);
		return;
	}
}
