/* SPDX-License-Identifier: BSD-2-Clause */
/* System V objects of our IPC namespace, by their ids. */
#ifndef IDS_H
#define IDS_H

#include "kernel/reader.h"

enum kernel_sysv { KERNEL_SETS, KERNEL_QUEUES, KERNEL_SEGMENTS };

/* Where the kernel looks an object up, as far as it was read. */
struct kernel_ids {
	enum kernel_sysv sort;
	uint64_t root;
	int64_t group; /* the objects that `slots' has; UNKNOWN: none yet */
	uint64_t slots[64];
};

int kernel_ids_begin(struct kernel *, enum kernel_sysv, struct kernel_ids *);

/*
 * The address of a struct sem_array, msg_queue or shmid_kernel; -1 with
 * ENOENT if there is none of this id.
 */
int kernel_ids_find(
    struct kernel *, struct kernel_ids *, int64_t id, uint64_t *);

/* What a struct idr has at an index; -1 with ENOENT if nothing. */
int kernel_idr_find(
    struct kernel *, uint64_t idr, uint64_t index, uint64_t *entry);

#endif
