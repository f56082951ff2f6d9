/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The living processes: uids of each, and the time since when it may have used
 * an object. Kernel threads and zombies use nothing and are left out. A census
 * is taken during a walk (walk.h) from /proc/PID/stat and status.
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
	int64_t start; /* nanoseconds after boot */
	/*
	 * When the program that it runs was started, or earlier: after fork(2)
	 * a child goes on with what its parent had, and the parent may have
	 * ended.
	 */
	int64_t since;
	bool forked;
	char command[16]; /* as in /proc/PID/stat */
};

/* Begin with { 0 }. It owns its processes. */
struct census {
	struct census_process *v; /* sorted by pid after census_finish() */
	size_t n;
	size_t size;
	int64_t hidden; /* processes that could not be examined */
};

/* Takes the census; it has to come before other visitors. */
struct walk_visitor;
extern const struct walk_visitor census_visitor;

/*
 * Adds the process with this directory in /proc. False if the process exists
 * and could not be examined; census->hidden counts these.
 */
bool census_add(struct census *, int64_t pid, int dirfd);

/* Call it after the last process was added and before census_find(). */
void census_finish(struct census *);
void census_free(struct census *);

/* NULL if no process in the census has this pid. The census owns it. */
const struct census_process *census_find(const struct census *, int64_t pid);

/* True if one of its uids is this one. */
bool census_is_of(const struct census_process *, int64_t uid);

#endif
