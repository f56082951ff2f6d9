/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds System V objects of our IPC namespace by their ids. Errors are those of
 * reader.h.
 */
#ifndef IDS_H
#define IDS_H

#include "kernel/reader.h"

enum kernel_sysv { KERNEL_SETS, KERNEL_QUEUES, KERNEL_SEGMENTS };

/* The kernel's table of a kind, and the part of it that was read last. */
struct kernel_ids {
	enum kernel_sysv sort;
	uint64_t root;
	/* Which 64 indexes `slots` belongs to; UNKNOWN: none yet. */
	int64_t group;
	uint64_t slots[64];
};

/* Prepares finding objects of this kind. */
int kernel_ids_begin(struct kernel *, enum kernel_sysv, struct kernel_ids *);

/*
 * Finds the address of a struct sem_array, msg_queue or shmid_kernel; -1 with
 * ENOENT if there is no object with this id.
 */
int kernel_ids_find(
    struct kernel *, struct kernel_ids *, int64_t id, uint64_t *);

/*
 * Finds the entry of a struct idr at an index; -1 with ENOENT if there is none.
 */
int kernel_idr_find(
    struct kernel *, uint64_t idr, uint64_t index, uint64_t *entry);

#endif
