/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an orphan verdict is based on, besides the object itself. Nothing is
 * owned.
 */
#ifndef GROUNDS_H
#define GROUNDS_H

#include <stdint.h>

#include "process/census.h"
#include "process/sight.h"
#include "process/timeline.h"

struct grounds {
	const struct sight *sight;
	const struct census *census; /* NULL: none was taken */
	const struct timeline *timeline;
	int64_t after; /* in seconds: an object used since is in doubt */
};

/*
 * True if every process that may use objects of these kinds was counted.
 * Processes outside our PID namespace were not. Hidden processes mostly were:
 * what they hold is not known, but whose they are.
 */
static inline bool
grounds_count_all(const struct grounds *grounds, unsigned kinds)
{
	const struct proc_count *count = &grounds->sight->count;

	return grounds->census != NULL && grounds->census->n != 0 &&
	       grounds->census->hidden == 0 && count->closed == 0 &&
	       !count->partial && !count->restless &&
	       !grounds->sight->partial &&
	       (grounds->sight->outside & kinds) == 0;
}

#endif
