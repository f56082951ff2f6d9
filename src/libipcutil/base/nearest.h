/* SPDX-License-Identifier: BSD-2-Clause */
/* Which of some words was probably meant by one that is none of them. */
#ifndef NEAREST_H
#define NEAREST_H

#include <stddef.h>

struct nearest {
	const char *word; /* as it was written, not terminated */
	size_t length;
	const char *best; /* of those offered; NULL: none is near */
	size_t distance;
};

void nearest_begin(struct nearest *, const char *word, size_t length);

/*
 * One of the words. The nearest is the one that takes the fewest letters to be
 * added, dropped, replaced or swapped with the next, of two the first; one that
 * begins with what was written is near, too. The case of letters is no matter.
 */
void nearest_offer(struct nearest *, const char *candidate);

#endif
