/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Columns of tables. The table of objects is the only place that lists the
 * fields of an object: text headings, JSON keys, -o, sort keys, names in
 * expressions, completions and manual pages are made from it. Limits, usage and
 * the columns themselves are shown through tables of the same form.
 *
 * Nothing here fails with errno. Tables and columns are constant; the caller
 * owns struct columns and struct sort, which need no freeing.
 */
#ifndef COLUMN_H
#define COLUMN_H

#include <stdbool.h>
#include <stddef.h>

#include "model/kind.h"
#include "show/value.h"

struct column {
	const char *name; /* lower case; in capitals it is the heading */
	const struct value_type *type;
	size_t offset;	  /* of the member in a row */
	unsigned kinds;	  /* KIND_... that have it; see KINDS_SOME */
	unsigned need;	  /* what must be read to fill it: NEED_... */
	const char *help; /* a few words; for one kind see column_help() */
};

/* Flag in column.kinds: only some objects of these kinds have a value. */
#define KINDS_SOME (1U << 31)

struct table {
	const char *name; /* key of the JSON document */
	const struct column *columns;
	size_t n;
	/* Default order of rows; NULL: rows keep the order of their array. */
	int (*cmp)(const void *, const void *);
	/*
	 * Says whether the row has a value in the column; such a value is
	 * unknown only if it could not be read. NULL: every row has a value in
	 * every column.
	 */
	bool (*has)(const struct column *, const void *row);
	/*
	 * Table that this one extends, or NULL. Each row begins with a row of
	 * `base`. The columns of `base` follow this table's own; a column here
	 * hides one of the same name there.
	 */
	const struct table *base;
};

#define COLUMNS_MAX 100

/* Chosen columns, each at most once. Start with { 0 }. */
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

/* What is wrong with a list of field names. */
struct column_error {
	const char *message; /* constant; NULL: nothing is wrong */
	const char *word;    /* in the given list, not terminated */
	size_t length;
};

extern const struct table object_table;
/* The columns of a table as rows, for --list-columns. */
extern const struct table column_table;

/*
 * Returns the ith column of the table and then of its base, or NULL after the
 * last.
 */
const struct column *column_at(const struct table *, size_t i);
/* Finds a column by name, in upper or lower case; NULL if there is none. */
const struct column *column_find(
    const struct table *, const char *name, size_t length);
/*
 * The name of the field that was probably meant by a word that is none: that
 * which ipcs(1) and lsipc(1) call so, else the nearest, also of `more`, which
 * is another word that can stand there, or NULL. NULL if there is none.
 */
const char *column_meant(
    const struct table *, const char *word, size_t length, const char *more);
/* Finds a column that the program names itself; aborts if there is none. */
const struct column *column_named(const struct table *, const char *name);

/* What a field of the object table means for objects of a kind: KIND_... */
const char *column_help(const struct column *, unsigned kind);

/* Reads the column of a row. The value must not outlive the row. */
static inline void
column_value(const struct column *column, const void *row, struct value *v)
{
	column->type->get(row, column->offset, v);
}

/* The number in a column of a row; its type must be one of numbers. */
static inline int64_t
column_number(const struct column *column, const void *row)
{
	return value_number_at(row, column->offset);
}

void columns_add(struct columns *, const struct column *);
/* Adds every column that objects of these kinds can have. */
void columns_add_kinds(struct columns *, const struct table *, unsigned kinds);
/* Removes the columns that need any of these reads: NEED_... */
void columns_drop(struct columns *, unsigned need);
/*
 * Adds the fields named in the list, separated by commas; `all` adds every
 * field.
 */
struct column_error columns_parse(
    struct columns *, const struct table *, const char *list);
unsigned columns_need(const struct columns *);

/*
 * Parses FIELD[,-FIELD], the most important field first; a minus reverses the
 * order of that field.
 */
struct column_error sort_parse(
    struct sort *, const struct table *, const char *list);
unsigned sort_need(const struct sort *);
/* Says whether two rows have equal values in each of these fields. */
bool sort_alike(const struct sort *, const void *, const void *);
/*
 * Sorts n pointers to rows in place. Rows with equal keys follow the table's
 * own order.
 */
void sort_rows(
    const struct sort *, const struct table *, const void **rows, size_t n);

#endif
