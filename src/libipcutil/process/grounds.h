/* SPDX-License-Identifier: BSD-2-Clause */
/* What a verdict on an object rests on, beside the object itself. */
#ifndef GROUNDS_H
#define GROUNDS_H

#include <stdint.h>

#include "process/census.h"
#include "process/sight.h"
#include "process/timeline.h"

struct grounds {
	const struct sight *sight;
	const struct census *census; /* NULL: nobody was counted */
	const struct timeline *timeline;
	int64_t after; /* seconds: what was used since is in doubt */
};

/*
 * Whether every process that there is was counted. One that is outside of our
 * PID namespace was not, and may use objects of those kinds. Of those that are
 * hidden most are: what they hold may not be seen, but whose they are.
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
