/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of hexdump.h. That it is what hexdump(1) writes, ipccat-hex.bats has.
 */
#include "base/hexdump.h"
#include "tap.h"

/* The dump of the bytes, added in pieces of that size. */
static char *
dump_of(const char *bytes, size_t size, size_t piece, uint64_t offset)
{
	struct hexdump dump = { .offset = offset };
	struct text text = { 0 };
	size_t n;

	text_add(&text, "", 0);
	for (; size > 0; bytes += n, size -= n) {
		n = size < piece ? size : piece;
		hexdump_add(&dump, &text, bytes, n);
	}
	hexdump_end(&dump, &text);
	return text.s;
}

static void
check(const char *bytes, size_t size, uint64_t offset, const char *wanted)
{
	char *seen;
	size_t piece;

	for (piece = 1; piece < 40; piece++) {
		seen = dump_of(bytes, size, piece, offset);
		CHECK_STR(seen, wanted, wanted);
		free(seen);
	}
}

static void
test_lines(void)
{
	check("", 0, 0, "");
	check("a", 1, 0,
	    "00000000  61                                                "
	    "|a|\n00000001\n");
	check("0123456789abcdef", 16, 0,
	    "00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  "
	    "|0123456789abcdef|\n00000010\n");
	check("\0\x1f ~\x7f\xff\n.%", 9, 0,
	    "00000000  00 1f 20 7e 7f ff 0a 2e  25                       "
	    "|.. ~....%|\n00000009\n");
}

static void
test_same(void)
{
	check("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 50, 0,
	    "00000000  78 78 78 78 78 78 78 78  78 78 78 78 78 78 78 78  "
	    "|xxxxxxxxxxxxxxxx|\n*\n"
	    "00000030  78 78                                             "
	    "|xx|\n00000032\n");
}

static void
test_offset(void)
{
	check("a", 1, UINT64_C(0xfffffffff),
	    "fffffffff  61                                                "
	    "|a|\n1000000000\n");
}

/* Zeros that are only counted are dumped as those that are there. */
static void
test_zeros(void)
{
	size_t before, zeros, after;
	char bytes[160];
	char *wanted;

	for (before = 0; before < 35; before++)
		for (zeros = 0; zeros < 90; zeros++)
			for (after = 0; after < 34; after += 3) {
				struct hexdump dump = { 0 };
				struct text text = { 0 };
				size_t size = before + zeros + after;

				memset(bytes, 0, sizeof(bytes));
				memset(bytes, after % 2 ? 'a' : 0, before);
				memset(bytes + before + zeros, 'b', after);
				wanted = dump_of(bytes, size, size + 1, 0);
				text_add(&text, "", 0);
				hexdump_add(&dump, &text, bytes, before);
				hexdump_zeros(&dump, &text, zeros);
				hexdump_add(&dump, &text,
				    bytes + before + zeros, after);
				hexdump_end(&dump, &text);
				CHECK_STR(text.s, wanted, wanted);
				text_free(&text);
				free(wanted);
			}
}

static void
test_many_zeros(void)
{
	struct hexdump dump = { 0 };
	struct text text = { 0 };

	hexdump_zeros(&dump, &text, UINT64_C(1) << 60);
	hexdump_end(&dump, &text);
	CHECK_STR(text.s,
	    "00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  "
	    "|................|\n*\n1000000000000000\n",
	    "an exabyte");
	text_free(&text);
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "hexdump: lines of 16, and where it ends", test_lines },
		{ "hexdump: lines that are the same are an asterisk",
		    test_same },
		{ "hexdump: offsets grow beyond eight digits", test_offset },
		{ "hexdump: zeros may be counted instead of added",
		    test_zeros },
		{ "hexdump: any number of zeros takes no time",
		    test_many_zeros },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
