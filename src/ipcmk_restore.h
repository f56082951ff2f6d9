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
	bool existing_ok; /* --existing-ok */
	bool same_ids;	  /* System V objects get the ids that they had */
	int64_t max_size; /* bytes of all members; UNKNOWN: the usual */
};

/*
 * Creates the objects of the archive on stdin, or those that the references
 * select, with the owner of the attributes if one is given. Creates all of them
 * or none. Returns an exit status.
 */
int restore(const struct restore *, const struct ref *, size_t n,
    const struct ipc_attr *);

/*
 * Reports each object that exists already; with --existing-ok only those that
 * differ. With --same-ids, objects that have the same id count, too. An
 * accepted object takes the place of its entry in the plan. Returns an exit
 * status.
 */
int restore_check(struct plan *, bool existing_ok, bool same_ids);

#endif
