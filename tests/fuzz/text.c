/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Escaped text gives the bytes back; JSON is valid UTF-8 and gives them back
 * too. The first byte holds the flags, its highest bit chooses the locale.
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <vis.h>

#include "base/text.h"
#include "base/xalloc.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check_escape(const char *s, unsigned flags)
{
	struct text t = { 0 }, done = { 0 };
	char *back;

	text_str(&t, "");
	text_str(&done, "");
	text_escape(&t, s, flags & ~(unsigned)ESCAPE_DONE);
	back = xmalloc(t.len + 1);
	if (strunvis(back, t.s) == -1 || strcmp(back, s) != 0)
		abort();
	text_escape(&done, t.s, ESCAPE_DONE | (flags & ESCAPE_UTF8));
	if (strcmp(done.s, t.s) != 0)
		abort();
	if (text_fit(t.s, t.len, text_width(t.s, t.len)) != t.len)
		abort();
	text_free(&t);
	text_free(&done);
	free(back);
}

/* A character of two or three bytes. */
static void
add_utf8(struct text *t, uint32_t ch)
{
	if (ch < 0x800)
		text_char(t, (char)(0xc0 | ch >> 6));
	else {
		text_char(t, (char)(0xe0 | ch >> 12));
		text_char(t, (char)(0x80 | (ch >> 6 & 0x3f)));
	}
	text_char(t, (char)(0x80 | (ch & 0x3f)));
}

/* Adds what a JSON reader sees, the bytes that stand for bytes as these. */
static const char *
read_one(const char *p, struct text *back)
{
	char digits[5] = "";
	uint32_t ch;
	size_t n;

	if (*p == '\\' && p[1] == 'u') {
		strncat(digits, p + 2, 4);
		ch = (uint32_t)strtoul(digits, NULL, 16);
		if (strlen(digits) != 4 || (ch >= 0xd800 && ch <= 0xdfff))
			abort();
		if (ch < 0x80 || (ch >= 0xef80 && ch <= 0xefff))
			text_char(back, (char)ch);
		else
			add_utf8(back, ch);
		return p + 6;
	}
	if (*p == '\\')
		p++;
	if ((n = text_utf8(p, &ch)) == 0 || (ch >= 0xef80 && ch <= 0xefff))
		abort();
	text_add(back, p, n);
	return p + n;
}

static void
check_json(const char *s)
{
	struct text t = { 0 }, back = { 0 };
	const char *p;

	text_str(&back, "");
	text_json(&t, s);
	for (p = t.s + 1; *p != '"';)
		p = read_one(p, &back);
	if (p[1] != '\0' || strcmp(back.s, s) != 0)
		abort();
	text_free(&t);
	text_free(&back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int locale = -1;
	char *s;

	if (size == 0)
		return 0;
	/* It takes longer than all the rest. */
	if ((data[0] & 0x80) != locale)
		setlocale(LC_ALL, data[0] & 0x80 ? "C.UTF-8" : "C");
	locale = data[0] & 0x80;
	s = xstrndup((const char *)data + 1, size - 1);
	check_escape(s, data[0] & 0xf);
	check_json(s);
	free(s);
	return 0;
}
