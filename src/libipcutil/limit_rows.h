/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of limits: each of them is one line, which is all that is known of
 * it but its value.
 */
#ifndef LIMIT_ROWS_H
#define LIMIT_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "limit_facts.h"

struct limit_row {
	const char *name;
	unsigned kind;
	const char *bounds;
	size_t value;
	size_t used;
	const char *unit;
	const char *setting;
	const char *meaning;
	/* What the making of an object asks for, and how it fails. */
	int64_t (*asked)(const struct ipc_attr *);
	int error;
};

/* In the order in which they are shown; ends with a name of NULL. */
extern const struct limit_row limit_rows[];

#endif
