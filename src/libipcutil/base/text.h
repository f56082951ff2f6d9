/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Strings that grow, and escaping that makes bytes safe to show.
 *
 * A struct text owns its bytes; free them with text_free(). `s` ends with a NUL
 * once anything was added, and the pointer is valid until the next call.
 * Without memory these functions exit (xalloc.h); they have no other errors.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct text {
	char *s;
	size_t len;
	size_t size;
};

/* What text_escape() escapes besides characters that could harm a terminal. */
#define ESCAPE_SPACE (1 << 0) /* spaces, so that a cell is one word */
#define ESCAPE_GLOB (1 << 1)  /* the characters of a pattern: * ? [ */
/* Backslashes stay, as the string is escaped already. */
#define ESCAPE_DONE (1 << 2)
#define ESCAPE_UTF8 (1 << 3) /* UTF-8 counts as printable in every locale */

/* Makes the text larger, for n bytes more and a NUL; part of text_room(). */
void text_grow(struct text *, size_t n);

/* Makes room for n bytes and a NUL after the text; returns where they go. */
static inline char *
text_room(struct text *t, size_t n)
{
	if (t->size - t->len <= n)
		text_grow(t, n);
	return t->s + t->len;
}

/* Takes n bytes, which were written into that room, into the text. */
static inline void
text_advance(struct text *t, size_t n)
{
	t->len += n;
	t->s[t->len] = '\0';
}

/*
 * Append bytes, a string, a character. A listing calls these a hundred times
 * for each object, so they are in the header.
 */
static inline void
text_add(struct text *t, const char *s, size_t n)
{
	char *end = text_room(t, n);

	if (n != 0)
		memcpy(end, s, n);
	text_advance(t, n);
}

static inline void
text_str(struct text *t, const char *s)
{
	text_add(t, s, strlen(s));
}

static inline void
text_char(struct text *t, char c)
{
	*text_room(t, 1) = c;
	text_advance(t, 1);
}

/* Appends the character so many times. */
void text_repeat(struct text *, char, size_t n);
/* Appends the spaces that are missing to a width, if any are. */
void text_pad(struct text *, size_t width, size_t wanted);
/* Appends a decimal number. */
void text_number(struct text *, int64_t);
/* Appends the number in a base from 2 to 16, with at least so many digits. */
void text_digits(struct text *, uint64_t, unsigned base, int least);
/* Makes the text empty and keeps its memory. */
void text_clear(struct text *);
/* Allocates room for so many more bytes, so that adding them cannot fail. */
void text_reserve(struct text *, size_t);
void text_free(struct text *);

/*
 * Appends the string as vis(3) does (VIS_CSTYLE | VIS_OCTAL); unvis(3) restores
 * the bytes. Characters that the locale cannot print or that take no column,
 * and bytes that are no character, are escaped byte by byte.
 */
void text_escape(struct text *, const char *, unsigned);

/*
 * Appends the string as a JSON string, always valid UTF-8. Different strings
 * stay different: a byte that is not UTF-8 becomes one of U+EF80 to U+EFFF. So
 * do the bytes of characters that are in this private range themselves.
 */
void text_json(struct text *, const char *);

/* As text_json(), without quotes and without any other escapes. */
void text_unicode(struct text *, const char *);

/* The columns that so many bytes take on a terminal; see wcwidth(3). */
size_t text_width(const char *, size_t);

/*
 * The length in bytes of the longest beginning that takes at most `width`
 * columns.
 */
size_t text_fit(const char *, size_t, size_t width);

/*
 * The length of the UTF-8 character (RFC 3629) at the beginning of the string,
 * and its value in *ch; 0 if the bytes are not UTF-8.
 */
size_t text_utf8(const char *, uint32_t *ch);

#endif
