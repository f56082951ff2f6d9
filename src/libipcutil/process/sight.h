/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How far a walk over all processes could see. A verdict is never better than
 * its evidence: that nobody holds an object is known only if every process
 * that could hold it was looked at.
 */
#ifndef SIGHT_H
#define SIGHT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/proc_each.h"
#include "base/text.h"
#include "model/kind.h"

struct sight {
	struct proc_count count; /* of the processes that were met */
	bool partial;		 /* /proc leaves some out, or is foreign */
	bool foreign; /* it is that of another PID namespace, or missing */
	/*
	 * KIND_... that may be used by processes that /proc cannot show as
	 * they are outside of our PID namespace, or whose mappings cannot be
	 * told by their inode.
	 */
	unsigned outside;
	/* KIND_... for which a thread may wait of which nothing could be read.
	 */
	unsigned deaf;
	/* KIND_... of which the kernel itself told all who wait. */
	unsigned told;
	/* KIND_... of which it told all who have them mapped. */
	unsigned mapped;
	/*
	 * Set before: only processes with these pids are looked at, so that
	 * nothing is known of all. NULL: every process is. Not owned.
	 */
	const struct ipc_array *only;
	/* Constant: why the kernel's memory was not read, if it was wanted. */
	const char *unread;
	bool needless; /* nobody was looked at, as the kernel told it all */
};

/*
 * What can be said before the walk. The count is that of no process at all,
 * and proves nothing.
 */
void sight_begin(struct sight *);

/* Whether what is mapped of a file there bears its inode; see statfs(2). */
struct statfs;
bool sight_is_memory(const struct statfs *);

/* Whether every process that /proc can show was there, and looked at. */
bool sight_of_all(const struct sight *);

/*
 * Whether all that hold, or wait for, an object of this kind were seen. Only
 * the first PID namespace has everybody in it: elsewhere never.
 */
bool sight_of_holders(const struct sight *, unsigned kind);
bool sight_of_waiters(const struct sight *, unsigned kind);

/*
 * Adds, in words, what was looked at or why not all could be: "all 212
 * processes could be looked at".
 */
void sight_describe(const struct sight *, unsigned kinds, struct text *);

#endif
