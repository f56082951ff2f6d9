/* SPDX-License-Identifier: BSD-2-Clause */
/* Paragraphs of --explain fit the terminal. */
#ifndef SHORTAGE_FIT_H
#define SHORTAGE_FIT_H

#include "show/output.h"

#define SHORTAGE_LABEL 13 /* columns before the words of a labelled line */

/*
 * Breaks the lines in out->line that are wider than out->width, unless that is
 * 0, between words. A command is not broken, so that it can be copied; its
 * comment goes below it.
 */
void shortage_fit(struct output *);

#endif
