/* SPDX-License-Identifier: BSD-2-Clause */
/* Totals of many objects, by kind and by owner. */
#ifndef USAGE_H
#define USAGE_H

#include <stddef.h>
#include <stdint.h>

#include "show/column.h"

struct usage {
	const char *by;	  /* kind or owner */
	const char *kind; /* NULL in a total of an owner */
	const char *api;
	int64_t uid; /* UNKNOWN in a total of a kind */
	int64_t objects;
	int64_t size;
	int64_t rss;
	int64_t swap;
	int64_t nattch;
	int64_t messages;
	int64_t bytes;
	int64_t nsems;
};

extern const struct table usage_table;

/* What must be read of each object for the totals: NEED_... */
unsigned usage_need(void);

/*
 * A total of these kinds: 0 of all that they can have, but unknown for what
 * those have that could not be listed whole (missed); and one more object of
 * it.
 */
struct usage usage_begin(unsigned kinds, unsigned missed);
void usage_add(struct usage *, const struct ipc_object *);

/* The field of a total that is more than can be counted, or NULL. */
const char *usage_capped(const struct usage *);

/*
 * Sets *out to an array of totals, to be freed by the caller, first those of
 * the kinds, then those of the owners; returns how many there are. A total
 * to which something unknown belongs is unknown, be it a field of one object
 * or a kind that could not be listed (missed). What is larger than an int64_t
 * is INT64_MAX.
 */
size_t usage_sum(struct usage **out, const struct ipc_list *, unsigned kinds,
    unsigned missed);

#endif
