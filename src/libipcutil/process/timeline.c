/* SPDX-License-Identifier: BSD-2-Clause */
/* Compares times of objects and of processes; see timeline.h. */
#include <sys/stat.h>

#include <fcntl.h>
#include <time.h>

#include "base/clock.h"
#include "base/copy.h"
#include "base/proc.h"
#include "process/timeline.h"

/*
 * Seconds of tolerance: times of objects are whole seconds, and clocks are
 * adjusted a little.
 */
#define WHOLE 1

int64_t
timeline_slack(int64_t file, int64_t process1)
{
	int64_t early = process1 - file;

	/* Start times are in hundredths of a second. */
	return early > SECOND / 2 ? early / SECOND + 1 : 0;
}

/*
 * The root of /proc has the time at which it was mounted, after process 1 was
 * started. If process 1 seems to be younger, the clock was set forward after
 * that.
 */
static int64_t
find_slack(int64_t boot)
{
	int64_t process1 = proc_start_time(1, boot);
	int fd = proc_open(".", O_PATH), status = -1;
	struct stat st;

	if (fd != -1)
		status = fstat(fd, &st);
	copy_close(fd);
	if (process1 == UNKNOWN || status == -1)
		return 0;
	return timeline_slack(
	    (int64_t)st.st_mtim.tv_sec * SECOND + st.st_mtim.tv_nsec, process1);
}

void
timeline_begin(struct timeline *timeline)
{
	int64_t boot = proc_boot_time();

	*timeline = (struct timeline){
		.now = time(NULL),
		.boot = boot / SECOND,
		.slack = find_slack(boot),
	};
}

/* No time is before boot, or in the future, unless the clock was set. */
static bool
is_possible(const struct timeline *timeline, int64_t then)
{
	return then != UNKNOWN && then >= timeline->boot &&
	       then <= timeline->now + WHOLE;
}

bool
timeline_is_sure(const struct timeline *timeline, int64_t then)
{
	return is_possible(timeline, then) && timeline->slack == 0;
}

bool
timeline_ran(const struct timeline *timeline, int64_t start, int64_t then)
{
	return !is_possible(timeline, then) ||
	       timeline->boot + start / SECOND - timeline->slack <=
		   then + WHOLE;
}

int64_t
timeline_since(const struct timeline *timeline, int64_t then)
{
	if (!is_possible(timeline, then) ||
	    then >= timeline->now - timeline->slack)
		return 0;
	return timeline->now - timeline->slack - then;
}
