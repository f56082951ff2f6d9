/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of skim.h: a few members of a line, as json-c reads them. */
#include <string.h>

#include "archive/parsed.h"
#include "archive/skim.h"
#include "tap.h"

static const char *const wanted[] = { "a", "b", NULL };

/* The second member is what is found; NULL: no JSON. */
static const struct {
	const char *line;
	const char *found;
} lines[] = {
	{ "{}", "{ }" },
	{ "{\"a\":1,\"c\":2,\"b\":\"x\"}", "{ \"a\": 1, \"b\": \"x\" }" },
	{ "{\"a\":null,\"b\":true}", "{ \"b\": true }" },
	{ "{\"a\":false,\"ab\":7,\"\":8}", "{ \"a\": false }" },
	{ "{\"a\":1,\"a\":null}", "{ }" },
	{ "{\"a\":1,\"a\":2}", "{ \"a\": 2 }" },
	{ "{\"c\":[],\"d\":[1,null,-2],\"a\":-30}", "{ \"a\": -30 }" },
	{ "{\"c\":[\"x\",{\"a\":2}],\"a\":[1]}",
	    "{ \"c\": [ \"x\", { \"a\": 2 } ], \"a\": [ 1 ] }" },
	{ "{ \"a\" : 1 }", "{ \"a\": 1 }" },
	{ "{\"\\u0061\":1}", "{ \"a\": 1 }" },
	{ "{\"a\":\"\\n\"}", "{ \"a\": \"\\n\" }" },
	{ "{\"a\":\"\xc3\xa9\"}", "{ \"a\": \"\xc3\xa9\" }" },
	{ "{\"a\":9223372036854775807}", "{ \"a\": 9223372036854775807 }" },
	{ "{\"a\":1,}", NULL },
	{ "{\"a\":1}x", NULL },
	{ "{\"a\":1", NULL },
	{ "{\"a\":01}", NULL },
	{ "{\"a\":-}", NULL },
	{ "{\"a\":\"x}", NULL },
	{ "{\"a\":1 \"b\":2}", NULL },
	{ "{\"a\":nul}", NULL },
	{ "{\"c\":[1,],\"a\":1}", NULL },
	{ "{a:1}", NULL },
	{ "[1]", NULL },
	{ "", NULL },
};

static void
test_lines(void)
{
	struct json_object *json, *whole;
	const char *line;
	size_t i;

	for (i = 0; i < TAP_LENGTH(lines); i++) {
		line = lines[i].line;
		json = skim_object(line, strlen(line), wanted);
		whole = parsed_object(line, strlen(line));
		CHECK((json == NULL) == (lines[i].found == NULL), line);
		CHECK((whole == NULL) == (json == NULL), line);
		if (json != NULL && lines[i].found != NULL)
			CHECK_STR(json_object_to_json_string(json),
			    lines[i].found, line);
		json_object_put(json);
		json_object_put(whole);
	}
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "skim: what is found is what json-c finds", test_lines },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
