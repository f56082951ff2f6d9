/* SPDX-License-Identifier: BSD-2-Clause */
/* Expressions, evaluated; see expr.h. */
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

static bool
match_any(const struct expr *e, const struct ipc_array *list, int64_t number)
{
	int64_t i, element;

	for (i = 0; i < list->n; i++) {
		element = list->v[i];
		if (element != UNKNOWN &&
		    holds(e->comparison,
			element < number ? -1 : element > number))
			return true;
	}
	return false;
}

static bool
match_text(const struct expr *e, const char *s)
{
	bool matches = regexec(e->regex, s, 0, NULL, 0) == 0;

	return matches == (e->comparison == LEX_MATCH);
}

/* Likewise of a list of processes, each of which is a text. */
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

/* The text is what a program would be given: exact, and nothing escaped. */
static bool
match_regex(const struct expr *e, const struct value *v)
{
	struct style style = { .verbatim = true, .times = TIME_ISO };
	const struct ipc_array one = { 1, NULL }, *list = &one;
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

static bool
compare(const struct expr *e, const void *row)
{
	struct value a, b;

	e->a.column->type->get(e->a.column, row, &a);
	if (a.class == VALUE_UNKNOWN)
		return false;
	if (e->regex != NULL && a.class == VALUE_PROCESSES)
		return match_process(e, &a, NULL);
	if (e->regex != NULL)
		return match_regex(e, &a);
	if (e->b.column != NULL) {
		e->b.column->type->get(e->b.column, row, &b);
		if (b.class == VALUE_UNKNOWN)
			return false;
	} else {
		b.class = a.class;
		b.number = e->b.number;
		b.text = e->b.text;
	}
	if (a.class == VALUE_LIST)
		return match_any(e, a.list, b.number);
	if (a.class == VALUE_PROCESSES)
		return match_process(e, &a, b.text);
	return holds(e->comparison, value_cmp(&a, &b));
}

static bool
truth(const struct column *column, const void *row)
{
	struct value v;

	column->type->get(column, row, &v);
	return v.class == VALUE_TRUTH && v.number != 0;
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
		return truth(e->a.column, row);
	case NODE_COMPARE:
		return compare(e, row);
	}
	return false;
}
