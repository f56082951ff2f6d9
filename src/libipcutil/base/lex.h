/* SPDX-License-Identifier: BSD-2-Clause */
/* The words and signs that expressions are made of. Pure. */
#ifndef LEX_H
#define LEX_H

#include <stdbool.h>
#include <stddef.h>

enum lex_type {
	LEX_END,
	LEX_WORD,
	LEX_NUMBER, /* begins with a digit: 64K, 0x52, 2026-11-21 */
	LEX_STRING, /* in quotes */
	LEX_OPEN,
	LEX_CLOSE,
	LEX_NOT,
	LEX_AND,
	LEX_OR,
	LEX_EQ, /* the comparisons, LEX_EQ to LEX_NOMATCH */
	LEX_NE,
	LEX_LT,
	LEX_LE,
	LEX_GT,
	LEX_GE,
	LEX_MATCH,
	LEX_NOMATCH,
};

struct token {
	enum lex_type type;
	size_t at; /* in the text, in bytes */
	size_t length;
};

/* Start with the text, and all else 0. */
struct lexer {
	const char *text;
	struct token token;  /* the one that lex_next() found */
	const char *message; /* constant: what was wrong there */
};

/* The next token; false, and LEX_END for ever, if there is no sense in it. */
bool lex_next(struct lexer *);

/* What the string or number says; to be freed by the caller. */
char *lex_text(const struct lexer *);

#endif
