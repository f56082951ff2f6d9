/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sources of facts (kernel interfaces) and whether they work here, for ipcls
 * --sources.
 */
#ifndef SOURCES_H
#define SOURCES_H

#include <stddef.h>
#include <stdint.h>

#include "show/column.h"

struct source {
	const char *name;
	int64_t works; /* 0 or 1; UNKNOWN: nothing to try it on */
	char *why;     /* why not, or what is restricted; owned, or NULL */
	const char *gives;
};

extern const struct table source_table;

/*
 * Tries all sources. Sets *out to an array, which the caller frees with
 * sources_free(), and returns its length.
 */
size_t sources_try(struct source **out);
void sources_free(struct source *, size_t n);

#endif
