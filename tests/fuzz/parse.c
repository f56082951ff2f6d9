/* SPDX-License-Identifier: BSD-2-Clause */
/* A value, or a message and no value; the first byte chooses the parser. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/parse.h"
#include "base/unknown.h"
#include "base/xalloc.h"

#define UNTOUCHED INT64_C(-77)

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char *
number(const char *s, int64_t *out)
{
	return parse_number(s, INT64_MIN, INT64_MAX, out);
}

static const char *
kernel(const char *s, int64_t *out)
{
	return parse_kernel(&s, 16, out) ? NULL : "none";
}

static const char *(*const parsers[])(const char *, int64_t *) = { number,
	kernel, parse_size, parse_duration, parse_key, parse_mode, parse_time };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int64_t out = UNTOUCHED, again;
	struct clock clock = { 0 };
	struct text t = { 0 };
	const char *message;
	size_t which;
	char *s;

	if (size == 0)
		return 0;
	which = data[0] % (sizeof(parsers) / sizeof(*parsers));
	s = xstrndup((const char *)data + 1, size - 1);
	message = parsers[which](s, &out);
	if (message != NULL && (out != UNTOUCHED || *message == '\0'))
		abort();
	/* What the clock writes, the parser reads, if it is a time. */
	if (message == NULL && out != UNKNOWN && clock_iso(&clock, out, &t) &&
	    (parse_time(t.s, &again) != NULL || again != out))
		abort();
	text_free(&t);
	free(s);
	return 0;
}
