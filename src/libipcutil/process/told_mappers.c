/* SPDX-License-Identifier: BSD-2-Clause */
/* Processes that have memory mapped; see told.h. */
#include <sys/stat.h>
#include <sys/vfs.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "backend/posix_file.h"
#include "base/copy.h"
#include "kernel/ids.h"
#include "kernel/mappers.h"
#include "process/holder.h"
#include "process/told.h"

/* For more objects this takes longer than a walk over a thousand processes. */
#define FEW 256

static const unsigned kinds[] = {
	KIND_POSIX_SHM,
	KIND_SYSV_SHM,
	KIND_POSIX_SEM,
};

#define KINDS (sizeof(kinds) / sizeof(*kinds))

struct asking {
	struct kernel *k;
	struct kernel_pids pids;
};

/*
 * True if it is the object's file, on a file system whose mappings have the
 * file's inode.
 */
static bool
is_file_of(int fd, const struct ipc_object *o)
{
	struct statfs fs;
	struct stat st;

	return fstat(fd, &st) == 0 && (int64_t)st.st_dev == o->dev &&
	       (int64_t)st.st_ino == o->ino && fstatfs(fd, &fs) == 0 &&
	       sight_is_memory(&fs);
}

/* Finds the inode through an O_PATH descriptor, which needs no permission. */
static int
find_file(struct kernel *k, const struct ipc_object *o, uint64_t *inode)
{
	char path[POSIX_PATH_ROOM];
	int fd, status = -1;

	if (o->name == NULL || posix_is_nameless(o->name))
		return -1;
	posix_path(o, path);
	fd = open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1)
		return -1;
	if (is_file_of(fd, o))
		status = kernel_inode(k, fd, inode);
	copy_close(fd);
	return status;
}

static int
find_segment(struct kernel *k, const struct ipc_object *o, uint64_t *inode)
{
	struct kernel_ids ids;
	uint64_t segment;

	if (kernel_ids_begin(k, KERNEL_SEGMENTS, &ids) == -1 ||
	    kernel_ids_find(k, &ids, o->id, &segment) == -1)
		return -1;
	return kernel_segment_inode(k, segment, inode);
}

static int
ask(struct asking *a, struct target *target)
{
	struct ipc_object *o = target->object;
	struct kernel_mappers mappers;
	uint64_t inode;
	int64_t i;

	if ((o->kind->bit == KIND_SYSV_SHM ? find_segment(a->k, o, &inode)
					   : find_file(a->k, o, &inode)) == -1)
		return -1;
	if (kernel_mappers(a->k, &a->pids, inode, &mappers) == -1) {
		kernel_mappers_free(&mappers);
		return -1;
	}
	for (i = 0; i < mappers.list.n; i++)
		mappers.list.v[i].how = holder_mapped;
	target->mappers = mappers.list;
	target->areas = mappers.areas;
	o->holders_outside = mappers.outside;
	return 0;
}

/* Undoes what was filled in before an object of the kind failed. */
static void
forget(struct target *target)
{
	ipc_processes_clear(&target->mappers);
	target->areas = 0;
	target->object->holders_outside = UNKNOWN;
}

/* Reads all objects of a kind or none, because the walk looks for kinds. */
static bool
ask_all(struct asking *a, struct targets *targets, unsigned kind)
{
	size_t i, n;

	for (n = 0; n < targets->n; n++)
		if (targets->v[n].object->kind->bit == kind &&
		    ask(a, &targets->v[n]) == -1)
			break;
	if (n == targets->n)
		return true;
	for (i = 0; i < n; i++)
		if (targets->v[i].object->kind->bit == kind)
			forget(&targets->v[i]);
	return false;
}

static size_t
count(const struct targets *targets)
{
	size_t i, k, n = 0;

	for (i = 0; i < targets->n; i++)
		for (k = 0; k < KINDS; k++)
			n += targets->v[i].object->kind->bit == kinds[k];
	return n;
}

void
told_mappers(struct walk *walk)
{
	size_t i, n = count(&walk->targets);
	struct asking a;

	if (n == 0 || n > FEW || (a.k = told_kernel(walk)) == NULL)
		return;
	if (kernel_pids_begin(a.k, &a.pids) == -1) {
		told_nothing(walk);
		return;
	}
	for (i = 0; i < KINDS; i++) {
		if (!(walk->targets.kinds & kinds[i]))
			continue;
		errno = 0;
		if (ask_all(&a, &walk->targets, kinds[i]))
			walk->sight->mapped |= kinds[i];
		else
			told_nothing(walk);
	}
}

static int
compare(const void *one, const void *two)
{
	const struct ipc_process *a = one, *b = two;

	return a->pid < b->pid ? -1 : a->pid > b->pid;
}

void
told_merge(struct target *target)
{
	struct ipc_processes *mappers = &target->mappers;
	struct ipc_processes *holders = &target->object->held_by;
	struct ipc_process *found;
	int64_t i;

	if (mappers->n <= 0)
		return;
	ipc_processes_unique(mappers);
	for (i = 0; i < holders->n; i++) {
		found = bsearch(&holders->v[i], mappers->v, (size_t)mappers->n,
		    sizeof(*found), compare);
		if (found == NULL || found->how == NULL)
			continue;
		holders->v[i].how = holder_both;
		holders->v[i].areas = found->areas;
		found->areas = (struct ipc_array){ .n = UNKNOWN };
		found->how = NULL;
	}
	for (i = 0; i < mappers->n; i++)
		if (mappers->v[i].how != NULL)
			ipc_processes_take(holders, &mappers->v[i]);
		else
			free(mappers->v[i].command);
	mappers->n = 0;
}
