/* SPDX-License-Identifier: BSD-2-Clause */
/* Strings that grow, and escaping; see text.h. */
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <vis.h>
#include <wchar.h>
#include <wctype.h>

#include "base/heap.h"
#include "base/text.h"
#include "base/xalloc.h"

#define RAW_FIRST 0xef80 /* U+EF80 stands for byte 0x80 in JSON */
#define RAW_LAST 0xefff

void
text_grow(struct text *t, size_t n)
{
	/*
	 * Both strings are in memory, so the sum of their lengths cannot
	 * overflow.
	 */
	t->s = xreallocarray(t->s, t->len + n + 64, 2);
	t->size = (t->len + n + 64) * 2;
	heap_huge(t->s, t->size);
}

void
text_reserve(struct text *t, size_t n)
{
	size_t size;

	if (t->size - t->len > n)
		return;
	if (__builtin_add_overflow(t->len + 1, n, &size)) {
		errno = ENOMEM;
		err(1, NULL);
	}
	t->s = xreallocarray(t->s, size, 1);
	t->size = size;
	heap_huge(t->s, size);
}

void
text_repeat(struct text *t, char c, size_t n)
{
	memset(text_room(t, n), c, n);
	text_advance(t, n);
}

void
text_pad(struct text *t, size_t width, size_t wanted)
{
	if (width < wanted)
		text_repeat(t, ' ', wanted - width);
}

/* snprintf(3) took a third of the time of a large listing. */
void
text_digits(struct text *t, uint64_t number, unsigned base, int least)
{
	char digits[64], *end = digits + sizeof(digits), *p = end;

	/* The compiler multiplies instead of dividing by a constant. */
	if (base == 10)
		do
			*--p = (char)('0' + number % 10);
		while ((number /= 10) != 0);
	else
		do
			*--p = "0123456789abcdef"[number % base];
		while ((number /= base) != 0);
	while (end - p < least)
		*--p = '0';
	text_add(t, p, (size_t)(end - p));
}

void
text_number(struct text *t, int64_t number)
{
	if (number < 0)
		text_char(t, '-');
	text_digits(
	    t, number < 0 ? -(uint64_t)number : (uint64_t)number, 10, 1);
}

void
text_clear(struct text *t)
{
	text_room(t, 0);
	t->len = 0;
	t->s[0] = '\0';
}

void
text_free(struct text *t)
{
	free(t->s);
	*t = (struct text){ 0 };
}

static void
escape_byte(struct text *t, const char *s, unsigned flags)
{
	int how = VIS_CSTYLE | VIS_OCTAL | VIS_TAB | VIS_NL | VIS_NOLOCALE;
	char *end, *start = text_room(t, 8);

	if (flags & ESCAPE_SPACE)
		how |= VIS_SP;
	if (flags & ESCAPE_DONE)
		how |= VIS_NOSLASH;
	/* svis(3) allocates memory and returns NULL without it. */
	end = xchecked(svis(start, (unsigned char)s[0], how,
	    (unsigned char)s[1], flags & ESCAPE_GLOB ? "*?[" : ""));
	text_advance(t, (size_t)(end - start));
}

size_t
text_utf8(const char *str, uint32_t *ch)
{
	const unsigned char *s = (const unsigned char *)str;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t i, n;

	n = s[0] < 0x80	  ? 1
	    : s[0] < 0xc2 ? 0
	    : s[0] < 0xe0 ? 2
	    : s[0] < 0xf0 ? 3
	    : s[0] < 0xf5 ? 4
			  : 0;
	if (n <= 1) {
		*ch = s[0];
		return n;
	}
	*ch = s[0] & (0x7fU >> n);
	for (i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		*ch = *ch << 6 | (s[i] & 0x3f);
	}
	if (*ch < least[n] || *ch > 0x10ffff ||
	    (*ch >= 0xd800 && *ch <= 0xdfff))
		return 0;
	return n;
}

struct range {
	uint32_t first, last;
};

/* Characters that change how others are shown; { 0 } ends the table. */
static const struct range controls[] = {
	{ 0x01, 0x1f },
	{ 0x7f, 0x9f },
	{ 0xad, 0xad },	  /* soft hyphen */
	{ 0x61c, 0x61c }, /* direction of text, like most below */
	{ 0x200b, 0x200f },
	{ 0x2028, 0x202e },
	{ 0x2060, 0x206f },
	{ 0xfeff, 0xfeff },
	{ 0, 0 },
};

/* Characters that look like a space; { 0 } ends the table. */
static const struct range spaces[] = {
	{ 0xa0, 0xa0 },
	{ 0x115f, 0x1160 }, /* Korean fillers */
	{ 0x1680, 0x1680 },
	{ 0x2000, 0x200a },
	{ 0x202f, 0x202f },
	{ 0x205f, 0x205f },
	{ 0x2800, 0x2800 }, /* Braille pattern without dots */
	{ 0x3000, 0x3000 },
	{ 0x3164, 0x3164 },
	{ 0xffa0, 0xffa0 },
	{ 0, 0 },
};

static bool
is_in(const struct range *range, uint32_t ch)
{
	for (; range->last != 0; range++)
		if (ch >= range->first && ch <= range->last)
			return true;
	return false;
}

/*
 * The length of the character at `s` if it is safe to show unescaped, else 0.
 */
static size_t
shown(const char *s, unsigned flags)
{
	mbstate_t state = { 0 };
	uint32_t ch;
	wchar_t wc;
	size_t n;

	if (flags & ESCAPE_UTF8) {
		n = text_utf8(s, &ch);
		/* In JSON the private range stands for bytes. */
		return n > 1 && ch >= 0xa0 && (ch < RAW_FIRST || ch > RAW_LAST)
			   ? n
			   : 0;
	}
	n = mbrtowc(&wc, s, strlen(s), &state);
	if (n == 0 || n == (size_t)-1 || n == (size_t)-2)
		return 0;
	if (!iswgraph((wint_t)wc) || wcwidth(wc) <= 0 ||
	    is_in(controls, (uint32_t)wc) || is_in(spaces, (uint32_t)wc))
		return 0;
	return n;
}

void
text_escape(struct text *t, const char *s, unsigned flags)
{
	size_t n;

	while (*s != '\0') {
		/*
		 * Almost all names are plain ASCII: copy their longest part at
		 * once.
		 */
		for (n = 0; (s[n] > ' ' && s[n] < '\177' && s[n] != '\\' &&
			     s[n] != '*' && s[n] != '?' && s[n] != '[');
		     n++)
			continue;
		if (n == 0 && (unsigned char)*s >= 0x80)
			n = shown(s, flags);
		if (n != 0) {
			text_add(t, s, n);
			s += n;
		} else
			escape_byte(t, s++, flags);
	}
}

/* Appends one UTF-16 unit as a JSON escape. */
static void
json_unit(struct text *t, uint32_t unit)
{
	text_str(t, "\\u");
	text_digits(t, unit, 16, 4);
}

void
text_json(struct text *t, const char *s)
{
	uint32_t ch;
	size_t i, n;

	text_char(t, '"');
	while (*s != '\0') {
		for (n = 0; (s[n] >= ' ' && s[n] < '\177' && s[n] != '"' &&
			     s[n] != '\\');
		     n++)
			continue;
		text_add(t, s, n);
		s += n;
		if (*s == '\0')
			break;
		n = text_utf8(s, &ch);
		if (n == 0 || (ch >= RAW_FIRST && ch <= RAW_LAST)) {
			/* All bytes of a private character are 0x80 or more. */
			n = n != 0 ? n : 1;
			for (i = 0; i < n; i++)
				json_unit(
				    t, RAW_FIRST - 0x80 + (unsigned char)s[i]);
		} else if (ch == '"' || ch == '\\') {
			text_char(t, '\\');
			text_char(t, *s);
		} else if (is_in(controls, ch))
			json_unit(t, ch);
		else
			text_add(t, s, n);
		s += n;
	}
	text_char(t, '"');
}

/* Appends the private character that stands for a byte of 0x80 or more. */
static void
raw_byte(struct text *t, char byte)
{
	uint32_t ch = RAW_FIRST - 0x80 + (unsigned char)byte;

	text_char(t, (char)(0xe0 | ch >> 12));
	text_char(t, (char)(0x80 | (ch >> 6 & 0x3f)));
	text_char(t, (char)(0x80 | (ch & 0x3f)));
}

void
text_unicode(struct text *t, const char *s)
{
	uint32_t ch;
	size_t i, n;

	text_add(t, "", 0);
	for (; *s != '\0'; s += n) {
		n = text_utf8(s, &ch);
		if (n != 0 && (ch < RAW_FIRST || ch > RAW_LAST)) {
			text_add(t, s, n);
			continue;
		}
		n = n != 0 ? n : 1;
		for (i = 0; i < n; i++)
			raw_byte(t, s[i]);
	}
}

/*
 * The length of the character at `s`, and its columns in *columns. A byte that
 * is no character takes one column.
 */
static size_t
measure(const char *s, size_t len, size_t *columns)
{
	mbstate_t state = { 0 };
	wchar_t wc;
	size_t n;
	int w;

	*columns = 1;
	if ((unsigned char)*s < 0x80)
		return 1;
	n = mbrtowc(&wc, s, len, &state);
	if (n == 0 || n == (size_t)-1 || n == (size_t)-2)
		return 1;
	w = wcwidth(wc);
	*columns = w > 0 ? (size_t)w : 0;
	return n;
}

size_t
text_width(const char *s, size_t len)
{
	size_t columns, n, width;

	/*
	 * Most text is ASCII, one column a byte: count that part without
	 * mbrtowc(3).
	 */
	for (width = 0; width < len && (unsigned char)s[width] < 0x80;)
		width++;
	s += width;
	len -= width;
	for (; len != 0; s += n, len -= n) {
		n = measure(s, len, &columns);
		width += columns;
	}
	return width;
}

size_t
text_fit(const char *s, size_t len, size_t width)
{
	size_t columns, n, used = 0;

	while (used < len) {
		n = measure(s + used, len - used, &columns);
		if (columns > width)
			break;
		width -= columns;
		used += n;
	}
	return used;
}
