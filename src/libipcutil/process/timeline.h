/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Decides whether a process was running when an object was used. Times of
 * objects are seconds of a clock that can be set; processes have a start time
 * in nanoseconds after boot. If the clock was set meanwhile, the answer is
 * rather "it may have been running". Pure, but for timeline_begin().
 */
#ifndef TIMELINE_H
#define TIMELINE_H

#include <stdbool.h>
#include <stdint.h>

struct timeline {
	int64_t now;  /* seconds since 1970, like all times of objects */
	int64_t boot; /* when the machine was booted, by the present clock */
	/*
	 * Seconds by which the clock is known to have been set forward since
	 * process 1 was started. An event may be that much later than its time
	 * says.
	 */
	int64_t slack;
};

/*
 * Reads the clocks and looks for signs of a clock that was set. It does not
 * fail.
 */
void timeline_begin(struct timeline *);

/*
 * The slack, from the time when a file was created that is younger than process
 * 1, and the start time of process 1, both in nanoseconds since 1970.
 */
int64_t timeline_slack(int64_t file, int64_t process1);

/* False if `then` is UNKNOWN, or if the clock was set since. */
bool timeline_is_sure(const struct timeline *, int64_t then);

/*
 * True if a process that was started at `start` (nanoseconds after boot) may
 * have been running at `then` (seconds since 1970). UNKNOWN may be any time.
 */
bool timeline_ran(const struct timeline *, int64_t start, int64_t then);

/* The least number of seconds that may have passed since. */
int64_t timeline_since(const struct timeline *, int64_t then);

#endif
