/* SPDX-License-Identifier: BSD-2-Clause */
/* What mappings tell about segments; see segment.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "base/copy.h"
#include "base/proc.h"
#include "base/xalloc.h"
#include "process/segment.h"
#include "process/target.h"

/* A removed segment has lost its key (0), so `was` is worth looking for. */
static bool
is_wanted(const struct ipc_object *o, unsigned need)
{
	if (o->kind->bit != KIND_SYSV_SHM)
		return false;
	return (o->dest == 1 && o->was == NULL) ||
	       (need & NEED_PAGE_SIZE && o->page_size == UNKNOWN);
}

struct ipc_list
segment_choose(const struct ipc_list *list, unsigned need)
{
	struct ipc_list chosen = { 0 };
	size_t i;

	for (i = 0; need & NEED_AREAS && i < list->n; i++)
		if (is_wanted(list->v[i], need))
			ipc_list_add(&chosen, list->v[i]);
	return chosen;
}

static void
look_at_area(void *arg, const struct proc_area *area)
{
	const struct targets *targets = arg;
	struct target *target;
	struct ipc_object *o;

	if (area->segment != 1 ||
	    !targets_have_shm_device(targets, area->dev) ||
	    (target = targets_find(targets, TARGET_SHM, area->ino)) == NULL)
		return;
	o = target->object;
	o->page_size = targets_page_size(targets, area->dev);
	if (o->dest == 1 && o->was == NULL && area->key != UNKNOWN)
		xasprintf(&o->was, "0x%08llx", (unsigned long long)area->key);
}

/* Reads the mappings of one process, for all segments. */
static void
read_maps(int64_t pid, struct targets *targets)
{
	char *file;
	int fd, status;

	xasprintf(&file, "%lld/maps", (long long)pid);
	fd = proc_open(file, O_RDONLY);
	free(file);
	if (fd == -1)
		return;
	/* If reading fails halfway, what was read is right. */
	status = proc_read_areas(fd, look_at_area, targets);
	(void)status;
	copy_close(fd);
}

/* The maps of a process are read once, even if it has many segments. */
void
segment_look(const struct ipc_list *segments)
{
	struct ipc_array read = { .n = UNKNOWN };
	struct targets targets;
	struct ipc_object *o;
	int64_t k;
	size_t i;

	if (segments->n == 0)
		return;
	targets_init(&targets, segments);
	for (i = 0; i < segments->n; i++) {
		o = segments->v[i];
		for (k = 0; k < o->held_by.n && o->page_size == UNKNOWN; k++)
			if (!ipc_array_has(&read, o->held_by.v[k].pid)) {
				read_maps(o->held_by.v[k].pid, &targets);
				ipc_array_add(&read, o->held_by.v[k].pid);
			}
	}
	targets_free(&targets);
	free(read.v);
}

void
segment_forget_holders(const struct ipc_list *segments)
{
	struct ipc_object *o;
	size_t i;

	for (i = 0; i < segments->n; i++) {
		o = segments->v[i];
		ipc_processes_clear(&o->held_by);
		o->held_by.n = o->holder_pids.n = UNKNOWN;
		o->holders = o->holders_outside = UNKNOWN;
	}
}
