/* SPDX-License-Identifier: BSD-2-Clause */
/* What --orphans and --older-than choose among the objects selected. */
#ifndef IPCRM_CHOICE_H
#define IPCRM_CHOICE_H

#include "process/sight.h"
#include "show/view.h"

struct choice {
	bool orphans;	       /* those that are certain to be left behind */
	bool likely;	       /* and those that are likely to be */
	bool reasons;	       /* what speaks for and against it is told */
	int64_t orphans_after; /* seconds; see annotate.h */
	int64_t older_than;    /* seconds; UNKNOWN: of any age */
};

/* What must be read of each object for it: NEED_... */
unsigned choice_need(const struct choice *);

/*
 * Keeps the rows that are chosen. Returns how many are not only because it is
 * not certain that they are orphans, each of which is handed to `kept` first.
 */
size_t choice_select(const struct choice *, struct view *, int64_t now,
    void (*kept)(void *arg, const struct ipc_object *), void *arg);

/* Looks at an object once more: whether it is still the same, and chosen. */
bool choice_still_has(
    const struct choice *, const struct ipc_object *, int64_t now);

/* The same for all rows, with one look at all processes. */
void choice_look_again(const struct choice *, struct view *, int64_t now);

#endif
