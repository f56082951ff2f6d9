/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether a process ran when an object was used. Times of objects are seconds
 * of a clock that can be set; processes begin so many nanoseconds after
 * booting. Where the clock was set since, the answer errs on the side of "it
 * may have".
 */
#ifndef TIMELINE_H
#define TIMELINE_H

#include <stdbool.h>
#include <stdint.h>

struct timeline {
	int64_t now;  /* seconds since 1970, as all times of objects */
	int64_t boot; /* when the machine was booted, by the clock of now */
	/*
	 * Seconds by which the clock is known to have been set forward since
	 * process 1 began. What happened before may be so much later than its
	 * time says.
	 */
	int64_t slack;
};

void timeline_begin(struct timeline *);

/*
 * The slack, of the time at which a file was made that is younger than process
 * 1, and of the time at which that began, both in nanoseconds since 1970.
 */
int64_t timeline_slack(int64_t file, int64_t process1);

/* False if nobody knows then, or if the clock was set since. */
bool timeline_is_sure(const struct timeline *, int64_t then);

/*
 * Whether a process that began at `start`, in nanoseconds after booting, may
 * have run then. A time that is not known may be any.
 */
bool timeline_ran(const struct timeline *, int64_t start, int64_t then);

/* The least number of seconds that can have passed since. */
int64_t timeline_since(const struct timeline *, int64_t then);

#endif
