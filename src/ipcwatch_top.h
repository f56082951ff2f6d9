/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --top: what is looked at, and how it is drawn. */
#ifndef IPCWATCH_TOP_H
#define IPCWATCH_TOP_H

#include "ipcwatch.h"
#include "report/limit.h"
#include "report/rate.h"

#define TOP_INPUT 256

struct top {
	struct options o; /* its goal is what / asked for */
	struct watch watch;
	struct rate *rates; /* of the objects of the last look */
	int64_t looked;	    /* when that was; CLOCK_MONOTONIC */
	struct rate_row *rows;
	size_t n;
	struct limit *limits;
	size_t nlimits;
	enum rate_sort sort;
	bool reverse;
	bool paused;
	bool help;
	bool asking;		    /* an expression is being typed: */
	char input[TOP_INPUT];	    /* so far */
	char expression[TOP_INPUT]; /* that holds of what is shown */
	struct text error;	    /* of what was typed; "" if none */
};

/*
 * Adds the screen, a line for each, with nothing that harms a terminal. No
 * more than so many columns and lines; 0: as many as it takes.
 */
void top_draw(const struct top *, struct text *, size_t width, size_t height);

/* How many lines there are before the heading of the table. */
size_t top_heading(const struct top *);

/* Does what --top asks for, and returns an exit status. */
int top(const struct options *);

#endif
