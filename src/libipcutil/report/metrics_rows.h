/* SPDX-License-Identifier: BSD-2-Clause */
/* Between metrics.c, which writes the document, and what it consists of. */
#ifndef METRICS_ROWS_H
#define METRICS_ROWS_H

#include "report/metrics.h"

struct metrics_family {
	const char *name;
	const char *unit; /* the last word of the name; NULL: it has none */
	const char *help; /* a sentence without characters to be escaped */
};

struct metrics_writer {
	struct text *t;
	const struct metrics *metrics;
	/* ---- of metrics.c: */
	const struct metrics_family *family;
	bool described;
	int labels;
};

/* The samples that follow are of this family. */
void metrics_family(struct metrics_writer *, const struct metrics_family *);

/* A sample: begin, any labels, end with the value. */
void metrics_begin(struct metrics_writer *);
void metrics_label(struct metrics_writer *, const char *name, const char *);
void metrics_label_number(struct metrics_writer *, const char *name, int64_t);
void metrics_end(struct metrics_writer *, int64_t value);

/* Writes the families of single objects. */
void metrics_rows(struct metrics_writer *);

#endif
