/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loads the objects that were asked for: patterns are matched against a
 * listing; an object that is named is looked up without a listing.
 */
#ifndef LOAD_H
#define LOAD_H

#include <stddef.h>

#include "backend/ref.h"
#include "model/kind.h"
#include "model/list.h"
#include "process/sight.h"

/* What to load, and who is told what could not be loaded. */
struct load {
	unsigned kinds;		/* KIND_...; other kinds are not loaded */
	unsigned need;		/* NEED_... */
	const struct ref *refs; /* NULL: everything */
	size_t nrefs;
	int64_t now;	       /* for ages, in seconds since 1970 */
	int64_t orphans_after; /* in seconds; see annotate.h */
	/* Also objects without a name (ghost.h); refs are whole kinds then. */
	bool ghosts;
	bool unlinked; /* only objects without a name */
	/* A named object that does not exist is no error. */
	bool missing_ok;
	/* For each of refs, set to true once it was found; may be NULL. */
	bool *found;
	/* Set to the kinds not fully listed, in addition; may be NULL. */
	unsigned *missed;
	/* Is told of files that are not objects; may be NULL. */
	const struct ipc_skip *skip;
	struct sight *sight; /* set if processes were examined; may be NULL */
	/*
	 * Called with a place or an operand that failed, and the reason. Both
	 * belong to the caller, load_objects().
	 */
	void (*failed)(void *arg, const char *subject, const char *reason);
	void *arg;
};

/*
 * Appends the objects, sorted and without duplicates. The list owns them. 0, or
 * -1 if something failed; `failed` was called for it, and the objects that
 * could be loaded are in the list even then.
 */
int load_objects(const struct load *, struct ipc_list *);

/*
 * As load_objects(), in all IPC namespaces and all /dev/shm that processes use,
 * sorted by namespace. A named object has to exist in one of them only.
 * Afterwards this process is in another namespace: setns(2).
 */
int load_everywhere(const struct load *, struct ipc_list *);

/* The kinds of which objects are listed: those that a pattern asks for. */
unsigned load_listed(const struct load *);

/* Fills in fields that do not come from the back end: namespace, ages, fill. */
void load_derive(struct ipc_object *, int64_t now);

#endif
