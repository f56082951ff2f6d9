/* SPDX-License-Identifier: BSD-2-Clause */
/* Suggestions for unknown words; see nearest.h. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/nearest.h"

/* Longer than any word we know. */
#define LENGTH_MAX 32

/* How many letters may be wrong: a third of them, one at least. */
static size_t
tolerance(size_t length)
{
	return length < 6 ? 1 : length / 3;
}

static int
letter(const char *s, size_t i)
{
	return tolower((unsigned char)s[i]);
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * The optimal string alignment distance. Row i holds the distances of the first
 * i letters of `a` from each beginning of `b`; it is made from the two rows
 * before.
 */
static size_t
distance(const char *a, size_t m, const char *b, size_t n)
{
	size_t rows[3][LENGTH_MAX + 1], *row, *last, *before, i, j;

	for (j = 0; j <= n; j++)
		rows[0][j] = j;
	for (i = 1; i <= m; i++) {
		row = rows[i % 3];
		last = rows[(i - 1) % 3];
		before = rows[(i + 1) % 3];
		row[0] = i;
		for (j = 1; j <= n; j++) {
			row[j] = least(least(last[j], row[j - 1]) + 1,
			    last[j - 1] +
				(letter(a, i - 1) != letter(b, j - 1)));
			if (i > 1 && j > 1 &&
			    letter(a, i - 1) == letter(b, j - 2) &&
			    letter(a, i - 2) == letter(b, j - 1))
				row[j] = least(row[j], before[j - 2] + 1);
		}
	}
	return rows[m % 3][n];
}

void
nearest_begin(struct nearest *nearest, const char *word, size_t length)
{
	*nearest = (struct nearest){
		.word = word,
		.length = length,
		.distance = tolerance(length) + 1,
	};
}

void
nearest_offer(struct nearest *nearest, const char *candidate)
{
	size_t n = strlen(candidate), d;

	if (nearest->length < 2 || nearest->length > LENGTH_MAX ||
	    n > LENGTH_MAX)
		return;
	d = distance(nearest->word, nearest->length, candidate, n);
	if (nearest->length > 2 && d > 1 &&
	    strncasecmp(nearest->word, candidate, nearest->length) == 0)
		d = 1;
	if (d >= nearest->distance)
		return;
	nearest->distance = d;
	nearest->best = candidate;
}
