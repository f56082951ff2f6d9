/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of base64.h: bytes as letters, and back. */
#include "base/base64.h"
#include "tap.h"

/* RFC 4648, and bytes that take every place. */
static const struct {
	const char *bytes;
	size_t size;
	const char *letters;
} known[] = {
	{ "", 0, "" },
	{ "f", 1, "Zg==" },
	{ "fo", 2, "Zm8=" },
	{ "foo", 3, "Zm9v" },
	{ "foob", 4, "Zm9vYg==" },
	{ "fooba", 5, "Zm9vYmE=" },
	{ "foobar", 6, "Zm9vYmFy" },
	{ "\0", 1, "AA==" },
	{ "\0\0\0", 3, "AAAA" },
	{ "\xff", 1, "/w==" },
	{ "\xff\xff\xff", 3, "////" },
	{ "\xfb\xef\xbe", 3, "++++" },
};

static const char *const nonsense[] = {
	"Z",
	"Zg",
	"Zg=",
	"Zh==", /* bits that belong to no byte */
	"Zm9=",
	"Z===",
	"====",
	"=Zg=",
	"Zg==Zg==", /* padding in the middle */
	"Zm8=Zm9v",
	"Zm9v\n",
	"Zm9v ",
	" Zm9",
	"Zm_v", /* the alphabet of file names */
	"Zm-v",
	"Zm9v====",
	"Zm\x80v",
};

static void
test_known(void)
{
	struct text text;
	size_t i;

	for (i = 0; i < TAP_LENGTH(known); i++) {
		text = (struct text){ 0 };
		base64_write(&text, known[i].bytes, known[i].size);
		CHECK_STR(text.s, known[i].letters, known[i].letters);
		text_clear(&text);
		CHECK(base64_read(
			  &text, known[i].letters, strlen(known[i].letters)),
		    known[i].letters);
		CHECK(text.len == known[i].size &&
			  memcmp(text.s, known[i].bytes, text.len) == 0,
		    known[i].letters);
		text_free(&text);
	}
}

static void
test_refused(void)
{
	struct text text;
	size_t i;

	for (i = 0; i < TAP_LENGTH(nonsense); i++) {
		text = (struct text){ 0 };
		CHECK(!base64_read(&text, nonsense[i], strlen(nonsense[i])),
		    nonsense[i]);
		text_free(&text);
	}
	text = (struct text){ 0 };
	CHECK(!base64_read(&text, "Zm\0v", 4), "a NUL");
	text_free(&text);
}

/* Every length up to some, of bytes that are all different. */
static void
test_back(void)
{
	unsigned char bytes[256];
	struct text letters, back;
	size_t i;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * 167);
	for (i = 0; i <= sizeof(bytes); i++) {
		letters = back = (struct text){ 0 };
		base64_write(&letters, bytes, i);
		CHECK_INT(
		    (int64_t)letters.len, (int64_t)(i + 2) / 3 * 4, letters.s);
		CHECK(base64_read(&back, letters.s, letters.len), letters.s);
		CHECK(
		    back.len == i && memcmp(back.s, bytes, i) == 0, letters.s);
		text_free(&letters);
		text_free(&back);
	}
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "base64: what is known is written and read so", test_known },
		{ "base64: nothing else is read", test_refused },
		{ "base64: any bytes come back", test_back },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
