/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Shared by the files that write metrics: metrics.c (document), metrics_rows.c
 * (single objects) and metrics_text.c (syntax).
 */
#ifndef METRICS_ROWS_H
#define METRICS_ROWS_H

#include "report/metrics.h"

struct metrics_family {
	const char *name;
	const char *unit; /* last word of the name; NULL: no unit */
	const char *help; /* a sentence; nothing in it needs escaping */
};

struct metrics_writer {
	struct text *t;
	const struct metrics *metrics;
	/* ---- private to metrics_text.c */
	const struct metrics_family *family;
	bool described;
	int labels;
};

/*
 * Starts a family; samples that follow belong to it. A family without samples
 * is not written at all.
 */
void metrics_family(struct metrics_writer *, const struct metrics_family *);

/* Write a sample: begin, labels if any, end with the value. */
void metrics_begin(struct metrics_writer *);
void metrics_label(struct metrics_writer *, const char *name, const char *);
void metrics_label_number(struct metrics_writer *, const char *name, int64_t);
void metrics_end(struct metrics_writer *, int64_t value);

/* Writes the families of single objects. */
void metrics_rows(struct metrics_writer *);

#endif
