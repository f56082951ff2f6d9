/* SPDX-License-Identifier: BSD-2-Clause */
/* Parses what people and the kernel write; see parse.h. */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/parse.h"

struct unit {
	char letter;
	int64_t factor;
	/* The factor with a B after the letter, as in KB; 0: not allowed. */
	int64_t decimal;
};

static const struct unit size_units[] = {
	{ 'B', 1, 0 },
	{ 'K', INT64_C(1) << 10, INT64_C(1000) },
	{ 'M', INT64_C(1) << 20, INT64_C(1000000) },
	{ 'G', INT64_C(1) << 30, INT64_C(1000000000) },
	{ 'T', INT64_C(1) << 40, INT64_C(1000000000000) },
	{ 'P', INT64_C(1) << 50, INT64_C(1000000000000000) },
	{ 'E', INT64_C(1) << 60, INT64_C(1000000000000000000) },
	{ 0 },
};

/* The first unit of a table is used where none is written. */
static const struct unit timeout_units[] = {
	{ 's', SECOND, 0 },
	{ 'm', INT64_C(60000000000), 0 },
	{ 'h', INT64_C(3600000000000), 0 },
	{ 'd', INT64_C(86400000000000), 0 },
	{ 0 },
};

static const struct unit duration_units[] = {
	{ 's', 1, 0 },
	{ 'm', 60, 0 },
	{ 'h', 3600, 0 },
	{ 'd', 86400, 0 },
	{ 'w', 604800, 0 },
	{ 0 },
};

const char *
parse_number(const char *s, int64_t min, int64_t max, int64_t *out)
{
	int sign = *s == '-' ? -1 : 1;
	const char *p = s + (*s == '-');
	bool cut = false;
	int64_t number = 0;

	/*
	 * strtonum(3) would accept white space and a plus before it, and is
	 * slow.
	 */
	if (!isdigit((unsigned char)*p))
		return "not a number";
	for (; isdigit((unsigned char)*p); p++)
		cut |=
		    __builtin_mul_overflow(number, 10, &number) ||
		    __builtin_add_overflow(number, sign * (*p - '0'), &number);
	if (*p != '\0')
		return "not a number";
	/* This refuses -0 as well. */
	if (sign < 0 && min >= 0)
		return "too small";
	if (cut ? sign < 0 : number < min)
		return "too small";
	if (cut || number > max)
		return "too large";
	*out = number;
	return NULL;
}

/* The factor of a unit (K, KiB, KB), or 0 if there is no such unit. */
static int64_t
find_factor(const char *s, const struct unit *units)
{
	for (; units->letter != 0; units++) {
		if (*s != units->letter &&
		    *s != tolower((unsigned char)units->letter))
			continue;
		if (s[1] == '\0')
			return units->factor;
		if (units->decimal == 0)
			return 0;
		if (strcmp(s + 1, "iB") == 0 || strcmp(s + 1, "ib") == 0)
			return units->factor;
		return strcmp(s + 1, "B") == 0 || strcmp(s + 1, "b") == 0
			   ? units->decimal
			   : 0;
	}
	return 0;
}

static int64_t
greatest_divisor(int64_t a, int64_t b)
{
	int64_t rest;

	for (; b != 0; b = rest) {
		rest = a % b;
		a = b;
	}
	return a;
}

/*
 * Multiplies the fraction by the factor; `s` is behind the point. False if the
 * result is not a whole number.
 */
static bool
scale_fraction(const char *s, int64_t factor, int64_t *out)
{
	size_t i, n = strspn(s, "0123456789");
	int64_t part = 0, whole = 1, common;

	while (n != 0 && s[n - 1] == '0')
		n--;
	/* So many digits never make a whole number with any unit. */
	if (n > 18)
		return false;
	for (i = 0; i < n; i++) {
		part = part * 10 + (s[i] - '0');
		whole *= 10;
	}
	common = greatest_divisor(factor, whole);
	if (part % (whole / common) != 0)
		return false;
	*out = part / (whole / common) * (factor / common);
	return true;
}

/*
 * expand_number(3) and strtonum(3) know no fractions. The whole part and the
 * fraction are scaled separately. Nothing is rounded: a number that is not
 * whole in the end is refused.
 */
static const char *
scaled(const char *s, const struct unit *units, int64_t *out)
{
	int64_t number = 0, part = 0, factor = units->factor;
	const char *p, *fraction = NULL;

	/* .5 is half a second, as for sleep(1). */
	if (!isdigit((unsigned char)*s) &&
	    (*s != '.' || units != timeout_units))
		return "not a number";
	for (p = s; isdigit((unsigned char)*p); p++)
		if (__builtin_mul_overflow(number, 10, &number) ||
		    __builtin_add_overflow(number, *p - '0', &number))
			return "too large";
	if (*p == '.') {
		fraction = ++p;
		if (!isdigit((unsigned char)*p))
			return "not a number";
		while (isdigit((unsigned char)*p))
			p++;
	}
	if (*p != '\0') {
		if ((factor = find_factor(p, units)) == 0)
			return units == size_units
				   ? "not a size: write 4096, 64K or 1.5G"
				   : "not a duration: write 90s, 12h or 7d";
	}
	if (__builtin_mul_overflow(number, factor, &number))
		return "too large";
	if (fraction != NULL && !scale_fraction(fraction, factor, &part))
		return units == size_units ? "not a whole number of bytes"
		       : units == timeout_units
			   ? "not a whole number of nanoseconds"
			   : "not a whole number of seconds";
	if (__builtin_add_overflow(number, part, &number))
		return "too large";
	*out = number;
	return NULL;
}

const char *
parse_size(const char *s, int64_t *out)
{
	return scaled(s, size_units, out);
}

/* A whole number, in the base that its beginning says, and perhaps a unit. */
static const char *
based_size(const char *s, int64_t *out)
{
	uintmax_t number;
	int64_t factor = 1;
	char *end;

	errno = 0;
	number = strtoumax(s, &end, 0);
	if (errno != 0 || number > INT64_MAX)
		return "too large";
	if (*end != '\0' && (factor = find_factor(end, size_units)) == 0)
		return "not a size: write 4096, 64K or 0x1000";
	if (__builtin_mul_overflow((int64_t)number, factor, &factor))
		return "too large";
	*out = factor;
	return NULL;
}

const char *
parse_hex_size(const char *s, int64_t *out)
{
	return s[0] == '0' && tolower((unsigned char)s[1]) == 'x'
		   ? based_size(s, out)
		   : parse_size(s, out);
}

const char *
parse_octal_size(const char *s, int64_t *out)
{
	return s[0] == '0' && isdigit((unsigned char)s[1])
		   ? based_size(s, out)
		   : parse_hex_size(s, out);
}

const char *
parse_duration(const char *s, int64_t *out)
{
	const char *message = scaled(s, duration_units, out);

	return message != NULL && strcmp(message, "not a number") == 0
		   ? "not a duration: write 90s, 12h or 7d"
		   : message;
}

const char *
parse_timeout(const char *s, int64_t *out)
{
	return scaled(s, timeout_units, out);
}

const char *
parse_key(const char *s, int64_t *out)
{
	const char *p = s + 2;
	uint64_t key = 0;

	if (s[0] != '0' || (s[1] != 'x' && s[1] != 'X') || *p == '\0' ||
	    p[strspn(p, "0123456789abcdefABCDEF")] != '\0')
		return "not a key: a key is 0x and hexadecimal digits";
	p += strspn(p, "0");
	if (strlen(p) > 8)
		return "too large: a key has 32 bits";
	if (*p != '\0')
		key = strtoumax(p, NULL, 16);
	*out = (int64_t)key;
	return NULL;
}

const char *
parse_key_number(const char *s, int64_t *out)
{
	int64_t number;

	if (s[0] == '0' && (s[1] == 'x' || s[1] == 'X'))
		return parse_key(s, out);
	if (parse_number(s, INT32_MIN, UINT32_MAX, &number) != NULL)
		return "not a key: a key is 0x and hexadecimal digits, or a "
		       "decimal number of 32 bits";
	*out = (int64_t)(uint32_t)number;
	return NULL;
}

const char *
parse_mode(const char *s, int64_t *out)
{
	const char *p = s + strspn(s, "0");

	if (*s == '\0' || p[strspn(p, "01234567")] != '\0')
		return "not an octal mode";
	if (strlen(p) > 4)
		return "too large: a mode is at most 7777";
	*out = *p != '\0' ? (int64_t)strtoumax(p, NULL, 8) : 0;
	return NULL;
}

bool
parse_kernel(const char **s, int base, int64_t *out)
{
	uintmax_t number;
	bool negative;
	char *end;

	while (**s == ' ' || **s == '\t')
		++*s;
	negative = **s == '-';
	if (!isxdigit((unsigned char)(*s)[negative]))
		return false;
	errno = 0;
	number = strtoumax(*s + negative, &end, base);
	if (end == *s + negative || errno != 0 || number > INT64_MAX)
		return false;
	*out = negative ? -(int64_t)number : (int64_t)number;
	*s = end;
	return true;
}
