/* SPDX-License-Identifier: BSD-2-Clause */
/* Objects that are made when they are shown; see records.h. */
#include <stdint.h>
#include <stdlib.h>

#include "base/proc.h"
#include "load/records.h"

/* A record tells nothing of names and processes. */
static bool
is_enough(const struct load *load)
{
	return !load->ghosts && !load->unlinked &&
	       (load->need & (NEED_PROCESSES | NEED_AREAS)) == 0 &&
	       refs_are_whole(load->refs, load->nrefs);
}

void
load_records(const struct load *load, struct load_records *all)
{
	unsigned bits = load_listed(load);
	struct ipc_records *records;
	size_t i;

	if (!is_enough(load))
		return;
	all->now = load->now;
	all->ns = proc_own_namespace("ns/ipc");
	for (i = 0; ipc_kinds[i] != NULL; i++) {
		if (ipc_kinds[i]->records == NULL ||
		    !(bits & ipc_kinds[i]->bit))
			continue;
		records = &all->kinds[all->n];
		records->kind = ipc_kinds[i];
		records->need = load->need;
		if (ipc_kinds[i]->records(records) == 0) {
			all->n++;
			all->bits |= ipc_kinds[i]->bit;
		}
	}
}

static bool
contains(const struct ipc_records *records, const void *row)
{
	uintptr_t first = (uintptr_t)records->v, at = (uintptr_t)row;

	return at >= first && at - first < records->n * records->size;
}

const void *
load_records_row(void *arg, const void *row)
{
	struct load_records *all = arg;
	size_t i;

	for (i = 0; i < all->n; i++) {
		if (!contains(&all->kinds[i], row))
			continue;
		all->kinds[i].kind->recall(&all->kinds[i], row, &all->object);
		all->object.ns = all->ns;
		ipc_object_derive(&all->object, all->now);
		return &all->object;
	}
	return row;
}

void
load_records_free(struct load_records *all)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		free(all->kinds[i].v);
	*all = (struct load_records){ 0 };
}
