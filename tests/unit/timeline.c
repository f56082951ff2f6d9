/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of comparing the times of objects and processes; see timeline.h. */
#include "process/timeline.h"
#include "base/clock.h"
#include "base/unknown.h"
#include "tap.h"

/* Booted at 1000, and a thousand seconds later. */
static const struct timeline good = { .now = 2000, .boot = 1000 };
/* The clock was set forward by five minutes in between. */
static const struct timeline set = { .now = 2000, .boot = 1000, .slack = 300 };

static void
ran(void)
{
	CHECK(timeline_ran(&good, 499 * SECOND, 1500), "before");
	CHECK(
	    timeline_ran(&good, 501 * SECOND, 1500), "times are whole seconds");
	CHECK(!timeline_ran(&good, 502 * SECOND, 1500), "later");
	CHECK(timeline_is_sure(&good, 1500), "sure");
	CHECK_INT(timeline_since(&good, 1500), 500, "since");
}

static void
unknown(void)
{
	CHECK(timeline_ran(&good, 999 * SECOND, UNKNOWN), "at any time");
	CHECK(!timeline_is_sure(&good, UNKNOWN), "not sure");
	CHECK_INT(timeline_since(&good, UNKNOWN), 0, "just now, perhaps");
}

/* Nothing is older than the machine, or yet to come. */
static void
impossible(void)
{
	static const int64_t times[] = { 0, 999, 2002, INT64_MAX };
	size_t i;

	for (i = 0; i < TAP_LENGTH(times); i++) {
		CHECK(timeline_ran(&good, 999 * SECOND, times[i]), "may have");
		CHECK(!timeline_is_sure(&good, times[i]), "not sure");
		CHECK_INT(timeline_since(&good, times[i]), 0, "may be now");
	}
}

static void
forward(void)
{
	CHECK(timeline_ran(&set, 801 * SECOND, 1500), "it may have");
	CHECK(!timeline_ran(&set, 802 * SECOND, 1500), "later all the same");
	CHECK(!timeline_is_sure(&set, 1500), "not sure");
	CHECK_INT(timeline_since(&set, 1500), 200, "at least");
	CHECK_INT(timeline_since(&set, 1800), 0, "may be now");
}

static void
slack(void)
{
	CHECK_INT(
	    timeline_slack(100 * SECOND, 99 * SECOND), 0, "file is younger");
	CHECK_INT(timeline_slack(100 * SECOND, 100 * SECOND + SECOND / 100), 0,
	    "a tick");
	CHECK_INT(timeline_slack(100 * SECOND, 101 * SECOND), 2,
	    "a second, rounded up");
	CHECK_INT(timeline_slack(100 * SECOND, 4000 * SECOND), 3901, "an hour");
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "timeline: who began later did not run then", ran },
		{ "timeline: what is not known may be at any time", unknown },
		{ "timeline: an impossible time is not known", impossible },
		{ "timeline: a clock set forward makes it doubtful", forward },
		{ "timeline: process 1 is older than the mount on /proc",
		    slack },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
