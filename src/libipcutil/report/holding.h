/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A row for each way in which a process holds an object, or is blocked on it:
 * for ipcls --rows and --process.
 */
#ifndef HOLDING_H
#define HOLDING_H

#include <stddef.h>

#include "model/object.h"
#include "show/column.h"

/* Everything but `call` is the object's, and gone with it. */
struct holding {
	struct ipc_object object;	/* a copy that owns nothing */
	const struct ipc_object *whole; /* what it is a copy of */
	int64_t pid;
	int64_t tid; /* of who waits */
	int64_t uid;
	const char *command;
	const char *how;
	int64_t fd;
	int64_t from;
	int64_t to;
	int64_t mapped; /* bytes */
	int64_t access; /* 1: to read, 2: to write, 4: to execute; added up */
	int64_t pss;	/* bytes */
	char *call;	/* in which it waits, or what its end undoes; owned */
};

/* Has the columns of objects, too. */
extern const struct table holding_table;

/* What must be read of each object whatever is shown: NEED_... */
#define HOLDING_NEED (NEED_HOLDERS | NEED_WAITERS | NEED_USES)

/*
 * Sets *out to an array, to be freed by holding_free(), in the order of the
 * list; returns how many there are. With `only` these processes alone.
 */
size_t holding_rows(struct holding **out, const struct ipc_list *,
    const struct ipc_array *only);
/* The same with a row for each object, used or not, and of no process. */
size_t holding_objects(struct holding **out, const struct ipc_list *);
/*
 * Fills in the pss of each area: its pages in memory, each divided by how many
 * share it (smaps, see proc(5)). It stays unknown where the area is not there
 * any more or smaps may not be read.
 */
void holding_measure(struct holding *, size_t n);
void holding_free(struct holding *, size_t n);

#endif
