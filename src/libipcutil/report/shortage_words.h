/* SPDX-License-Identifier: BSD-2-Clause */
/* Names and commands in explanations of limits; see shortage.h. */
#ifndef SHORTAGE_WORDS_H
#define SHORTAGE_WORDS_H

#include "report/limit_rows.h"
#include "report/shortage.h"

/* The caller frees the strings that these return. */

/* Returns the names, separated by commas. */
char *shortage_names(const struct shortage_parts *);

/*
 * Returns the command that shows what to free, or frees it; NULL if nothing
 * helps.
 */
char *shortage_relief(const struct shortage *, const struct limit_use *);

/* Adds the name of an owner, or the notation of an object, to the text. */
void shortage_name(const struct shortage_part *, struct text *);

#endif
