/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Preloaded into a program, makes time pass: whenever CLOCK_MONOTONIC is read,
 * it is a second later than it would be.
 *
 *	LD_PRELOAD=.../hasten.so COMMAND
 */
#include <sys/syscall.h>

#include <time.h>
#include <unistd.h>

int
clock_gettime(clockid_t clock, struct timespec *ts)
{
	static time_t ahead;
	int status = (int)syscall(SYS_clock_gettime, clock, ts);

	if (status == 0 && clock == CLOCK_MONOTONIC)
		ts->tv_sec += ++ahead;
	return status;
}
