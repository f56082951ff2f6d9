/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of message.h: messages written, and read again. */
#include <unistd.h>

#include "model/message.h"
#include "model/object.h"
#include "tap.h"

#define NO_NUMBERS .type = UNKNOWN, .priority = UNKNOWN

/* What is read of the bytes, up to the end or an error. */
struct outcome {
	struct text data; /* each message in brackets */
	int64_t n;
	int64_t type; /* of the last one */
	int64_t priority;
	const char *error;
	int status;
};

static struct outcome
read_all(const char *bytes, size_t size, enum message_form form)
{
	struct outcome out = { 0 };
	struct message_reader reader;
	struct ipc_message message;
	FILE *fp = tmpfile();

	if (fp == NULL || fwrite(bytes, 1, size, fp) != size)
		abort();
	rewind(fp);
	reader = message_reader(fp, form, UNKNOWN);
	text_add(&out.data, "", 0);
	while ((out.status = message_read(&reader, &message)) == 1) {
		text_char(&out.data, '<');
		text_add(&out.data, message.data, message.size);
		text_char(&out.data, '>');
		out.type = message.type;
		out.priority = message.priority;
	}
	out.n = reader.n;
	out.error = reader.error;
	message_reader_free(&reader);
	fclose(fp);
	return out;
}

static void
check_read(const char *bytes, size_t size, enum message_form form,
    const char *wanted, size_t length)
{
	struct outcome out = read_all(bytes, size, form);

	CHECK_INT(out.status, 0, bytes);
	CHECK(out.data.len == length && memcmp(out.data.s, wanted, length) == 0,
	    wanted);
	text_free(&out.data);
}

#define READS(bytes, form, wanted)                                             \
	check_read(bytes, sizeof(bytes) - 1, form, wanted, sizeof(wanted) - 1)

static void
test_forms(void)
{
	READS("", MESSAGE_LINES, "");
	READS("a\nbc\n", MESSAGE_LINES, "<a><bc>");
	READS("a\nbc", MESSAGE_LINES, "<a><bc>");
	READS("\n\n", MESSAGE_LINES, "<><>");
	READS("a\0b\nc\n", MESSAGE_LINES, "<a\0b><c>");
	READS("a\r\n", MESSAGE_LINES, "<a\r>");
	READS("", MESSAGE_NULS, "");
	READS("a\nb\0\0c", MESSAGE_NULS, "<a\nb><><c>");
	READS("", MESSAGE_WHOLE, "<>");
	READS("a\nb\0\n", MESSAGE_WHOLE, "<a\nb\0\n>");
	READS("", MESSAGE_JSONL, "");
}

static void
check_json(const char *line, const char *wanted, int64_t type, int64_t priority)
{
	struct outcome out = read_all(line, strlen(line), MESSAGE_JSONL);

	CHECK_INT(out.status, 0, line);
	CHECK_STR(out.data.s, wanted, line);
	CHECK_INT(out.type, type, line);
	CHECK_INT(out.priority, priority, line);
	text_free(&out.data);
}

static void
test_json(void)
{
	check_json("{\"data\":\"a\"}", "<a>", UNKNOWN, UNKNOWN);
	check_json("{\"data\":\"\"}\n", "<>", UNKNOWN, UNKNOWN);
	check_json(" { \"data\" : \"a\\nb\" } \n", "<a\nb>", UNKNOWN, UNKNOWN);
	check_json("{\"data\":\"\\\\udd12 \\ufffd\"}", "<\\udd12 \xef\xbf\xbd>",
	    UNKNOWN, UNKNOWN);
	check_json("{\"type\":7,\"data\":\"a\"}", "<a>", 7, UNKNOWN);
	check_json(
	    "{\"type\":null,\"priority\":0,\"data\":\"a\"}", "<a>", UNKNOWN, 0);
	check_json(
	    "{\"priority\":32767,\"data\":\"a\"}", "<a>", UNKNOWN, 32767);
	check_json("{\"type\":9223372036854775807,\"data\":\"a\"}", "<a>",
	    INT64_MAX, UNKNOWN);
	check_json("{\"data\":\"YQ==\",\"encoding\":\"base64\"}", "<a>",
	    UNKNOWN, UNKNOWN);
	check_json("{\"data\":\"YQ==\",\"encoding\":null}", "<YQ==>", UNKNOWN,
	    UNKNOWN);
	check_json("{\"index\":9,\"size\":77,\"more\":[1],\"data\":\"a\"}",
	    "<a>", UNKNOWN, UNKNOWN);
	check_json("{\"data\":\"\\u00e9\\ud83d\\udd12\"}",
	    "<\xc3\xa9\xf0\x9f\x94\x92>", UNKNOWN, UNKNOWN);
	check_json(
	    "{\"data\":\"a\"}\n{\"data\":\"b\"}\n", "<a><b>", UNKNOWN, UNKNOWN);
}

static const char *const nonsense[] = {
	"\n",
	"a",
	"1",
	"null",
	"\"a\"",
	"[\"a\"]",
	"[]",
	"{}",
	"{\"data\":1}",
	"{\"data\":null}",
	"{\"data\":[\"a\"]}",
	"{\"Data\":\"a\"}",
	"{\"data\":\"a\"",
	"{\"data\":\"a\"}}",
	"{\"data\":\"a\"} x",
	"{\"data\":\"a\"}{\"data\":\"b\"}",
	"{\"data\":'a'}",
	"{\"data\":\"a\",}",
	"{\"data\":\"a\" /* b */}",
	"{\"data\":\"\xff\"}",
	"{\"data\":\"\\ud83d\"}",
	"{\"data\":\"\\ud83d\\ud83d\"}",
	"{\"data\":\"\\udd12\"}",
	"{\"data\":\"\\\\\\udd12\\ud83d\"}",
	"{\"data\":\"\\",
	"{\"data\":\"\xed\xa0\x80\"}",
	"{\"data\":\"\xc3\"}",
	"{\"type\":0,\"data\":\"a\"}",
	"{\"type\":-1,\"data\":\"a\"}",
	"{\"type\":1.0,\"data\":\"a\"}",
	"{\"type\":1e3,\"data\":\"a\"}",
	"{\"type\":\"1\",\"data\":\"a\"}",
	"{\"type\":true,\"data\":\"a\"}",
	"{\"type\":9223372036854775808,\"data\":\"a\"}",
	"{\"type\":18446744073709551617,\"data\":\"a\"}",
	"{\"type\":99999999999999999999999,\"data\":\"a\"}",
	"{\"priority\":-1,\"data\":\"a\"}",
	"{\"priority\":32768,\"data\":\"a\"}",
	"{\"priority\":4294967296,\"data\":\"a\"}",
	"{\"data\":\"YQ=\",\"encoding\":\"base64\"}",
	"{\"data\":\"a\",\"encoding\":\"utf-8\"}",
	"{\"data\":\"YQ==\",\"encoding\":\"BASE64\"}",
	"{\"data\":\"a\",\"encoding\":1}",
};

static void
test_refused(void)
{
	struct outcome out;
	size_t i;

	for (i = 0; i < TAP_LENGTH(nonsense); i++) {
		out = read_all(nonsense[i], strlen(nonsense[i]), MESSAGE_JSONL);
		CHECK_INT(out.status, -1, nonsense[i]);
		CHECK(out.error != NULL, nonsense[i]);
		CHECK_INT(out.n, 0, nonsense[i]);
		text_free(&out.data);
	}
	out = read_all("{\"data\":\"a\"}\0", 13, MESSAGE_JSONL);
	CHECK_INT(out.status, -1, "a NUL behind it");
	text_free(&out.data);
}

static const struct {
	const char *bytes;
	size_t size;
	const char *json; /* of data on */
} contents[] = {
	{ "", 0, "\"data\":\"\"}\n" },
	{ "a\"b\\c/d", 7, "\"data\":\"a\\\"b\\\\c/d\"}\n" },
	{ "\0", 1, "\"data\":\"\\u0000\"}\n" },
	{ "a\0b", 3, "\"data\":\"a\\u0000b\"}\n" },
	{ "\n\t\r\b\f\x1b\x01", 7,
	    "\"data\":\"\\n\\t\\r\\b\\f\\u001b\\u0001\"}\n" },
	{ "\x7f", 1, "\"data\":\"\\u007f\"}\n" },
	{ "\xc2\x80\xc2\x9b\xc2\x9f\xc2\xa0\xc3\x80", 10,
	    "\"data\":\"\\u0080\\u009b\\u009f\xc2\xa0\xc3\x80\"}\n" },
	{ "\xc3\xa9", 2, "\"data\":\"\xc3\xa9\"}\n" },
	{ "\xef\xbf\xbf", 3, "\"data\":\"\xef\xbf\xbf\"}\n" }, /* U+FFFF */
	{ "\xf4\x8f\xbf\xbf", 4, "\"data\":\"\xf4\x8f\xbf\xbf\"}\n" },
	{ "\xff", 1, "\"data\":\"/w==\",\"encoding\":\"base64\"}\n" },
	{ "a\0\xff", 3, "\"data\":\"YQD/\",\"encoding\":\"base64\"}\n" },
	{ "\xed\xa0\x80", 3, "\"data\":\"7aCA\",\"encoding\":\"base64\"}\n" },
	{ "\xc3", 1, "\"data\":\"ww==\",\"encoding\":\"base64\"}\n" },
};

static void
test_back(void)
{
	struct ipc_message message;
	struct text text, wanted;
	const char *data;
	size_t i;

	for (i = 0; i < TAP_LENGTH(contents); i++) {
		text = wanted = (struct text){ 0 };
		message = (struct ipc_message){
			NO_NUMBERS,
			.data = contents[i].bytes,
			.size = contents[i].size,
		};
		message_write(&text, &message, 3, MESSAGE_JSONL);
		data = strstr(text.s, "\"data\"");
		CHECK_STR(data, contents[i].json, text.s);
		text_char(&wanted, '<');
		text_add(&wanted, message.data, message.size);
		text_char(&wanted, '>');
		check_read(
		    text.s, text.len, MESSAGE_JSONL, wanted.s, wanted.len);
		text_free(&text);
		text_free(&wanted);
	}
}

static void
check_written(const struct ipc_message *message, enum message_form form,
    const char *wanted, size_t length)
{
	struct text text = { 0 };

	text_add(&text, "", 0);
	message_write(&text, message, 5, form);
	CHECK(
	    text.len == length && memcmp(text.s, wanted, length) == 0, wanted);
	text_free(&text);
}

#define WRITES(message, form, wanted)                                          \
	check_written(message, form, wanted, sizeof(wanted) - 1)

static void
test_written(void)
{
	struct ipc_message a = {
		.type = 7, .priority = UNKNOWN, .data = "a\nb", .size = 3
	};
	struct ipc_message nothing = {
		.type = UNKNOWN, .priority = 0, .data = "", .size = 0
	};

	WRITES(&a, MESSAGE_LINES, "a\nb\n");
	WRITES(&a, MESSAGE_NULS, "a\nb\0");
	WRITES(&a, MESSAGE_WHOLE, "a\nb");
	WRITES(&a, MESSAGE_JSONL,
	    "{\"index\":5,\"type\":7,\"priority\":null,\"size\":3,"
	    "\"data\":\"a\\nb\"}\n");
	WRITES(&nothing, MESSAGE_LINES, "\n");
	WRITES(&nothing, MESSAGE_NULS, "\0");
	WRITES(&nothing, MESSAGE_WHOLE, "");
	WRITES(&nothing, MESSAGE_HEX, "");
	WRITES(&nothing, MESSAGE_JSONL,
	    "{\"index\":5,\"type\":null,\"priority\":0,\"size\":0,"
	    "\"data\":\"\"}\n");
}

#define ESCAPES 700000

/* If a look at each measured all that is left, that would take minutes. */
static void
test_escapes(void)
{
	static const char escape[] = "\\u0001";
	struct text line = { 0 };
	struct outcome out;
	int i;

	text_str(&line, "{\"data\":\"");
	for (i = 0; i < ESCAPES; i++)
		text_str(&line, escape);
	text_str(&line, "\"}\n");
	alarm(20);
	out = read_all(line.s, line.len, MESSAGE_JSONL);
	alarm(0);
	CHECK_INT(out.n, 1, "messages of escapes");
	CHECK_INT((int64_t)out.data.len, ESCAPES + 2, "bytes of escapes");
	text_free(&out.data);
	text_free(&line);
}

/* What is written where room was made does not move. */
static void
check_room(struct ipc_message *message, enum message_form form)
{
	struct text text = { 0 };
	const char *before;

	text_add(&text, "", 0);
	message_reserve(&text, message->size, form);
	before = text.s;
	message_write(&text, message, INT64_MAX, form);
	CHECK(text.s == before, "room for the worst");
	text_free(&text);
}

static void
test_room(void)
{
	static const char bytes[] = { '\0', '\\', 'a', '\xff', '\x7f' };
	struct ipc_message message = { .type = INT64_MAX, .priority = 32767 };
	char data[4097] = "";
	size_t i, size;

	for (i = 0; i < sizeof(bytes); i++) {
		memset(data, bytes[i], sizeof(data) - 1);
		for (size = 0; size < sizeof(data);
		     size += size < 64 ? 1 : 64) {
			message.data = data + sizeof(data) - 1 - size;
			message.size = size;
			check_room(&message, MESSAGE_LINES);
			check_room(&message, MESSAGE_WHOLE);
			check_room(&message, MESSAGE_HEX);
			check_room(&message, MESSAGE_JSONL);
		}
	}
	/* Nothing repeats, which hexdump(1) would leave out. */
	for (i = 0; i < sizeof(data) - 1; i++)
		data[i] = (char)(i * 7 + i / 256);
	message.data = data;
	message.size = sizeof(data) - 1;
	check_room(&message, MESSAGE_HEX);
	check_room(&message, MESSAGE_JSONL);
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "message: lines, NULs and the whole are read", test_forms },
		{ "message: JSON is read, what is missing is unknown",
		    test_json },
		{ "message: what is no message of JSON is refused",
		    test_refused },
		{ "message: any bytes come back from JSON", test_back },
		{ "message: every form is written", test_written },
		{ "message: many escapes take no longer each", test_escapes },
		{ "message: room is made for the longest form", test_room },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
