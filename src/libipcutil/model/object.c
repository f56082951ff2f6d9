/* SPDX-License-Identifier: BSD-2-Clause */
/* Objects; see object.h. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/object.h"

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
	.page_size = UNKNOWN,
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
	.held_by = { .n = UNKNOWN },
	.waited_by = { .n = UNKNOWN },
	.holder_pids = { .n = UNKNOWN },
	.waiter_pids = { .n = UNKNOWN },
	.holders = UNKNOWN,
	.holders_outside = UNKNOWN,
	.waiters = UNKNOWN,
	.waiters_outside = UNKNOWN,
	.undo_by = { .n = UNKNOWN },
	.orphan = UNKNOWN,
	.likely_orphan = UNKNOWN,
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

static void
free_process(struct ipc_process *process)
{
	free(process->command);
	free(process->ops.v);
	free(process->areas.v);
	free(process->descriptors.v);
}

void
ipc_processes_clear(struct ipc_processes *processes)
{
	int64_t i;

	for (i = 0; i < processes->n; i++)
		free_process(&processes->v[i]);
	processes->n = 0;
}

static void
free_processes(struct ipc_processes *processes)
{
	ipc_processes_clear(processes);
	free(processes->v);
}

void
ipc_object_free(struct ipc_object *object)
{
	if (object == NULL)
		return;
	free(object->name);
	free(object->was);
	free(object->label);
	free(object->unit);
	free(object->values.v);
	free(object->pid.v);
	free(object->ncnt.v);
	free(object->zcnt.v);
	free_processes(&object->held_by);
	free_processes(&object->waited_by);
	free_processes(&object->undo_by);
	free(object->holder_pids.v);
	free(object->waiter_pids.v);
	free(object->evidence);
	free(object->doubt);
	free(object->command);
	free(object);
}

void
ipc_array_set(struct ipc_array *array, size_t n)
{
	size_t i;

	array->v = xreallocarray(array->v, n, sizeof(*array->v));
	array->n = (int64_t)n;
	array->room = n;
	for (i = 0; i < n; i++)
		array->v[i] = UNKNOWN;
}

void
ipc_array_add(struct ipc_array *array, int64_t number)
{
	if (array->n == UNKNOWN)
		array->n = 0;
	array->v =
	    xgrow(array->v, (size_t)array->n, &array->room, sizeof(*array->v));
	array->v[array->n++] = number;
}

bool
ipc_array_has(const struct ipc_array *array, int64_t number)
{
	int64_t i;

	for (i = 0; i < array->n; i++)
		if (array->v[i] == number)
			return true;
	return false;
}

struct ipc_process *
ipc_process_add(struct ipc_processes *processes, int64_t pid)
{
	struct ipc_process *process;

	if (processes->n == UNKNOWN)
		processes->n = 0;
	processes->v = xgrow(processes->v, (size_t)processes->n,
	    &processes->room, sizeof(*processes->v));
	process = &processes->v[processes->n++];
	*process = (struct ipc_process){
		.pid = pid,
		.tid = UNKNOWN,
		.uid = UNKNOWN,
		.bytes = UNKNOWN,
		.max_size = UNKNOWN,
		.priority = UNKNOWN,
		.blocks = UNKNOWN,
		.ops = { .n = UNKNOWN },
		.areas = { .n = UNKNOWN },
		.descriptors = { .n = UNKNOWN },
	};
	return process;
}

void
ipc_processes_take(
    struct ipc_processes *processes, const struct ipc_process *process)
{
	*ipc_process_add(processes, process->pid) = *process;
}

void
ipc_process_add_area(
    struct ipc_process *process, uint64_t start, uint64_t end, int64_t access)
{
	ipc_array_add(&process->areas, (int64_t)start);
	ipc_array_add(&process->areas, (int64_t)end);
	ipc_array_add(&process->areas, access);
}

static int
compare_processes(const void *one, const void *two)
{
	const struct ipc_process *a = one, *b = two;

	if (a->pid != b->pid)
		return a->pid < b->pid ? -1 : 1;
	return a->tid < b->tid ? -1 : a->tid > b->tid;
}

bool
ipc_processes_unique(struct ipc_processes *processes)
{
	int64_t i, kept = 0, n = processes->n;

	if (n <= 0)
		return false;
	qsort(
	    processes->v, (size_t)n, sizeof(*processes->v), compare_processes);
	for (i = 0; i < n; i++)
		if (kept != 0 && compare_processes(&processes->v[kept - 1],
				     &processes->v[i]) == 0)
			free_process(&processes->v[i]);
		else
			processes->v[kept++] = processes->v[i];
	processes->n = kept;
	return kept != n;
}
