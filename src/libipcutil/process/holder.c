/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds the holders of objects; see holder.h. */
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/compat.h"
#include "base/copy.h"
#include "base/xalloc.h"
#include "process/descriptor.h"
#include "process/holder.h"
#include "process/told.h"

const char holder_mapped[] = "mapped";
const char holder_open[] = "open";
const char holder_both[] = "both";

/* The memory of the process that is examined. */
struct memory {
	struct walk *walk;
	int fd; /* /proc/PID/maps */
};

/*
 * Adds the process to the holders once, even if it holds the object in two
 * ways.
 */
static struct ipc_process *
add(struct walk *walk, struct ipc_object *o, const char *how)
{
	struct ipc_processes *holders = &o->held_by;
	struct ipc_process *last = NULL;

	if (holders->n > 0)
		last = &holders->v[holders->n - 1];
	if (last == NULL || last->pid != walk->process.pid) {
		last = walk_add(&walk->process, holders);
		last->how = how;
	} else if (last->how != how)
		last->how = holder_both;
	return last;
}

/* Notes where a semaphore is mapped: waiters sleep at an address in there. */
static void
add_place(struct walk_process *process, const struct proc_area *area,
    struct target *target)
{
	process->places = xgrow(process->places, process->nplaces,
	    &process->places_room, sizeof(*process->places));
	process->places[process->nplaces++] = (struct walk_place){
		.start = area->start,
		.end = area->end,
		.target = target,
	};
}

/* Other mappings on the segments' device are not segments: check the name. */
static bool
is_our_segment(const struct memory *memory, const struct proc_area *area)
{
	int is = proc_is_segment(memory->fd, area);

	if (is == -1 && proc_why_not(errno) != PROC_GONE)
		memory->walk->process.missed = true;
	return is == 1 && walk_is_ours(memory->walk, "ns/ipc");
}

static struct target *
find(const struct memory *memory, const struct proc_area *area)
{
	const struct targets *targets = &memory->walk->targets;
	struct target *target;

	if (targets_have_device(targets, area->dev))
		return targets_find(targets, area->dev, area->ino);
	if (!targets_have_shm_device(targets, area->dev))
		return NULL;
	target = targets_find(targets, TARGET_SHM, area->ino);
	return target != NULL && is_our_segment(memory, area) ? target : NULL;
}

static void
add_area(struct walk *walk, const struct proc_area *area, struct target *target)
{
	target->areas++;
	ipc_process_add_area(add(walk, target->object, holder_mapped),
	    area->start, area->end, area->access);
}

static void
look_at_area(void *arg, const struct proc_area *area)
{
	const struct memory *memory = arg;
	struct target *target = find(memory, area);

	for (; target != NULL;
	     target = targets_next(&memory->walk->targets, target)) {
		if (!(memory->walk->sight->mapped & target->object->kind->bit))
			add_area(memory->walk, area, target);
		if (target->object->kind->bit & KIND_POSIX_SEM)
			add_place(&memory->walk->process, area, target);
	}
}

/* Reads the mappings of the process. 0, or -1 with errno. */
static int
look_at_areas(struct walk *walk, int fd)
{
	struct memory memory = { walk, fd };
	/*
	 * Segments are always mapped shared, and so are semaphores by whoever
	 * waits for one (sem_open(3)). A file that is only held may be mapped
	 * private, too.
	 */
	bool shared =
	    (walk->targets.kinds & ~walk->sight->mapped & KINDS_IN_SHM) == 0;

	if (!walk->textual) {
		if (proc_query_areas(fd, shared, look_at_area, &memory) == 0)
			return 0;
		if (errno != ENOTTY)
			return -1;
		walk->textual = true;
	}
	return proc_read_areas(fd, look_at_area, &memory);
}

/*
 * True if the mappings have to be read. Those of semaphores are needed for
 * finding waiters, even if the kernel's memory has shown the holders.
 */
static bool
needs_areas(const struct walk *walk)
{
	unsigned kinds = walk->targets.kinds & (KINDS_SHM | KIND_POSIX_SEM);

	return (kinds & ~walk->sight->mapped) != 0 ||
	       (kinds & KIND_POSIX_SEM && walk->need & NEED_WAITERS);
}

/* Reading the mappings also shows whether the process has memory. */
static enum proc_seen
look_at_maps(struct walk *walk)
{
	int fd, status, error;

	fd = openat(walk->process.dirfd, "maps", O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return errno == ESRCH ? PROC_EMPTY : proc_why_not(errno);
	status =
	    needs_areas(walk) ? look_at_areas(walk, fd) : proc_try_areas(fd);
	error = errno;
	close(fd);
	if (status == 0)
		return PROC_SEEN;
	return error == ESRCH ? PROC_EMPTY : proc_why_not(error);
}

/*
 * Asks no file system that may not answer: with a mask of 0, statx(2) returns
 * device and inode without asking the server, even if we have no permission
 * (fuse(4)).
 */
static void
look_at_descriptor(struct walk *walk, int dirfd, const char *name)
{
	struct ipc_process *holder;
	struct target *target;
	struct statx st;
	int64_t dev;

	if (statx(dirfd, name, AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, 0, &st) ==
	    -1) {
		/* The descriptor was closed, or the process has ended. */
		if (proc_why_not(errno) != PROC_GONE)
			walk->process.missed = true;
		return;
	}
	dev = (int64_t)makedev(st.stx_dev_major, st.stx_dev_minor);
	if (!targets_have_device(&walk->targets, dev))
		return;
	target = targets_find(&walk->targets, dev, (int64_t)st.stx_ino);
	for (; target != NULL; target = targets_next(&walk->targets, target)) {
		holder = add(walk, target->object, holder_open);
		if (walk->need & NEED_USES)
			descriptor_add(holder, walk->process.dirfd, name);
		if (target->object->kind->bit & KIND_POSIX_MQ)
			walk->process.queue = true;
	}
}

static enum proc_seen
look_at_descriptors(struct walk *walk, bool *any)
{
	const struct dirent *entry;
	int fd, error;
	DIR *dir;

	if (walk->targets.ndevices == 0)
		return PROC_SEEN;
	fd = openat(
	    walk->process.dirfd, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1 || (dir = fdopendir(fd)) == NULL) {
		error = errno;
		copy_close(fd);
		return proc_why_not(error);
	}
	for (errno = 0; (entry = readdir(dir)) != NULL; errno = 0)
		if (entry->d_name[0] != '.') {
			*any = true;
			look_at_descriptor(walk, dirfd(dir), entry->d_name);
		}
	error = errno;
	closedir(dir);
	return error == 0 ? PROC_SEEN : proc_why_not(error);
}

/*
 * Any process may have a file open. Holders of segments need not be looked for
 * if the kernel's memory has shown them.
 */
static bool
wants(const struct walk *walk)
{
	return walk->targets.ndevices > 0 ||
	       (walk->targets.kinds & KIND_SYSV_SHM & ~walk->sight->mapped) !=
		   0;
}

static enum proc_seen
look(struct walk *walk)
{
	enum proc_seen seen, maps;
	bool any = false;

	/*
	 * Read maps first: a zombie or kernel thread has none and cannot hold
	 * anything, so being refused its descriptors does not matter.
	 */
	if (needs_areas(walk)) {
		maps = look_at_maps(walk);
		return maps == PROC_SEEN ? look_at_descriptors(walk, &any)
					 : maps;
	}
	/*
	 * A process with an open descriptor is not a zombie or kernel thread.
	 */
	seen = look_at_descriptors(walk, &any);
	if (any)
		return seen;
	maps = look_at_maps(walk);
	return maps == PROC_SEEN ? seen : maps;
}

/*
 * True if all attachments were found, by the kernel's number of them, which
 * counts those of all namespaces.
 */
static bool
found_all(const struct target *target)
{
	struct ipc_object *now, *o = target->object;
	bool all;

	if (o->kind->bit != KIND_SYSV_SHM || o->nattch == UNKNOWN)
		return false;
	if (o->nattch == target->areas)
		return true;
	/* It may have been detached between the listing and the walk. */
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

	if (walk->sight->mapped & o->kind->bit & KIND_SYSV_SHM ||
	    found_all(target))
		return true;
	/*
	 * A process may have attached it and then moved to another namespace.
	 */
	if (o->kind->bit == KIND_SYSV_SHM && target->areas < o->nattch)
		return false;
	return sight_of_holders(walk->sight, o->kind->bit);
}

/* Holders that only the kernel's memory shows. */
static int64_t
told_outside(const struct ipc_object *o)
{
	return o->holders_outside != UNKNOWN ? o->holders_outside : 0;
}

static void
finish(struct walk *walk)
{
	struct target *target;
	struct ipc_object *o;
	int64_t i;
	size_t n;

	for (n = 0; n < walk->targets.n; n++) {
		target = &walk->targets.v[n];
		o = target->object;
		if (o->held_by.n == UNKNOWN)
			continue;
		told_merge(target);
		/*
		 * A process that was examined twice has its mappings counted
		 * twice.
		 */
		if (ipc_processes_unique(&o->held_by))
			target->areas = UNKNOWN;
		o->holder_pids.n = 0;
		for (i = 0; i < o->held_by.n; i++)
			ipc_array_add(&o->holder_pids, o->held_by.v[i].pid);
		if (is_complete(walk, target))
			o->holders = o->held_by.n + told_outside(o);
		else if (o->held_by.n == 0)
			o->held_by.n = o->holder_pids.n = UNKNOWN;
	}
}

const struct walk_visitor holder_visitor = {
	.begin = told_mappers,
	.wants = wants,
	.look = look,
	.finish = finish,
};
