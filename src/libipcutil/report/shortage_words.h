/* SPDX-License-Identifier: BSD-2-Clause */
/* Commands and names for what is in short supply; see shortage.h. */
#ifndef SHORTAGE_WORDS_H
#define SHORTAGE_WORDS_H

#include "report/limit_rows.h"
#include "report/shortage.h"

/* All of these return what is to be freed by the caller. */

/* The names, with commas between. */
char *shortage_names(const struct shortage_parts *);

/* The command that shows what to free, or frees it; NULL if nothing helps. */
char *shortage_relief(const struct shortage *, const struct limit_use *);

/* Adds the name of an owner, or the notation of an object. */
void shortage_name(const struct shortage_part *, struct text *);

#endif
