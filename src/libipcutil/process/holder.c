/* SPDX-License-Identifier: BSD-2-Clause */
/* Who holds an object; see holder.h. */
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "base/compat.h"
#include "base/xalloc.h"
#include "process/holder.h"

const char holder_mapped[] = "mapped";
const char holder_open[] = "open";
const char holder_both[] = "both";

struct look {
	struct walk *walk;
	int fd;
};

/* Holding it in two ways is holding it once. */
static void
add(struct walk *walk, struct ipc_object *o, const char *how)
{
	struct ipc_processes *holders = &o->held_by;
	struct ipc_process *last = NULL;

	if (holders->n > 0)
		last = &holders->v[holders->n - 1];
	if (last == NULL || last->pid != walk->process.pid)
		walk_add(&walk->process, holders)->how = how;
	else if (last->how != how)
		last->how = holder_both;
}

/* A thread that waits for a semaphore waits at an address. */
static void
add_place(struct walk_process *process, const struct proc_area *area,
    struct target *target)
{
	if ((process->nplaces & (process->nplaces - 1)) == 0)
		process->places = xreallocarray(process->places,
		    process->nplaces != 0 ? process->nplaces * 2 : 1,
		    sizeof(*process->places));
	process->places[process->nplaces++] = (struct walk_place){
		.start = area->start,
		.end = area->end,
		.target = target,
	};
}

static struct target *
find(const struct look *look, const struct proc_area *area)
{
	const struct targets *targets = &look->walk->targets;
	struct target *target;

	if (targets_have_device(targets, area->dev))
		return targets_find(targets, area->dev, area->ino);
	if (!targets_have_shm_device(targets, area->dev))
		return NULL;
	/* Other memory without a name lies there too, numbered otherwise. */
	target = targets_find(targets, TARGET_SHM, area->ino);
	if (target != NULL && (!proc_is_segment(look->fd, area) ||
				  !walk_is_ours(look->walk, "ns/ipc")))
		return NULL;
	return target;
}

static void
look_at_area(void *arg, const struct proc_area *area)
{
	const struct look *look = arg;
	struct target *target = find(look, area);

	for (; target != NULL;
	     target = targets_next(&look->walk->targets, target)) {
		target->areas++;
		add(look->walk, target->object, holder_mapped);
		if (target->object->kind->bit & KIND_POSIX_SEM)
			add_place(&look->walk->process, area, target);
	}
}

int
holder_look_at_maps(struct walk *walk, int fd)
{
	struct look look = { walk, fd };
	/* What is mapped privately can only be a file with a name. */
	bool shared =
	    (walk->targets.kinds & (KIND_POSIX_SHM | KIND_POSIX_SEM)) == 0;

	if (!walk->textual) {
		if (proc_query_areas(fd, shared, look_at_area, &look) == 0)
			return 0;
		if (errno != ENOTTY)
			return -1;
		walk->textual = true;
	}
	return proc_read_areas(fd, look_at_area, &look);
}

static void
look_at_descriptor(struct walk *walk, int dirfd, const char *name)
{
	struct target *target;
	struct statx st;
	int64_t dev;

	/* What a server has is not asked for: it may not answer. */
	if (statx(dirfd, name, AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, STATX_INO,
		&st) == -1)
		return;
	dev = (int64_t)makedev(st.stx_dev_major, st.stx_dev_minor);
	if (!targets_have_device(&walk->targets, dev))
		return;
	target = targets_find(&walk->targets, dev, (int64_t)st.stx_ino);
	for (; target != NULL; target = targets_next(&walk->targets, target)) {
		add(walk, target->object, holder_open);
		if (target->object->kind->bit & KIND_POSIX_MQ)
			walk->process.queue = true;
	}
}

int
holder_look_at_descriptors(struct walk *walk, DIR *dir)
{
	const struct dirent *entry;

	for (errno = 0; (entry = readdir(dir)) != NULL; errno = 0)
		if (entry->d_name[0] != '.')
			look_at_descriptor(walk, dirfd(dir), entry->d_name);
	return errno;
}

/* The kernel counts how often a segment is attached, wherever that is. */
static bool
found_all(const struct target *target)
{
	struct ipc_object *now, *o = target->object;
	bool all;

	if (o->kind->bit != KIND_SYSV_SHM || o->nattch == UNKNOWN)
		return false;
	if (o->nattch == target->areas)
		return true;
	/* It may have been detached between the list and the walk. */
	now = ipc_object_new(o->kind);
	now->id = o->id;
	all = o->kind->stat(now, 0) == 0 && now->nattch == target->areas;
	ipc_object_free(now);
	return all;
}

static bool
is_complete(const struct walk *walk, const struct target *target)
{
	const struct ipc_object *o = target->object;

	if (found_all(target))
		return true;
	/* Some may have it attached and have left for another namespace. */
	if (o->kind->bit == KIND_SYSV_SHM && target->areas < o->nattch)
		return false;
	return sight_of_holders(walk->sight, o->kind->bit);
}

void
holder_finish(struct walk *walk)
{
	const struct target *target;
	struct ipc_object *o;
	int64_t i;
	size_t n;

	for (n = 0; n < walk->targets.n; n++) {
		target = &walk->targets.v[n];
		o = target->object;
		if (o->held_by.n == UNKNOWN)
			continue;
		o->holder_pids.n = 0;
		for (i = 0; i < o->held_by.n; i++)
			ipc_array_add(&o->holder_pids, o->held_by.v[i].pid);
		if (is_complete(walk, target))
			o->holders = o->held_by.n;
		else if (o->held_by.n == 0)
			o->held_by.n = o->holder_pids.n = UNKNOWN;
	}
}
