/* SPDX-License-Identifier: BSD-2-Clause */
/* Between expr.c, which compiles expressions, and expr_eval.c. */
#ifndef EXPR_NODE_H
#define EXPR_NODE_H

#include <regex.h>
#include <stdint.h>

#include "base/lex.h"
#include "show/expr.h"

enum node_type { NODE_OR, NODE_AND, NODE_NOT, NODE_FIELD, NODE_COMPARE };

/* A field, or what it is compared with. */
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
