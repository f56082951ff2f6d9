/* SPDX-License-Identifier: BSD-2-Clause */
/* How much of a limit one object uses; see limit_part.h. */
#include <unistd.h>

#include "report/limit_part.h"

int64_t
limit_whole_pages(int64_t bytes, int64_t page)
{
	return bytes == UNKNOWN ? UNKNOWN : bytes / page + (bytes % page != 0);
}

int64_t
limit_one(const struct ipc_object *o)
{
	(void)o;
	return 1;
}

int64_t
limit_pages(const struct ipc_object *o)
{
	return limit_whole_pages(o->size, sysconf(_SC_PAGESIZE));
}

int64_t
limit_sems(const struct ipc_object *o)
{
	return o->nsems;
}
