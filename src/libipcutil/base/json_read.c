/* SPDX-License-Identifier: BSD-2-Clause */
/* Strict reading of JSON; see json_read.h. */
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
	struct json_tokener *tokener = xchecked(json_tokener_new());

	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
	return tokener;
}

static bool
is_ascii(const char *s, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if ((unsigned char)s[i] >= 0x80)
			return false;
	return true;
}

/* Appends one UTF-16 unit as a JSON escape. */
static void
add_unit(struct text *t, uint32_t unit)
{
	text_str(t, "\\u");
	text_digits(t, unit, 16, 4);
}

void
json_write_ascii(struct text *t, const char *s, size_t length)
{
	const char *end = s + length;
	uint32_t ch;
	size_t n;

	for (; s < end; s += n) {
		n = text_utf8(s, &ch);
		if (n < 2) {
			n = 1;
			text_char(t, *s);
		} else if (ch < 0x10000)
			add_unit(t, ch);
		else {
			add_unit(t, 0xd800 + ((ch - 0x10000) >> 10));
			add_unit(t, 0xdc00 + ((ch - 0x10000) & 0x3ff));
		}
	}
}

/*
 * The byte after the value is parsed as well: json-c needs it to see that a
 * number or a word has ended.
 */
static struct json_object *
parse(struct json_tokener *tokener, const char *s, size_t length)
{
	struct json_object *json;

	if (length >= INT_MAX)
		return NULL;
	json_tokener_reset(tokener);
	errno = 0;
	json = json_tokener_parse_ex(tokener, s, (int)length + 1);
	/* json-c may drop a part without an error if it has no memory. */
	if (errno == ENOMEM)
		xchecked(NULL);
	return json;
}

/*
 * json-c 0.18 in strict mode takes bytes above 127 for control characters, so
 * they are written as escapes before.
 */
struct json_object *
json_read(struct json_tokener *tokener, const char *s, size_t length)
{
	struct text ascii = { 0 };
	struct json_object *json;

	if (memchr(s, '\0', length) != NULL)
		return NULL;
	if (is_ascii(s, length))
		return parse(tokener, s, length);
	json_write_ascii(&ascii, s, length);
	json = parse(tokener, ascii.s, ascii.len);
	text_free(&ascii);
	return json;
}
