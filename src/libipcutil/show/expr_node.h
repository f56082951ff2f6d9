/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Compiled expressions, shared by expr.c (compiles) and expr_eval.c
 * (evaluates).
 */
#ifndef EXPR_NODE_H
#define EXPR_NODE_H

#include <regex.h>
#include <stdint.h>

#include "base/lex.h"
#include "show/expr.h"

enum node_type { NODE_OR, NODE_AND, NODE_NOT, NODE_FIELD, NODE_COMPARE };

/* One side of a comparison: a field (column) or a value (text, number). */
struct operand {
	const struct column *column;
	int64_t number;
	char *text;
	struct token token;
};

struct expr {
	enum node_type type;
	struct expr *left, *right;
	enum lex_type comparison;
	struct operand a, b;
	regex_t *regex;
};

#endif
