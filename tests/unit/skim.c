/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of skim.h: a few members of a line, as json-c reads them. */
#include <string.h>

#include "archive/parsed.h"
#include "archive/skim.h"
#include "tap.h"

static const char *const names[] = { "a", "b", NULL };

/* The second member is what is found; NULL: no JSON. */
static const struct {
	const char *line;
	const char *found;
} lines[] = {
	{ "{}", "" },
	{ "{\"a\":1,\"c\":2,\"b\":\"x\"}", "a=1;b=\"x\";" },
	{ "{\"a\":null,\"b\":true}", "b=yes;" },
	{ "{\"a\":false,\"ab\":7,\"\":8}", "a=no;" },
	{ "{\"a\":1,\"a\":null}", "" },
	{ "{\"a\":1,\"a\":2}", "a=2;" },
	{ "{\"c\":[],\"d\":[1,null,-2],\"a\":-30}", "a=-30;" },
	{ "{\"a\":[],\"b\":[0,null,-2,34]}", "a=[ ];b=[ 0 -1 -1 34 ];" },
	{ "{\"a\":[1,2],\"b\":[3],\"a\":[4]}", "a=[ 4 ];b=[ 3 ];" },
	{ "{\"b\":[1,\"x\",null,-2,1e1] }", "b=[ 1 -1 -1 -1 -1 ];" },
	{ "{\"c\":[\"x\",{\"a\":2}],\"a\":[1]}", "a=[ 1 ];" },
	{ "{\"a\":{\"a\":2},\"b\":1.5}", "a=?;b=?;" },
	{ "{ \"a\" : 1 }", "a=1;" },
	{ "{\"\\u0061\":1}", "a=1;" },
	{ "{\"a\":\"\\n\"}", "a=\"\n\";" },
	{ "{\"a\":\"x\\u0000y\"}", "a=?;" },
	{ "{\"a\":\"\",\"b\":\"\xc3\xa9\"}", "a=\"\";b=\"\xc3\xa9\";" },
	{ "{\"a\":9223372036854775807}", "a=9223372036854775807;" },
	{ "{\"a\":9223372036854775808}", "a=?;" },
	{ "{\"a\":1,}", NULL },
	{ "{\"a\":1}x", NULL },
	{ "{\"a\":1", NULL },
	{ "{\"a\":01}", NULL },
	{ "{\"a\":-}", NULL },
	{ "{\"a\":\"x}", NULL },
	{ "{\"a\":1 \"b\":2}", NULL },
	{ "{\"a\":nul}", NULL },
	{ "{\"a\":nullx}", NULL },
	{ "{\"c\":[1,],\"a\":1}", NULL },
	{ "{a:1}", NULL },
	{ "[1]", NULL },
	{ "", NULL },
};

static void
show_list(struct text *t, const struct skim *skim, const struct skim_value *v)
{
	int64_t i;

	text_str(t, "[ ");
	for (i = 0; i < v->number; i++) {
		text_number(t, skim->numbers[v->first + (size_t)i]);
		text_char(t, ' ');
	}
	text_char(t, ']');
}

static void
show_value(struct text *t, const struct skim *skim, const struct skim_value *v)
{
	if (v->type == SKIM_STRING) {
		text_char(t, '"');
		text_str(t, skim_string(v));
		text_char(t, '"');
	} else if (v->type == SKIM_NUMBER)
		text_number(t, v->number);
	else if (v->type == SKIM_BOOLEAN)
		text_str(t, v->number ? "yes" : "no");
	else if (v->type == SKIM_LIST)
		show_list(t, skim, v);
	else
		text_char(t, '?');
}

static void
show(struct text *t, const struct skim *skim)
{
	size_t i;

	text_clear(t);
	for (i = 0; names[i] != NULL; i++) {
		if (skim->values[i].type == SKIM_NOTHING)
			continue;
		text_str(t, names[i]);
		text_char(t, '=');
		show_value(t, skim, &skim->values[i]);
		text_char(t, ';');
	}
}

static void
test_lines(void)
{
	struct json_object *whole;
	struct text found = { 0 };
	struct skim skim;
	const char *line;
	size_t i;
	bool is;

	for (i = 0; i < TAP_LENGTH(lines); i++) {
		line = lines[i].line;
		is = skim_read(&skim, names, line, strlen(line));
		whole = parsed_object(line, strlen(line));
		CHECK(is == (lines[i].found != NULL), line);
		CHECK(is == (whole != NULL), line);
		if (is && lines[i].found != NULL) {
			show(&found, &skim);
			CHECK_STR(found.s, lines[i].found, line);
		}
		skim_free(&skim);
		json_object_put(whole);
	}
	text_free(&found);
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "skim: what is found is what json-c finds", test_lines },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
