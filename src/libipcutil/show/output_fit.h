/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which columns of a table fit the terminal, and how wide they are. Widths are
 * columns of the terminal, see wcwidth(3). Nothing here fails.
 */
#ifndef OUTPUT_FIT_H
#define OUTPUT_FIT_H

#include "show/output.h"

#define FIT_GAP 2  /* between columns */
#define FIT_EDGE 2 /* a space, and the mark for columns left out */

/*
 * Makes out->widths fit out->width, unless that is 0. A column that is left out
 * gets the width 0, and out->left_out is set.
 */
void fit(struct output *);
/*
 * Width that columns may use. The edge is reserved for the mark if a column is
 * left out.
 */
size_t fit_room(const struct output *);
/* Whether column i is an explanation: what does not fit continues below. */
bool fit_is_prose(const struct output *, size_t i);
/*
 * The length in bytes of the words at the beginning that fit the width: at
 * least a character, unless the text is empty.
 */
size_t fit_words(const char *, size_t width);

#endif
