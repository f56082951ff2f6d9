/* SPDX-License-Identifier: BSD-2-Clause */
/* Shared by the parts of ipcwatch --stats. */
#ifndef IPCWATCH_STATS_H
#define IPCWATCH_STATS_H

#include "ipcwatch.h"
#include "trace/stats.h"

/* Which calls a table is of: those of the time before its end. */
struct stats_span {
	struct timespec end;
	int64_t ns;
	int64_t lost; /* records of calls that are missing; UNKNOWN */
};

/* Writes the table on stdout, as the options want it. */
void stats_show(
    const struct options *, const struct stats *, const struct stats_span *);
/* Writes an object of it: its processes, and which calls have not ended. */
void stats_write_group(struct text *, const struct stats_group *);
/* Writes the same as JSON, a line for each object. */
void stats_write_json(
    const struct stats *, const struct stats_span *, struct text *);

#endif
