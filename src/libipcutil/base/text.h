/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text that grows, and bytes made safe to show.
 *
 * A struct text owns its bytes; free them with text_free(). `s` is always
 * terminated once anything was added, and may be kept until the next call.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
	char *s;
	size_t len;
	size_t size;
};

/* What text_escape() makes visible beyond what could harm a terminal. */
#define ESCAPE_SPACE (1 << 0) /* spaces, so that a cell is one word */
#define ESCAPE_GLOB (1 << 1)  /* the characters of a pattern: * ? [ */
#define ESCAPE_DONE (1 << 2)  /* backslashes stay: they are escapes already */
#define ESCAPE_UTF8 (1 << 3)  /* UTF-8 is printable whatever the locale is */

void text_add(struct text *, const char *, size_t);
void text_str(struct text *, const char *);
void text_char(struct text *, char);
void text_number(struct text *, int64_t);
/* In a base from 2 to 16, with at least so many digits. */
void text_digits(struct text *, uint64_t, unsigned base, int least);
void text_clear(struct text *);
/* Makes room for so many bytes more: adding them allocates nothing then. */
void text_reserve(struct text *, size_t);
void text_free(struct text *);

/*
 * Adds the string as vis(3) shows it (VIS_CSTYLE | VIS_OCTAL): unvis(3) gives
 * the bytes back. What the locale cannot print, what takes no place on the
 * screen and what is not a character at all is escaped byte by byte.
 */
void text_escape(struct text *, const char *, unsigned);

/*
 * Adds the string as a JSON string, always valid UTF-8. Distinct strings
 * stay distinct: a byte that is no UTF-8 becomes U+EF80 to U+EFFF, as do the
 * bytes of a character that lies in that private range itself.
 */
void text_json(struct text *, const char *);

/* Adds the string as valid UTF-8, by the same rule, with nothing escaped. */
void text_unicode(struct text *, const char *);

/* Columns that the bytes take on a terminal; see wcwidth(3). */
size_t text_width(const char *, size_t);

/*
 * The length of the longest start of the bytes that takes at most `width`
 * columns.
 */
size_t text_fit(const char *, size_t, size_t width);

/*
 * Length of the UTF-8 character the string begins with (RFC 3629), its value
 * in *ch; 0 if it begins with none.
 */
size_t text_utf8(const char *, uint32_t *ch);

#endif
