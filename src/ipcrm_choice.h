/* SPDX-License-Identifier: BSD-2-Clause */
/* The objects that --orphans and --older-than choose among those selected. */
#ifndef IPCRM_CHOICE_H
#define IPCRM_CHOICE_H

#include "process/sight.h"
#include "show/view.h"

struct choice {
	bool orphans; /* --orphans: those that are certain */
	bool likely;  /* --orphans=likely: and those that are likely */
	/* --verbose: report what speaks for and against each */
	bool reasons;
	int64_t orphans_after; /* seconds; see annotate.h */
	int64_t older_than;    /* seconds; UNKNOWN: of any age */
};

/* Returns what must be read of each object to decide: NEED_... */
unsigned choice_need(const struct choice *);

/*
 * Keeps the rows that are chosen. Returns how many are not chosen only because
 * it is not certain that they are orphans; each is given to `kept` first.
 */
size_t choice_select(const struct choice *, struct view *, int64_t now,
    void (*kept)(void *arg, const struct ipc_object *), void *arg);

/* Looks at an object again: whether it is still the same one, and chosen. */
bool choice_still_has(
    const struct choice *, const struct ipc_object *, int64_t now);

/* Looks at all rows again, with one look at all processes. */
void choice_look_again(const struct choice *, struct view *, int64_t now);

#endif
