/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects, limits and their use as metrics: text that is valid both in the
 * Prometheus text format 0.0.4 and in OpenMetrics 1.0. All are gauges. A
 * number that is not known has no sample, and a limit without a bound is +Inf.
 */
#ifndef METRICS_H
#define METRICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "model/object.h"
#include "process/sight.h"
#include "report/limit.h"

/* What is written. Nothing here is changed, or kept. */
struct metrics {
	const char *version;
	unsigned kinds;		     /* KIND_...: those that were loaded */
	const struct ipc_list *list; /* every object of these kinds */
	const struct limit *limits;
	size_t nlimits;
	int64_t now; /* seconds since 1970 */
	/* The rows that get series of their own: struct ipc_object. */
	const void *const *rows;
	size_t nrows;
	bool processes; /* holders, waiters and orphans were looked for */
	const struct sight *sight;
	bool namespaces; /* objects of several: label them with `ns` */
};

/* What must be read of an object for the totals, for series of its own, and
 * with `processes`: NEED_... */
unsigned metrics_need_of_totals(void);
unsigned metrics_need_of_rows(void);
unsigned metrics_need_of_processes(void);

/* Adds the whole document. */
void metrics_write(struct text *, const struct metrics *);

#endif
