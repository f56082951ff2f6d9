/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An archive, read whole and checked before anything is made of it. Memory is
 * kept in files without a name, memfd_create(2), with its holes.
 */
#ifndef PLAN_H
#define PLAN_H

#include "archive/entry.h"

/* There is no archive with more objects. */
#define PLAN_ENTRIES 262144

struct plan {
	int64_t max_size; /* bytes that all members may have, holes too */
	/* Which objects are wanted; the others are only looked at. */
	bool (*wants)(void *arg, const struct ipc_object *);
	void *arg;
	/* The rest is what was read. */
	struct entry *v; /* as they are listed; owned */
	size_t n;
	struct text error; /* owned */
};

/* Start with what is above; 0, or -1, and error says why. */
int plan_read(struct plan *, int fd);
void plan_free(struct plan *);

#endif
