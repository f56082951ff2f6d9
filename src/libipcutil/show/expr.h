/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Expressions over the columns of a table, as in
 *
 *	owner == "apache" and kind == "sem" and idle > 2h
 *
 * in the manner of lsfd -Q and lsblk -Q; ipcutil(7) has the grammar. Unknown
 * is false in every comparison; of a list any element may match.
 */
#ifndef EXPR_H
#define EXPR_H

#include <stdbool.h>
#include <stddef.h>

#include "show/column.h"

struct expr;

struct expr_error {
	const char *message; /* constant; NULL: nothing is wrong */
	size_t at;	     /* where in the text, in bytes */
	size_t length;	     /* of what is wrong there */
	const char *meant;   /* constant: what it may be; NULL: who knows */
};

/* Sets *out, to be freed with expr_free(), or NULL and the error. */
struct expr_error expr_parse(
    struct expr **out, const struct table *, const char *text);
void expr_free(struct expr *);

bool expr_match(const struct expr *, const void *row);

/*
 * Whether it holds, or cannot be known: where a field that the row has (see
 * struct table) could not be read and its value would decide.
 */
enum expr_answer { EXPR_NO, EXPR_UNKNOWN, EXPR_YES };
enum expr_answer expr_ask(
    const struct expr *, const struct table *, const void *row);

/* Whether an object of any of these kinds has the fields for it to hold. */
bool expr_can_hold(const struct expr *, unsigned kinds);

/* What must be read before the expression can be evaluated: NEED_... */
unsigned expr_need(const struct expr *);

#endif
