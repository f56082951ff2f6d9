/* SPDX-License-Identifier: BSD-2-Clause */
/* Unit tests of whose the queues on a device are; see mq_dir.h. */
#include <sys/sysmacros.h>

#include "backend/mq_dir.h"
#include "base/unknown.h"
#include "tap.h"

#define FIRST INT64_C(4026531839)

static void
first(void)
{
	CHECK_INT(mq_dir_by_device(FIRST, makedev(0, 19), makedev(0, 20)),
	    MQ_OURS, "made by the kernel");
	CHECK_INT(mq_dir_by_device(FIRST, makedev(0, 43), makedev(0, 20)),
	    MQ_DOUBTFUL, "made later");
	CHECK_INT(mq_dir_by_device(FIRST, makedev(0, 20), makedev(0, 20)),
	    MQ_DOUBTFUL, "at once");
}

static void
others(void)
{
	CHECK_INT(mq_dir_by_device(FIRST + 1, makedev(0, 19), makedev(0, 20)),
	    MQ_UNTOLD, "another namespace");
	CHECK_INT(mq_dir_by_device(UNKNOWN, makedev(0, 19), makedev(0, 20)),
	    MQ_UNTOLD, "an unknown one");
	CHECK_INT(mq_dir_by_device(FIRST, makedev(0, 19), makedev(8, 1)),
	    MQ_UNTOLD, "a /proc that is none");
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "mq_dir: the first namespace's queues are older than /proc",
		    first },
		{ "mq_dir: of others a device tells nothing", others },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
