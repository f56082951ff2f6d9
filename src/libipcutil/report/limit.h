/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The limits of both APIs, what they mean, where they are set and how much of
 * them is used: mq_overview(7), sysvipc(7), proc(5), getrlimit(2).
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
	const struct limit_row *row; /* NULL: of an object, see shortage.h */
	const char *name;	     /* the kernel's, where it has one */
	const char *kind;
	const char *api;
	const char *unit;
	const char *setting; /* where it is set */
	const char *meaning;
	const char *bounds; /* the object's field that it bounds, or NULL */
	unsigned kinds;	    /* KIND_...: whose it is */
	int64_t value;	    /* LIMITLESS: no bound */
	int64_t used;
	int64_t share;	   /* used of value, in percent, rounded down */
	int64_t unlimited; /* 0 or 1 */
	bool untold;	   /* used is what was seen: it may be more */
};

extern const struct table limit_table;

/* Of a number in a row that begins with a struct limit: it has its unit. */
extern const struct value_type limit_amount;

/*
 * What is used of the value, in percent, rounded down; UNKNOWN where it has no
 * share: see limit_has_share().
 */
int64_t limit_share(const struct limit *);

/* Not if it has no bound, or is a pool that nobody set up. */
bool limit_has_share(const struct limit *);

/* Whether there can be one: the kernel counts what it bounds. */
bool limit_is_used(const struct limit *);

/* What is read of a limit. */
struct limit_numbers {
	int64_t value;
	int64_t used;
	bool told; /* the kernel told what is used, where it tells only some */
};

/* The limit of that row, which is of that kind. */
struct limit limit_of(const struct limit_row *, const struct ipc_kind *,
    const struct limit_numbers *);

/*
 * Sets *out to an array of the limits of these kinds, to be freed by the
 * caller, and returns how many there are. `failed` is told what could not be
 * read, if it is not NULL; these limits are in the array all the same, unknown.
 */
size_t limits_load(struct limit **out, unsigned kinds,
    void (*failed)(void *, const char *subject, const char *reason), void *arg);

/*
 * The limit that bounds this field of an object of this kind, NULL if there
 * is none among these n.
 */
const struct limit *limit_find(
    const struct limit *, size_t n, unsigned kind, const char *field);

/*
 * Says which limit made the making of such an object fail with this errno,
 * its value, what is used and how to raise it. False, with nothing added, if
 * it was none that is known here.
 */
bool limit_explain(
    struct text *, const struct ipc_kind *, const struct ipc_attr *, int error);

/* Adds the value as people write it: 8.0K or 8192, 10, unlimited. */
void limit_write(const struct limit *, bool exact, struct text *);

#endif
