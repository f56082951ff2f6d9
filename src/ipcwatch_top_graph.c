/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipcwatch --top: the last minute as a graph, the newest at the right; the
 * largest is full height.
 */
#include <langinfo.h>
#include <string.h>

#include "ipcwatch_top.h"

#define LEVELS 8 /* of one line */

static const char *
block(int64_t level)
{
	static const char *const blocks[] = { " ", "▁", "▂", "▃", "▄", "▅", "▆",
		"▇", "█" };
	static const char *const ascii[] = { " ", ".", ":", "-", "=", "+", "*",
		"#", "@" };

	level = level < 0 ? 0 : level > LEVELS ? LEVELS : level;
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0 ? blocks[level]
							  : ascii[level];
}

static int64_t
most(const struct rate *rate, size_t cells)
{
	int64_t i, sum, seconds = RATE_SECONDS / (int64_t)cells, largest = 1;

	for (i = 0; i < (int64_t)cells; i++) {
		sum = rate_sum(rate, i * seconds, seconds);
		largest = sum > largest ? sum : largest;
	}
	return largest;
}

/* Those of one line, which has the levels above `below`. */
static void
put_line(struct canvas *c, const struct rate *rate, size_t cells,
    int64_t largest, int64_t levels, int64_t below)
{
	int64_t i, sum, seconds = RATE_SECONDS / (int64_t)cells, level;

	for (i = (int64_t)cells - 1; i >= 0; i--) {
		sum = rate_sum(rate, i * seconds, seconds);
		/* Any activity is shown, by the lowest level at least. */
		level = sum == 0 ? 0 : 1 + sum * (levels - 1) / largest;
		canvas_put(c, LOOK_LABEL, block(level - below));
	}
}

void
graph_row(struct canvas *c, const struct rate *rate, size_t cells)
{
	put_line(c, rate, cells, most(rate, cells), LEVELS, 0);
}

void
graph_large(struct canvas *c, const struct rate *rate, size_t height)
{
	size_t cells = c->width == 0 || c->width >= 70 ? 60 : 30;
	int64_t largest = most(rate, cells), levels = (int64_t)height * LEVELS;
	size_t line;

	for (line = height; line-- > 0;) {
		put_line(
		    c, rate, cells, largest, levels, (int64_t)line * LEVELS);
		if (line + 1 == height) {
			canvas_put(c, LOOK_DIM, "| ");
			canvas_number(c, LOOK_DIM, largest);
		} else if (line == 0)
			canvas_put(c, LOOK_DIM, "| 0");
		else
			canvas_put(c, LOOK_DIM, "|");
		canvas_end(c);
	}
}
