/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is taken for an expression prints back to one that says the same: with
 * the fewest parentheses that its tree needs, so that none binds otherwise.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "show/expr.h"
#include "show/expr_node.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char *const signs[] = {
	[LEX_EQ] = " == ",
	[LEX_NE] = " != ",
	[LEX_LT] = " < ",
	[LEX_LE] = " <= ",
	[LEX_GT] = " > ",
	[LEX_GE] = " >= ",
	[LEX_MATCH] = " =~ ",
	[LEX_NOMATCH] = " !~ ",
};

static void print(struct text *, const struct expr *, const char *source);

static void
print_operand(struct text *t, const struct operand *o, const char *source)
{
	if (o->column != NULL)
		text_str(t, o->column->name);
	else
		text_add(t, source + o->token.at, o->token.length);
}

static void
print_within(
    struct text *t, const struct expr *e, const char *source, bool parentheses)
{
	if (parentheses)
		text_char(t, '(');
	print(t, e, source);
	if (parentheses)
		text_char(t, ')');
}

static void
print(struct text *t, const struct expr *e, const char *source)
{
	switch (e->type) {
	case NODE_OR:
	case NODE_AND:
		print_within(t, e->left, source, e->left->type < e->type);
		text_str(t, e->type == NODE_OR ? " or " : " and ");
		print_within(t, e->right, source, e->right->type <= e->type);
		break;
	case NODE_NOT:
		text_str(t, "not ");
		print_within(t, e->left, source, e->left->type < NODE_NOT);
		break;
	case NODE_FIELD:
		print_operand(t, &e->a, source);
		break;
	case NODE_COMPARE:
		print_operand(t, &e->a, source);
		text_str(t, signs[e->comparison]);
		print_operand(t, &e->b, source);
		break;
	}
}

static bool
same_operand(const struct operand *one, const struct operand *two)
{
	if (one->column != two->column ||
	    (one->text == NULL) != (two->text == NULL))
		return false;
	return one->text == NULL || strcmp(one->text, two->text) == 0;
}

static bool
same(const struct expr *one, const struct expr *two)
{
	if (one == NULL || two == NULL)
		return one == two;
	return one->type == two->type && one->comparison == two->comparison &&
	       same_operand(&one->a, &two->a) &&
	       same_operand(&one->b, &two->b) && same(one->left, two->left) &&
	       same(one->right, two->right);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *source = xstrndup((const char *)data, size);
	struct text printed = { 0 };
	struct expr *e, *again;

	/* For repeats of repeats regcomp(3) takes all the memory there is. */
	if (strchr(source, '~') != NULL)
		source[strcspn(source, "+*?{")] = '\0';
	expr_parse(&e, &object_table, source);
	if (e != NULL) {
		print(&printed, e, source);
		expr_parse(&again, &object_table, printed.s);
		if (!same(e, again))
			abort();
		expr_free(again);
	}
	expr_free(e);
	text_free(&printed);
	free(source);
	return 0;
}
