/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Totals of objects by kind and by owner, for ipcls --usage. Sizes are in
 * bytes. Nothing here sets errno.
 */
#ifndef USAGE_H
#define USAGE_H

#include <stddef.h>
#include <stdint.h>

#include "model/list.h"
#include "show/column.h"

struct usage {
	const char *by;	  /* "kind" or "owner" */
	const char *kind; /* NULL: total of an owner */
	const char *api;
	int64_t uid; /* UNKNOWN: total of a kind */
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

/* Returns what must be read of each object: NEED_... */
unsigned usage_need(void);

/*
 * Starts a total of these kinds: 0 for every field that they have, but UNKNOWN
 * for fields of a kind that could not be listed whole (missed). usage_add()
 * adds an object.
 */
struct usage usage_begin(unsigned kinds, unsigned missed);
void usage_add(struct usage *, const struct ipc_object *);

/* Returns the name of a field whose sum exceeds an int64_t, or NULL. */
const char *usage_capped(const struct usage *);

/*
 * Sets *out to an array of totals, first of the kinds, then of the owners, and
 * returns its length; the caller frees it with free(3). A total is UNKNOWN if a
 * part of it is: a field of one object, or a kind that could not be listed
 * (missed). A sum that is too large is INT64_MAX.
 */
size_t usage_sum(struct usage **out, const struct ipc_list *, unsigned kinds,
    unsigned missed);

#endif
