/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcmk --restore: objects created from an archive. */
#ifndef IPCMK_RESTORE_H
#define IPCMK_RESTORE_H

#include <stdbool.h>

#include "archive/plan.h"
#include "backend/ref.h"

struct restore {
	const char *as; /* the name of the one object; NULL: its own */
	bool dry_run;
	bool existing_ok; /* what is there and is the same will do */
	bool same_ids;	  /* System V objects get the ids that they had */
	int64_t max_size; /* bytes of all members; UNKNOWN: the usual */
};

/*
 * Creates what is in the archive on stdin, or of it what the references
 * select, with the owner of the attributes if one is given. Returns a status;
 * all is created, or nothing.
 */
int restore(const struct restore *, const struct ref *, size_t n,
    const struct ipc_attr *);

/*
 * Nothing is created over what is there: says so of each object that is in the
 * way, or differs if those that do not will do. With ids that are to be as they
 * were, these count too. What will do takes its place in the plan. Returns a
 * status.
 */
int restore_check(struct plan *, bool existing_ok, bool same_ids);

#endif
