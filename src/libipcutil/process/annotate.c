/* SPDX-License-Identifier: BSD-2-Clause */
/* What only processes tell of objects; see annotate.h. */
#include "process/annotate.h"
#include "base/proc.h"
#include "process/orphan.h"
#include "process/walk.h"

static void
finish(struct ipc_object *o, unsigned need, const struct sight *sight,
    int64_t boot_time)
{
	struct text text = { 0 };

	if (need & NEED_ORPHAN)
		orphan_judge(o, sight, boot_time);
	if (need & NEED_EVIDENCE) {
		orphan_explain(o, sight, boot_time, &text);
		o->evidence = text.s;
	}
	if (need & NEED_COMMAND)
		o->command = orphan_creator(o, sight, boot_time);
}

void
annotate(const struct ipc_list *list, unsigned need, struct sight *out)
{
	struct sight sight = { 0 };
	int64_t boot_time;
	size_t i;

	if (!(need & NEED_PROCESSES) || list->n == 0)
		return;
	/* The verdict rests on all that there is to see. */
	if (need & (NEED_ORPHAN | NEED_EVIDENCE))
		need |= NEED_HOLDERS | NEED_WAITERS;
	if (need & NEED_WALK)
		walk_processes(list, need, &sight, NULL);
	else
		sight_begin(&sight);
	boot_time = proc_boot_time();
	for (i = 0; i < list->n; i++)
		finish(list->v[i], need, &sight, boot_time);
	if (out != NULL)
		*out = sight;
}
