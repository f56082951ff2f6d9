/* SPDX-License-Identifier: BSD-2-Clause */
/* Full queues; see shortage_queue.h. */
#include <string.h>

#include "base/xalloc.h"
#include "process/annotate.h"
#include "process/ghost.h"
#include "process/reader.h"
#include "report/advice.h"
#include "report/queue_advice.h"
#include "report/shortage_queue.h"
#include "report/shortage_words.h"

/* What bounds a queue, by its kind and by what fills it most. */
static const struct bound {
	unsigned kind;
	const char *fill_by;
	struct limit limit;
	size_t value;
	size_t used;
} bounds[] = {
	{ KIND_POSIX_MQ, "messages",
	    {
		.name = "max_messages",
		.unit = "messages",
		.meaning = "messages in the queue",
	    },
	    offsetof(struct ipc_object, max_messages),
	    offsetof(struct ipc_object, messages) },
	{ KIND_SYSV_MSG, "bytes",
	    {
		.name = "max_bytes",
		.unit = "bytes",
		.meaning = "bytes in the queue",
	    },
	    offsetof(struct ipc_object, max_bytes),
	    offsetof(struct ipc_object, bytes) },
	{ KIND_SYSV_MSG, "messages",
	    {
		.name = "max_bytes",
		.unit = "messages",
		.meaning = "messages in the queue, of which max_bytes is the "
			   "most as well",
	    },
	    offsetof(struct ipc_object, max_bytes),
	    offsetof(struct ipc_object, messages) },
};

/* Finds the bound of a queue whose fill is known; the table has all of them. */
static const struct bound *
bound_of(const struct ipc_object *o)
{
	const struct bound *bound = bounds;

	while (bound->kind != o->kind->bit ||
	       strcmp(bound->fill_by, o->fill_by) != 0)
		bound++;
	return bound;
}

static int64_t
number_at(const struct ipc_object *o, size_t offset)
{
	return *(const int64_t *)(const void *)((const char *)o + offset);
}

static void
describe(struct shortage *s, const struct ipc_object *o)
{
	const struct bound *bound = bound_of(o);

	*s = (struct shortage){
		.limit = bound->limit,
		.uid = UNKNOWN,
		.subject = o,
		.unaccounted = UNKNOWN,
		.senders.n = UNKNOWN,
		.readers.n = UNKNOWN,
		.effect = "senders block, or get EAGAIN",
	};
	s->limit.kind = o->kind->word;
	s->limit.api = o->kind->api;
	s->limit.value = number_at(o, bound->value);
	s->limit.used = number_at(o, bound->used);
	s->limit.share = o->fill;
	s->objects.n = s->owners.n = 1;
	s->objects.v[0] = s->owners.v[0] = (struct shortage_part){
		.object = o,
		.uid = o->uid,
		.amount = s->limit.used,
		.objects = 1,
	};
	s->owners.v[0].object = NULL;
}

/*
 * Returns the place of a queue in the order by fill; it comes after equal ones.
 */
static size_t
place_of(struct ipc_object *const *fullest, size_t n, int64_t fill)
{
	while (n > 0 && fullest[n - 1]->fill < fill)
		n--;
	return n;
}

/*
 * Chooses the fullest queues and returns their number. Counts the queues that
 * are nearly full, and those whose fill is unknown.
 */
static size_t
choose(const struct ipc_list *list, unsigned kind, struct ipc_object **fullest,
    int64_t *near, int64_t *unread)
{
	struct ipc_object *o;
	size_t at, i, n = 0;

	for (i = 0; i < list->n; i++) {
		o = list->v[i];
		if (o->kind->bit != kind)
			continue;
		if (o->fill_by == NULL) {
			*unread += 1;
			continue;
		}
		*near += o->fill >= SHORTAGE_NEAR;
		if ((at = place_of(fullest, n, o->fill)) == SHORTAGE_NAMED)
			continue;
		n += n < SHORTAGE_NAMED;
		memmove(&fullest[at + 1], &fullest[at],
		    (n - 1 - at) * sizeof(*fullest));
		fullest[at] = o;
	}
	return n;
}

/* Adds the waiters that are blocked in the given call. */
static void
take_waiters(
    struct ipc_processes *to, const struct ipc_object *o, const char *how)
{
	int64_t i;

	for (i = 0; i < o->waited_by.n; i++)
		if (strcmp(o->waited_by.v[i].how, how) == 0)
			ipc_processes_take(to, &o->waited_by.v[i]);
}

/* An empty list is only certain if all processes could be looked at. */
static void
settle(struct ipc_processes *list, int64_t known)
{
	if (list->n == 0 && known == UNKNOWN)
		list->n = UNKNOWN;
}

static void
find_readers(struct shortage *s, const struct ipc_object *o)
{
	int64_t i, is_one, known = o->holders;

	s->readers.n = 0;
	if (o->kind->bit != KIND_POSIX_MQ) {
		take_waiters(&s->readers, o, "receive");
		settle(&s->readers, o->waiters);
		return;
	}
	for (i = 0; i < o->held_by.n; i++) {
		is_one = reader_is_one(o->held_by.v[i].pid, o);
		if (is_one == 1)
			ipc_processes_take(&s->readers, &o->held_by.v[i]);
		else if (is_one == UNKNOWN)
			known = UNKNOWN;
	}
	settle(&s->readers, known);
}

/*
 * Looks at all processes once, for all queues that are nearly full. Queues
 * without a name were found through their holders, and have them already.
 */
static void
find_processes(struct shortage *all, struct ipc_object **queues, size_t n)
{
	struct ipc_object *near[SHORTAGE_QUEUES];
	struct ipc_list list = { .v = near };
	size_t i;

	for (i = 0; i < n; i++)
		if (queues[i]->fill >= SHORTAGE_NEAR &&
		    !ghost_is_one(queues[i]))
			near[list.n++] = queues[i];
	annotate(&list, NEED_HOLDERS | NEED_WAITERS, ORPHANS_AFTER, NULL);
	for (i = 0; i < n; i++) {
		if (queues[i]->fill < SHORTAGE_NEAR || ghost_is_one(queues[i]))
			continue;
		all[i].senders.n = 0;
		take_waiters(&all[i].senders, queues[i], "send");
		settle(&all[i].senders, queues[i]->waiters);
		find_readers(&all[i], queues[i]);
	}
}

static size_t
add_kind(struct shortage *out, struct ipc_object **fullest,
    const struct ipc_list *list, unsigned kind)
{
	int64_t near = 0, unread = 0;
	size_t i, n = choose(list, kind, fullest, &near, &unread);

	for (i = 0; i < n; i++) {
		describe(&out[i], fullest[i]);
		out[i].objects.words = shortage_names(&out[i].objects);
		out[i].owners.words = shortage_names(&out[i].owners);
		out[i].remedy = advice_there(queue_advice_raise(fullest[i]));
		out[i].relief = advice_there(queue_advice_relieve(fullest[i]));
	}
	if (n == 0)
		return 0;
	/* The last paragraph also counts the queues that have none. */
	out[n - 1].unread = unread;
	if (near > (int64_t)n)
		out[n - 1].more_objects = out[n - 1].objects.more =
		    near - (int64_t)n;
	return n;
}

size_t
shortage_queues(
    struct shortage *out, const struct ipc_list *list, unsigned kinds)
{
	static const unsigned apis[] = { KIND_POSIX_MQ, KIND_SYSV_MSG };
	struct ipc_object *queues[SHORTAGE_QUEUES];
	size_t i, n = 0;

	for (i = 0; i < sizeof(apis) / sizeof(*apis); i++)
		if (kinds & apis[i])
			n += add_kind(&out[n], &queues[n], list, apis[i]);
	find_processes(out, queues, n);
	return n;
}
