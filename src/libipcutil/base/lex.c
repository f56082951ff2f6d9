/* SPDX-License-Identifier: BSD-2-Clause */
/* Splits an expression; see lex.h. */
#include <ctype.h>
#include <string.h>

#include "base/lex.h"
#include "base/xalloc.h"

/* A sign that begins with another sign stands before it. */
static const struct {
	const char *sign;
	enum lex_type type;
} signs[] = {
	{ "==", LEX_EQ },
	{ "!=", LEX_NE },
	{ "<=", LEX_LE },
	{ ">=", LEX_GE },
	{ "=~", LEX_MATCH },
	{ "!~", LEX_NOMATCH },
	{ "&&", LEX_AND },
	{ "||", LEX_OR },
	{ "<", LEX_LT },
	{ ">", LEX_GT },
	{ "!", LEX_NOT },
	{ "(", LEX_OPEN },
	{ ")", LEX_CLOSE },
};

static const struct {
	const char *word;
	enum lex_type type;
} words[] = {
	{ "and", LEX_AND },
	{ "or", LEX_OR },
	{ "not", LEX_NOT },
	{ "eq", LEX_EQ },
	{ "ne", LEX_NE },
	{ "lt", LEX_LT },
	{ "le", LEX_LE },
	{ "gt", LEX_GT },
	{ "ge", LEX_GE },
};

static bool
is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Ends the reading with a message about so many bytes of the text. */
static bool
bad(struct lexer *lexer, size_t length, const char *message)
{
	lexer->token.type = LEX_END;
	lexer->token.length = length;
	lexer->message = message;
	return false;
}

/*
 * A backslash before the quote or another backslash makes that character part
 * of the string.
 */
static bool
is_escape(const char *s, char quote)
{
	return s[0] == '\\' && (s[1] == quote || s[1] == '\\');
}

static bool
scan_string(struct lexer *lexer, const char *s)
{
	size_t n = 1;

	while (s[n] != s[0]) {
		if (is_escape(s + n, s[0]))
			n++;
		if (s[n] == '\0')
			return bad(lexer, n, "the quote is not closed");
		n++;
	}
	lexer->token.type = LEX_STRING;
	lexer->token.length = n + 1;
	return true;
}

static bool
scan_word(struct lexer *lexer, const char *s)
{
	size_t i, n = 0;

	/*
	 * A number may be followed by a unit, or be a date, so it has more
	 * signs.
	 */
	while (is_word(s[n]) || (isdigit((unsigned char)*s) && s[n] != '\0' &&
				    strchr(".:+-%", s[n]) != NULL))
		n++;
	lexer->token.length = n;
	lexer->token.type = isdigit((unsigned char)*s) ? LEX_NUMBER : LEX_WORD;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i].word) == n &&
		    strncmp(words[i].word, s, n) == 0)
			lexer->token.type = words[i].type;
	return true;
}

bool
lex_next(struct lexer *lexer)
{
	const char *s;
	size_t i;

	if (lexer->message != NULL)
		return false;
	lexer->token.at += lexer->token.length;
	s = lexer->text + lexer->token.at;
	lexer->token.at += strspn(s, " \t\n");
	s = lexer->text + lexer->token.at;
	lexer->token.type = LEX_END;
	lexer->token.length = 0;
	if (*s == '\0')
		return true;
	if (*s == '"' || *s == '\'')
		return scan_string(lexer, s);
	if (is_word(*s))
		return scan_word(lexer, s);
	for (i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		lexer->token.length = strlen(signs[i].sign);
		lexer->token.type = signs[i].type;
		if (strncmp(s, signs[i].sign, lexer->token.length) == 0)
			return true;
	}
	return bad(lexer, 1,
	    *s == '=' ? "one = compares nothing: say =="
		      : "this means nothing in an expression");
}

char *
lex_text(const struct lexer *lexer)
{
	const char *s = lexer->text + lexer->token.at;
	size_t i, n = 0;
	char *text;

	if (lexer->token.type != LEX_STRING)
		return xstrndup(s, lexer->token.length);
	text = xmalloc(lexer->token.length);
	for (i = 1; i + 1 < lexer->token.length; i++) {
		if (is_escape(s + i, s[0]))
			i++;
		text[n++] = s[i];
	}
	text[n] = '\0';
	return text;
}
