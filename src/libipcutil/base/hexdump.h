/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bytes as hexdump(1) -C shows them: 16 a line, lines like the one before as
 * an asterisk, and in the end how many there were.
 */
#ifndef HEXDUMP_H
#define HEXDUMP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

#define HEXDUMP_LINE 16

/* Start with { 0 }, or with the offset that the first byte is shown at. */
struct hexdump {
	uint64_t offset;
	unsigned char
	    line[HEXDUMP_LINE]; /* what came after the last whole one */
	size_t n;
	unsigned char last[HEXDUMP_LINE];
	bool begun; /* there was a last line */
	bool same;  /* the asterisk stands for it */
};

void hexdump_add(struct hexdump *, struct text *, const void *, size_t);
/* The same for as many bytes that are 0. */
void hexdump_zeros(struct hexdump *, struct text *, uint64_t);
void hexdump_end(struct hexdump *, struct text *);

#endif
