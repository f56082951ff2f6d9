/* SPDX-License-Identifier: BSD-2-Clause */
/* Compiles expressions; see expr.h. The scanner is base/lex.c. */
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/xalloc.h"
#include "show/expr_node.h"

#define DEPTH_MAX 200
#define REGEX_MAX 1024

struct parser {
	struct lexer lexer;
	const struct table *table;
	struct expr_error error;
	int depth;
};

static struct expr *parse_or(struct parser *);

static struct expr *
fail(struct parser *p, const struct token *token, const char *message)
{
	if (p->error.message == NULL) {
		p->error.message = message;
		p->error.at = token->at;
		p->error.length = token->length;
	}
	return NULL;
}

/* The word names no field; suggest a field with a similar name. */
static void
guess_field(struct parser *p, const struct token *token)
{
	p->error.meant = column_meant(
	    p->table, p->lexer.text + token->at, token->length, "not");
}

static struct expr *
node(enum node_type type, struct expr *left, struct expr *right)
{
	struct expr *e = xmalloc(sizeof(*e));

	*e = (struct expr){ .type = type, .left = left, .right = right };
	return e;
}

void
expr_free(struct expr *e)
{
	if (e == NULL)
		return;
	expr_free(e->left);
	expr_free(e->right);
	free(e->a.text);
	free(e->b.text);
	if (e->regex != NULL)
		regfree(e->regex);
	free(e->regex);
	free(e);
}

static void
next(struct parser *p)
{
	if (!lex_next(&p->lexer))
		fail(p, &p->lexer.token, p->lexer.message);
}

static bool
parse_operand(struct parser *p, struct operand *operand)
{
	const struct token *token = &p->lexer.token;

	*operand = (struct operand){ .token = *token };
	switch (token->type) {
	case LEX_WORD:
		operand->column = column_find(
		    p->table, p->lexer.text + token->at, token->length);
		if (operand->column != NULL)
			break;
		/* yes, no, true and false need no quotes. */
		operand->text = lex_text(&p->lexer);
		if (value_truth.parse(operand->text, &operand->number) !=
		    NULL) {
			guess_field(p, token);
			fail(p, token,
			    p->error.meant != NULL
				? "no such field"
				: "no such field (text needs quotes around "
				  "it)");
			return false;
		}
		break;
	case LEX_STRING:
	case LEX_NUMBER:
		operand->text = lex_text(&p->lexer);
		break;
	default:
		fail(p, token, "a field or a value is missing here");
		return false;
	}
	next(p);
	return true;
}

/* Returns the comparison that is equivalent once both sides are swapped. */
static enum lex_type
mirror(enum lex_type comparison)
{
	switch (comparison) {
	case LEX_LT:
		return LEX_GT;
	case LEX_LE:
		return LEX_GE;
	case LEX_GT:
		return LEX_LT;
	case LEX_GE:
		return LEX_LE;
	default:
		return comparison;
	}
}

/* A list is compared element by element, so its elements decide the type. */
static enum value_class
element_class(const struct column *column)
{
	enum value_class class = column->type->class;

	if (class == VALUE_PROCESSES)
		return VALUE_TEXT;
	return class == VALUE_LIST ? VALUE_NUMBER : class;
}

static struct expr *
compile_regex(struct parser *p, struct expr *e)
{
	if (e->b.column != NULL)
		return fail(
		    p, &e->b.token, "a regular expression is text in quotes");
	/* regcomp(3) does not limit the size of an expression. */
	if (strlen(e->b.text) > REGEX_MAX)
		return fail(p, &e->b.token, "the expression is too long");
	e->regex = xmalloc(sizeof(*e->regex));
	if (regcomp(e->regex, e->b.text, REG_EXTENDED | REG_NOSUB) != 0) {
		free(e->regex);
		e->regex = NULL;
		return fail(p, &e->b.token, "not a regular expression");
	}
	return e;
}

/*
 * Checks that both sides can be compared, puts the field on the left, and
 * converts the value to the field's type.
 */
static struct expr *
compile(struct parser *p, struct expr *e)
{
	const struct value_type *type;
	const char *message = NULL;
	struct operand swap;

	if (e->a.column == NULL && e->b.column == NULL)
		return fail(
		    p, &e->a.token, "no field here: these are two values");
	if (e->comparison == LEX_MATCH || e->comparison == LEX_NOMATCH) {
		if (e->a.column == NULL)
			return fail(p, &e->a.token, "a field must stand here");
		return compile_regex(p, e);
	}
	if (e->a.column == NULL) {
		swap = e->a;
		e->a = e->b;
		e->b = swap;
		e->comparison = mirror(e->comparison);
	}
	if (e->b.column != NULL) {
		if (element_class(e->a.column) != element_class(e->b.column) ||
		    element_class(e->b.column) != e->b.column->type->class)
			return fail(
			    p, &e->b.token, "these fields cannot be compared");
		return e;
	}
	type = e->a.column->type;
	if (type->parse != NULL)
		message = type->parse(e->b.text, &e->b.number);
	else if (type->wrong != NULL) {
		if (e->comparison == LEX_EQ || e->comparison == LEX_NE)
			message = type->wrong(e->b.text);
	} else if (type->class == VALUE_TEXT && e->b.token.type == LEX_NUMBER)
		message = "the field is text, which needs quotes around it";
	return message != NULL ? fail(p, &e->b.token, message) : e;
}

/* Parses a comparison, or a field that is true or false by itself. */
static struct expr *
parse_test(struct parser *p)
{
	struct expr *e = node(NODE_FIELD, NULL, NULL);
	struct token token;

	if (!parse_operand(p, &e->a))
		goto bad;
	token = p->lexer.token;
	if (token.type >= LEX_EQ && token.type <= LEX_NOMATCH) {
		e->type = NODE_COMPARE;
		e->comparison = token.type;
		next(p);
		if (!parse_operand(p, &e->b) || compile(p, e) == NULL)
			goto bad;
		return e;
	}
	if (e->a.column != NULL && e->a.column->type->class == VALUE_TRUTH)
		return e;
	fail(p, e->a.column != NULL ? &token : &e->a.token,
	    e->a.column != NULL ? "a comparison is missing here"
				: "a value alone says nothing");
bad:
	expr_free(e);
	return NULL;
}

static struct expr *
parse_not(struct parser *p)
{
	struct expr *e = NULL;

	if (++p->depth > DEPTH_MAX)
		return fail(p, &p->lexer.token, "nested too deeply");
	switch (p->lexer.token.type) {
	case LEX_NOT:
		next(p);
		if ((e = parse_not(p)) != NULL)
			e = node(NODE_NOT, e, NULL);
		break;
	case LEX_OPEN:
		next(p);
		e = parse_or(p);
		if (e != NULL && p->lexer.token.type != LEX_CLOSE) {
			expr_free(e);
			e = fail(p, &p->lexer.token, "a ) is missing here");
		}
		if (e != NULL)
			next(p);
		break;
	default:
		e = parse_test(p);
		break;
	}
	p->depth--;
	return e;
}

/* Parses operands joined by one operator; the operators bind to the left. */
static struct expr *
parse_chain(struct parser *p, enum lex_type operator, enum node_type type,
    struct expr *(*operand)(struct parser *))
{
	struct expr *e = operand(p), *right;

	while (e != NULL && p->lexer.token.type == operator) {
		next(p);
		if ((right = operand(p)) == NULL) {
			expr_free(e);
			return NULL;
		}
		e = node(type, e, right);
	}
	return e;
}

static struct expr *
parse_and(struct parser *p)
{
	return parse_chain(p, LEX_AND, NODE_AND, parse_not);
}

static struct expr *
parse_or(struct parser *p)
{
	return parse_chain(p, LEX_OR, NODE_OR, parse_and);
}

/*
 * Says whether the token is a unit that was separated from its number by a
 * space.
 */
static bool
is_unit(const struct parser *p)
{
	const struct token *token = &p->lexer.token;
	const char *word = p->lexer.text + token->at, *before = word;

	while (before > p->lexer.text && before[-1] == ' ')
		before--;
	return before < word && before > p->lexer.text &&
	       strchr("0123456789", before[-1]) != NULL && token->length <= 3 &&
	       strchr("KMGTPEBkmgtpebsmhdwy", *word) != NULL;
}

/*
 * Something follows a complete expression: guess which operator or space is
 * wrong.
 */
static void
fail_behind(struct parser *p)
{
	const struct token *token = &p->lexer.token;
	struct nearest nearest;

	if (token->type == LEX_WORD && is_unit(p)) {
		fail(p, token, "a unit follows its number without a space");
		return;
	}
	nearest_begin(&nearest, p->lexer.text + token->at, token->length);
	nearest_offer(&nearest, "and");
	nearest_offer(&nearest, "or");
	p->error.meant = nearest.best;
	fail(p, token, "the expression ended before this");
}

struct expr_error
expr_parse(struct expr **out, const struct table *table, const char *text)
{
	struct parser p = { .lexer.text = text, .table = table };
	struct expr *e;

	next(&p);
	e = parse_or(&p);
	if (e != NULL && p.lexer.token.type != LEX_END)
		fail_behind(&p);
	if (p.error.message != NULL) {
		expr_free(e);
		e = NULL;
	}
	*out = e;
	return p.error;
}

unsigned
expr_need(const struct expr *e)
{
	unsigned need = 0;

	if (e == NULL)
		return 0;
	if (e->a.column != NULL)
		need |= e->a.column->need;
	if (e->b.column != NULL)
		need |= e->b.column->need;
	return need | expr_need(e->left) | expr_need(e->right);
}
