/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The screen of ipcwatch --top as it is put together: lines of text, parts of
 * which have a look. Nothing is wider or higher than the canvas; where a line
 * or a cell was cut, a mark stands at its end.
 *
 * What is put there must not harm a terminal: see text_escape().
 */
#ifndef IPCWATCH_CANVAS_H
#define IPCWATCH_CANVAS_H

#include "base/text.h"

/* Looks, which can be put together. */
#define LOOK_BOLD (1U << 0)
#define LOOK_REVERSE (1U << 1)
#define LOOK_DIM (1U << 2)
#define LOOK_RED (1U << 3)
#define LOOK_YELLOW (1U << 4)
#define LOOK_CYAN (1U << 5)

/* Looks by their meaning. */
#define LOOK_PLAIN 0U
#define LOOK_FULL (LOOK_RED | LOOK_BOLD)
#define LOOK_NEAR LOOK_YELLOW
#define LOOK_WAITING LOOK_BOLD
#define LOOK_ALERT (LOOK_REVERSE | LOOK_BOLD) /* PAUSED, an error */
#define LOOK_HEADING LOOK_REVERSE
#define LOOK_KEY LOOK_BOLD
#define LOOK_LABEL LOOK_CYAN

/* From `at` on in the text, to the next span. */
struct span {
	size_t at;
	unsigned look;
};

/* Start with canvas_begin(); owned: text and spans. */
struct canvas {
	size_t width;  /* 0: as wide as it takes */
	size_t height; /* lines; 0: as many as it takes */
	struct text text;
	struct span *spans;
	size_t nspans;
	size_t lines;  /* that have ended */
	size_t start;  /* of the line in hand, in the text */
	unsigned look; /* of that whole line */
};

void canvas_begin(struct canvas *, size_t width, size_t height);
void canvas_free(struct canvas *);

void canvas_put(struct canvas *, unsigned look, const char *);
void canvas_number(struct canvas *, unsigned look, int64_t);
/* A cell of just this width. */
void canvas_cell(
    struct canvas *, unsigned look, const char *, size_t width, bool right);
/* The same, if it is as many bytes of a string. */
void canvas_add(struct canvas *, unsigned look, const char *, size_t);
/* Spaces up to this column, if the line is not there yet. */
void canvas_to(struct canvas *, size_t column);
/* Columns that the line in hand takes so far. */
size_t canvas_column(const struct canvas *);
/* Ends the line. `look` of the canvas goes for that line, and is reset. */
void canvas_end(struct canvas *);
/* Ends lines until so many are left below. */
void canvas_leave(struct canvas *, size_t lines);

#endif
