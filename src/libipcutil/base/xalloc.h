/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory allocation that does not return without memory: the program says so
 * and exits with status 1. Nothing else in the core prints or exits, except
 * fence.h. The caller frees what these return with free(3).
 */
#ifndef XALLOC_H
#define XALLOC_H

#include <stddef.h>

void *xmalloc(size_t);
void *xreallocarray(void *, size_t, size_t);
/*
 * Makes room for one more element in an array with n elements of `size` bytes.
 * *room, for how many there is room, becomes twice n when n reaches it. It
 * begins with few, as thousands of objects have one or two processes each.
 */
void *xgrow(void *, size_t n, size_t *room, size_t size);
char *xstrdup(const char *);
void xasprintf(char **, const char *, ...)
    __attribute__((format(printf, 2, 3)));
char *xstrndup(const char *, size_t);
/* tsearch(3); the tree owns its nodes. */
void *xtsearch(
    const void *key, void **root, int (*compare)(const void *, const void *));

/* Returns its argument, which a library has allocated; exits if it is NULL. */
void *xchecked(void *);

#endif
