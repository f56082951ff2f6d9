/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How much a walk over all processes could see. That no process holds an object
 * is known only if every process that could hold it was examined.
 */
#ifndef SIGHT_H
#define SIGHT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/proc_each.h"
#include "base/text.h"
#include "model/kind.h"

struct sight {
	struct proc_count count; /* of the processes that were found */
	/* /proc leaves out some, or is another namespace's. */
	bool partial;
	/* /proc belongs to another PID namespace, or is missing. */
	bool foreign;
	/*
	 * KIND_... that may be used by processes outside our PID namespace,
	 * which /proc does not show, or whose mappings have other inode numbers
	 * than their files.
	 */
	unsigned outside;
	/*
	 * KIND_... that a thread may wait for whose system call could not be
	 * read.
	 */
	unsigned deaf;
	/* KIND_... of which the kernel's memory has shown all waiters. */
	unsigned told;
	/*
	 * KIND_... of which the kernel's memory has shown all processes that
	 * map them.
	 */
	unsigned mapped;
	/*
	 * Set by the caller: only processes with these pids are examined, so
	 * nothing is known about all. NULL: all are. Not owned.
	 */
	const struct ipc_array *only;
	/*
	 * A constant: why the kernel's memory could not be read, if it was
	 * tried.
	 */
	const char *unread;
	/* No process was examined, as the kernel's memory showed everything. */
	bool needless;
};

/*
 * Sets what is known before the walk. The count is that of no process and
 * partial.
 */
void sight_begin(struct sight *);

/*
 * True if mappings of a file on this file system have the file's inode;
 * statfs(2).
 */
struct statfs;
bool sight_is_memory(const struct statfs *);

/* True if every process that /proc can show was examined. */
bool sight_of_all(const struct sight *);

/*
 * True if all holders, or waiters, of objects of this kind were seen. Only the
 * initial PID namespace shows all processes, so elsewhere it is false unless
 * the kernel's memory was read.
 */
bool sight_of_holders(const struct sight *, unsigned kind);
bool sight_of_waiters(const struct sight *, unsigned kind);

/*
 * Appends a phrase about what was examined, or why not everything: "all 212
 * processes could be looked at".
 */
void sight_describe(const struct sight *, unsigned kinds, struct text *);

#endif
