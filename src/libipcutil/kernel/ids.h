/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds System V objects of our IPC namespace by their ids. Errors are those of
 * reader.h.
 */
#ifndef IDS_H
#define IDS_H

#include "kernel/idr.h"

enum kernel_sysv { KERNEL_SETS, KERNEL_QUEUES, KERNEL_SEGMENTS };

/* The kernel's table of a kind. */
struct kernel_ids {
	enum kernel_sysv sort;
	struct kernel_idr table;
};

/* Prepares finding objects of this kind. */
int kernel_ids_begin(struct kernel *, enum kernel_sysv, struct kernel_ids *);

/*
 * Finds the address of a struct sem_array, msg_queue or shmid_kernel; -1 with
 * ENOENT if there is no object with this id.
 */
int kernel_ids_find(
    struct kernel *, struct kernel_ids *, int64_t id, uint64_t *);

#endif
