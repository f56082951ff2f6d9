/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of text.h: text that grows, and bytes made safe to show. */
#include <locale.h>
#include <vis.h>
#include <wchar.h>
#include <wctype.h>

#include "base/text.h"
#include "tap.h"

static const char *const locales[] = { "C", "C.UTF-8" };
static const unsigned flags[] = {
	0,
	ESCAPE_SPACE,
	ESCAPE_GLOB,
	ESCAPE_UTF8,
	ESCAPE_SPACE | ESCAPE_GLOB,
	ESCAPE_SPACE | ESCAPE_GLOB | ESCAPE_UTF8,
};

/* What is easily taken for something else. */
static const char *const tricky[] = {
	"",
	" ",
	"\\",
	"\\\\",
	"\\377",
	"\xff",
	"\\\xff",
	"\xff"
	"377",
	"\0011",
	"\001\\1",
	"\a\b\f\n\r\t\v",
	"\\a\\b\\f\\n\\r\\t\\v\\s",
	"\\M-a\\^A\\x41\\$\\\n",
	"\x1b[31mred\x1b[0m",
	"\x1b]0;title\a",
	"\xc2\x9b"
	"31m", /* CSI as one character */
	"\x9b"
	"31m",
	"*?[a-z]",
	"\\*",
	"&amp;=41%41",
	"\xc3\xa9",
	"e\xcc\x81",
	"\xe6\xbc\xa2",
	"\xe6\xbc",
	"\xf0\x9f\x94\x92",
	"\xf0\x9f\x94",
	"\xe2\x80\xae"
	"gnp.exe",
	"\xe2\x80\xa8",
	"\xef\xbb\xbf",
	"\xef\xbf\xbf",
	"\xed\xa0\x80",
	"\xf4\x8f\xbf\xbf",
	"\xf4\x90\x80\x80",
	"\xc0\xaf",
	"\xc0\x80",
	"\xe0\x80\xaf",
	"\xf8\x88\x80\x80\x80",
	"\xee\xbe\x80",		    /* U+EF80 */
	"\xee\xbf\xbf",		    /* U+EFFF */
	"\xee\xbd\xbf",		    /* U+EF7F */
	"\xef\x80\x80",		    /* U+F000 */
	"\x80",			    /* what U+EF80 stands for */
	"\xee\xbf\xae\xee\xbe\xbe", /* U+EFEE U+EFBE, the bytes of U+EFxx */
	"\"quoted\"",
	"\"\\\"",
	"\\u0041\\ud800",
	"\x7f",
	"\xc2\x80",
	"\xc2\x9f",
	"\xc2\xa0",
};

/* Calls `each` with every byte beside the tricky ones, and these threefold. */
static void
many(void (*each)(const char *))
{
	static const char of[] = "a1 7\\n\"*\x1b\x80\x9b\xbf\xc2\xc3"
				 "\xe2\xed\xee\xef\xf0\xf4\xff\n";
	const size_t n = sizeof(of) - 1;
	size_t i, j;

	for (i = 0; i < TAP_LENGTH(tricky); i++)
		each(tricky[i]);
	for (i = 1; i < 256; i++)
		for (j = 0; j <= n; j++) {
			each((char[]){ (char)i, of[j], '\0' });
			each((char[]){ of[j], (char)i, '\0' });
		}
	for (i = 0; i < n * n; i++)
		for (j = 0; j < n; j++)
			each((char[]){ of[i % n], of[i / n], of[j], '\0' });
}

static void
growth(void)
{
	struct text t = { 0 };
	size_t i;

	for (i = 0; i < 100000; i++)
		text_char(&t, (char)('a' + i % 26));
	CHECK_INT((int64_t)t.len, 100000, "length");
	CHECK(strlen(t.s) == 100000, "terminated");
	CHECK(t.s[99999] == 'a' + 99999 % 26, "last");
	text_clear(&t);
	CHECK_STR(t.s, "", "cleared");
	text_str(&t, "ab");
	text_add(&t, "c\0d", 3);
	CHECK_INT((int64_t)t.len, 5, "NUL is a byte");
	CHECK(memcmp(t.s, "abc\0d", 6) == 0, "NUL is a byte");
	text_free(&t);
	CHECK(t.s == NULL && t.len == 0 && t.size == 0, "freed");
	text_add(&t, "", 0);
	CHECK_STR(t.s, "", "nothing added is terminated");
	text_free(&t);
	text_clear(&t);
	CHECK_STR(t.s, "", "cleared from the start");
	text_free(&t);
	text_repeat(&t, '-', 0);
	CHECK_STR(t.s, "", "no times is terminated");
	text_repeat(&t, '-', 3);
	text_pad(&t, 3, 5);
	text_pad(&t, 6, 5);
	CHECK_STR(t.s, "---  ", "repeated, and padded only if it is too short");
	text_repeat(&t, 'x', 100000);
	CHECK_INT((int64_t)strlen(t.s), 100005, "many times");
	text_free(&t);
}

static void
numbers(void)
{
	static const int64_t values[] = { 0, 7, -7, 10, 99, 100, INT64_MAX,
		INT64_MIN };
	struct text t = { 0 };
	char wanted[32];
	size_t i;

	for (i = 0; i < TAP_LENGTH(values); i++) {
		text_clear(&t);
		text_number(&t, values[i]);
		snprintf(wanted, sizeof(wanted), "%" PRId64, values[i]);
		CHECK_STR(t.s, wanted, wanted);
	}
	text_clear(&t);
	text_digits(&t, 0x52, 16, 8);
	text_char(&t, ' ');
	text_digits(&t, 0640, 8, 4);
	text_char(&t, ' ');
	text_digits(&t, 12345, 10, 2);
	text_char(&t, ' ');
	text_digits(&t, UINT64_MAX, 2, 1);
	CHECK_STR(t.s,
	    "00000052 0640 12345 11111111111111111111111111111111"
	    "11111111111111111111111111111111",
	    "digits");
	text_free(&t);
}

static unsigned flag;

static void
comes_back(const char *s)
{
	struct text t = { 0 };
	char *back;

	text_str(&t, "x");
	text_escape(&t, s, flag);
	back = malloc(t.len + 1);
	CHECK(back != NULL && strunvis(back, t.s) >= 0, s);
	CHECK(strncmp(back, "x", 1) == 0, s);
	CHECK_STR(back + 1, s, t.s);
	free(back);
	text_free(&t);
}

static void
with_all(void (*each)(const char *))
{
	size_t i, j;

	for (i = 0; i < TAP_LENGTH(locales); i++) {
		if (setlocale(LC_ALL, locales[i]) == NULL)
			continue;
		for (j = 0; j < TAP_LENGTH(flags); j++) {
			flag = flags[j];
			many(each);
		}
	}
	setlocale(LC_ALL, "C");
}

static void
escape_round_trip(void)
{
	with_all(comes_back);
}

/* Nothing in it moves the cursor, hides, or is two words if it must not be. */
static void
is_safe(const char *s)
{
	struct text t = { 0 };
	mbstate_t state = { 0 };
	const char *p;
	uint32_t ch;
	wchar_t wc;
	size_t n;

	text_escape(&t, s, flag);
	if (t.s == NULL) {
		CHECK(*s == '\0', s);
		return;
	}
	for (p = t.s; *p != '\0'; p += n) {
		n = 1;
		CHECK((unsigned char)*p >= ' ' && *p != '\177', s);
		if (flag & ESCAPE_SPACE)
			CHECK(*p != ' ', s);
		if (flag & ESCAPE_GLOB && (p == t.s || p[-1] != '\\'))
			CHECK(strchr("*?[", *p) == NULL, s);
		if ((unsigned char)*p < 0x80)
			continue;
		if (flag & ESCAPE_UTF8) {
			n = text_utf8(p, &ch);
			CHECK(n > 1 && ch >= 0xa0, s);
		} else {
			n = mbrtowc(&wc, p, strlen(p), &state);
			CHECK(n < 5 && iswprint((wint_t)wc) && wcwidth(wc) > 0,
			    s);
		}
		if (n == 0 || n > 4)
			break;
	}
	text_free(&t);
}

static void
escape_safe(void)
{
	with_all(is_safe);
}

/* What is escaped already stays, and is not escaped twice. */
static void
is_done(const char *s)
{
	struct text once = { 0 }, twice = { 0 };

	text_str(&once, "");
	text_str(&twice, "");
	text_escape(&once, s, flag);
	text_escape(&twice, once.s, (flag & ~ESCAPE_GLOB) | ESCAPE_DONE);
	CHECK_STR(twice.s, once.s, s);
	text_free(&once);
	text_free(&twice);
}

static void
escape_done(void)
{
	with_all(is_done);
}

static void
escape_examples(void)
{
	static const struct {
		const char *locale;
		unsigned flags;
		const char *text, *wanted;
	} examples[] = {
		{ "C", 0, "plain-name_0.9", "plain-name_0.9" },
		{ "C", 0, "a b", "a b" },
		{ "C", ESCAPE_SPACE, "a b", "a\\sb" },
		{ "C", 0, "new\nline", "new\\nline" },
		{ "C", 0, "tab\tbed", "tab\\tbed" },
		{ "C", 0, "\x1b[31m", "\\033[31m" },
		{ "C", 0, "back\\slash", "back\\\\slash" },
		{ "C", ESCAPE_DONE, "back\\slash", "back\\slash" },
		{ "C", ESCAPE_DONE, "\x1b\\", "\\033\\" },
		{ "C", 0, "\xff", "\\377" },
		{ "C", 0, "\xc3\xa9", "\\303\\251" },
		{ "C", ESCAPE_UTF8, "\xc3\xa9", "\xc3\xa9" },
		{ "C.UTF-8", 0, "\xc3\xa9", "\xc3\xa9" },
		{ "C.UTF-8", 0, "\xff\xc3\xa9", "\\377\xc3\xa9" },
		{ "C.UTF-8", 0, "\xe6\xbc\xa2", "\xe6\xbc\xa2" },
		/* Direction, width of nothing, and what joins the letter. */
		{ "C.UTF-8", 0, "\xe2\x80\xae", "\\342\\200\\256" },
		{ "C.UTF-8", 0, "\xe2\x80\x8b", "\\342\\200\\213" },
		{ "C.UTF-8", 0, "\xef\xbb\xbf", "\\357\\273\\277" },
		{ "C.UTF-8", 0, "e\xcc\x81", "e\\314\\201" },
		{ "C.UTF-8", 0, "\xc2\x9b", "\\302\\233" },
		{ "C.UTF-8", 0, "\xe2\x80\xa8", "\\342\\200\\250" },
	};
	struct text t = { 0 };
	size_t i;

	for (i = 0; i < TAP_LENGTH(examples); i++) {
		if (setlocale(LC_ALL, examples[i].locale) == NULL)
			continue;
		text_clear(&t);
		text_escape(&t, examples[i].text, examples[i].flags);
		CHECK_STR(t.s, examples[i].wanted, examples[i].text);
	}
	text_free(&t);
	setlocale(LC_ALL, "C");
}

/* Length of the UTF-8 character by RFC 3629's own table; 0 if it is none. */
static size_t
rfc3629(const unsigned char *s)
{
	static const struct {
		unsigned char first, last, low, high;
		size_t n;
	} rows[] = {
		{ 0x00, 0x7f, 0, 0, 1 },
		{ 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
		{ 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 },
		{ 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};
	size_t i, j;

	for (i = 0; i < TAP_LENGTH(rows); i++) {
		if (s[0] < rows[i].first || s[0] > rows[i].last)
			continue;
		if (rows[i].n == 1)
			return 1;
		if (s[1] < rows[i].low || s[1] > rows[i].high)
			return 0;
		for (j = 2; j < rows[i].n; j++)
			if (s[j] < 0x80 || s[j] > 0xbf)
				return 0;
		return rows[i].n;
	}
	return 0;
}

static size_t
encode(uint32_t ch, char *s)
{
	if (ch < 0x80) {
		s[0] = (char)ch;
		return 1;
	}
	if (ch < 0x800) {
		s[0] = (char)(0xc0 | ch >> 6);
		s[1] = (char)(0x80 | (ch & 0x3f));
		return 2;
	}
	if (ch < 0x10000) {
		s[0] = (char)(0xe0 | ch >> 12);
		s[1] = (char)(0x80 | (ch >> 6 & 0x3f));
		s[2] = (char)(0x80 | (ch & 0x3f));
		return 3;
	}
	s[0] = (char)(0xf0 | ch >> 18);
	s[1] = (char)(0x80 | (ch >> 12 & 0x3f));
	s[2] = (char)(0x80 | (ch >> 6 & 0x3f));
	s[3] = (char)(0x80 | (ch & 0x3f));
	return 4;
}

static void
agrees_with_rfc(const char *s)
{
	uint32_t ch = 0;
	char again[4];
	size_t n = text_utf8(s, &ch);

	CHECK_INT((int64_t)n, (int64_t)rfc3629((const unsigned char *)s), s);
	if (n != 0) {
		CHECK_INT((int64_t)encode(ch, again), (int64_t)n, s);
		CHECK(memcmp(again, s, n) == 0, s);
	}
}

static void
utf8(void)
{
	char s[5];
	uint32_t ch, seen;
	size_t n;

	many(agrees_with_rfc);
	for (ch = 1; ch < 0x110000; ch++) {
		if (ch >= 0xd800 && ch < 0xe000)
			continue;
		n = encode(ch, s);
		s[n] = '\0';
		if (text_utf8(s, &seen) != n || seen != ch)
			CHECK_INT(seen, ch, s);
	}
}

/* Reads \uXXXX or the UTF-8 character at *s; what is neither fails. */
static uint32_t
json_character(const char **s)
{
	uint32_t ch = 0;
	char digits[5] = "", *end;
	size_t n;

	if (**s == '\\' && (*s)[1] == 'u') {
		strncat(digits, *s + 2, 4);
		ch = (uint32_t)strtoul(digits, &end, 16);
		CHECK(end == digits + 4, *s);
		CHECK(ch < 0xd800 || ch > 0xdfff, *s);
		*s += 2 + strlen(digits);
		return ch;
	}
	if (**s == '\\') {
		CHECK((*s)[1] == '"' || (*s)[1] == '\\', *s);
		ch = (unsigned char)(*s)[1];
		*s += ch != 0 ? 2 : 1;
		return ch;
	}
	n = rfc3629((const unsigned char *)*s);
	CHECK(n != 0, *s);
	CHECK((unsigned char)**s >= ' ' && **s != '"', *s);
	n = n != 0 ? n : 1;
	text_utf8(*s, &ch);
	*s += n;
	return ch;
}

/*
 * Valid JSON in valid UTF-8, from which a function gets the bytes back: so
 * no two strings become the same.
 */
static void
json_comes_back(const char *s)
{
	struct text json = { 0 }, back = { 0 };
	const char *p;
	char bytes[4];
	uint32_t ch;

	text_json(&json, s);
	text_str(&back, "");
	CHECK(json.s[0] == '"', s);
	for (p = json.s + 1; *p != '"' && *p != '\0';) {
		ch = json_character(&p);
		if (ch >= 0xef80 && ch <= 0xefff)
			text_char(&back, (char)(ch - 0xef00));
		else
			text_add(&back, bytes, encode(ch, bytes));
	}
	CHECK_STR(p, "\"", s);
	CHECK_STR(back.s, s, json.s);
	text_free(&json);
	text_free(&back);
}

static void
json_round_trip(void)
{
	char s[5];
	uint32_t ch;

	many(json_comes_back);
	for (ch = 1; ch < 0x110000; ch += ch < 0x11000 ? 1 : 251) {
		if (ch >= 0xd800 && ch < 0xe000)
			continue;
		s[encode(ch, s)] = '\0';
		json_comes_back(s);
	}
}

static void
json_examples(void)
{
	static const struct {
		const char *text, *wanted;
	} examples[] = {
		{ "", "\"\"" },
		{ "plain", "\"plain\"" },
		{ "a\"b\\c", "\"a\\\"b\\\\c\"" },
		{ "\n\x7f", "\"\\u000a\\u007f\"" },
		{ "\xc3\xa9", "\"\xc3\xa9\"" },
		{ "\xff", "\"\\uefff\"" },
		{ "\x80", "\"\\uef80\"" },
		{ "\xee\xbe\x80", "\"\\uefee\\uefbe\\uef80\"" },
		{ "\xee\xbd\xbf", "\"\xee\xbd\xbf\"" },
		{ "\xef\x80\x80", "\"\xef\x80\x80\"" },
	};
	struct text t = { 0 };
	size_t i, j;

	for (i = 0; i < TAP_LENGTH(locales); i++) {
		if (setlocale(LC_ALL, locales[i]) == NULL)
			continue;
		for (j = 0; j < TAP_LENGTH(examples); j++) {
			text_clear(&t);
			text_json(&t, examples[j].text);
			CHECK_STR(t.s, examples[j].wanted, examples[j].text);
		}
	}
	text_free(&t);
	setlocale(LC_ALL, "C");
}

struct width {
	const char *text;
	size_t width;
};

static void
check_widths(const struct width *w, size_t n)
{
	size_t length, fits, columns;

	for (; n > 0; w++, n--) {
		length = strlen(w->text);
		CHECK_INT((int64_t)text_width(w->text, length),
		    (int64_t)w->width, w->text);
		CHECK_INT((int64_t)text_fit(w->text, length, w->width),
		    (int64_t)length, w->text);
		CHECK_INT((int64_t)text_fit(w->text, length, SIZE_MAX),
		    (int64_t)length, w->text);
		for (columns = 0; columns < w->width; columns++) {
			fits = text_fit(w->text, length, columns);
			CHECK(fits < length, w->text);
			CHECK(text_width(w->text, fits) <= columns, w->text);
			/* One more column is too much, or half of a wide one.
			 */
			CHECK(
			    text_width(w->text, fits) + 1 >= columns, w->text);
		}
	}
}

static void
widths(void)
{
	static const struct width plain[] = {
		{ "", 0 },
		{ "abc", 3 },
		{ "\\303\\251", 8 },
		{ "\xff\xff", 2 },
	};
	static const struct width wide[] = {
		{ "\xc3\xa9", 1 },
		{ "abc\xc3\xa9", 4 },
		{ "\xe6\xbc\xa2\xe5\xad\x97", 4 },
		{ "a\xe6\xbc\xa2"
		  "b",
		    4 },
		{ "e\xcc\x81", 1 },
		{ "\xff\xe6\xbc\xa2", 3 },
		{ "\xe6\xbc", 2 },
	};

	setlocale(LC_ALL, "C");
	check_widths(plain, TAP_LENGTH(plain));
	if (setlocale(LC_ALL, "C.UTF-8") != NULL) {
		check_widths(plain, TAP_LENGTH(plain));
		check_widths(wide, TAP_LENGTH(wide));
		/* The bytes that count are the first ones. */
		CHECK_INT((int64_t)text_width("ab\xe6\xbc\xa2", 2), 2, "ab");
		CHECK_INT((int64_t)text_fit("ab\xe6\xbc\xa2", 2, 9), 2, "ab");
		CHECK_INT((int64_t)text_fit("ab\xe6\xbc\xa2", 5, 3), 2, "ab");
	}
	setlocale(LC_ALL, "C");
}

static const struct tap_test tests[] = {
	{ "text: grows, holds any bytes and stays terminated", growth },
	{ "text: writes numbers as printf does", numbers },
	{ "text_escape: unvis gives the bytes back", escape_round_trip },
	{ "text_escape: nothing it writes harms a terminal", escape_safe },
	{ "text_escape: what is done is not done again", escape_done },
	{ "text_escape: shows what the locale can print", escape_examples },
	{ "text_utf8: agrees with RFC 3629", utf8 },
	{ "text_json: valid, and distinct strings stay distinct",
	    json_round_trip },
	{ "text_json: is as ipcutil(7) says", json_examples },
	{ "text_width, text_fit: count columns", widths },
};

int
main(void)
{
	return tap_run(tests, TAP_LENGTH(tests));
}
