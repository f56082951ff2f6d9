/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects, limits and their use as metrics. The text is valid both in the
 * Prometheus text format 0.0.4 and in OpenMetrics 1.0. Every metric is a gauge.
 * An unknown number has no sample; a limit without a bound is +Inf. Nothing
 * here fails.
 */
#ifndef METRICS_H
#define METRICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "model/list.h"
#include "model/object.h"
#include "process/sight.h"
#include "report/limit.h"

/* The data of a document. Nothing here is changed or kept. */
struct metrics {
	const char *version;
	unsigned kinds;		     /* KIND_... that were loaded */
	const struct ipc_list *list; /* every object of these kinds */
	const struct limit *limits;
	size_t nlimits;
	int64_t now; /* seconds since 1970 */
	/* Objects (struct ipc_object) that get series of their own. */
	const void *const *rows;
	size_t nrows;
	bool processes; /* holders, waiters and orphans are known */
	const struct sight *sight;
	bool namespaces; /* several namespaces: label objects with `ns` */
};

/*
 * What must be read of each object: for totals, for series of its own, and if
 * `processes` is set: NEED_...
 */
unsigned metrics_need_of_totals(void);
unsigned metrics_need_of_rows(void);
unsigned metrics_need_of_processes(void);

/* Adds the whole document to the text, which the caller owns. */
void metrics_write(struct text *, const struct metrics *);

#endif
