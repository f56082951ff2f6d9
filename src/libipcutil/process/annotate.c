/* SPDX-License-Identifier: BSD-2-Clause */
/* Walks over processes for loaded objects; see annotate.h. */
#include <stdlib.h>

#include "process/annotate.h"
#include "process/census.h"
#include "process/grounds.h"
#include "process/holder.h"
#include "process/orphan.h"
#include "process/segment.h"
#include "process/user.h"
#include "process/waiter.h"
#include "process/walk.h"

static char *
in_words(const struct ipc_object *o, const struct grounds *grounds,
    void (*write)(
	const struct ipc_object *, const struct grounds *, struct text *))
{
	struct text text = { 0 };

	write(o, grounds, &text);
	return text.s;
}

static void
finish(struct ipc_object *o, unsigned need, const struct grounds *grounds)
{
	if (need & NEED_ORPHAN)
		orphan_judge(o, grounds);
	if (need & NEED_EVIDENCE) {
		o->evidence = in_words(o, grounds, orphan_explain);
		o->doubt = in_words(o, grounds, orphan_doubt);
	}
	if (need & NEED_COMMAND)
		o->command = user_creator(o, grounds);
}

/*
 * The holder visitor comes before the waiter visitor, which uses what it finds.
 */
static void
walk(const struct ipc_list *list, unsigned need, struct sight *sight,
    struct census *census)
{
	const struct walk_visitor *visitors[4] = { NULL };
	size_t n = 0;

	if (census != NULL)
		visitors[n++] = &census_visitor;
	visitors[n++] = &holder_visitor;
	if (need & NEED_WAITERS)
		visitors[n++] = &waiter_visitor;
	walk_processes(list, need, visitors, sight, census);
}

void
annotate(const struct ipc_list *list, unsigned need, int64_t after,
    struct sight *out)
{
	struct sight sight = {
		.only = out != NULL ? out->only : NULL,
	};
	struct census census = { 0 };
	struct timeline timeline;
	struct grounds grounds = { &sight, NULL, &timeline, after };
	struct ipc_list segments;
	size_t i;

	segments = segment_choose(list, need);
	if ((!(need & NEED_PROCESSES) && segments.n == 0) || list->n == 0)
		return;
	/* The verdict needs holders and waiters, even if they are not shown. */
	if (need & (NEED_ORPHAN | NEED_EVIDENCE)) {
		need |= NEED_HOLDERS | NEED_WAITERS;
		grounds.census = &census;
	}
	if (need & NEED_WALK)
		walk(list, need, &sight,
		    grounds.census != NULL ? &census : NULL);
	else if (segments.n != 0)
		walk(&segments, NEED_HOLDERS, &sight, NULL);
	else
		sight_begin(&sight);
	segment_look(&segments);
	if (!(need & NEED_WALK))
		segment_forget_holders(&segments);
	timeline_begin(&timeline);
	for (i = 0; i < list->n; i++)
		finish(list->v[i], need, &grounds);
	census_free(&census);
	free(segments.v);
	if (out != NULL)
		*out = sight;
}
