/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads an archive completely and checks it before any object is created.
 * Memory is kept with its holes in unnamed files, memfd_create(2).
 */
#ifndef PLAN_H
#define PLAN_H

#include "archive/entry.h"

/* Maximum number of objects. */
#define PLAN_ENTRIES 262144

struct plan {
	int64_t max_size; /* bytes of all members, including holes */
	/* Says whether an object is wanted. Others are read but not kept. */
	bool (*wants)(void *arg, const struct ipc_object *);
	void *arg;
	/* ---- results */
	struct entry *v; /* sorted by member; owned */
	size_t n;
	size_t room;	   /* for so many */
	struct text error; /* owned */
};

/*
 * Reads the archive from a descriptor, which stays the caller's. The caller
 * sets the members above the results, and 0 for these. Returns 0, or -1 and
 * `error` says why. Call plan_free() in either case.
 */
int plan_read(struct plan *, int fd);
void plan_free(struct plan *);

#endif
