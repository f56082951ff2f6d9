/* SPDX-License-Identifier: BSD-2-Clause */
/* The objects to look for among processes; see target.h. */
#include <sys/mman.h>

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/sysv.h"
#include "base/parse.h"
#include "base/xalloc.h"
#include "model/kind.h"
#include "process/target.h"

static const struct {
	unsigned kind;
	enum target_device dev;
} by_id[] = {
	{ KIND_SYSV_SHM, TARGET_SHM },
	{ KIND_SYSV_MSG, TARGET_MSG },
	{ KIND_SYSV_SEM, TARGET_SEM },
};

static int
compare(const void *one, const void *two)
{
	const struct target *a = one, *b = two;

	if (a->dev != b->dev)
		return a->dev < b->dev ? -1 : 1;
	return a->ino < b->ino ? -1 : a->ino > b->ino;
}

static bool
has(const int64_t *devices, size_t n, int64_t dev)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (devices[i] == dev)
			return true;
	return false;
}

static bool
add_device(int64_t *devices, size_t *n, int64_t dev)
{
	if (has(devices, *n, dev))
		return true;
	if (*n == TARGET_DEVICES)
		return false;
	devices[(*n)++] = dev;
	return true;
}

static void
add_shm_device(struct targets *targets, unsigned flags, int64_t page)
{
	int64_t device = sysv_segment_device(flags);

	if (device != UNKNOWN && !targets_have_shm_device(targets, device) &&
	    add_device(targets->shm_devices, &targets->nshm_devices, device))
		targets->shm_pages[targets->nshm_devices - 1] = page;
}

static bool
parse_page(const char *digits, int64_t *kilobytes)
{
	return parse_kernel(&digits, 10, kilobytes) && *kilobytes > 0;
}

/* The directory contains "hugepages-2048kB" and so on, one for each size. */
static void
add_huge_devices(struct targets *targets)
{
	const struct dirent *entry;
	DIR *dir = opendir(HUGE_PAGES);
	int64_t size;
	const char *p;

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL) {
		if ((p = strchr(entry->d_name, '-')) == NULL ||
		    !parse_page(p + 1, &size))
			continue;
		add_shm_device(targets,
		    MFD_HUGETLB |
			(unsigned)__builtin_ctzll(1024 * (uint64_t)size)
			    << MAP_HUGE_SHIFT,
		    1024 * size);
	}
	closedir(dir);
}

static void
add(struct targets *targets, struct ipc_object *o)
{
	struct target *target = &targets->v[targets->n];
	size_t i;

	*target = (struct target){ .dev = o->dev, .ino = o->ino, .object = o };
	for (i = 0; i < sizeof(by_id) / sizeof(*by_id); i++)
		if (by_id[i].kind == o->kind->bit) {
			target->dev = by_id[i].dev;
			target->ino = o->id;
		}
	if (target->dev == UNKNOWN || target->ino == UNKNOWN)
		return;
	if (target->dev >= 0 &&
	    !add_device(targets->devices, &targets->ndevices, target->dev))
		return;
	targets->kinds |= o->kind->bit;
	targets->n++;
}

void
targets_init(struct targets *targets, const struct ipc_list *list)
{
	size_t i;

	*targets = (struct targets){ 0 };
	targets->v = xreallocarray(NULL, list->n + 1, sizeof(*targets->v));
	for (i = 0; i < list->n; i++)
		add(targets, list->v[i]);
	qsort(targets->v, targets->n, sizeof(*targets->v), compare);
	if (targets->kinds & KIND_SYSV_SHM) {
		add_shm_device(targets, 0, sysconf(_SC_PAGESIZE));
		add_huge_devices(targets);
	}
}

void
targets_free(struct targets *targets)
{
	size_t i;

	for (i = 0; i < targets->n; i++) {
		ipc_processes_clear(&targets->v[i].mappers);
		free(targets->v[i].mappers.v);
	}
	free(targets->v);
}

bool
targets_have_device(const struct targets *targets, int64_t dev)
{
	return has(targets->devices, targets->ndevices, dev);
}

bool
targets_have_shm_device(const struct targets *targets, int64_t dev)
{
	return has(targets->shm_devices, targets->nshm_devices, dev);
}

int64_t
targets_page_size(const struct targets *targets, int64_t dev)
{
	size_t i;

	for (i = 0; i < targets->nshm_devices; i++)
		if (targets->shm_devices[i] == dev)
			return targets->shm_pages[i];
	return UNKNOWN;
}

struct target *
targets_find(const struct targets *targets, int64_t dev, int64_t ino)
{
	const struct target key = { .dev = dev, .ino = ino };
	struct target *found;

	found = bsearch(&key, targets->v, targets->n, sizeof(key), compare);
	while (found != NULL && found > targets->v &&
	       compare(found - 1, &key) == 0)
		found--;
	return found;
}

struct target *
targets_next(const struct targets *targets, const struct target *target)
{
	size_t next = (size_t)(target - targets->v) + 1;

	if (next == targets->n || compare(&targets->v[next], target) != 0)
		return NULL;
	return &targets->v[next];
}
