/* SPDX-License-Identifier: BSD-2-Clause */
/* Strict reading of JSON; see json_read.h. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/json_read.h"
#include "base/xalloc.h"

struct json_tokener *
json_reader(void)
{
	return xchecked(json_tokener_new());
}

/* What json-c reads as it is: no escape of a surrogate, and all ASCII. */
static bool
is_plain(const char *s, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if ((unsigned char)s[i] >= 0x80 ||
		    (s[i] == '\\' && length - i > 2 && s[i + 1] == 'u' &&
			tolower((unsigned char)s[i + 2]) == 'd'))
			return false;
	return true;
}

/* The number of \uXXXX if the bytes begin with that, else 0. */
static uint32_t
escaped_unit(const char *s, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	const char *digit;
	uint32_t unit = 0;
	size_t i;

	/* sscanf(3) would first measure the whole rest of the text. */
	if (length < 6 || s[0] != '\\' || s[1] != 'u')
		return 0;
	for (i = 2; i < 6; i++) {
		if (s[i] == '\0' || (digit = strchr(digits,
					 tolower((unsigned char)s[i]))) == NULL)
			return 0;
		unit = unit * 16 + (uint32_t)(digit - digits);
	}
	return unit;
}

static bool
is_high(uint32_t unit)
{
	return (unit & ~UINT32_C(0x3ff)) == 0xd800;
}

static bool
is_low(uint32_t unit)
{
	return (unit & ~UINT32_C(0x3ff)) == 0xdc00;
}

bool
json_has_half_a_pair(const char *s, size_t length)
{
	const char *end = s + length;
	uint32_t unit;

	for (; (s = memchr(s, '\\', (size_t)(end - s))) != NULL && s + 1 < end;
	     s += 2) {
		unit = escaped_unit(s, (size_t)(end - s));
		if (is_low(unit))
			return true;
		if (!is_high(unit))
			continue;
		s += 6;
		if (!is_low(escaped_unit(s, (size_t)(end - s))))
			return true;
	}
	return false;
}

/* Appends one UTF-16 unit as a JSON escape. */
static void
add_unit(struct text *t, uint32_t unit)
{
	text_str(t, "\\u");
	text_digits(t, unit, 16, 4);
}

static void
add_utf8(struct text *t, uint32_t ch)
{
	text_char(t, (char)(0xf0 | ch >> 18));
	text_char(t, (char)(0x80 | (ch >> 12 & 0x3f)));
	text_char(t, (char)(0x80 | (ch >> 6 & 0x3f)));
	text_char(t, (char)(0x80 | (ch & 0x3f)));
}

/*
 * Appends a character beyond U+FFFF. json-c, up to 0.18 at least, looks only at
 * its lower 16 bits to tell whether an escape was half of a pair.
 */
static void
add_beyond(struct text *t, uint32_t ch)
{
	if (is_high(ch & 0xffff) || is_low(ch & 0xffff)) {
		add_utf8(t, ch);
		return;
	}
	add_unit(t, 0xd800 + ((ch - 0x10000) >> 10));
	add_unit(t, 0xdc00 + ((ch - 0x10000) & 0x3ff));
}

/* Appends the escape at `s`, or its beginning; returns the length of that. */
static size_t
add_escape(struct text *t, const char *s, size_t length)
{
	uint32_t high = escaped_unit(s, length), low = 0;
	size_t n = length < 2 ? length : 2;

	if (is_high(high))
		low = escaped_unit(s + 6, length - 6);
	if (is_low(low)) {
		add_beyond(
		    t, 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
		return 12;
	}
	text_add(t, s, n);
	return n;
}

/* Appends the character at `s`; returns its length, 0 if it is not UTF-8. */
static size_t
add_character(struct text *t, const char *s)
{
	uint32_t ch;
	size_t n = text_utf8(s, &ch);

	if (n < 2)
		text_add(t, s, n);
	else if (ch < 0x10000)
		add_unit(t, ch);
	else
		add_beyond(t, ch);
	return n;
}

bool
json_write_readable(struct text *t, const char *s, size_t length)
{
	const char *end = s + length;
	size_t n;

	for (; s < end; s += n) {
		n = *s == '\\' ? add_escape(t, s, (size_t)(end - s))
			       : add_character(t, s);
		if (n == 0)
			return false;
	}
	return true;
}

/* The length of what is all ASCII, or all not. */
static size_t
run_length(const char *s, size_t length)
{
	size_t n = 1;

	while (n < length && (s[n] & 0x80) == (s[0] & 0x80))
		n++;
	return n;
}

/*
 * The byte after the value is parsed as well: json-c needs it to see that a
 * number or a word has ended. json-c 0.18 in strict mode takes bytes above 127
 * for control characters; strict or not, they belong into strings only.
 */
static struct json_object *
parse(struct json_tokener *tokener, const char *s, size_t length)
{
	const char *end = s + length + 1;
	struct json_object *json;
	size_t n;

	if (length >= INT_MAX)
		return NULL;
	json_tokener_reset(tokener);
	errno = 0;
	do {
		n = run_length(s, (size_t)(end - s));
		json_tokener_set_flags(
		    tokener, *s & 0x80 ? 0 : JSON_TOKENER_STRICT);
		json = json_tokener_parse_ex(tokener, s, (int)n);
		s += n;
	} while (s < end && json == NULL &&
		 json_tokener_get_error(tokener) == json_tokener_continue);
	/* json-c may drop a part without an error if it has no memory. */
	if (errno == ENOMEM)
		xchecked(NULL);
	if (s == end)
		return json;
	json_object_put(json);
	return NULL;
}

struct json_object *
json_read(struct json_tokener *tokener, const char *s, size_t length)
{
	struct text readable = { 0 };
	struct json_object *json = NULL;

	if (memchr(s, '\0', length) != NULL || json_has_half_a_pair(s, length))
		return NULL;
	if (is_plain(s, length))
		return parse(tokener, s, length);
	text_clear(&readable);
	if (json_write_readable(&readable, s, length))
		json = parse(tokener, readable.s, readable.len);
	text_free(&readable);
	return json;
}

const char *
json_read_string(struct json_object *json)
{
	const char *s;

	if (!json_object_is_type(json, json_type_string))
		return NULL;
	s = json_object_get_string(json);
	return strlen(s) == (size_t)json_object_get_string_len(json) ? s : NULL;
}

const char *
json_read_member(const struct json_object *json, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(json, key, &value))
		return NULL;
	return json_read_string(value);
}
