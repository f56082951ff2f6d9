/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes dumped in pieces, zeros only counted: the same as all at once. */
#include <stdlib.h>
#include <string.h>

#include "base/hexdump.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
add_zeros(struct hexdump *dump, struct text *text, size_t n)
{
	static const char zeros[256];

	hexdump_add(dump, text, zeros, n);
}

/* Each two bytes are so many zeros, and the second of them as it is. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hexdump counted = { 0 }, added = { 0 };
	struct text a = { 0 }, b = { 0 };
	size_t i;

	text_add(&a, "", 0);
	text_add(&b, "", 0);
	for (i = 0; i + 1 < size; i += 2) {
		hexdump_zeros(&counted, &a, data[i]);
		add_zeros(&added, &b, data[i]);
		hexdump_add(&counted, &a, data + i + 1, 1);
		hexdump_add(&added, &b, data + i + 1, 1);
	}
	hexdump_end(&counted, &a);
	hexdump_end(&added, &b);
	if (a.len != b.len || memcmp(a.s, b.s, a.len) != 0)
		abort();
	text_free(&a);
	text_free(&b);
	return 0;
}
