/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of json_read.h: JSON that is read. */
#include "base/json_read.h"
#include "tap.h"

/* json-c 0.18 by itself refuses all but the first. */
static const struct {
	const char *json;
	const char *string;
} strings[] = {
	{ "\"a\\u0001\"", "a\x01" },
	{ "\"\xc3\xa9\"", "\xc3\xa9" },
	{ "\"a\xc2\xa0z\"", "a\xc2\xa0z" },
	{ "\"\xe2\x82\xac\\n\"", "\xe2\x82\xac\n" },
	{ "\"\xef\xbf\xbf\"", "\xef\xbf\xbf" },
	{ "\"\xf0\x90\x80\x80\"", "\xf0\x90\x80\x80" },
	{ "\"\xf4\x8f\xbf\xbf\"", "\xf4\x8f\xbf\xbf" },
	/* Beyond U+FFFF, and the lower 16 bits are those of half a pair. */
	{ "\"\xf0\x9d\xa0\x80\"", "\xf0\x9d\xa0\x80" },
	{ "\"a\xf3\xad\xaf\xaf\xc3\xa9z\"", "a\xf3\xad\xaf\xaf\xc3\xa9z" },
	{ "\"\xf4\x8d\xbf\xbf\\n\"", "\xf4\x8d\xbf\xbf\n" },
	{ "\"\\ud836\\udc00\"", "\xf0\x9d\xa0\x80" },
	{ "\"\\uDB7E\\uDFEF\\u005a\"", "\xf3\xaf\xaf\xafZ" },
	{ "\"\\\\ud836\\\\udc00\"", "\\ud836\\udc00" },
};

static const char *const nonsense[] = {
	"",
	"\"",
	"\"a\" \"b\"",
	"{\"a\":1,}",
	"[1,]",
	"'a'",
	"01",
	"\xc3\xa9",
	"{\xc3\xa9:1}",
	"{} \xc3\xa9",
	"\xf0\x9d\xa0\x80",
	"{\xf0\x9d\xa0\x80:1}",
	"{} \xf0\x9d\xa0\x80",
	"[1,] \xf0\x9d\xa0\x80",
	"\"\xf0\x9d\xa0\x80\",",
	"\"\xff\"",
	"\"\xf0\x9d\xa0\"",
	"\"\\\xc3\xa9\"",
	"\"\\ud800\"",
	"\"\\ud800\\u0061\"",
	"\"\\udc00\"",
	"\"\\u00\xf0\x9d\xa0\x80\"",
};

static void
test_strings(void)
{
	struct json_tokener *tokener = json_reader();
	struct json_object *json;
	size_t i;

	for (i = 0; i < TAP_LENGTH(strings); i++) {
		json = json_read(
		    tokener, strings[i].json, strlen(strings[i].json));
		CHECK(json_object_is_type(json, json_type_string),
		    strings[i].json);
		CHECK_STR(json_object_get_string(json), strings[i].string,
		    strings[i].json);
		json_object_put(json);
	}
	json_tokener_free(tokener);
}

/* Whatever json-c takes other bytes for, it sees only those that it must. */
static void
test_readable(void)
{
	static const char json[] = "{\"\xc3\xa9\":\"a\xe2\x82\xac\xef\xbf\xbf"
				   "\xf0\x90\x80\x80\xf4\x8f\xbf\xbfz"
				   "\xf0\x9d\xa0\x80\\uD836\\uDC00\\n\"}";
	struct text text = { 0 };

	CHECK(json_write_readable(&text, json, sizeof(json) - 1), "UTF-8");
	CHECK_STR(text.s,
	    "{\"\\u00e9\":\"a\\u20ac\\uffff\\ud800\\udc00\\udbff\\udfffz"
	    "\xf0\x9d\xa0\x80\xf0\x9d\xa0\x80\\n\"}",
	    "escapes");
	text_clear(&text);
	CHECK(!json_write_readable(&text, "\"\xff\"", 3), "not UTF-8");
	text_free(&text);
}

/* After each of these the tokener reads what is right. */
static void
test_nonsense(void)
{
	struct json_tokener *tokener = json_reader();
	struct json_object *json;
	size_t i;

	for (i = 0; i < TAP_LENGTH(nonsense); i++) {
		json = json_read(tokener, nonsense[i], strlen(nonsense[i]));
		CHECK(json == NULL, nonsense[i]);
		json_object_put(json);
		json = json_read(tokener, "17", 2);
		CHECK_INT(json_object_get_int(json), 17, nonsense[i]);
		json_object_put(json);
	}
	CHECK(json_read(tokener, "17\0", 3) == NULL, "a NUL behind it");
	json_tokener_free(tokener);
}

static void
test_members(void)
{
	static const char text[] = "{\"a\":\"b\",\"n\":1,\"z\":\"b\\u0000\","
				   "\"null\":null,\"empty\":\"\"}";
	struct json_tokener *tokener = json_reader();
	struct json_object *json = json_read(tokener, text, sizeof(text) - 1);

	CHECK_STR(json_read_member(json, "a"), "b", "a string");
	CHECK_STR(json_read_member(json, "empty"), "", "an empty one");
	CHECK(json_read_member(json, "n") == NULL, "a number");
	CHECK(json_read_member(json, "z") == NULL, "a NUL in it");
	CHECK(json_read_member(json, "null") == NULL, "null");
	CHECK(json_read_member(json, "none") == NULL, "no such member");
	json_object_put(json);
	json_tokener_free(tokener);
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "json_read: characters beyond ASCII come back",
		    test_strings },
		{ "json_read: characters beyond ASCII are given as escapes",
		    test_readable },
		{ "json_read: what is no JSON is refused", test_nonsense },
		{ "json_read: a member that is a string", test_members },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
