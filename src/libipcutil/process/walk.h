/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One walk over all processes, for all objects that are looked for. What it
 * meets is handed on: areas of memory and descriptors to holder.c, threads to
 * waiter.c, each process with what was seen of it so far.
 */
#ifndef WALK_H
#define WALK_H

#include <stdbool.h>

#include "base/proc.h"
#include "process/census.h"
#include "process/sight.h"
#include "process/target.h"

/* Where a process has a semaphore mapped. */
struct walk_place {
	uint64_t start;
	uint64_t end;
	struct target *target;
};

/* A process that is looked at. */
struct walk_process {
	int64_t pid;
	int dirfd; /* of /proc/PID, or of a thread's where the first ended */
	/* What follows is read as soon as it holds anything. */
	bool known;
	int64_t uid;
	struct text command;
	struct walk_place *places;
	size_t nplaces;
	bool queue; /* it has a queue open that is looked for */
};

struct walk {
	struct targets targets;
	struct sight *sight;
	struct census *census; /* NULL: nobody asked who is there */
	unsigned need;	       /* NEED_HOLDERS, NEED_WAITERS */
	int64_t ipc_ns;	       /* ours, as an inode number */
	bool textual;	       /* no queries: the maps are read as text */
	struct walk_process process;
};

/*
 * Fills held_by and waited_by of the objects in the list, and says in *sight
 * whether there may be more. Who is there is added to the census, unless that
 * is NULL, and is to be freed by the caller.
 */
void walk_processes(
    const struct ipc_list *, unsigned need, struct sight *, struct census *);

/*
 * Whether it, or one of its threads, lives in our IPC namespace: segments,
 * queues and sets of others have the same ids. The name is "ns/ipc" below the
 * directory of either. To be asked only of what was found, as it takes time.
 */
bool walk_is_ours(const struct walk *, const char *name);
/* Adds the process, with its user and command, to a list. */
struct ipc_process *walk_add(struct walk_process *, struct ipc_processes *);

#endif
