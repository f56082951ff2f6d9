/* SPDX-License-Identifier: BSD-2-Clause */
/* Long operations; see progress.h. */
#include <stdbool.h>
#include <time.h>

#include "base/clock.h"
#include "base/progress.h"

#define FIRST SECOND	 /* nanoseconds until it is shown, */
#define NEXT (FIRST / 5) /* and until it is shown again */

static struct progress progress; /* `show` is NULL unless there is one */
static int64_t due;
static bool shown;

void
progress_start(const struct progress *p)
{
	progress = *p;
	shown = false;
	due = clock_now(CLOCK_MONOTONIC) + FIRST;
}

static void
show_if_due(void)
{
	int64_t moment = clock_now(CLOCK_MONOTONIC);

	if (moment < due)
		return;
	due = moment + NEXT;
	shown = true;
	progress.show(&progress);
}

void
progress_object(void)
{
	if (progress.show == NULL)
		return;
	progress.objects_done++;
	show_if_due();
}

void
progress_bytes(int64_t n)
{
	if (progress.show == NULL)
		return;
	progress.bytes_done += n;
	show_if_due();
}

bool
progress_stop(void)
{
	bool was_shown = progress.show != NULL && shown;

	progress.show = NULL;
	return was_shown;
}
