/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Uses of objects by processes: a row for each descriptor, area, blocked call
 * or SEM_UNDO adjustment, for ipcls --rows and --process.
 */
#ifndef HOLDING_H
#define HOLDING_H

#include <stddef.h>

#include "model/list.h"
#include "model/object.h"
#include "show/column.h"

/* The object owns everything but `call`; rows must not outlive it. */
struct holding {
	struct ipc_object object;	/* a copy that owns nothing */
	const struct ipc_object *whole; /* the original */
	int64_t pid;
	int64_t tid; /* of a waiter */
	int64_t uid;
	const char *command;
	const char *how;
	int64_t fd;
	int64_t from;
	int64_t to;
	int64_t mapped; /* bytes */
	int64_t access; /* bits: 1 read, 2 write, 4 execute */
	int64_t pss;	/* bytes */
	char *call;	/* blocked call, or adjustments at its end; owned */
};

/* Its base is object_table. */
extern const struct table holding_table;

/* What must be read of each object in any case: NEED_... */
#define HOLDING_NEED (NEED_HOLDERS | NEED_WAITERS | NEED_USES)

/*
 * Sets *out to an array in the order of the list and returns its length. The
 * caller frees it with holding_free(). `only`: rows of these pids alone; NULL:
 * of all.
 */
size_t holding_rows(struct holding **out, const struct ipc_list *,
    const struct ipc_array *only);
/*
 * As holding_rows(), but with one row for each object, used or not, that names
 * no process.
 */
size_t holding_objects(struct holding **out, const struct ipc_list *);
/*
 * Sets the pss of each area: the bytes of its pages in memory, each page
 * divided by the number of processes that share it (smaps, proc_pid_smaps(5)).
 * It stays UNKNOWN if the area is gone or smaps may not be read.
 */
void holding_measure(struct holding *, size_t n);
void holding_free(struct holding *, size_t n);

#endif
