/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One walk over all processes, for all objects that are looked for. What there
 * is to see of a process is the business of visitors: the walk takes each of
 * them to each process, and knows none of them.
 */
#ifndef WALK_H
#define WALK_H

#include <stdbool.h>

#include "base/proc.h"
#include "base/proc_each.h"
#include "process/sight.h"
#include "process/target.h"

/* Where a process has a semaphore mapped. */
struct walk_place {
	uint64_t start;
	uint64_t end;
	struct target *target;
};

/* A process that is looked at; see struct proc_process. */
struct walk_process {
	int64_t pid;
	int64_t tid;
	int dirfd;
	/* What follows is read as soon as it holds anything. */
	bool known;
	int64_t uid;
	struct text command;
	struct walk_place *places;
	size_t nplaces;
	bool queue;  /* it has a queue open that is looked for */
	bool missed; /* a part of it could not be looked at */
};

struct census;
struct kernel;
struct walk_visitor;

struct walk {
	struct targets targets;
	struct sight *sight;
	unsigned need;	/* NEED_... */
	int64_t ipc_ns; /* ours, as an inode number; or UNKNOWN */
	bool textual;	/* no queries: the maps are read as text */
	struct walk_process process;
	const struct walk_visitor *const *visitors;
	struct census *census; /* what census_visitor fills */
	struct kernel *kernel; /* see told.h; NULL: it cannot be read */
	bool asked;	       /* whether that was tried */
};

/*
 * What is looked at. `look` is called once for each process that is alive, and
 * tells what came of it; after PROC_EMPTY, of a process without memory, the
 * other visitors are not taken there, and after PROC_HIDDEN they are. Of one
 * that turns out to be gone it may be called again, if that was wrong.
 * `begin` is called before all that, and `finish` in the end. Each may be NULL.
 * `wants` says, after all have begun, whether it has to look at processes; NULL
 * stands for yes. If none has to, nobody is looked at.
 */
struct walk_visitor {
	void (*begin)(struct walk *);
	bool (*wants)(const struct walk *);
	enum proc_seen (*look)(struct walk *);
	void (*finish)(struct walk *);
};

/*
 * Fills held_by and waited_by of the objects in the list by these visitors,
 * of which NULL is the last, and says in *sight whether there may be more.
 * The census is for a visitor that takes one, and may be NULL without.
 */
void walk_processes(const struct ipc_list *, unsigned need,
    const struct walk_visitor *const *visitors, struct sight *,
    struct census *);

/*
 * Whether it, or one of its threads, lives in our IPC namespace: segments,
 * queues and sets of others have the same ids. The name is "ns/ipc" below the
 * directory of either. To be asked only of what was found, as it takes time.
 * Where that is not known the answer is no, and the process counts as hidden.
 */
bool walk_is_ours(struct walk *, const char *name);
/* Adds the process, with its user and command, to a list. */
struct ipc_process *walk_add(struct walk_process *, struct ipc_processes *);

#endif
