/* SPDX-License-Identifier: BSD-2-Clause */
/* Events of the processes that use an object; see diff_process.h. */
#include "report/diff_process.h"
#include "base/proc_each.h"

/* The function that receives the events. */
struct receiver {
	ipc_event_fn *each;
	void *arg;
};

static bool
has_process(
    const struct ipc_processes *processes, const struct ipc_process *process)
{
	int64_t i;

	for (i = 0; i < processes->n; i++)
		if (processes->v[i].pid == process->pid &&
		    processes->v[i].tid == process->tid)
			return true;
	return false;
}

/*
 * Reports the event for each process that is in one list and not in the other.
 */
static void
tell_missing(const struct receiver *to, struct ipc_event *e,
    const struct ipc_processes *in, const struct ipc_processes *other)
{
	int64_t i;

	for (i = 0; i < in->n; i++)
		if (!has_process(other, &in->v[i])) {
			e->process = &in->v[i];
			to->each(to->arg, e);
		}
}

/*
 * Reports the processes that disappeared. If the number of processes is
 * unknown, not all of them could be seen: a process that is hidden now is not
 * reported.
 */
static void
tell_left(const struct receiver *to, struct ipc_event *e,
    const struct ipc_processes *in, const struct ipc_processes *other,
    int64_t number)
{
	struct ipc_processes one = { .n = 1 };
	int64_t i;

	for (i = 0; i < in->n; i++) {
		one.v = &in->v[i];
		if (number != UNKNOWN || has_process(other, one.v) ||
		    !proc_is_hidden(one.v->pid, one.v->tid))
			tell_missing(to, e, &one, other);
	}
}

void
diff_processes(const struct ipc_object *before, const struct ipc_object *after,
    ipc_event_fn *each, void *arg)
{
	static const struct ipc_processes nobody;
	const struct ipc_processes *had = &nobody, *awaited = &nobody;
	struct ipc_event e = { .before = before, .after = after };
	const struct receiver to = { each, arg };

	if (before != NULL) {
		had = &before->held_by;
		awaited = &before->waited_by;
	}
	if (had->n != UNKNOWN && after->held_by.n != UNKNOWN) {
		e.event = EVENT_RELEASE;
		tell_left(&to, &e, had, &after->held_by, after->holders);
		e.event = EVENT_HOLD;
		tell_missing(&to, &e, &after->held_by, had);
	}
	if (awaited->n != UNKNOWN && after->waited_by.n != UNKNOWN) {
		e.event = EVENT_WAKE;
		tell_left(&to, &e, awaited, &after->waited_by, after->waiters);
		e.event = EVENT_WAIT;
		tell_missing(&to, &e, &after->waited_by, awaited);
	}
}
