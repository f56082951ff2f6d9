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

/* Whatever json-c takes these bytes for, it sees none of them. */
static void
test_ascii(void)
{
	static const char json[] = "{\"\xc3\xa9\":\"a\xe2\x82\xac\xef\xbf\xbf"
				   "\xf0\x90\x80\x80\xf4\x8f\xbf\xbfz\xff\"}";
	struct text text = { 0 };

	json_write_ascii(&text, json, sizeof(json) - 1);
	CHECK_STR(text.s,
	    "{\"\\u00e9\":\"a\\u20ac\\uffff\\ud800\\udc00\\udbff\\udfffz"
	    "\xff\"}",
	    "escapes");
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

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "json_read: characters beyond ASCII come back",
		    test_strings },
		{ "json_read: characters beyond ASCII are given as escapes",
		    test_ascii },
		{ "json_read: what is no JSON is refused", test_nonsense },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
