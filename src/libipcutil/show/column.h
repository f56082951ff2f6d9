/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tables of columns. The one of objects is the only place that says which
 * fields there are: text headings, JSON keys, -o, sort keys, names in
 * expressions, completions and manual pages come from it. Limits, usage and
 * the columns themselves are shown through tables of the same form.
 */
#ifndef COLUMN_H
#define COLUMN_H

#include <stdbool.h>
#include <stddef.h>

#include "model/kind.h"
#include "show/value.h"

struct column {
	const char *name; /* in capitals it is the heading */
	const struct value_type *type;
	size_t offset;	  /* in a row */
	unsigned kinds;	  /* that have it: KIND_...; see KINDS_SOME */
	unsigned need;	  /* what must be read for it: NEED_... */
	const char *help; /* a few words, also shown beside the value */
};

/* In `kinds` of a column: not every object of these kinds has it. */
#define KINDS_SOME (1U << 31)

struct table {
	const char *name; /* key of the JSON document */
	const struct column *columns;
	size_t n;
	/* The order rows have by themselves; NULL: that of an array. */
	int (*cmp)(const void *, const void *);
	/*
	 * Whether the row has a value in the column, which is not known if it
	 * is shown as unknown. NULL: every row has all.
	 */
	bool (*has)(const struct column *, const void *row);
	/*
	 * A row begins with one of that table, and has its columns behind its
	 * own, of which each hides one there with the same name. NULL: none.
	 */
	const struct table *base;
};

#define COLUMNS_MAX 100

/* Columns chosen; each is there once. Start with { 0 }. */
struct columns {
	const struct column *v[COLUMNS_MAX];
	size_t n;
};

struct sort_key {
	const struct column *column;
	bool descending;
};

struct sort {
	struct sort_key v[COLUMNS_MAX];
	size_t n;
};

/* A word of a list that is wrong, and why. */
struct column_error {
	const char *message; /* NULL: nothing is wrong */
	const char *word;    /* in the list given, not terminated */
	size_t length;
};

extern const struct table object_table;
/* The columns of a table, as rows: what --list-columns shows. */
extern const struct table column_table;

/*
 * The ith column of the table, then of what it is based on; NULL behind the
 * last.
 */
const struct column *column_at(const struct table *, size_t i);
/* The column of that name in any case, NULL if there is none. */
const struct column *column_find(
    const struct table *, const char *name, size_t length);
/* One that is there, as its name stands in the program; never NULL. */
const struct column *column_named(const struct table *, const char *name);

void columns_add(struct columns *, const struct column *);
/* Adds all that objects of these kinds can have. */
void columns_add_kinds(struct columns *, const struct table *, unsigned kinds);
/* Drops those for which any of this must be read: NEED_... */
void columns_drop(struct columns *, unsigned need);
/* Adds those named in the list, with commas between; `all` is every one. */
struct column_error columns_parse(
    struct columns *, const struct table *, const char *list);
unsigned columns_need(const struct columns *);

/* FIELD[,-FIELD]: the most important first, a minus turns the order round. */
struct column_error sort_parse(
    struct sort *, const struct table *, const char *list);
unsigned sort_need(const struct sort *);
/* Whether two rows have the same value in each of these fields. */
bool sort_alike(const struct sort *, const void *, const void *);
/* Sorts n pointers to rows; rows alike stay in the table's own order. */
void sort_rows(
    const struct sort *, const struct table *, const void **rows, size_t n);

#endif
