/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Shared memory that is open for reading or writing; shm_overview(7), shmop(2).
 * Offsets and lengths are in bytes.
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
	int fd;	  /* descriptor of its file, or -1 */
	char *at; /* where the segment is attached, or NULL */
	int64_t size;
	bool touched; /* opening it has changed its times or counts */
};

struct ipc_memory_ops {
	/* For ipc_memory_open(). 0, or -1 with errno. */
	int (*open)(
	    struct ipc_memory *, const struct ipc_object *, bool writable);
	/* Changes the size; 0, or -1 with errno. NULL: the kind cannot. */
	int (*resize)(struct ipc_memory *, int64_t size);
	void (*close)(struct ipc_memory *);
};

/*
 * Opens the memory of an object whose name, id or key is known. 0, or -1 with
 * errno of the kind's stat, open(2) or shmat(2). ipc_memory_close() closes it.
 */
int ipc_memory_open(
    struct ipc_memory *, const struct ipc_object *, bool writable);
void ipc_memory_close(struct ipc_memory *);

/*
 * True if there are pages at the offset, false if there is a hole, which reads
 * as zeros. *end, `max` at most, is where that changes.
 */
bool ipc_memory_extent(
    const struct ipc_memory *, int64_t offset, int64_t max, int64_t *end);

/*
 * Hands the bytes from the offset on to the sink, holes as zeros. 0, or the
 * value with which the sink ended the copy; -1 with errno if reading fails.
 */
int ipc_memory_read(const struct ipc_memory *, int64_t offset, int64_t length,
    const struct copy_sink *);

/*
 * Write bytes, or zeros, at the offset. They return the number of bytes
 * written, which is less than asked for only if the memory is full; -1 with
 * errno. Zeros become a hole if the system can make one.
 */
int64_t ipc_memory_write(
    struct ipc_memory *, int64_t offset, const char *, size_t);
int64_t ipc_memory_zero(struct ipc_memory *, int64_t offset, int64_t size);

#endif
