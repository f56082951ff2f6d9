/* SPDX-License-Identifier: BSD-2-Clause */
/* Columns chosen from any table, and rows sorted by them; see column.h. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "show/column.h"

/* The type column of --list-columns shows the name of each column's type. */
static void
get_type(const void *row, size_t offset, struct value *v)
{
	const struct column *shown = row;

	(void)offset;
	value_set_text(v, shown->type->name);
}

static void
text_of_type(const struct value *v, struct style *style, struct text *t)
{
	value_prose.text(v, style, t);
}

static void
json_of_type(const struct value *v, struct style *style, struct text *t)
{
	value_prose.json(v, style, t);
}

static const struct value_type type_type = {
	.name = "text",
	.class = VALUE_TEXT,
	.get = get_type,
	.text = text_of_type,
	.json = json_of_type,
};

#define WORDS(member)                                                          \
	_Generic(((struct column *)0)->member,                                \
	    const char *: offsetof(struct column, member))

static const struct column column_columns[] = {
	{ "name", &value_text, WORDS(name), KINDS_ALL, 0, "the field" },
	{ "type", &type_type, 0, KINDS_ALL, 0, "type of its values" },
	{ "help", &value_prose, WORDS(help), KINDS_ALL, 0,
	    "meaning of the field" },
};

const struct table column_table = {
	.name = "columns",
	.columns = column_columns,
	.n = sizeof(column_columns) / sizeof(*column_columns),
};

/*
 * Compares without case. strncasecmp(3) depends on the locale: see
 * output_heading().
 */
static bool
is_name(const char *name, const char *word, size_t length)
{
	size_t i;
	char c;

	for (i = 0; i < length && name[i] != '\0'; i++) {
		c = word[i] >= 'A' && word[i] <= 'Z' ? word[i] - 'A' + 'a'
						     : word[i];
		if (c != name[i])
			return false;
	}
	return i == length && name[i] == '\0';
}

const struct column *
column_find(const struct table *table, const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < table->n; i++)
		if (is_name(table->columns[i].name, name, length))
			return &table->columns[i];
	return table->base != NULL ? column_find(table->base, name, length)
				   : NULL;
}

const struct column *
column_at(const struct table *table, size_t i)
{
	const struct column *column;

	if (i < table->n)
		return &table->columns[i];
	if (table->base == NULL)
		return NULL;
	/* If another column hides this one, return the one that hides it. */
	column = column_at(table->base, i - table->n);
	return column == NULL
		   ? NULL
		   : column_find(table, column->name, strlen(column->name));
}

/* Names of fields in ipcs(1) and lsipc(1). */
static const char *const foreign[][2] = {
	{ "attach", "atime" },
	{ "attached", "atime" },
	{ "cgroup", "creator_group" },
	{ "cuser", "creator" },
	{ "description", "meaning" },
	{ "detach", "dtime" },
	{ "detached", "dtime" },
	{ "limit", "value" },
	{ "msgs", "messages" },
	{ "msqid", "id" },
	{ "recv", "rtime" },
	{ "resource", "name" },
	{ "semid", "id" },
	{ "send", "stime" },
	{ "shmid", "id" },
	{ "use%", "share" },
	{ "used-bytes", "bytes" },
	{ "usedbytes", "bytes" },
	{ "user", "owner" },
};

const char *
column_meant(const struct table *table, const char *word, size_t length,
    const char *more)
{
	const struct column *column;
	struct nearest nearest;
	size_t i;

	for (i = 0; i < sizeof(foreign) / sizeof(*foreign); i++)
		if (is_name(foreign[i][0], word, length) &&
		    column_find(table, foreign[i][1], strlen(foreign[i][1])))
			return foreign[i][1];
	nearest_begin(&nearest, word, length);
	if (more != NULL)
		nearest_offer(&nearest, more);
	for (i = 0; (column = column_at(table, i)) != NULL; i++)
		nearest_offer(&nearest, column->name);
	return nearest.best;
}

const struct column *
column_named(const struct table *table, const char *name)
{
	const struct column *column = column_find(table, name, strlen(name));

	if (column == NULL)
		abort();
	return column;
}

void
columns_add(struct columns *columns, const struct column *column)
{
	size_t i;

	for (i = 0; i < columns->n; i++)
		if (columns->v[i] == column)
			return;
	if (columns->n < COLUMNS_MAX)
		columns->v[columns->n++] = column;
}

void
columns_drop(struct columns *columns, unsigned need)
{
	size_t i, kept = 0;

	for (i = 0; i < columns->n; i++)
		if (!(columns->v[i]->need & need))
			columns->v[kept++] = columns->v[i];
	columns->n = kept;
}

void
columns_add_kinds(
    struct columns *columns, const struct table *table, unsigned kinds)
{
	const struct column *column;
	size_t i;

	for (i = 0; (column = column_at(table, i)) != NULL; i++)
		if (column->kinds & kinds)
			columns_add(columns, column);
}

/* Calls `each` for every word of the list until one call returns a message. */
static struct column_error
split(const char *list, const char *(*each)(void *, const char *, size_t),
    void *arg)
{
	struct column_error error = { 0 };

	for (;; list += error.length + 1) {
		error.word = list;
		error.length = strcspn(list, ",");
		error.message = error.length == 0
				    ? "empty field name"
				    : each(arg, list, error.length);
		if (error.message != NULL || list[error.length] == '\0')
			return error;
	}
}

struct choice {
	const struct table *table;
	struct columns *columns;
	struct sort *sort;
};

/* For split(): adds a column; the word "all" adds every column. */
static const char *
choose(void *arg, const char *word, size_t length)
{
	const struct choice *choice = arg;
	const struct column *column;

	if (is_name("all", word, length)) {
		columns_add_kinds(choice->columns, choice->table, KINDS_ALL);
		return NULL;
	}
	if ((column = column_find(choice->table, word, length)) == NULL)
		return "no such field";
	columns_add(choice->columns, column);
	return NULL;
}

struct column_error
columns_parse(
    struct columns *columns, const struct table *table, const char *list)
{
	struct choice choice = { .table = table, .columns = columns };

	return split(list, choose, &choice);
}

unsigned
columns_need(const struct columns *columns)
{
	unsigned need = 0;
	size_t i;

	for (i = 0; i < columns->n; i++)
		need |= columns->v[i]->need;
	return need;
}

/* For split(): adds a sort key; a leading minus means descending. */
static const char *
choose_key(void *arg, const char *word, size_t length)
{
	const struct choice *choice = arg;
	struct sort *sort = choice->sort;
	bool descending = *word == '-';
	const struct column *column;

	column =
	    column_find(choice->table, word + descending, length - descending);
	if (column == NULL)
		return "no such field";
	if (sort->n == COLUMNS_MAX)
		return "too many fields";
	sort->v[sort->n++] = (struct sort_key){ column, descending };
	return NULL;
}

struct column_error
sort_parse(struct sort *sort, const struct table *table, const char *list)
{
	struct choice choice = { .table = table, .sort = sort };

	return split(list, choose_key, &choice);
}

unsigned
sort_need(const struct sort *sort)
{
	unsigned need = 0;
	size_t i;

	for (i = 0; i < sort->n; i++)
		need |= sort->v[i].column->need;
	return need;
}

struct sorting {
	const struct sort *sort;
	const struct table *table;
};

static int
compare(const struct sort *sort, const void *a, const void *b)
{
	const struct sort_key *key;
	struct value left, right;
	size_t i;
	int order;

	for (i = 0; i < sort->n; i++) {
		key = &sort->v[i];
		column_value(key->column, a, &left);
		column_value(key->column, b, &right);
		order = value_cmp(&left, &right);
		if (order == 0)
			continue;
		/* Unknown values come last in either direction. */
		if (key->descending && left.class != VALUE_UNKNOWN &&
		    right.class != VALUE_UNKNOWN)
			order = -order;
		return order;
	}
	return 0;
}

bool
sort_alike(const struct sort *sort, const void *a, const void *b)
{
	return compare(sort, a, b) == 0;
}

static int
by_keys(const void *one, const void *two, void *arg)
{
	const void *a = *(const void *const *)one;
	const void *b = *(const void *const *)two;
	const struct sorting *sorting = arg;
	int order = compare(sorting->sort, a, b);

	if (order != 0)
		return order;
	if (sorting->table->cmp != NULL)
		return sorting->table->cmp(a, b);
	/* Rows of a table without `cmp` are elements of one array. */
	return (uintptr_t)a < (uintptr_t)b ? -1 : (uintptr_t)a > (uintptr_t)b;
}

void
sort_rows(const struct sort *sort, const struct table *table, const void **rows,
    size_t n)
{
	struct sorting sorting = { sort, table };

	if (n != 0 && sort->n != 0)
		qsort_r(rows, n, sizeof(*rows), by_keys, &sorting);
}
