/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds entries of the kernel's tables of numbers (struct idr). Errors are
 * those of reader.h.
 */
#ifndef IDR_H
#define IDR_H

#include "kernel/reader.h"

/* A table, and the part of it that was read last. */
struct kernel_idr {
	uint64_t root;
	/* Which 64 indexes `slots` belongs to; UNKNOWN: none yet. */
	int64_t group;
	uint64_t slots[64];
};

/* Prepares finding entries of the struct idr at this address. */
int kernel_idr_begin(struct kernel *, uint64_t address, struct kernel_idr *);

/* Finds the entry at an index; -1 with ENOENT if there is none. */
int kernel_idr_find(
    struct kernel *, struct kernel_idr *, uint64_t index, uint64_t *entry);

#endif
