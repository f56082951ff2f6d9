/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of parse.h: numbers, sizes, times and modes as they are written. */
#include "base/parse.h"
#include "tap.h"

#define UNTOUCHED INT64_C(-77)

/* What each of the parsers must refuse. */
static const char *const nonsense[] = {
	"", " ", "+", "-", "+5", "--5", "- 5", " 5", "5 ", "5\n", "\t5", "5x",
	"5 5", "0x", "0xg", "x", "K", ".", "5.", ".5", "1e3", "1,5", "inf",
	"nan", "NULL", "\xff", "5\xff",
	"\xd9\xa1", /* a digit, but none of ours */
};

typedef const char *parse_fn(const char *, int64_t *);

struct good {
	const char *text;
	int64_t value;
};

static void
accepts(parse_fn *parse, const struct good *good, size_t n)
{
	int64_t out;

	for (; n > 0; good++, n--) {
		out = UNTOUCHED;
		CHECK_STR(parse(good->text, &out), NULL, good->text);
		CHECK_INT(out, good->value, good->text);
	}
}

/* A message, and nothing is changed. */
static void
refuses_one(parse_fn *parse, const char *text)
{
	int64_t out = UNTOUCHED;
	const char *message = parse(text, &out);

	CHECK(message != NULL && *message != '\0', text);
	CHECK_INT(out, UNTOUCHED, text);
}

static void
refuses(parse_fn *parse, const char *const *bad, size_t n)
{
	char *s;
	size_t i;

	for (i = 0; i < n; i++)
		refuses_one(parse, bad[i]);
	for (i = 0; i < TAP_LENGTH(nonsense); i++)
		refuses_one(parse, nonsense[i]);
	s = tap_repeat('9', 4096);
	refuses_one(parse, s);
	s[0] = '-';
	refuses_one(parse, s);
	free(s);
	s = tap_repeat('a', 4096);
	refuses_one(parse, s);
	free(s);
	s = tap_repeat(' ', 4096);
	refuses_one(parse, s);
	free(s);
}

static const char *
any_number(const char *s, int64_t *out)
{
	return parse_number(s, INT64_MIN, INT64_MAX, out);
}

static const char *
small_number(const char *s, int64_t *out)
{
	return parse_number(s, -3, 200, out);
}

static void
number_good(void)
{
	static const struct good any[] = {
		{ "0", 0 },
		{ "1", 1 },
		{ "007", 7 },
		{ "-1", -1 },
		{ "2147483647", INT32_MAX },
		{ "2147483648", INT64_C(2147483648) },
		{ "4294967296", INT64_C(4294967296) },
		{ "9223372036854775807", INT64_MAX },
		{ "-9223372036854775808", INT64_MIN },
	};
	static const struct good small[] = {
		{ "-3", -3 },
		{ "200", 200 },
		{ "0200", 200 },
	};
	char *s = tap_repeat('0', 4096);
	const struct good zeros = { s, 0 };

	accepts(any_number, any, TAP_LENGTH(any));
	accepts(small_number, small, TAP_LENGTH(small));
	accepts(any_number, &zeros, 1);
	free(s);
}

static void
number_bad(void)
{
	static const char *const any[] = {
		"9223372036854775808",
		"-9223372036854775809",
		"18446744073709551616",
		"0x10",
		"1.0",
		"4K",
	};
	static const char *const small[] = {
		"-4",
		"201",
		"4294967296", /* 0 in 32 bits */
		"18446744073709551616",
	};

	refuses(any_number, any, TAP_LENGTH(any));
	refuses(small_number, small, TAP_LENGTH(small));
}

static void
size_good(void)
{
	static const struct good good[] = {
		{ "0", 0 },
		{ "1", 1 },
		{ "4096", 4096 },
		{ "1B", 1 },
		{ "1K", 1024 },
		{ "1k", 1024 },
		{ "4.0K", 4096 },
		{ "1.5K", 1536 },
		{ "1.5M", 1572864 },
		{ "0.5G", INT64_C(536870912) },
		{ "2T", INT64_C(2199023255552) },
		{ "1P", INT64_C(1125899906842624) },
		{ "7E", INT64_C(7) << 60 },
		{ "7.5E", (INT64_C(15) << 59) },
		{ "1.000K", 1024 },
		{ "1.25M", 1310720 },
		{ "1.0009765625K", 1025 },
		{ "0.0000038146972656250000M", 4 },
		{ "0.1KB", 100 },
		{ "0.000000000000000001EB", 1 },
		{ "1.00000000000000000000000000B", 1 },
		{ "9223372036854775807", INT64_MAX },
		{ "9007199254740991K", INT64_MAX - 1023 },
	};

	accepts(parse_size, good, TAP_LENGTH(good));
}

static void
size_bad(void)
{
	static const char *const bad[] = {
		"-1",
		"-1K",
		"9223372036854775808",
		"18446744073709551616",
		"8E",
		"9007199254740992K",
		"99999999999999999999E",
		"1KBB",
		"1KiBB",
		"1 K",
		"K1",
		"1.K",
		"1..5K",
		"1.5.5K",
		"1.-5K",
		"1.5KK",
		"1s",
		"1Z",
		"0x10",
	};

	refuses(parse_size, bad, TAP_LENGTH(bad));
}

/* A size with zeros before it is decimal, except in the form of util-linux. */
static void
size_bases(void)
{
	static const struct good hex[] = {
		{ "0", 0 },
		{ "0100", 100 },
		{ "0100K", 102400 },
		{ "08", 8 },
		{ "00.5K", 512 },
		{ "0x0100", 256 },
		{ "0X10k", 16384 },
		{ "0x7fffffffffffffff", INT64_MAX },
	};
	static const struct good octal[] = {
		{ "0", 0 },
		{ "0K", 0 },
		{ "100", 100 },
		{ "0100", 64 },
		{ "0100K", 65536 },
		{ "0.5K", 512 },
		{ "0x0100", 256 },
	};
	static const char *const bad[] = {
		"0x",
		"0xg",
		"0x-1",
		"0x1.5K",
		"0x8000000000000000",
		"0x7fffffffffffffffK",
		"0x10000000000000000",
	};
	static const char *const not_octal[] = {
		"08",
		"0x",
		"010Z",
		"01777777777777777777777",
	};

	accepts(parse_hex_size, hex, TAP_LENGTH(hex));
	accepts(parse_octal_size, octal, TAP_LENGTH(octal));
	refuses(parse_hex_size, bad, TAP_LENGTH(bad));
	refuses(parse_octal_size, not_octal, TAP_LENGTH(not_octal));
}

/* No size is half a byte: what would have to be rounded is no size. */
static void
size_fraction(void)
{
	static const char *const bad[] = {
		"1.5",
		"0.1",
		"1.5B",
		"0.1K",
		"0.0000001T",
		"1.00000000000000000001E",
		"0.0001KB",
	};
	size_t i;

	for (i = 0; i < TAP_LENGTH(bad); i++)
		refuses_one(parse_size, bad[i]);
}

static void
duration_good(void)
{
	static const struct good good[] = {
		{ "0", 0 },
		{ "90", 90 },
		{ "90s", 90 },
		{ "2m", 120 },
		{ "2h", 7200 },
		{ "1.5h", 5400 },
		{ "0.5d", 43200 },
		{ "7d", 604800 },
		{ "1w", 604800 },
		{ "9223372036854775807s", INT64_MAX },
		{ "15250284452471w", INT64_C(15250284452471) * 604800 },
	};

	accepts(parse_duration, good, TAP_LENGTH(good));
}

static void
duration_bad(void)
{
	static const char *const bad[] = {
		"-1s",
		"1M",
		"1y",
		"1hh",
		"1h30m",
		"1 h",
		"1.h",
		"1.5s",
		"0.0001d",
		"9223372036854775808s",
		"15250284452472w",
	};

	refuses(parse_duration, bad, TAP_LENGTH(bad));
}

static void
key_good(void)
{
	static const struct good good[] = {
		{ "0x0", 0 },
		{ "0x00000000", 0 },
		{ "0x1", 1 },
		{ "0x00000052", 0x52 },
		{ "0X52", 0x52 },
		{ "0x7fffffff", 0x7fffffff },
		{ "0x80000000", INT64_C(0x80000000) },
		{ "0xDeadBeef", INT64_C(0xdeadbeef) },
		{ "0xffffffff", INT64_C(0xffffffff) },
		{ "0x0000000000000000ffffffff", INT64_C(0xffffffff) },
	};

	accepts(parse_key, good, TAP_LENGTH(good));
}

static void
key_bad(void)
{
	static const char *const bad[] = {
		"5",
		"52",
		"-0x1",
		"0x-1",
		"0x+1",
		"0x 1",
		" 0x1",
		"0x1 ",
		"0x1g",
		"0x0x1",
		"0x100000000",
		"0x100000052", /* 0x52 in 32 bits */
		"0xfffffffff",
		"0x10000000000000052",
		"0x1.0",
	};
	char *s = tap_repeat('f', 4096);

	s[0] = '0';
	s[1] = 'x';
	refuses(parse_key, bad, TAP_LENGTH(bad));
	refuses_one(parse_key, s);
	free(s);
}

static void
key_number(void)
{
	static const struct good good[] = {
		{ "0x52", 0x52 },
		{ "0xffffffff", INT64_C(0xffffffff) },
		{ "0", 0 },
		{ "11018947", 0xa822c3 },
		{ "4294967295", INT64_C(0xffffffff) },
		{ "-1", INT64_C(0xffffffff) },
		{ "-2147483648", INT64_C(0x80000000) },
	};
	static const char *const bad[] = { "", "x", "0x", "4294967296",
		"-2147483649", "1K", "1.0", "0x100000000", "12x" };

	accepts(parse_key_number, good, TAP_LENGTH(good));
	refuses(parse_key_number, bad, TAP_LENGTH(bad));
}

static void
mode_good(void)
{
	static const struct good good[] = {
		{ "0", 0 },
		{ "600", 0600 },
		{ "0640", 0640 },
		{ "7777", 07777 },
		{ "07777", 07777 },
		{ "0000000000640", 0640 },
	};

	accepts(parse_mode, good, TAP_LENGTH(good));
}

static void
mode_bad(void)
{
	static const char *const bad[] = {
		"8",
		"0648",
		"10000",
		"0o640",
		"0x1ff",
		"u=rw",
		"rw-r-----",
		"-640",
		"640.0",
		"40000000000000000000640",
	};
	/* Digits that are decimal, but no mode. */
	size_t i;
	int64_t out;

	for (i = 0; i < TAP_LENGTH(bad); i++)
		refuses_one(parse_mode, bad[i]);
	for (i = 0; i < TAP_LENGTH(nonsense); i++)
		refuses_one(parse_mode, nonsense[i]);
	CHECK(parse_mode("9999", &out) != NULL, "9999");
}

static void
time_utc(void)
{
	static const struct good good[] = {
		{ "0", 0 },
		{ "1795240000", 1795240000 },
		{ "9223372036854775807", INT64_MAX },
		{ "1970-01-01", 0 },
		{ "2026-11-21", 1795219200 },
		{ "2026-11-21T08:30", 1795249800 },
		{ "2026-11-21 08:30", 1795249800 },
		{ "2026-11-21T08:30:15", 1795249815 },
		{ "2026-11-21 08:30:15", 1795249815 },
		{ "2026-11-21T08:30:15Z", 1795249815 },
		{ "2026-11-21T08:30:15+00:00", 1795249815 },
		{ "2026-11-21T08:30:15-00:00", 1795249815 },
		{ "2026-11-21T08:30:15+01:00", 1795246215 },
		{ "2026-11-21T08:30:15-03:30", 1795262415 },
		{ "2026-11-21T08:30:15+05:45", 1795229115 },
		{ "2026-11-21T23:59:59+23:59", 1795219259 },
		{ "2026-11-21T08:30Z", 1795249800 },
		{ "2026-11-21Z", 1795219200 },
		{ "2024-02-29", 1709164800 },
		{ "2000-02-29T23:59:59Z", 951868799 },
		{ "1969-12-31T23:59:58Z", -2 },
		/* Which would be UNKNOWN. */
		{ "1969-12-31T23:59:59Z", -2 },
	};
	/* Beyond what time_t holds where it has 32 bits. */
	static const struct good far[] = {
		{ "2038-01-19T03:14:08Z", INT64_C(2147483648) },
		{ "9999-12-31T23:59:59Z", INT64_C(253402300799) },
		{ "1900-02-28", INT64_C(-2203977600) },
	};
	size_t i;

	tap_zone("UTC");
	accepts(parse_time, good, TAP_LENGTH(good));
	if (sizeof(time_t) > sizeof(int32_t))
		accepts(parse_time, far, TAP_LENGTH(far));
	else
		for (i = 0; i < TAP_LENGTH(far); i++)
			refuses_one(parse_time, far[i].text);
}

/* Local time where no zone is given; a zone that is given stands for itself. */
static void
time_local(void)
{
	static const struct good berlin[] = {
		{ "2026-07-01T12:00:00", 1782900000 },
		{ "2026-12-01T12:00:00", 1796122800 },
		{ "2026-07-01", 1782856800 },
		{ "2026-07-01T12:00:00Z", 1782907200 },
		{ "2026-12-01T12:00:00+02:00", 1796119200 },
		/* Before and after the hours change. */
		{ "2026-03-29T01:59:59", 1774745999 },
		{ "2026-03-29T03:00:00", 1774746000 },
		{ "2026-10-25T01:59:59", 1792886399 },
		{ "2026-10-25T03:00:00", 1792893600 },
	};
	static const struct good adelaide[] = {
		{ "2026-07-01T12:00:00", 1782873000 },
		{ "2026-12-01T12:00:00", 1796088600 },
	};
	static const struct good seconds[] = { { "86400", 86400 } };

	tap_zone("CET-1CEST,M3.5.0,M10.5.0/3");
	accepts(parse_time, berlin, TAP_LENGTH(berlin));
	accepts(parse_time, seconds, TAP_LENGTH(seconds));
	tap_zone("ACST-9:30ACDT,M10.1.0,M4.1.0/3");
	accepts(parse_time, adelaide, TAP_LENGTH(adelaide));
	tap_zone("UTC");
}

/* An hour that is there twice is one of both. */
static void
time_twice(void)
{
	int64_t out = UNTOUCHED;

	tap_zone("CET-1CEST,M3.5.0,M10.5.0/3");
	CHECK(parse_time("2026-10-25T02:30:00", &out) == NULL, "02:30 twice");
	CHECK(out == 1792888200 || out == 1792891800, "02:30 twice");
	tap_zone("UTC");
}

static void
time_bad(void)
{
	static const char *const bad[] = {
		"-1",
		"2026",
		"2026-",
		"2026-11",
		"2026-11-",
		"2026-13-01",
		"2026-00-01",
		"2026-11-00",
		"2026-11-32",
		"2026-11-21T",
		"2026-11-21T08",
		"2026-11-21T08:",
		"2026-11-21T24:00:01",
		"2026-11-21T08:60",
		"2026-11-21T08:30:99",
		"2026-11-21T08:30:",
		"2026-11-21T08:30:00+",
		"2026-11-21T08:30:00+1",
		"2026-11-21T08:30:00+01",
		"2026-11-21T08:30:00+01:0",
		"2026-11-21T08:30:00+01:000",
		"2026-11-21T08:30:00+24:00",
		"2026-11-21T08:30:00+01:60",
		"2026-11-21T08:30:00+-1:00",
		"2026-11-21T08:30:00 +01:00",
		"2026-11-21T08:30:00ZZ",
		"2026-11-21T08:30:00x",
		"2026-11-21x",
		"2026-11-21  08:30",
		"2026-11-21T 08:30",
		"2026-11-21 ",
		"10000-01-01",
		"-2026-11-21",
		"+2026-11-21",
		"21-11-2026-",
		"2026/11/21",
		"yesterday",
		"now-1",
		"9223372036854775808",
	};
	size_t i;

	tap_zone("UTC");
	for (i = 0; i < TAP_LENGTH(bad); i++)
		if (strcmp(bad[i], "2026") != 0)
			refuses_one(parse_time, bad[i]);
	refuses(parse_time, bad, 1);
}

/* A day that the calendar does not have is a slip, not the day after. */
static void
time_no_such_day(void)
{
	static const char *const bad[] = {
		"2026-02-29",
		"2026-02-30",
		"1900-02-29",
		"2026-04-31",
		"2026-11-31T08:30:00Z",
	};
	size_t i;

	tap_zone("UTC");
	for (i = 0; i < TAP_LENGTH(bad); i++)
		refuses_one(parse_time, bad[i]);
}

static void
time_spaces(void)
{
	static const char *const bad[] = {
		"2026- 1-01",
		"2026-11- 1",
		"2026-11-21T08: 5",
		"2026-11-21T08:30: 5",
	};
	size_t i;

	tap_zone("UTC");
	for (i = 0; i < TAP_LENGTH(bad); i++)
		refuses_one(parse_time, bad[i]);
}

static void
kernel_good(void)
{
	static const struct {
		const char *text;
		int base;
		int64_t value;
		const char *rest;
	} good[] = {
		{ "0", 10, 0, "" },
		{ "   12 13\n", 10, 12, " 13\n" },
		{ "\t12\n", 10, 12, "\n" },
		{ "-559038737 0", 10, -559038737, " 0" },
		{ "-2147483648", 10, INT32_MIN, "" },
		{ "  644 ", 8, 0644, " " },
		{ "1ff kB", 16, 0x1ff, " kB" },
		{ "DEAD:", 16, 0xdead, ":" },
		{ "9223372036854775807", 10, INT64_MAX, "" },
		{ "4294967295", 10, INT64_C(4294967295), "" },
	};
	const char *s;
	int64_t out;
	size_t i;

	for (i = 0; i < TAP_LENGTH(good); i++) {
		s = good[i].text;
		out = UNTOUCHED;
		CHECK(parse_kernel(&s, good[i].base, &out), good[i].text);
		CHECK_INT(out, good[i].value, good[i].text);
		CHECK_STR(s, good[i].rest, good[i].text);
	}
}

static void
kernel_bad(void)
{
	static const struct {
		const char *text;
		int base;
	} bad[] = {
		{ "", 10 },
		{ "   ", 10 },
		{ "\n", 10 },
		{ "-", 10 },
		{ "- 1", 10 },
		{ "--1", 10 },
		{ "+1", 10 },
		{ "-+1", 10 },
		{ "x", 10 },
		{ "a", 10 },
		{ "8", 8 },
		{ "g", 16 },
		{ "\n5", 10 },
		{ "\v5", 10 },
		{ "18446744073709551615", 10 },
		{ "18446744073709551616", 10 },
		{ "9223372036854775808", 10 },
		{ "-99999999999999999999", 10 },
		{ "unlimited", 10 },
	};
	const char *s;
	int64_t out;
	size_t i;

	for (i = 0; i < TAP_LENGTH(bad); i++) {
		s = bad[i].text;
		out = UNTOUCHED;
		CHECK(!parse_kernel(&s, bad[i].base, &out), bad[i].text);
		CHECK_INT(out, UNTOUCHED, bad[i].text);
	}
}

static const struct tap_test tests[] = {
	{ "parse_number: takes whole numbers up to the bounds", number_good },
	{ "parse_number: refuses all else, and changes nothing", number_bad },
	{ "parse_size: takes bytes, units and fractions of them", size_good },
	{ "parse_size: refuses all else, and changes nothing", size_bad },
	{ "parse_hex_size, parse_octal_size: what a leading 0 means",
	    size_bases },
	{ "parse_size: refuses a part of a byte", size_fraction },
	{ "parse_duration: takes seconds, units and fractions of them",
	    duration_good },
	{ "parse_duration: refuses all else, and changes nothing",
	    duration_bad },
	{ "parse_key: takes 32 bits", key_good },
	{ "parse_key: refuses all else, and changes nothing", key_bad },
	{ "parse_key_number: takes decimal numbers, too", key_number },
	{ "parse_mode: takes octal up to 7777", mode_good },
	{ "parse_mode: refuses all else, and changes nothing", mode_bad },
	{ "parse_time: takes seconds, dates, clocks and zones", time_utc },
	{ "parse_time: local time changes with the season", time_local },
	{ "parse_time: an hour there twice is one of the two", time_twice },
	{ "parse_time: refuses all else, and changes nothing", time_bad },
	{ "parse_time: refuses days that no calendar has", time_no_such_day },
	{ "parse_time: refuses spaces within", time_spaces },
	{ "parse_kernel: takes one number and stops behind it", kernel_good },
	{ "parse_kernel: refuses what is none, and changes nothing",
	    kernel_bad },
};

int
main(void)
{
	return tap_run(tests, TAP_LENGTH(tests));
}
