/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Shared memory, opened to be read or written; shm_overview(7), shmop(2).
 * Offsets and lengths are bytes.
 */
#ifndef MEMORY_H
#define MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/copy.h"
#include "model/object.h"

struct ipc_memory {
	const struct ipc_kind *kind;
	int fd;	  /* of its file, or -1: */
	char *at; /* where it is attached, or NULL */
	int64_t size;
	bool touched; /* opening it has changed what is known of it */
};

struct ipc_memory_ops {
	int (*open)(
	    struct ipc_memory *, const struct ipc_object *, bool writable);
	/* NULL: the kind keeps its size. */
	int (*resize)(struct ipc_memory *, int64_t size);
	void (*close)(struct ipc_memory *);
};

/*
 * Opens the memory of which name, id or key is known. 0, or -1 with errno, as
 * stat of the kind.
 */
int ipc_memory_open(
    struct ipc_memory *, const struct ipc_object *, bool writable);
void ipc_memory_close(struct ipc_memory *);

/*
 * Whether there are pages at the offset, rather than a hole, which reads as
 * zeros; *end, at most `max`, is where that changes.
 */
bool ipc_memory_extent(
    const struct ipc_memory *, int64_t offset, int64_t max, int64_t *end);

/*
 * Hands on all there is from the offset on, holes as zeros. 0, or what the
 * sink has returned; -1 with errno if the memory cannot be read.
 */
int ipc_memory_read(const struct ipc_memory *, int64_t offset, int64_t length,
    const struct copy_sink *);

/*
 * Writes bytes, or zeros, at the offset. How many were, less only if there is
 * no room for more; -1 with errno. Zeros are left as a hole where the system
 * can make one.
 */
int64_t ipc_memory_write(
    struct ipc_memory *, int64_t offset, const char *, size_t);
int64_t ipc_memory_zero(struct ipc_memory *, int64_t offset, int64_t size);

#endif
