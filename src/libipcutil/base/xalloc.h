/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory that is always there: when it runs out, the program says so and
 * exits with status 1. The only place in the core that prints or exits.
 * What these return is freed with free(3).
 */
#ifndef XALLOC_H
#define XALLOC_H

#include <stddef.h>

void *xmalloc(size_t);
void *xreallocarray(void *, size_t, size_t);
char *xstrdup(const char *);
void xasprintf(char **, const char *, ...)
    __attribute__((format(printf, 2, 3)));
char *xstrndup(const char *, size_t);
/* tsearch(3), whose tree owns memory of its own. */
void *xtsearch(
    const void *key, void **root, int (*compare)(const void *, const void *));

/* What a library has allocated, or NULL if it could not. */
void *xchecked(void *);

#endif
