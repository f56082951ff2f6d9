/* SPDX-License-Identifier: BSD-2-Clause */
/* Base64; see base64.h. b64_ntop(3) is not in every C library. */
#include <stdint.h>
#include <string.h>

#include "base/base64.h"

static const char digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
base64_write(struct text *t, const void *data, size_t size)
{
	const unsigned char *p = data;
	uint32_t bits;
	char four[4];
	size_t i, n;

	text_add(t, "", 0);
	for (; size > 0; p += n, size -= n) {
		n = size < 3 ? size : 3;
		bits = (uint32_t)p[0] << 16;
		if (n > 1)
			bits |= (uint32_t)p[1] << 8;
		if (n > 2)
			bits |= p[2];
		for (i = 0; i < 4; i++)
			four[i] =
			    i <= n ? digits[bits >> (18 - 6 * i) & 63] : '=';
		text_add(t, four, sizeof(four));
	}
}

/*
 * Appends the bytes of four letters; n is how many of the four are not padding.
 */
static bool
read_four(struct text *t, const char *s, size_t n)
{
	uint32_t bits = 0;
	char three[3];
	const char *p;
	size_t i;

	for (i = 0; i < n; i++) {
		if (s[i] == '\0' || (p = strchr(digits, s[i])) == NULL)
			return false;
		bits |= (uint32_t)(p - digits) << (18 - 6 * i);
	}
	for (i = 0; i < 3; i++)
		three[i] = (char)(bits >> (16 - 8 * i) & 255);
	text_add(t, three, n - 1);
	/*
	 * Bits that belong to no byte have to be 0, so that bytes are written
	 * in one way only.
	 */
	return (bits & ((UINT32_C(1) << (32 - 8 * n)) - 1)) == 0 || n == 4;
}

bool
base64_read(struct text *t, const char *s, size_t length)
{
	size_t n;

	text_add(t, "", 0);
	if (length % 4 != 0)
		return false;
	for (; length > 0; s += 4, length -= 4) {
		n = 4;
		while (length == 4 && n > 2 && s[n - 1] == '=')
			n--;
		if (!read_four(t, s, n))
			return false;
	}
	return true;
}
