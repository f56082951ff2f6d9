/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One walk over all processes for all objects that are looked for. Visitors
 * decide what to read of a process: the walk calls each visitor for each
 * process, and knows none of them.
 */
#ifndef WALK_H
#define WALK_H

#include <stdbool.h>

#include "base/proc.h"
#include "base/proc_each.h"
#include "process/sight.h"
#include "process/target.h"

/* A mapping of a semaphore in a process. */
struct walk_place {
	uint64_t start;
	uint64_t end;
	struct target *target;
};

/* The process that is being examined; see struct proc_process. */
struct walk_process {
	int64_t pid;
	int64_t tid;
	int dirfd;
	/* Read once the process is found to hold something. */
	bool known;
	int64_t uid;
	struct text command;
	struct walk_place *places;
	size_t nplaces;
	size_t places_room;
	bool queue;  /* it has one of the queues open */
	bool missed; /* a part of it could not be examined */
};

struct census;
struct kernel;
struct walk_visitor;

struct walk {
	struct targets targets;
	struct sight *sight;
	unsigned need;	/* NEED_... */
	int64_t ipc_ns; /* our namespace's inode number; or UNKNOWN */
	bool textual;	/* the kernel has no queries: read maps as text */
	struct walk_process process;
	const struct walk_visitor *const *visitors;
	struct census *census; /* filled by census_visitor */
	struct kernel *kernel; /* see told.h; NULL if it cannot be read */
	bool asked;	       /* opening it has been tried */
};

/*
 * The functions of a visitor; each may be NULL.
 * begin: called before all processes.
 * wants: called after all begin(), whether it needs processes at all; NULL
 * means yes. If no visitor does, no process is examined.
 * look: called for each living process. After PROC_EMPTY (no memory) the other
 * visitors are not called for the process; after PROC_HIDDEN they are. It may
 * be called again for a process that seemed to have gone.
 * finish: called at the end.
 */
struct walk_visitor {
	void (*begin)(struct walk *);
	bool (*wants)(const struct walk *);
	enum proc_seen (*look)(struct walk *);
	void (*finish)(struct walk *);
};

/*
 * Fills held_by and waited_by of the listed objects with these visitors (NULL
 * ends the array), and sets *sight to how much was seen. The census is for a
 * visitor that takes one; it may be NULL otherwise. Nothing fails: what could
 * not be read is in *sight.
 */
void walk_processes(const struct ipc_list *, unsigned need,
    const struct walk_visitor *const *visitors, struct sight *,
    struct census *);

/*
 * True if the process, or one of its threads, is in our IPC namespace: other
 * namespaces have segments, queues and sets with the same ids. `name` is
 * "ns/ipc" below the directory of either. It takes time, so ask only after
 * something was found. If it cannot be read the result is false, and the
 * process counts as hidden.
 */
bool walk_is_ours(struct walk *, const char *name);
/* Appends the process with its user and command. The list owns it. */
struct ipc_process *walk_add(struct walk_process *, struct ipc_processes *);

#endif
