/* SPDX-License-Identifier: BSD-2-Clause */
/* Evaluates expressions; see expr.h. */
#include <regex.h>
#include <string.h>

#include "show/expr_node.h"

static bool
holds(enum lex_type comparison, int order)
{
	switch (comparison) {
	case LEX_EQ:
		return order == 0;
	case LEX_NE:
		return order != 0;
	case LEX_LT:
		return order < 0;
	case LEX_LE:
		return order <= 0;
	case LEX_GT:
		return order > 0;
	case LEX_GE:
		return order >= 0;
	default:
		return false;
	}
}

static enum expr_answer
answer(bool holds)
{
	return holds ? EXPR_YES : EXPR_NO;
}

/*
 * Says whether any element matches. If none does but some are unknown, the
 * answer is unknown: one of these might match.
 */
static enum expr_answer
match_any(const struct expr *e, const struct ipc_array *list, int64_t number)
{
	enum expr_answer found = EXPR_NO;
	int64_t i, element;

	for (i = 0; i < list->n; i++) {
		element = list->v[i];
		if (element == UNKNOWN)
			found = EXPR_UNKNOWN;
		else if (holds(e->comparison,
			     element < number ? -1 : element > number))
			return EXPR_YES;
	}
	return found;
}

static bool
match_text(const struct expr *e, const char *s)
{
	bool matches = regexec(e->regex, s, 0, NULL, 0) == 0;

	return matches == (e->comparison == LEX_MATCH);
}

/* Says whether any process matches, each compared as text. */
static bool
match_process(const struct expr *e, const struct value *v, const char *text)
{
	struct text t = { 0 };
	bool matches = false;
	int64_t i;

	for (i = 0; i < v->processes->n && !matches; i++) {
		text_clear(&t);
		text_add(&t, "", 0);
		e->a.column->type->element(v, i, &t);
		matches = e->regex != NULL
			      ? match_text(e, t.s)
			      : holds(e->comparison, strcmp(t.s, text));
	}
	text_free(&t);
	return matches;
}

/*
 * Matches the exact value, without escapes, as a program would receive it. A
 * list matches if any known element does.
 */
static bool
match_regex(const struct expr *e, const struct value *v)
{
	struct style style = { .verbatim = true, .times = TIME_ISO };
	const struct ipc_array one = { .n = 1 }, *list = &one;
	struct text t = { 0 };
	bool matches = false;
	int64_t i;

	if (v->class == VALUE_LIST)
		list = v->list;
	for (i = 0; i < list->n && !matches; i++) {
		text_clear(&t);
		if (v->class != VALUE_LIST)
			value_write(e->a.column->type, v, &style, &t);
		else if (list->v[i] != UNKNOWN)
			text_number(&t, list->v[i]);
		else
			continue;
		matches = match_text(e, t.s);
	}
	text_free(&t);
	return matches;
}

static enum expr_answer
compare(const struct expr *e, const void *row)
{
	struct value a, b;

	column_value(e->a.column, row, &a);
	if (a.class == VALUE_UNKNOWN)
		return EXPR_UNKNOWN;
	if (e->regex != NULL && a.class == VALUE_PROCESSES)
		return answer(match_process(e, &a, NULL));
	if (e->regex != NULL)
		return answer(match_regex(e, &a));
	if (e->b.column != NULL) {
		column_value(e->b.column, row, &b);
		if (b.class == VALUE_UNKNOWN)
			return EXPR_UNKNOWN;
	} else {
		b.class = a.class;
		b.number = e->b.number;
		b.text = e->b.text;
	}
	if (a.class == VALUE_LIST)
		return match_any(e, a.list, b.number);
	if (a.class == VALUE_PROCESSES)
		return answer(match_process(e, &a, b.text));
	return answer(holds(e->comparison, value_cmp(&a, &b)));
}

static enum expr_answer
truth(const struct column *column, const void *row)
{
	struct value v;

	column_value(column, row, &v);
	return v.class != VALUE_TRUTH ? EXPR_UNKNOWN : answer(v.number != 0);
}

static enum expr_answer
test(const struct expr *e, const void *row)
{
	return e->type == NODE_FIELD ? truth(e->a.column, row)
				     : compare(e, row);
}

bool
expr_match(const struct expr *e, const void *row)
{
	switch (e->type) {
	case NODE_OR:
		return expr_match(e->left, row) || expr_match(e->right, row);
	case NODE_AND:
		return expr_match(e->left, row) && expr_match(e->right, row);
	case NODE_NOT:
		return !expr_match(e->left, row);
	case NODE_FIELD:
	case NODE_COMPARE:
		return test(e, row) == EXPR_YES;
	}
	return false;
}

static bool
has(const struct table *table, const struct column *column, const void *row)
{
	return column == NULL || table->has == NULL || table->has(column, row);
}

/*
 * If the row cannot have the field, the comparison is false rather than
 * unknown.
 */
static enum expr_answer
ask_test(const struct expr *e, const struct table *table, const void *row)
{
	enum expr_answer found = test(e, row);

	if (found == EXPR_UNKNOWN &&
	    (!has(table, e->a.column, row) || !has(table, e->b.column, row)))
		return EXPR_NO;
	return found;
}

/*
 * `and` is the minimum of both answers and `or` the maximum, because EXPR_NO <
 * EXPR_UNKNOWN < EXPR_YES.
 */
enum expr_answer
expr_ask(const struct expr *e, const struct table *table, const void *row)
{
	enum expr_answer left, right;

	if (e->type == NODE_FIELD || e->type == NODE_COMPARE)
		return ask_test(e, table, row);
	left = expr_ask(e->left, table, row);
	if (e->type == NODE_NOT)
		return EXPR_YES - left;
	right = expr_ask(e->right, table, row);
	if (e->type == NODE_AND)
		return left < right ? left : right;
	return left > right ? left : right;
}

/*
 * Evaluates for a whole kind: a comparison may hold if the kind has its fields.
 */
static enum expr_answer
possible(const struct expr *e, unsigned kind)
{
	const struct column *a = e->a.column, *b = e->b.column;
	enum expr_answer left, right;

	if (e->type == NODE_FIELD || e->type == NODE_COMPARE)
		return (a == NULL || a->kinds & kind) &&
			       (b == NULL || b->kinds & kind)
			   ? EXPR_UNKNOWN
			   : EXPR_NO;
	left = possible(e->left, kind);
	if (e->type == NODE_NOT)
		return EXPR_YES - left;
	right = possible(e->right, kind);
	if (e->type == NODE_AND)
		return left < right ? left : right;
	return left > right ? left : right;
}

bool
expr_can_hold(const struct expr *e, unsigned kinds)
{
	unsigned kind;

	for (kind = 1; kind != 0 && kind <= kinds; kind <<= 1)
		if (kinds & kind && possible(e, kind) != EXPR_NO)
			return true;
	return false;
}
