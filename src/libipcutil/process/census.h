/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who is there: each process that lives, whose it is, and since when it has
 * been able to know of an object. Threads of the kernel and zombies, which
 * use nothing, are left out. A census is taken during a walk; see walk.h.
 */
#ifndef CENSUS_H
#define CENSUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CENSUS_UIDS 3 /* real, effective, saved */

struct census_process {
	int64_t pid;
	int64_t parent;
	int64_t uids[CENSUS_UIDS];
	int64_t start; /* nanoseconds after booting */
	/*
	 * When the program that it runs began, or earlier: a process that was
	 * forked goes on with what its parent knew, who may have ended.
	 */
	int64_t since;
	bool forked;
	char command[16]; /* as in /proc/PID/stat */
};

/* Start with { 0 }; it owns its processes. */
struct census {
	struct census_process *v; /* by pid, once it is finished */
	size_t n;
	size_t size;
	int64_t hidden; /* processes that could not be looked at */
};

/* Takes the census of a walk; it comes before the other visitors. */
struct walk_visitor;
extern const struct walk_visitor census_visitor;

/*
 * Adds a process by its directory in /proc. False if it is there and could
 * not be looked at, which is counted.
 */
bool census_add(struct census *, int64_t pid, int dirfd);

/* To be called when all were added, and before what follows. */
void census_finish(struct census *);
void census_free(struct census *);

/* NULL if nobody who counts has this pid. */
const struct census_process *census_find(const struct census *, int64_t pid);

/* Whether one of its uids is this one. */
bool census_is_of(const struct census_process *, int64_t uid);

#endif
