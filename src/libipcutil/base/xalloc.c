/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory allocation that exits on failure; see xalloc.h. */
#include <err.h>
#include <search.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

void *
xchecked(void *p)
{
	if (p == NULL)
		err(1, NULL);
	return p;
}

void *
xmalloc(size_t size)
{
	return xchecked(malloc(size != 0 ? size : 1));
}

void *
xreallocarray(void *p, size_t n, size_t size)
{
	return xchecked(reallocarray(p, n != 0 ? n : 1, size));
}

void *
xgrow(void *p, size_t n, size_t *room, size_t size)
{
	if (n < *room)
		return p;
	*room = n != 0 ? 2 * n : 2;
	return xreallocarray(p, *room, size);
}

char *
xstrdup(const char *s)
{
	return xchecked(strdup(s));
}

char *
xstrndup(const char *s, size_t n)
{
	return xchecked(strndup(s, n));
}

void
xasprintf(char **out, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	if (vasprintf(out, format, ap) == -1)
		err(1, NULL);
	va_end(ap);
}

void *
xtsearch(
    const void *key, void **root, int (*compare)(const void *, const void *))
{
	return xchecked(tsearch(key, root, compare));
}
