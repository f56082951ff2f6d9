/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests that speak TAP: a line a claim, and within it any number of checks,
 * of which those that fail say where they stand and what they saw.
 *
 *	static const struct tap_test tests[] = {
 *		{ "parse_size: knows K, M and G", test_units },
 *	};
 *	int main(void) { return tap_run(tests, TAP_LENGTH(tests)); }
 */
#ifndef TAP_H
#define TAP_H

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TAP_LENGTH(array) (sizeof(array) / sizeof(*(array)))

struct tap_test {
	const char *claim;
	void (*run)(void);
};

/* How many checks of the claim at hand have failed; so many are shown. */
static int tap_failures;
#define TAP_SHOWN 10

/* What the check was about is printed too: an input, as a rule. */
#define CHECK(condition, about)                                                \
	tap_check((condition), #condition, (about), __FILE__, __LINE__)
#define CHECK_INT(seen, wanted, about)                                         \
	tap_check_int((seen), (wanted), #seen, (about), __FILE__, __LINE__)
#define CHECK_STR(seen, wanted, about)                                         \
	tap_check_str((seen), (wanted), #seen, (about), __FILE__, __LINE__)

/* Bytes that would break the line, or TAP, are printed in hexadecimal. */
static inline void
tap_print(const char *s)
{
	if (s == NULL) {
		printf("NULL");
		return;
	}
	putchar('"');
	for (; *s != '\0'; s++)
		if (*s < ' ' || *s > '~' || *s == '\\')
			printf("\\x%02x", (unsigned char)*s);
		else
			putchar(*s);
	putchar('"');
}

/* False if enough was said already. */
static inline bool
tap_fail(const char *text, const char *about, const char *file, int line)
{
	if (++tap_failures > TAP_SHOWN)
		return false;
	printf("# %s:%d: %s", file, line, text);
	printf("\n#   about: ");
	tap_print(about);
	putchar('\n');
	return true;
}

static inline void
tap_check(
    bool holds, const char *text, const char *about, const char *file, int line)
{
	if (!holds)
		tap_fail(text, about, file, line);
}

static inline void
tap_check_int(int64_t seen, int64_t wanted, const char *text, const char *about,
    const char *file, int line)
{
	if (seen == wanted || !tap_fail(text, about, file, line))
		return;
	printf(
	    "#   seen: %" PRId64 "\n#   wanted: %" PRId64 "\n", seen, wanted);
}

static inline void
tap_check_str(const char *seen, const char *wanted, const char *text,
    const char *about, const char *file, int line)
{
	if (seen == wanted ||
	    (seen != NULL && wanted != NULL && strcmp(seen, wanted) == 0))
		return;
	if (!tap_fail(text, about, file, line))
		return;
	printf("#   seen: ");
	tap_print(seen);
	printf("\n#   wanted: ");
	tap_print(wanted);
	putchar('\n');
}

/* A string of n times the same character; to be freed by the caller. */
static inline char *
tap_repeat(char c, size_t n)
{
	char *s = malloc(n + 1);

	if (s == NULL)
		abort();
	memset(s, c, n);
	s[n] = '\0';
	return s;
}

static inline void
tap_zone(const char *tz)
{
	setenv("TZ", tz, 1);
	tzset();
}

static inline int
tap_run(const struct tap_test *tests, size_t n)
{
	int failed = 0;
	size_t i;

	printf("1..%zu\n", n);
	for (i = 0; i < n; i++) {
		tap_failures = 0;
		tests[i].run();
		if (tap_failures > TAP_SHOWN)
			printf("# %d failures in all\n", tap_failures);
		printf("%sok %zu - %s\n", tap_failures == 0 ? "" : "not ",
		    i + 1, tests[i].claim);
		fflush(stdout);
		failed |= tap_failures != 0;
	}
	return failed;
}

#endif
