/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds the processes that map a file; see mappers.h. A mapping (area) belongs
 * to a memory (mm_struct), which points to one task, its owner. Mostly only the
 * owner's process uses the memory; its number of users shows that. If there are
 * more users (vfork(2), clone(2) with CLONE_VM), all processes are examined.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "kernel/links.h"
#include "kernel/mappers.h"

#define MOST 100000 /* mappings of one file */
#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

/* The kernel's VM_READ, VM_WRITE and VM_EXEC, the lowest bits. */
#define ACCESS 7
/*
 * The bit of a struct rw_semaphore that means a writer holds it:
 * kernel/locking/rwsem.c.
 */
#define WRITER 1
/*
 * PF_KTHREAD of linux/sched.h. Such a thread may use a process's memory for a
 * while.
 */
#define KERNEL_THREAD 0x00200000

struct area {
	uint64_t memory;
	uint64_t start;
	uint64_t end;
	int64_t access;
};

/* The mappings of one memory, which follow each other in the array. */
struct group {
	uint64_t memory;
	size_t first;
	size_t n;
	bool sole;  /* used by the owner's process only */
	bool found; /* a process was found for it */
};

struct look {
	struct kernel *k;
	const struct kernel_pids *pids;
	uint64_t mapping;
	struct kernel_mappers *out;
	struct area *areas;
	size_t n;
	size_t room;
	struct group *groups;
	size_t ngroups;
	/* Mappings and their processes, to compare two walks. */
	struct text trace;
};

static int
fail(int error)
{
	errno = error;
	return -1;
}

static void
remember(struct look *l, const void *bytes, size_t n)
{
	text_add(&l->trace, bytes, n);
}

static int
add_area(void *arg, uint64_t address, const char *entry)
{
	struct look *l = arg;
	struct area *area;

	l->areas = xgrow(l->areas, l->n, &l->room, sizeof(*l->areas));
	area = &l->areas[l->n++];
	*area = (struct area){
		.memory = kernel_pick_pointer(l->k, entry, K_AREA_MEMORY),
		.start = (uint64_t)kernel_pick(l->k, entry, K_AREA_START),
		.end = (uint64_t)kernel_pick(l->k, entry, K_AREA_END),
		.access = kernel_pick(l->k, entry, K_AREA_FLAGS) & ACCESS,
	};
	remember(l, &address, sizeof(address));
	remember(l, area, sizeof(*area));
	return 0;
}

/*
 * Fails while a writer holds the lock: a tree that is being changed may lack a
 * part for a moment.
 */
static int
check_lock(const struct look *l)
{
	uint64_t lock, at;
	int64_t count;

	if (kernel_address(l->k, l->mapping, K_MAPPING_LOCK, &lock) == -1 ||
	    kernel_address(l->k, lock, K_LOCK_COUNT, &at) == -1 ||
	    kernel_read(l->k, at, &count, sizeof(count)) == -1)
		return -1;
	return count & WRITER ? fail(EAGAIN) : 0;
}

static int
find_areas(struct look *l)
{
	static const struct kernel_tree tree = { K_AREA, K_AREA_LINK };
	uint64_t cached, root;

	l->n = 0;
	if (check_lock(l) == -1 ||
	    kernel_address(l->k, l->mapping, K_MAPPING_AREAS, &cached) == -1 ||
	    kernel_address(l->k, cached, K_CACHED_ROOT, &root) == -1 ||
	    kernel_tree(l->k, root, &tree, MOST, add_area, l) == -1)
		return -1;
	return check_lock(l);
}

static int
compare_areas(const void *one, const void *two)
{
	const struct area *a = one, *b = two;

	if (a->memory != b->memory)
		return a->memory < b->memory ? -1 : 1;
	return a->start < b->start ? -1 : a->start > b->start;
}

static int
compare_groups(const void *one, const void *two)
{
	const struct group *a = one, *b = two;

	return a->memory < b->memory ? -1 : a->memory > b->memory;
}

static void
group(struct look *l)
{
	size_t i;

	l->ngroups = 0;
	if (l->n == 0)
		return;
	qsort(l->areas, l->n, sizeof(*l->areas), compare_areas);
	l->groups = xreallocarray(l->groups, l->n, sizeof(*l->groups));
	for (i = 0; i < l->n; i++) {
		if (i == 0 || l->areas[i].memory != l->areas[i - 1].memory)
			l->groups[l->ngroups++] = (struct group){
				.memory = l->areas[i].memory,
				.first = i,
			};
		l->groups[l->ngroups - 1].n++;
	}
}

/* Adds the process of a task that uses the memory of a group. */
static int
add_process(struct look *l, struct group *group, uint64_t task)
{
	struct ipc_processes *list = &l->out->list;
	struct ipc_process *added = ipc_process_add(list, UNKNOWN);
	const struct area *area = &l->areas[group->first];
	size_t i;

	if (kernel_describe(l->k, l->pids, task, added) == -1)
		return -1;
	remember(l, &task, sizeof(task));
	group->found = true;
	added->tid = UNKNOWN;
	if (added->pid == UNKNOWN) {
		free(added->command);
		list->n--;
		l->out->outside++;
		return 0;
	}
	for (i = 0; i < group->n; i++, area++)
		ipc_process_add_area(
		    added, area->start, area->end, area->access);
	return 0;
}

/* An atomic_t is a structure that contains a number. */
static int
read_counter(
    struct kernel *k, uint64_t base, enum kernel_member member, int32_t *n)
{
	uint64_t at;

	if (kernel_address(k, base, member, &at) == -1)
		return -1;
	return kernel_read(k, at, n, sizeof(*n));
}

/* The number of threads of the process that have not ended. */
static int
read_live(struct kernel *k, uint64_t task, int32_t *n)
{
	uint64_t signal;

	if (kernel_pointer(k, task, K_TASK_SIGNAL, &signal) == -1)
		return -1;
	return read_counter(k, signal, K_SIGNAL_LIVE, n);
}

/*
 * Decides whether only the owner's threads use the memory. A thread counts as a
 * user until after it was counted as ended, so a larger number of users means
 * other users, or a process that is reading the memory at this moment.
 */
static int
is_sole(struct look *l, uint64_t memory, uint64_t owner, bool *sole)
{
	int32_t users, live;
	uint64_t has;

	*sole = false;
	if (owner == 0)
		return 0;
	if (kernel_pointer(l->k, owner, K_TASK_MEMORY, &has) == -1 ||
	    read_live(l->k, owner, &live) == -1 ||
	    read_counter(l->k, memory, K_MEMORY_USERS, &users) == -1)
		return -1;
	*sole = has == memory && users > 0 && users <= live;
	return 0;
}

static int
find_owner(struct look *l, struct group *group)
{
	uint64_t owner;

	if (kernel_pointer(l->k, group->memory, K_MEMORY_OWNER, &owner) == -1 ||
	    is_sole(l, group->memory, owner, &group->sole) == -1)
		return -1;
	return group->sole ? add_process(l, group, owner) : 0;
}

/*
 * If the first thread has ended before others, its memory pointer is gone
 * though the others still use the memory: EAGAIN.
 */
static int
check_ended(const struct look *l, uint64_t task)
{
	int64_t flags;
	int32_t live;

	if (kernel_number(l->k, task, K_TASK_FLAGS, &flags) == -1)
		return -1;
	if (flags & KERNEL_THREAD)
		return 0;
	if (read_live(l->k, task, &live) == -1)
		return -1;
	return live > 0 ? fail(EAGAIN) : 0;
}

/* Groups whose only process is known are complete already. */
static int
look_at_process(void *arg, uint64_t task)
{
	struct look *l = arg;
	struct group key, *group;
	int64_t flags;

	if (kernel_pointer(l->k, task, K_TASK_MEMORY, &key.memory) == -1)
		return -1;
	if (key.memory == 0)
		return check_ended(l, task);
	if (l->ngroups == 0)
		return 0;
	group = bsearch(
	    &key, l->groups, l->ngroups, sizeof(*group), compare_groups);
	if (group == NULL || group->sole)
		return 0;
	if (kernel_number(l->k, task, K_TASK_FLAGS, &flags) == -1)
		return -1;
	return flags & KERNEL_THREAD ? 0 : add_process(l, group, task);
}

/*
 * A process that is ending, or calling execve(2), leaves mappings for a moment
 * whose process cannot be found: EAGAIN.
 */
static int
check_all_found(const struct look *l)
{
	size_t i;

	for (i = 0; i < l->ngroups; i++)
		if (!l->groups[i].found)
			return fail(EAGAIN);
	return 0;
}

static int
find_processes(struct look *l)
{
	bool all = true;
	size_t i;

	for (i = 0; i < l->ngroups; i++) {
		if (find_owner(l, &l->groups[i]) == -1)
			return -1;
		all = all && l->groups[i].found;
	}
	if (all)
		return 0;
	if (kernel_processes(l->k, look_at_process, l) == -1)
		return -1;
	return check_all_found(l);
}

static void
clear(struct kernel_mappers *out)
{
	ipc_processes_clear(&out->list);
	out->outside = out->areas = 0;
}

static int
walk(void *arg)
{
	struct look *l = arg;

	clear(l->out);
	if (find_areas(l) == -1)
		return -1;
	l->out->areas = (int64_t)l->n;
	group(l);
	return find_processes(l);
}

int
kernel_mappers(struct kernel *k, const struct kernel_pids *pids, uint64_t inode,
    struct kernel_mappers *out)
{
	static const enum kernel_member of_area[] = {
		K_AREA_END,
		K_AREA_FLAGS,
		K_AREA_LINK,
		K_AREA_MEMORY,
		K_AREA_START,
	};
	struct look l = { .k = k, .pids = pids, .out = out };
	int status;

	*out = (struct kernel_mappers){ 0 };
	if (kernel_has_within(k, K_AREA, of_area, LENGTH(of_area)) == -1 ||
	    kernel_pointer(k, inode, K_INODE_MAPPING, &l.mapping) == -1)
		return -1;
	status = kernel_twice(walk, &l, &l.trace);
	free(l.areas);
	free(l.groups);
	return status;
}

int
kernel_segment_inode(struct kernel *k, uint64_t segment, uint64_t *inode)
{
	static const enum kernel_member to_inode[] = {
		K_SHM_FILE,
		K_FILE_INODE,
	};

	return kernel_follow(k, segment, to_inode, 2, inode);
}

void
kernel_mappers_free(struct kernel_mappers *mappers)
{
	clear(mappers);
	free(mappers->list.v);
	mappers->list.v = NULL;
}
