/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loading the objects that were asked for: patterns are listed, what is named
 * outright is looked up without listing anything.
 */
#ifndef LOAD_H
#define LOAD_H

#include <stddef.h>

#include "backend/ref.h"
#include "model/kind.h"
#include "process/sight.h"

/* What to load, and whom to tell what could not be. */
struct load {
	unsigned kinds;		/* KIND_...: nothing else is loaded */
	unsigned need;		/* NEED_... */
	const struct ref *refs; /* NULL: everything */
	size_t nrefs;
	int64_t now;	       /* for ages; seconds since 1970 */
	int64_t orphans_after; /* seconds; see annotate.h */
	bool ghosts;	       /* what has no name, too; refs are whole kinds */
	bool unlinked;	       /* only that */
	bool missing_ok;       /* what is named and not there is no failure */
	bool *found;	  /* for each of refs, set once it is; may be NULL */
	unsigned *missed; /* adds kinds not seen whole; may be NULL */
	const struct ipc_skip *skip; /* NULL: nobody wants to know */
	struct sight *sight; /* set if processes are looked at; may be NULL */
	/* Told of a place or an operand that failed, and why. */
	void (*failed)(void *arg, const char *subject, const char *reason);
	void *arg;
};

/*
 * Adds the objects, sorted and each of them once. 0, or -1 if something
 * failed, of which was told; the rest is in the list all the same.
 */
int load_objects(const struct load *, struct ipc_list *);

/*
 * The same in every IPC namespace and /dev/shm that processes are in, sorted
 * by these; what is named outright need not be in all of them, but in one.
 * This process is in another namespace afterwards.
 */
int load_everywhere(const struct load *, struct ipc_list *);

/* Fills in what does not come from the kind: namespace, ages, fill. */
void load_derive(struct ipc_object *, int64_t now);

#endif
