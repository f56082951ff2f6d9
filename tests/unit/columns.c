/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of column.h: tables of columns, lists of them, and sorting. */
#include <ctype.h>

#include "base/text.h"
#include "report/limit.h"
#include "report/shortage.h"
#include "report/usage.h"
#include "show/column.h"
#include "tap.h"

static const struct table *const tables[] = {
	&object_table,
	&column_table,
	&limit_table,
	&usage_table,
	&shortage_table,
};

/* Names are words of -o, of expressions, of JSON and, as capitals, of sh. */
static void
names(void)
{
	const struct table *table;
	const char *p, *name;
	size_t i, j, k;

	for (i = 0; i < TAP_LENGTH(tables); i++) {
		table = tables[i];
		CHECK(table->n <= COLUMNS_MAX, table->name);
		for (j = 0; j < table->n; j++) {
			name = table->columns[j].name;
			CHECK(islower((unsigned char)*name), name);
			for (p = name; *p != '\0'; p++)
				CHECK(islower((unsigned char)*p) || *p == '_',
				    name);
			CHECK(strcmp(name, "all") != 0, name);
			for (k = 0; k < j; k++)
				CHECK(strcmp(name, table->columns[k].name) != 0,
				    name);
			CHECK(table->columns[j].type != NULL, name);
			CHECK(table->columns[j].kinds != 0, name);
			CHECK(table->columns[j].help != NULL &&
				  *table->columns[j].help != '\0',
			    name);
		}
	}
}

/* In an expression a word such as `and` is no field. */
static void
reserved(void)
{
	static const char *const words[] = { "and", "or", "not", "eq", "ne",
		"lt", "le", "gt", "ge" };
	size_t i, j;

	for (i = 0; i < TAP_LENGTH(tables); i++)
		for (j = 0; j < TAP_LENGTH(words); j++)
			CHECK(column_find(tables[i], words[j],
				  strlen(words[j])) == NULL,
			    words[j]);
}

static void
find(void)
{
	const struct column *size = column_find(&object_table, "size", 4);

	CHECK(size != NULL && strcmp(size->name, "size") == 0, "size");
	CHECK(column_find(&object_table, "SIZE", 4) == size, "SIZE");
	CHECK(column_find(&object_table, "Size,rss", 4) == size, "Size,rss");
	CHECK(column_find(&object_table, "siz", 3) == NULL, "siz");
	CHECK(column_find(&object_table, "sizes", 5) == NULL, "sizes");
	CHECK(column_find(&object_table, "", 0) == NULL, "empty");
	CHECK(column_find(&object_table, " size", 5) == NULL, " size");
}

/* The names of the columns chosen, with commas between. */
static void
check_chosen(const struct columns *columns, const char *wanted)
{
	struct text t = { 0 };
	size_t i;

	text_str(&t, "");
	for (i = 0; i < columns->n; i++) {
		if (i > 0)
			text_char(&t, ',');
		text_str(&t, columns->v[i]->name);
	}
	CHECK_STR(t.s, wanted, wanted);
	text_free(&t);
}

static void
lists(void)
{
	static const char *const cases[][2] = {
		{ "size", "size" },
		{ "size,object", "size,object" },
		{ "SIZE,Object", "size,object" },
		{ "size,size", "size" },
		{ "size,object,SIZE,object", "size,object" },
	};
	struct column_error error;
	struct columns columns;
	size_t i;

	for (i = 0; i < TAP_LENGTH(cases); i++) {
		columns = (struct columns){ 0 };
		error = columns_parse(&columns, &object_table, cases[i][0]);
		CHECK_STR(error.message, NULL, cases[i][0]);
		check_chosen(&columns, cases[i][1]);
	}
}

static void
all(void)
{
	struct columns columns = { 0 }, more = { 0 };
	size_t i;

	CHECK(columns_parse(&columns, &object_table, "all").message == NULL,
	    "all");
	CHECK_INT((int64_t)columns.n, (int64_t)object_table.n, "all");
	for (i = 0; i < columns.n; i++)
		CHECK(columns.v[i] == &object_table.columns[i], "all");
	CHECK(columns_parse(&more, &object_table, "size,ALL").message == NULL,
	    "size,ALL");
	CHECK_INT((int64_t)more.n, (int64_t)object_table.n, "size,ALL");
	CHECK_STR(more.v[0]->name, "size", "size,ALL");
	/* What is there already is not there twice. */
	columns_add(&more, more.v[3]);
	columns_add_kinds(&more, &object_table, KINDS_ALL);
	CHECK_INT((int64_t)more.n, (int64_t)object_table.n, "size,ALL");
}

static void
kinds(void)
{
	struct columns columns = { 0 };
	size_t i;

	columns_add_kinds(&columns, &object_table, KIND_SYSV_SEM);
	CHECK(columns.n > 0, "sem");
	for (i = 0; i < columns.n; i++)
		CHECK(columns.v[i]->kinds & KIND_SYSV_SEM, columns.v[i]->name);
	columns = (struct columns){ 0 };
	columns_add_kinds(&columns, &object_table, 0);
	CHECK_INT((int64_t)columns.n, 0, "none");
}

struct wrong {
	const char *list;
	size_t at, length;
};

static void
check_error(const struct wrong *wrong, struct column_error error)
{
	CHECK(error.message != NULL && *error.message != '\0', wrong->list);
	CHECK(error.word == wrong->list + wrong->at, wrong->list);
	CHECK_INT((int64_t)error.length, (int64_t)wrong->length, wrong->list);
}

static void
bad_lists(void)
{
	static const struct wrong wrong[] = {
		{ "", 0, 0 },
		{ ",", 0, 0 },
		{ "size,", 5, 0 },
		{ ",size", 0, 0 },
		{ "size,,rss", 5, 0 },
		{ " ", 0, 1 },
		{ " size", 0, 5 },
		{ "size ", 0, 5 },
		{ "size rss", 0, 8 },
		{ "size, rss", 5, 4 },
		{ "siz", 0, 3 },
		{ "sizes", 0, 5 },
		{ "-size", 0, 5 },
		{ "+size", 0, 5 },
		{ "5", 0, 1 },
		{ "size,\x1b[31m,rss", 5, 5 },
		{ "size\nrss", 0, 8 },
		{ "\xff", 0, 1 },
		{ "al", 0, 2 },
		{ "alll", 0, 4 },
	};
	struct columns columns = { 0 };
	struct wrong long_one = { tap_repeat('a', 4096), 0, 4096 };
	size_t i;

	for (i = 0; i < TAP_LENGTH(wrong); i++)
		check_error(&wrong[i],
		    columns_parse(&columns, &object_table, wrong[i].list));
	check_error(
	    &long_one, columns_parse(&columns, &object_table, long_one.list));
	free((void *)(uintptr_t)long_one.list);
}

static void
sort_lists(void)
{
	static const struct wrong wrong[] = {
		{ "", 0, 0 },
		{ "-", 0, 1 },
		{ "size,-", 5, 1 },
		{ "--size", 0, 6 },
		{ "size-", 0, 5 },
		{ "+size", 0, 5 },
		{ "all", 0, 3 },
		{ "size,,rss", 5, 0 },
		{ "size,nonsense", 5, 8 },
		{ "-nonsense,size", 0, 9 },
	};
	struct sort sort = { 0 };
	size_t i;

	CHECK(sort_parse(&sort, &object_table, "owner,-SIZE").message == NULL,
	    "owner,-SIZE");
	CHECK_INT((int64_t)sort.n, 2, "owner,-SIZE");
	CHECK_STR(sort.v[0].column->name, "owner", "owner,-SIZE");
	CHECK(!sort.v[0].descending, "owner,-SIZE");
	CHECK_STR(sort.v[1].column->name, "size", "owner,-SIZE");
	CHECK(sort.v[1].descending, "owner,-SIZE");
	for (i = 0; i < TAP_LENGTH(wrong); i++) {
		sort = (struct sort){ 0 };
		check_error(
		    &wrong[i], sort_parse(&sort, &object_table, wrong[i].list));
	}
}

static void
too_many(void)
{
	struct column_error error;
	struct sort sort = { 0 };
	struct text t = { 0 };
	size_t i;

	text_str(&t, "size");
	for (i = 0; i < 10000; i++)
		text_str(&t, ",size");
	error = sort_parse(&sort, &object_table, t.s);
	/* A key once more changes nothing: to take it is as good. */
	CHECK(error.message != NULL || sort.n <= COLUMNS_MAX, "10,000 keys");
	text_free(&t);
}

static void
needs(void)
{
	struct columns columns = { 0 };
	struct sort sort = { 0 };

	columns_parse(&columns, &object_table, "kind,name,owner");
	CHECK_INT(columns_need(&columns), 0, "kind,name,owner");
	columns_parse(&columns, &object_table, "rss,values");
	CHECK_INT(columns_need(&columns), NEED_RSS | NEED_VALUES, "rss,values");
	sort_parse(&sort, &object_table, "kind,-messages,ncnt");
	CHECK_INT(sort_need(&sort), NEED_ATTR | NEED_SEMS, "messages,ncnt");
}

#define ROWS 2000

/* Rows whose size says little, in the table's own order: by id. */
static void
make_rows(struct ipc_object **rows)
{
	int64_t i;

	for (i = 0; i < ROWS; i++) {
		rows[i] = ipc_object_new(&sysv_shm_kind);
		rows[i]->id = i;
		rows[i]->size = i % 7 == 3 ? UNKNOWN : i * 31 % 5;
		rows[i]->nattch = i % 3;
	}
}

static int
order_of(int64_t a, int64_t b, bool descending)
{
	if (a == UNKNOWN || b == UNKNOWN)
		return (a == UNKNOWN) - (b == UNKNOWN);
	if (a == b)
		return 0;
	return (a < b) == descending ? 1 : -1;
}

static void
check_sorted(const char *list, bool by_attach, bool down_attach, bool down_size)
{
	struct ipc_object *objects[ROWS];
	const struct ipc_object *a, *b;
	const void *rows[ROWS];
	struct sort sort = { 0 };
	size_t i;
	int order;

	make_rows(objects);
	for (i = 0; i < ROWS; i++)
		rows[i] = objects[i];
	CHECK(sort_parse(&sort, &object_table, list).message == NULL, list);
	sort_rows(&sort, &object_table, rows, ROWS);
	for (i = 1; i < ROWS; i++) {
		a = rows[i - 1];
		b = rows[i];
		order =
		    by_attach ? order_of(a->nattch, b->nattch, down_attach) : 0;
		if (order == 0)
			order = order_of(a->size, b->size, down_size);
		if (order == 0)
			order = order_of(a->id, b->id, false);
		CHECK_INT(order, -1, list);
	}
	for (i = 0; i < ROWS; i++)
		ipc_object_free(objects[i]);
}

static void
sorting(void)
{
	const void *none[1] = { NULL };
	struct sort sort = { 0 };

	check_sorted("size", false, false, false);
	check_sorted("-size", false, false, true);
	check_sorted("nattch,size", true, false, false);
	check_sorted("nattch,-size", true, false, true);
	check_sorted("-nattch,size", true, true, false);
	check_sorted("-nattch,-size,size", true, true, true);
	sort_parse(&sort, &object_table, "size");
	sort_rows(&sort, &object_table, none, 0);
}

/* Without a key, and among equals, the order is the one there was. */
static void
stable(void)
{
	const void *rows[ROWS];
	struct column columns[ROWS];
	struct sort sort = { 0 };
	size_t i;

	for (i = 0; i < ROWS; i++) {
		columns[i] = (struct column){ .name = "same", .help = "same" };
		rows[i] = &columns[i];
	}
	sort_rows(&sort, &column_table, rows, ROWS);
	for (i = 0; i < ROWS; i++)
		CHECK(rows[i] == &columns[i], "no key");
	CHECK(sort_parse(&sort, &column_table, "name,-help").message == NULL,
	    "name,-help");
	sort_rows(&sort, &column_table, rows, ROWS);
	for (i = 0; i < ROWS; i++)
		CHECK(rows[i] == &columns[i], "all alike");
}

static void
sort_types(void)
{
	static const int64_t first[] = { 1, 2 }, second[] = { 1, 2, 3 },
			     third[] = { 2 };
	struct ipc_object *o[4];
	struct sort sort = { 0 };
	const void *rows[4];
	size_t i;

	for (i = 0; i < 4; i++) {
		o[i] = ipc_object_new(&sysv_sem_kind);
		o[i]->id = (int64_t)i;
		rows[i] = o[i];
	}
	/* In the order 2, 0, 1, and 3 unknown; numbers are no text. */
	ipc_array_set(&o[0]->values, 3);
	memcpy(o[0]->values.v, second, sizeof(second));
	ipc_array_set(&o[1]->values, 1);
	memcpy(o[1]->values.v, third, sizeof(third));
	ipc_array_set(&o[2]->values, 2);
	memcpy(o[2]->values.v, first, sizeof(first));
	o[0]->key = 0xffffffff;
	o[1]->key = 9;
	o[2]->key = 10;
	o[3]->key = 0;
	sort_parse(&sort, &object_table, "values");
	sort_rows(&sort, &object_table, rows, 4);
	CHECK(rows[0] == o[2] && rows[1] == o[0] && rows[2] == o[1] &&
		  rows[3] == o[3],
	    "values");
	sort = (struct sort){ 0 };
	sort_parse(&sort, &object_table, "-values");
	sort_rows(&sort, &object_table, rows, 4);
	CHECK(rows[0] == o[1] && rows[3] == o[3], "-values");
	sort = (struct sort){ 0 };
	sort_parse(&sort, &object_table, "key");
	sort_rows(&sort, &object_table, rows, 4);
	CHECK(rows[0] == o[3] && rows[1] == o[1] && rows[2] == o[2] &&
		  rows[3] == o[0],
	    "key");
	for (i = 0; i < 4; i++)
		ipc_object_free(o[i]);
}

static const struct tap_test tests[] = {
	{ "tables: names are distinct words, and fit", names },
	{ "tables: no field is a word of expressions", reserved },
	{ "column_find: knows names in any case, and only whole", find },
	{ "columns_parse: chooses each column once", lists },
	{ "columns_parse: all is every one", all },
	{ "columns_add_kinds: adds what the kinds have", kinds },
	{ "columns_parse: names the word that is wrong", bad_lists },
	{ "sort_parse: a minus turns the order round", sort_lists },
	{ "sort_parse: has a bound", too_many },
	{ "column.h: tells what must be read", needs },
	{ "sort_rows: the unknown come last, equals in their own order",
	    sorting },
	{ "sort_rows: equals stay where no table has an order", stable },
	{ "sort_rows: orders numbers, keys and lists", sort_types },
};

int
main(void)
{
	return tap_run(tests, TAP_LENGTH(tests));
}
