/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads undo adjustments of System V sets; see undo.h. */
#include <errno.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "kernel/links.h"
#include "kernel/undo.h"

#define MOST 100000 /* processes with undos of one set */
#define MOST_SEMS (1 << 24)

struct look {
	struct kernel *k;
	uint64_t set;
	int64_t nsems;
	int16_t *buffer; /* an adjustment for each semaphore */
	struct kernel_undos *out;
	struct text trace; /* all that was read, to compare two walks */
};

/*
 * Since Linux 6.9 the adjustments follow the structure; before, it points to
 * them.
 */
static int
find_values(struct look *l, uint64_t undo, uint64_t *at)
{
	if (l->k->layout.places[K_UNDO_POINTER].sort != KERNEL_UNKNOWN)
		return kernel_pointer(l->k, undo, K_UNDO_POINTER, at);
	return kernel_address(l->k, undo, K_UNDO_ARRAY, at);
}

static void
add(struct look *l, uint64_t owner)
{
	struct kernel_undos *out = l->out;
	struct kernel_undo undo = { .owner = owner };
	int64_t i;

	for (i = 0; i < l->nsems; i++)
		if (l->buffer[i] != 0) {
			ipc_array_add(&undo.values, i);
			ipc_array_add(&undo.values, l->buffer[i]);
		}
	if (undo.values.n == 0)
		return;
	out->v = xgrow(out->v, out->n, &out->room, sizeof(*out->v));
	out->v[out->n++] = undo;
}

static int
look_at_undo(void *arg, uint64_t link)
{
	struct look *l = arg;
	size_t size = (size_t)l->nsems * sizeof(*l->buffer);
	uint64_t undo, owner, at;

	if (kernel_container(l->k, link, K_UNDO_LINK, &undo) == -1 ||
	    kernel_pointer(l->k, undo, K_UNDO_OWNER, &owner) == -1 ||
	    find_values(l, undo, &at) == -1 ||
	    kernel_read(l->k, at, l->buffer, size) == -1)
		return -1;
	text_add(&l->trace, (const char *)&owner, sizeof(owner));
	text_add(&l->trace, (const char *)l->buffer, size);
	/* Without an owner: its process has ended. */
	if (owner != 0)
		add(l, owner);
	return 0;
}

static int
walk(void *arg)
{
	struct look *l = arg;
	uint64_t head;

	kernel_undos_free(l->out);
	if (kernel_address(l->k, l->set, K_SET_UNDOS, &head) == -1)
		return -1;
	return kernel_list(l->k, head, MOST, look_at_undo, l);
}

int
kernel_undos(struct kernel *k, uint64_t set, struct kernel_undos *out)
{
	struct look l = { .k = k, .set = set, .out = out };
	int status;

	*out = (struct kernel_undos){ 0 };
	if (kernel_number(k, set, K_SET_COUNT, &l.nsems) == -1)
		return -1;
	if (l.nsems <= 0 || l.nsems > MOST_SEMS) {
		errno = EAGAIN;
		return -1;
	}
	l.buffer = xreallocarray(NULL, (size_t)l.nsems, sizeof(*l.buffer));
	status = kernel_twice(walk, &l, &l.trace);
	free(l.buffer);
	return status;
}

void
kernel_undos_free(struct kernel_undos *undos)
{
	size_t i;

	for (i = 0; i < undos->n; i++)
		free(undos->v[i].values.v);
	free(undos->v);
	*undos = (struct kernel_undos){ 0 };
}

int
kernel_undo_owner(struct kernel *k, uint64_t task, uint64_t *owner)
{
	uint64_t sysvsem;

	if (kernel_address(k, task, K_TASK_SYSVSEM, &sysvsem) == -1)
		return -1;
	return kernel_pointer(k, sysvsem, K_SYSVSEM_UNDO, owner);
}
