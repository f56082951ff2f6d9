/* SPDX-License-Identifier: BSD-2-Clause */
/* What the kernel's memory shows about objects; see told.h. */
#include <sys/sysmacros.h>

#include <errno.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "kernel/mqueues.h"
#include "kernel/wait.h"
#include "process/told.h"

/* The POSIX queues of our namespace: inode number and address. */
struct places {
	struct place {
		int64_t inode;
		uint64_t address;
	} * v;
	size_t n;
	size_t room;
};

/* The state while all objects of a kind are read. */
struct asking {
	struct kernel *k;
	struct kernel_pids pids;
	struct kernel_ids ids;
	struct places places;
};

static int
add_place(void *arg, uint64_t queue, int64_t inode)
{
	struct places *places = arg;

	places->v =
	    xgrow(places->v, places->n, &places->room, sizeof(*places->v));
	places->v[places->n++] = (struct place){ inode, queue };
	return 0;
}

static int
compare_places(const void *one, const void *two)
{
	const struct place *a = one, *b = two;

	return a->inode < b->inode ? -1 : a->inode > b->inode;
}

static int
find_places(void *arg)
{
	struct asking *a = arg;

	a->places.n = 0;
	return kernel_mqueues(a->k, add_place, &a->places);
}

static int
begin_mqueues(struct asking *a)
{
	if (kernel_try(find_places, a) == -1)
		return -1;
	if (a->places.n > 0)
		qsort(a->places.v, a->places.n, sizeof(*a->places.v),
		    compare_places);
	return 0;
}

static int
of_mqueue(struct asking *a, const struct ipc_object *o,
    struct kernel_waiters *waiters)
{
	const struct place key = { .inode = o->ino }, *place;
	int64_t device;

	if (a->places.n == 0 || kernel_mqueues_device(a->k, &device) == -1 ||
	    device != o->dev)
		return -1;
	place = bsearch(
	    &key, a->places.v, a->places.n, sizeof(key), compare_places);
	return place == NULL ? -1
			     : kernel_waiters_of_mqueue(
				   a->k, &a->pids, place->address, waiters);
}

static int
begin_queues(struct asking *a)
{
	return kernel_ids_begin(a->k, KERNEL_QUEUES, &a->ids);
}

static int
of_queue(struct asking *a, const struct ipc_object *o,
    struct kernel_waiters *waiters)
{
	uint64_t address;

	if (kernel_ids_find(a->k, &a->ids, o->id, &address) == -1)
		return -1;
	return kernel_waiters_of_queue(a->k, &a->pids, address, waiters);
}

static int
begin_sets(struct asking *a)
{
	return kernel_ids_begin(a->k, KERNEL_SETS, &a->ids);
}

static int
of_set(struct asking *a, const struct ipc_object *o,
    struct kernel_waiters *waiters)
{
	uint64_t address;

	if (kernel_ids_find(a->k, &a->ids, o->id, &address) == -1)
		return -1;
	return kernel_waiters_of_set(a->k, &a->pids, address, waiters);
}

static const struct question {
	unsigned kind;
	int (*begin)(struct asking *);
	int (*ask)(struct asking *, const struct ipc_object *,
	    struct kernel_waiters *);
} questions[] = {
	{ KIND_POSIX_MQ, begin_mqueues, of_mqueue },
	{ KIND_SYSV_MSG, begin_queues, of_queue },
	{ KIND_SYSV_SEM, begin_sets, of_set },
};

/* Reads all objects of a kind or none, because the walk looks for kinds. */
static bool
ask(struct asking *a, const struct question *q, const struct targets *targets)
{
	struct kernel_waiters waiters;
	struct ipc_object *o;
	size_t i;

	if (q->begin(a) == -1)
		return false;
	for (i = 0; i < targets->n; i++) {
		o = targets->v[i].object;
		if (o->kind->bit != q->kind)
			continue;
		/* The arrays of the last object belong to that object now. */
		waiters = (struct kernel_waiters){ 0 };
		if (q->ask(a, o, &waiters) == -1) {
			kernel_waiters_free(&waiters);
			return false;
		}
		ipc_processes_clear(&o->waited_by);
		free(o->waited_by.v);
		o->waited_by = waiters.list;
		o->waiters_outside = waiters.outside;
	}
	return true;
}

/* Undoes what was filled in before an object of the kind failed. */
static void
forget(const struct targets *targets, unsigned kind)
{
	struct ipc_object *o;
	size_t i;

	for (i = 0; i < targets->n; i++) {
		o = targets->v[i].object;
		if (o->kind->bit != kind)
			continue;
		ipc_processes_clear(&o->waited_by);
		o->waiters_outside = UNKNOWN;
	}
}

struct kernel *
told_kernel(struct walk *walk)
{
	if (!walk->asked) {
		walk->asked = true;
		walk->kernel = kernel_open(&walk->sight->unread);
	}
	return walk->kernel;
}

void
told_nothing(struct walk *walk)
{
	if (errno == ENOTSUP)
		walk->sight->unread =
		    "needs a kernel whose structures this program knows";
}

void
told_waiters(struct walk *walk)
{
	struct asking a = { .k = told_kernel(walk) };
	size_t i;

	if (a.k == NULL)
		return;
	if (kernel_pids_begin(a.k, &a.pids) == -1) {
		told_nothing(walk);
		return;
	}
	for (i = 0; i < sizeof(questions) / sizeof(*questions); i++) {
		if (!(walk->targets.kinds & questions[i].kind))
			continue;
		errno = 0;
		if (ask(&a, &questions[i], &walk->targets)) {
			walk->sight->told |= questions[i].kind;
			continue;
		}
		told_nothing(walk);
		forget(&walk->targets, questions[i].kind);
	}
	told_undos(walk);
	free(a.places.v);
}
