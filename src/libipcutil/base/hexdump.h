/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes bytes as hexdump(1) -C does: 16 in a line, an asterisk for lines that
 * repeat the one before, and the number of bytes at the end.
 */
#ifndef HEXDUMP_H
#define HEXDUMP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

#define HEXDUMP_LINE 16

/*
 * Begin with { 0 }, or with the offset that the first byte has in the output.
 */
struct hexdump {
	uint64_t offset;
	unsigned char
	    line[HEXDUMP_LINE]; /* bytes of a line that is not full yet */
	size_t n;
	unsigned char last[HEXDUMP_LINE];
	bool begun; /* `last` is set */
	bool same;  /* an asterisk was written for the lines like `last` */
};

/*
 * Append lines to the text; hexdump_end() appends the rest and the number of
 * bytes. Nothing here fails.
 */
void hexdump_add(struct hexdump *, struct text *, const void *, size_t);
/* As hexdump_add() with so many bytes of 0, without having them in memory. */
void hexdump_zeros(struct hexdump *, struct text *, uint64_t);
void hexdump_end(struct hexdump *, struct text *);

#endif
