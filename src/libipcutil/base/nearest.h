/* SPDX-License-Identifier: BSD-2-Clause */
/* Suggests the known word that an unknown word was probably meant to be. */
#ifndef NEAREST_H
#define NEAREST_H

#include <stddef.h>

struct nearest {
	const char *word; /* the unknown word, not terminated; the caller's */
	size_t length;
	const char *best; /* the nearest candidate, or NULL; the caller's */
	size_t distance;
};

/* Begins a search: then offer each known word, and read `best`. */
void nearest_begin(struct nearest *, const char *word, size_t length);

/*
 * Compares a known word. The nearest is the one that needs the fewest letters
 * added, dropped, replaced or swapped with their neighbour; the first of two
 * equally near. A candidate that begins with the unknown word is near as well.
 * Case is ignored.
 */
void nearest_offer(struct nearest *, const char *candidate);

#endif
