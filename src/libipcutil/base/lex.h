/* SPDX-License-Identifier: BSD-2-Clause */
/* Splits an expression into words and signs. Pure functions. */
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
	LEX_EQ, /* comparisons: LEX_EQ to LEX_NOMATCH */
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
	size_t at; /* offset in the text, in bytes */
	size_t length;
};

/* Begin with the text, everything else 0. The text stays the caller's. */
struct lexer {
	const char *text;
	struct token token;  /* the token that lex_next() has found */
	const char *message; /* a constant: what is wrong at the token */
};

/*
 * Finds the next token. False if the text cannot be understood there; the token
 * is LEX_END then, now and in every later call.
 */
bool lex_next(struct lexer *);

/*
 * The content of a string (without quotes and backslashes) or the token as it
 * is. The caller frees it.
 */
char *lex_text(const struct lexer *);

#endif
