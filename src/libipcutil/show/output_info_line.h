/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines of format_info: how each of them begins and ends. */
#ifndef OUTPUT_INFO_LINE_H
#define OUTPUT_INFO_LINE_H

#include "show/output.h"

/*
 * Sections have names at the left, in so many columns. On a terminal that is
 * narrower than OUTPUT_NARROW, a name stands above its section, so that there
 * is room for a time.
 */
#define OUTPUT_GUTTER 8
#define OUTPUT_NARROW 60

/* Begins a line: in sections with the name that is still to be written. */
void output_gutter(struct output *);

/* Adds the text to the line, and spaces up to a width. */
void output_padded(struct output *, const char *, size_t width);

/* Ends the line. On a terminal, a line that is too long is cut and marked. */
void output_end_line(struct output *);

#endif
