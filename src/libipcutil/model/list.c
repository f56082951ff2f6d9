/* SPDX-License-Identifier: BSD-2-Clause */
/* Lists of objects; see list.h. */
#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "base/xalloc.h"
#include "model/kind.h"
#include "model/list.h"

/* From so many objects on, memory for more is asked for in huge pages. */
#define MANY 2048

void
ipc_list_add(struct ipc_list *list, struct ipc_object *object)
{
	size_t size = list->size;

	list->v = xgrow(list->v, list->n, &list->size, sizeof(*list->v));
	if (list->size != size && list->n >= MANY)
		heap_ahead();
	list->v[list->n++] = object;
}

void
ipc_list_cut(struct ipc_list *list, size_t n)
{
	while (list->n > n)
		ipc_object_free(list->v[--list->n]);
}

void
ipc_list_free(struct ipc_list *list)
{
	ipc_list_cut(list, 0);
	free(list->v);
	*list = (struct ipc_list){ 0 };
}

int
ipc_object_cmp(const struct ipc_object *a, const struct ipc_object *b)
{
	if (a->kind != b->kind)
		return a->kind->bit < b->kind->bit ? -1 : 1;
	if (a->ns != b->ns)
		return a->ns < b->ns ? -1 : 1;
	if (a->name != NULL && b->name != NULL)
		return strcmp(a->name, b->name);
	return a->id < b->id ? -1 : a->id > b->id;
}

static int
by_identity(const void *a, const void *b)
{
	return ipc_object_cmp(
	    *(struct ipc_object *const *)a, *(struct ipc_object *const *)b);
}

void
ipc_list_sort(struct ipc_list *list)
{
	if (list->n != 0)
		qsort(list->v, list->n, sizeof(*list->v), by_identity);
}

/* A directory that changes during the listing may return an entry twice. */
void
ipc_list_unique(struct ipc_list *list)
{
	size_t i, kept = 0;

	/*
	 * The kernel lists most kinds in this order already, so sorting is
	 * rare.
	 */
	for (i = 1; i < list->n; i++)
		if (ipc_object_cmp(list->v[i - 1], list->v[i]) >= 0)
			break;
	if (i >= list->n)
		return;
	ipc_list_sort(list);
	for (i = 1; i < list->n; i++) {
		if (ipc_object_cmp(list->v[kept], list->v[i]) == 0)
			ipc_object_free(list->v[i]);
		else
			list->v[++kept] = list->v[i];
	}
	list->n = kept + 1;
}
