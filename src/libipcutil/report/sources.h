/* SPDX-License-Identifier: BSD-2-Clause */
/* What this machine lets us know: each source of facts, tried. */
#ifndef SOURCES_H
#define SOURCES_H

#include <stddef.h>
#include <stdint.h>

#include "show/column.h"

struct source {
	const char *name;
	int64_t works; /* 0 or 1; UNKNOWN if there is nothing to try it on */
	char *why;     /* if it does not, or not wholly; owned, or NULL */
	const char *gives;
};

extern const struct table source_table;

/* Sets *out to an array, to be freed by sources_free(); how many there are. */
size_t sources_try(struct source **out);
void sources_free(struct source *, size_t n);

#endif
