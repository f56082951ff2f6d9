/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The objects to look for among processes, sorted by device and inode. Paths
 * are not compared, because names change.
 */
#ifndef TARGET_H
#define TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "model/list.h"
#include "model/object.h"

/*
 * Instead of a device: the kernel's own of segments; the tables of queues and
 * sets.
 */
enum target_device { TARGET_SHM = -2, TARGET_MSG = -3, TARGET_SEM = -4 };

struct target {
	int64_t dev;
	int64_t ino; /* of segments, queues and sets: the id */
	struct ipc_object *object;
	int64_t areas; /* number of mappings found, in all processes */
	/*
	 * Processes that map it, if the kernel's memory showed them
	 * (sight->mapped).
	 */
	struct ipc_processes mappers;
};

#define TARGET_DEVICES 16

struct targets {
	struct target *v; /* sorted by device and inode */
	size_t n;
	unsigned kinds; /* KIND_... of the targets */
	/*
	 * Devices of POSIX objects; objects on further devices are not targets.
	 */
	int64_t devices[TARGET_DEVICES];
	size_t ndevices;
	/* Devices of segments; there is one for each page size. */
	int64_t shm_devices[TARGET_DEVICES];
	int64_t shm_pages[TARGET_DEVICES]; /* page size in bytes */
	size_t nshm_devices;
};

/*
 * Chooses targets among the objects, which stay the list's. targets_free()
 * frees what it owns.
 */
void targets_init(struct targets *, const struct ipc_list *);
void targets_free(struct targets *);

/* True if files of objects, or segments, may be on this device. */
bool targets_have_device(const struct targets *, int64_t dev);
bool targets_have_shm_device(const struct targets *, int64_t dev);
/* The page size, in bytes, of segments on that device; UNKNOWN if none are. */
int64_t targets_page_size(const struct targets *, int64_t dev);

/*
 * The first target with this device and inode; targets_next() finds the others.
 * NULL if there is none.
 */
struct target *targets_find(const struct targets *, int64_t dev, int64_t ino);
/* The next target with the same device and inode, or NULL. */
struct target *targets_next(const struct targets *, const struct target *);

#endif
