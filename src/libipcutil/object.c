/* SPDX-License-Identifier: BSD-2-Clause */
/* Objects and lists of them; see object.h. */
#include <stdlib.h>
#include <string.h>

#include "kind.h"
#include "object.h"
#include "xalloc.h"

static const struct ipc_object blank = {
	.id = UNKNOWN,
	.key = UNKNOWN,
	.dev = UNKNOWN,
	.ino = UNKNOWN,
	.ns = UNKNOWN,
	.uid = UNKNOWN,
	.gid = UNKNOWN,
	.cuid = UNKNOWN,
	.cgid = UNKNOWN,
	.mode = UNKNOWN,
	.ctime = UNKNOWN,
	.mtime = UNKNOWN,
	.btime = UNKNOWN,
	.stime = UNKNOWN,
	.rtime = UNKNOWN,
	.atime = UNKNOWN,
	.dtime = UNKNOWN,
	.otime = UNKNOWN,
	.made = UNKNOWN,
	.used = UNKNOWN,
	.age = UNKNOWN,
	.idle = UNKNOWN,
	.messages = UNKNOWN,
	.bytes = UNKNOWN,
	.max_messages = UNKNOWN,
	.max_bytes = UNKNOWN,
	.max_message_size = UNKNOWN,
	.fill = UNKNOWN,
	.lspid = UNKNOWN,
	.lrpid = UNKNOWN,
	.notify = UNKNOWN,
	.notify_pid = UNKNOWN,
	.size = UNKNOWN,
	.rss = UNKNOWN,
	.swap = UNKNOWN,
	.nattch = UNKNOWN,
	.cpid = UNKNOWN,
	.lpid = UNKNOWN,
	.dest = UNKNOWN,
	.locked = UNKNOWN,
	.nsems = UNKNOWN,
	.value = UNKNOWN,
	.values = { .n = UNKNOWN },
	.pid = { .n = UNKNOWN },
	.ncnt = { .n = UNKNOWN },
	.zcnt = { .n = UNKNOWN },
};

void
ipc_object_init(struct ipc_object *object, const struct ipc_kind *kind)
{
	*object = blank;
	object->kind = kind;
}

struct ipc_object *
ipc_object_new(const struct ipc_kind *kind)
{
	struct ipc_object *object = xmalloc(sizeof(*object));

	ipc_object_init(object, kind);
	return object;
}

void
ipc_object_free(struct ipc_object *object)
{
	if (object == NULL)
		return;
	free(object->name);
	free(object->values.v);
	free(object->pid.v);
	free(object->ncnt.v);
	free(object->zcnt.v);
	free(object);
}

void
ipc_array_set(struct ipc_array *array, size_t n)
{
	size_t i;

	array->v = xreallocarray(array->v, n, sizeof(*array->v));
	array->n = (int64_t)n;
	for (i = 0; i < n; i++)
		array->v[i] = UNKNOWN;
}

void
ipc_list_add(struct ipc_list *list, struct ipc_object *object)
{
	if (list->n == list->size) {
		list->size = list->size != 0 ? list->size * 2 : 64;
		list->v = xreallocarray(list->v, list->size, sizeof(*list->v));
	}
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
ipc_list_unique(struct ipc_list *list)
{
	size_t i, kept = 0;

	/* The kernel lists most kinds in that order already. */
	for (i = 1; i < list->n; i++)
		if (ipc_object_cmp(list->v[i - 1], list->v[i]) >= 0)
			break;
	if (i >= list->n)
		return;
	qsort(list->v, list->n, sizeof(*list->v), by_identity);
	for (i = 1; i < list->n; i++) {
		if (ipc_object_cmp(list->v[kept], list->v[i]) == 0)
			ipc_object_free(list->v[i]);
		else
			list->v[++kept] = list->v[i];
	}
	list->n = kept + 1;
}
