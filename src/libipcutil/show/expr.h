/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Expressions over the columns of a table (--where, --until), such as
 *
 *	owner == "apache" and kind == "sem" and idle > 2h
 *
 * They follow lsfd -Q and lsblk -Q; ipcutil(7) has the grammar. A comparison
 * with an unknown value is false. A list matches if any of its elements does.
 *
 * No function here sets errno.
 */
#ifndef EXPR_H
#define EXPR_H

#include <stdbool.h>
#include <stddef.h>

#include "show/column.h"

struct expr;

struct expr_error {
	const char *message; /* constant; NULL: nothing is wrong */
	size_t at;	     /* offset of the mistake in the text, in bytes */
	size_t length;	     /* of the wrong part, in bytes */
	const char *meant;   /* constant: the likely intended word, or NULL */
};

/*
 * Compiles the text. On success *out is an expression that the caller frees
 * with expr_free(); otherwise it is NULL and the error says why.
 */
struct expr_error expr_parse(
    struct expr **out, const struct table *, const char *text);
void expr_free(struct expr *);

bool expr_match(const struct expr *, const void *row);

/*
 * The answer to an expression. EXPR_UNKNOWN: the row has a field (see struct
 * table) that could not be read, and its value would decide.
 */
enum expr_answer { EXPR_NO, EXPR_UNKNOWN, EXPR_YES };
enum expr_answer expr_ask(
    const struct expr *, const struct table *, const void *row);

/*
 * Says whether objects of any of these kinds have the fields that make it true.
 */
bool expr_can_hold(const struct expr *, unsigned kinds);

/* Returns what must be read before the expression can be evaluated: NEED_... */
unsigned expr_need(const struct expr *);

#endif
