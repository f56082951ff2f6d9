/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Limits of both APIs: their meaning, where they are set, and how much of them
 * is used: mq_overview(7), sysvipc(7), proc(5), getrlimit(2).
 */
#ifndef LIMIT_H
#define LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/limit_facts.h"
#include "show/column.h"

struct limit_row;

struct limit {
	const struct limit_row *row; /* NULL: a queue's own, see shortage.h */
	const char *name;	     /* the kernel's name, if it has one */
	const char *kind;
	const char *api;
	const char *unit;
	const char *setting; /* where it is set */
	const char *meaning;
	const char *bounds; /* field of an object that it bounds, or NULL */
	unsigned kinds;	    /* KIND_... that it applies to */
	int64_t value;	    /* LIMITLESS: no bound */
	int64_t used;
	int64_t share;	   /* used of value, in percent, rounded down */
	int64_t unlimited; /* 0 or 1 */
	bool untold;	   /* `used` is only what could be seen */
};

extern const struct table limit_table;

/*
 * Type of a number in a row that begins with a struct limit, whose unit it has.
 */
extern const struct value_type limit_amount;

/*
 * Returns the used part of the value in percent, rounded down; UNKNOWN if the
 * limit has no share: see limit_has_share().
 */
int64_t limit_share(const struct limit *);

/*
 * False if the limit has no bound, or is a pool of huge pages that was not set
 * up.
 */
bool limit_has_share(const struct limit *);

/* Says whether the limit can have a share: the kernel counts what it bounds. */
bool limit_is_used(const struct limit *);

/* Numbers that are read for a limit. */
struct limit_numbers {
	int64_t value;
	int64_t used;
	bool told; /* the kernel reported `used` (some users may not see it) */
};

/* Makes the limit of a row; `kind` is the row's kind. */
struct limit limit_of(const struct limit_row *, const struct ipc_kind *,
    const struct limit_numbers *);

/*
 * Sets *out to an array of the limits of these kinds and returns its length.
 * The caller frees it with free(3). If something cannot be read, `failed` (may
 * be NULL) is called with it, and its limits are in the array as UNKNOWN.
 */
size_t limits_load(struct limit **out, unsigned kinds,
    void (*failed)(void *, const char *subject, const char *reason), void *arg);

/*
 * Returns the limit that bounds this field of objects of this kind, or NULL if
 * none of the n limits does.
 */
const struct limit *limit_find(
    const struct limit *, size_t n, unsigned kind, const char *field);

/* Adds the value as people write it: 8.0K (exact: 8192), 10, unlimited. */
void limit_write(const struct limit *, bool exact, struct text *);

#endif
