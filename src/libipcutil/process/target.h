/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The objects that are looked for, by what a process shows of them: device
 * and inode. No path is compared, as names come and go.
 */
#ifndef TARGET_H
#define TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "model/object.h"

/* In place of a device: the kernel's own for segments; ids of queues, sets. */
enum target_device { TARGET_SHM = -2, TARGET_MSG = -3, TARGET_SEM = -4 };

struct target {
	int64_t dev;
	int64_t ino; /* of segments, queues and sets the id */
	struct ipc_object *object;
	int64_t areas; /* how often it was found mapped, in all */
	/* Who has it mapped, if the kernel told it: sight->mapped. */
	struct ipc_processes mappers;
};

#define TARGET_DEVICES 16

struct targets {
	struct target *v; /* by device and inode */
	size_t n;
	unsigned kinds; /* KIND_... that are among them */
	/* The devices of POSIX objects; objects on more are no targets. */
	int64_t devices[TARGET_DEVICES];
	size_t ndevices;
	/* Those that segments are on, of which some have huge pages. */
	int64_t shm_devices[TARGET_DEVICES];
	int64_t shm_pages[TARGET_DEVICES]; /* bytes of a page there */
	size_t nshm_devices;
};

void targets_init(struct targets *, const struct ipc_list *);
void targets_free(struct targets *);

/* Whether objects of files, or segments, may be on this device. */
bool targets_have_device(const struct targets *, int64_t dev);
bool targets_have_shm_device(const struct targets *, int64_t dev);
/* Bytes of a page of the segments on that device; UNKNOWN: it has none. */
int64_t targets_page_size(const struct targets *, int64_t dev);

/*
 * The first of those with this device and inode, the others stand behind it;
 * NULL if there is none.
 */
struct target *targets_find(const struct targets *, int64_t dev, int64_t ino);
/* The next with the same, or NULL. */
struct target *targets_next(const struct targets *, const struct target *);

#endif
