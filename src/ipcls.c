/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcls: list and inspect IPC objects, limits and usage. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli.h"
#include "column.h"
#include "expr.h"
#include "limit.h"
#include "load.h"
#include "output.h"
#include "preset.h"
#include "ref.h"
#include "shortage.h"
#include "text.h"
#include "usage.h"
#include "view.h"
#include "xalloc.h"

enum {
	OPTION_POSIX = CLI_LONG,
	OPTION_SYSV,
	OPTION_UNLINKED,
	OPTION_EXPLAIN,
	OPTION_LIST_COLUMNS,
	OPTION_NO_HEADINGS,
	OPTION_TIME_FORMAT,
	OPTION_JSONL,
	OPTION_CSV,
};

static const struct cli_option option_table[] = {
	{ 'q', "queues", NULL, "message queues" },
	{ 'm', "shmems", NULL, "shared memory" },
	{ 's', "semaphores", NULL, "semaphores" },
	{ 'a', "all", NULL, "all three (the default)" },
	{ OPTION_POSIX, "posix", NULL, "POSIX objects only" },
	{ OPTION_SYSV, "sysv", NULL, "System V objects only" },
	{ 'N', "namespace", "PID|PATH|all", "in that IPC namespace" },
	{ 'w', "where", "EXPR", "those for which the expression holds" },
	{ 'i', "info", NULL, "all that is known of each OBJECT" },
	{ 'l', "limits", NULL, "the limits, and how much of them is used" },
	{ 'u', "usage", NULL, "totals by kind and by owner" },
	{ OPTION_EXPLAIN, "explain", NULL,
	    "which limits are near, what uses them up, what helps" },
	{ OPTION_LIST_COLUMNS, "list-columns", NULL,
	    "the fields there are, with their meaning" },
	{ 't', "time", NULL, "show times" },
	{ 'p', "pid", NULL, "show processes" },
	{ 'c', "creator", NULL, "show owner and creator" },
	{ 'H', "holders", NULL, "show who holds it and who waits for it" },
	{ OPTION_UNLINKED, "unlinked", NULL,
	    "what has no name any more, and who holds it" },
	{ 'o', "output", "LIST", "show these fields; +LIST: these too" },
	{ 'S', "sort", "LIST", "sort by these fields; -FIELD: descending" },
	{ 'b', "bytes", NULL, "show sizes in bytes" },
	{ OPTION_TIME_FORMAT, "time-format", "FORMAT",
	    "short, iso, epoch or relative" },
	{ OPTION_NO_HEADINGS, "no-headings", NULL, "show no headings" },
	{ 'J', "json", NULL, "write one JSON document" },
	{ OPTION_JSONL, "jsonl", NULL, "write a JSON object a line" },
	{ OPTION_CSV, "csv", NULL, "write comma-separated values" },
	{ 'r', "raw", NULL, "write cells with one space between" },
	{ 'e', "export", NULL, "write NAME='value' for the shell" },
	{ '0', "null", NULL, "write cells that end with NUL" },
	{ 'v', "verbose", NULL, "say what is passed over, and why" },
	{ 0 },
};

static const struct cli_program program = {
	.operands = "[OBJECT...]",
	.purpose = "List System V and POSIX message queues, shared memory and "
		   "semaphores.",
	.options = option_table,
};

static const struct {
	int option;
	const struct format *format;
} formats[] = {
	{ 'J', &format_json },
	{ OPTION_JSONL, &format_jsonl },
	{ OPTION_CSV, &format_csv },
	{ 'r', &format_raw },
	{ 'e', &format_export },
	{ '0', &format_null },
};

static const struct {
	int option;
	unsigned kinds;
	unsigned apis;
} choices[] = {
	{ 'q', KINDS_MQ, 0 },
	{ 'm', KINDS_SHM, 0 },
	{ 's', KINDS_SEM, 0 },
	{ 'a', KINDS_ALL, 0 },
	{ OPTION_POSIX, 0, KINDS_POSIX },
	{ OPTION_SYSV, 0, KINDS_SYSV },
};

static const struct {
	const char *name;
	enum time_format format;
} time_formats[] = {
	{ "short", TIME_SHORT },
	{ "iso", TIME_ISO },
	{ "epoch", TIME_EPOCH },
	{ "relative", TIME_RELATIVE },
};

enum what { LIST_OBJECTS, LIST_LIMITS, LIST_USAGE, LIST_SHORTAGES };

static const struct table *const tables[] = {
	[LIST_OBJECTS] = &object_table,
	[LIST_LIMITS] = &limit_table,
	[LIST_USAGE] = &usage_table,
	[LIST_SHORTAGES] = &shortage_table,
};

struct options {
	enum what what;
	bool info;
	bool list_columns;
	unsigned kinds; /* as bits; all of them in the end */
	bool presets[PRESETS];
	bool preset; /* any of them */
	const struct format *format;
	bool unlinked;
	const char *namespace;
	const char *output;
	const char *sort;
	const char *where;
	enum time_format times;
	bool times_given;
	bool headings;
	bool bytes;
	bool verbose;
	struct ref *refs;
	size_t nrefs;
	/* What the texts turned out to mean. */
	struct columns chosen;
	struct sort keys;
	struct expr *filter;
};

static void
failed(void *status, const char *subject, const char *reason)
{
	cli_warn(subject, reason);
	*(int *)status = CLI_FAILED;
}

static void
skipped(void *arg, const char *path, const char *why)
{
	(void)arg;
	cli_warn(path, why);
}

static void
set_what(struct options *o, enum what what)
{
	if (o->what != LIST_OBJECTS && o->what != what)
		cli_usage(
		    "--limits, --usage, --explain", "one of them at a time");
	o->what = what;
}

static void
set_format(struct options *o, const struct format *format)
{
	if (o->format != NULL && o->format != format)
		cli_usage(format->name, "a second output format");
	o->format = format;
}

static void
set_times(struct options *o, const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(time_formats) / sizeof(*time_formats); i++)
		if (strcmp(time_formats[i].name, name) == 0) {
			o->times = time_formats[i].format;
			o->times_given = true;
			return;
		}
	cli_usage(name, "not a time format: short, iso, epoch or relative");
}

static void
set_preset(struct options *o, enum preset preset)
{
	o->presets[preset] = o->preset = true;
}

static void
set_option(struct options *o, int key)
{
	switch (key) {
	case 'i':
		o->info = true;
		break;
	case 'l':
		set_what(o, LIST_LIMITS);
		break;
	case 'u':
		set_what(o, LIST_USAGE);
		break;
	case OPTION_EXPLAIN:
		set_what(o, LIST_SHORTAGES);
		break;
	case OPTION_LIST_COLUMNS:
		o->list_columns = true;
		break;
	case 't':
		set_preset(o, PRESET_TIME);
		break;
	case 'p':
		set_preset(o, PRESET_PID);
		break;
	case 'c':
		set_preset(o, PRESET_CREATOR);
		break;
	case OPTION_UNLINKED:
		o->unlinked = true;
		break;
	case 'H':
		set_preset(o, PRESET_HOLDERS);
		break;
	case 'o':
		cli_once(&o->output, "--output", optarg);
		break;
	case 'S':
		cli_once(&o->sort, "--sort", optarg);
		break;
	case 'w':
		cli_once(&o->where, "--where", optarg);
		break;
	case 'b':
		o->bytes = true;
		break;
	case 'N':
		cli_once(&o->namespace, "--namespace", optarg);
		break;
	case OPTION_TIME_FORMAT:
		set_times(o, optarg);
		break;
	case OPTION_NO_HEADINGS:
		o->headings = false;
		break;
	case 'v':
		o->verbose = true;
		break;
	}
}

/* Kinds and APIs add up each on their own, and what is in both is chosen. */
static void
parse_options(struct options *o, int argc, char **argv)
{
	unsigned kinds = 0, apis = 0;
	size_t i;
	int key;

	while ((key = cli_next(&program, argc, argv)) != -1) {
		for (i = 0; i < sizeof(formats) / sizeof(*formats); i++)
			if (formats[i].option == key)
				set_format(o, formats[i].format);
		for (i = 0; i < sizeof(choices) / sizeof(*choices); i++)
			if (choices[i].option == key) {
				kinds |= choices[i].kinds;
				apis |= choices[i].apis;
			}
		set_option(o, key);
	}
	o->kinds =
	    (kinds != 0 ? kinds : KINDS_ALL) & (apis != 0 ? apis : KINDS_ALL);
}

static void
parse_operands(struct options *o, int argc, char **argv)
{
	const char *message;
	unsigned kinds = 0;
	struct ref *ref;
	int i;

	if (argc == 0)
		return;
	o->refs = xreallocarray(NULL, (size_t)argc, sizeof(*o->refs));
	for (i = 0; i < argc; i++) {
		ref = &o->refs[o->nrefs++];
		if ((message = ref_parse(ref, argv[i])) != NULL)
			cli_usage(argv[i], message);
		if (!(ref->kinds & o->kinds))
			cli_usage(argv[i], "not of the kinds that were chosen");
		kinds |= ref->kinds;
	}
	o->kinds &= kinds;
}

/* --namespace=all */
static bool
is_everywhere(const struct options *o)
{
	return o->namespace != NULL && strcmp(o->namespace, "all") == 0;
}

static void
check(const struct options *o)
{
	bool objects = o->what == LIST_OBJECTS && !o->list_columns;
	size_t i;

	if (o->nrefs != 0 && !objects && o->what != LIST_USAGE &&
	    o->what != LIST_SHORTAGES)
		cli_usage(o->refs[0].text, "no objects are listed here");
	if (o->info && !objects)
		cli_usage("--info", "no objects are listed here");
	if (is_everywhere(o) && o->what != LIST_OBJECTS)
		cli_usage("--namespace all", "goes with a list of objects");
	if (o->unlinked && !objects)
		cli_usage("--unlinked", "no objects are listed here");
	for (i = 0; o->unlinked && i < o->nrefs; i++)
		if (!o->refs[i].pattern || o->refs[i].glob != NULL)
			cli_usage(o->refs[i].text,
			    "what is --unlinked has no name: say mq:, shm: or "
			    "sem:, and use --where for the rest");
	if (o->info && o->nrefs == 0)
		cli_usage("--info", "say which objects");
	if (o->preset && !objects)
		cli_usage("--time, --pid, --creator, --holders",
		    "no objects are listed here");
	if (o->preset && o->output != NULL && *o->output != '+')
		cli_usage("--output",
		    "--time, --pid, --creator and --holders choose fields "
		    "already: "
		    "say +LIST");
}

/* What is near a limit, the worst first, unless something else was said. */
static void
set_defaults(struct options *o)
{
	if (o->what != LIST_SHORTAGES || o->list_columns)
		return;
	if (o->format == NULL && o->output == NULL)
		o->format = &format_shortage;
	if (o->where == NULL)
		o->where = SHORTAGE_FILTER;
	if (o->sort == NULL)
		o->sort = "-share";
}

/* Reads what was written about fields, now that it is known whose they are. */
static void
parse_fields(struct options *o)
{
	const struct table *table = tables[o->what];

	if (o->list_columns)
		table = &column_table;
	if (o->output != NULL)
		cli_columns(&o->chosen, table, "--output",
		    o->output + (*o->output == '+'));
	if (o->sort != NULL)
		cli_sort(&o->keys, table, "--sort", o->sort);
	if (o->where != NULL)
		o->filter = cli_expr(table, "--where", o->where);
	if (o->format == NULL)
		o->format = o->info ? &format_info : &format_text;
}

static bool
chose_all(const struct options *o)
{
	return o->output != NULL && *o->output != '+';
}

static void
add_chosen(const struct options *o, struct columns *columns)
{
	size_t i;

	for (i = 0; i < o->chosen.n; i++)
		columns_add(columns, o->chosen.v[i]);
}

/* A preset makes of a whole format a narrow one; --holders adds to it. */
static bool
is_whole(const struct options *o)
{
	enum preset preset;

	for (preset = PRESET_COMMON; preset < PRESETS; preset++)
		if (o->presets[preset] && preset != PRESET_HOLDERS)
			return false;
	return o->format->whole;
}

/* All fields; those that take a look at every process are to be asked for. */
static void
add_whole(const struct options *o, struct columns *columns, unsigned kinds)
{
	columns_add_kinds(columns, &object_table, kinds);
	if (!o->info && !o->unlinked && !o->presets[PRESET_HOLDERS])
		columns_drop(columns, NEED_PROCESSES);
}

/* Adds the columns that suit a group of objects. */
static void
add_group(const struct options *o, struct columns *columns,
    const struct preset_group *group)
{
	enum preset preset;

	if (chose_all(o))
		return;
	if (is_whole(o))
		add_whole(o, columns, group->kinds & o->kinds);
	else if (!o->preset)
		preset_add(columns, group,
		    o->unlinked ? PRESET_UNLINKED : PRESET_COMMON);
	for (preset = PRESET_COMMON; preset < PRESETS && !is_whole(o); preset++)
		if (o->presets[preset])
			preset_add(columns, group, preset);
	if (is_everywhere(o))
		columns_parse(columns, &object_table, "ns,unit");
}

/* A list of columns that was chosen is the same for all; so is a flat one. */
static void
group_objects(const struct options *o, struct view *view)
{
	bool flat = o->format->flat || chose_all(o);
	const struct preset_group *preset;
	struct view_group *group = view->groups;

	for (preset = preset_groups; preset->kinds != 0; preset++) {
		if (!(preset->kinds & o->kinds))
			continue;
		add_group(o, &group->columns, preset);
		if (flat)
			continue;
		group->has = view_is_kind;
		group->arg = preset->kinds;
		add_chosen(o, &group++->columns);
	}
	if (flat)
		add_chosen(o, &group++->columns);
	view->ngroups = (size_t)(group - view->groups);
}

static bool
is_total_of(const void *row, unsigned owners)
{
	const struct usage *usage = row;

	return (usage->kind == NULL) == (owners != 0);
}

/* Columns of a table other than that of objects. */
static struct columns
columns_of(
    const struct options *o, const struct table *table, const char *usual)
{
	struct columns columns = { 0 };

	if (!chose_all(o) && (o->format->whole || usual == NULL))
		columns_add_kinds(&columns, table, KINDS_ALL);
	else if (!chose_all(o))
		columns_parse(&columns, table, usual);
	add_chosen(o, &columns);
	return columns;
}

static void
group_usage(const struct options *o, struct view *view)
{
	static const char *const usual[] = {
		"kind,api,objects,size,rss,swap,messages,bytes,nsems",
		"owner,objects,size,rss,swap,messages,bytes,nsems",
	};
	unsigned i;

	if (o->format->flat || chose_all(o)) {
		view->groups[0].columns = columns_of(o, view->table, NULL);
		view->ngroups = 1;
		return;
	}
	for (i = 0; i < 2; i++) {
		view->groups[i].has = is_total_of;
		view->groups[i].arg = i;
		view->groups[i].columns = columns_of(o, view->table, usual[i]);
	}
	view->ngroups = 2;
}

struct bounds {
	struct limit *limits;
	size_t n;
	bool exact; /* sizes in bytes */
};

/* Names the limit that bounds a field, with its value. */
static void
note_limit(
    void *arg, const struct column *column, const void *row, struct text *t)
{
	const struct ipc_object *object = row;
	const struct bounds *bounds = arg;
	const struct limit *limit;

	limit = limit_find(
	    bounds->limits, bounds->n, object->kind->bit, column->name);
	if (limit == NULL || limit->value == UNKNOWN)
		return;
	text_str(t, "; limit ");
	text_str(t, limit->name);
	text_str(t, ": ");
	limit_write(limit, bounds->exact, t);
}

/* What could not be read of a limit is left out of the note. */
static void
ignore(void *arg, const char *subject, const char *reason)
{
	(void)arg;
	(void)subject;
	(void)reason;
}

static void
show(const struct options *o, struct view *view, struct bounds *bounds)
{
	struct output out = {
		.format = o->format,
		.table = view->table,
		.fp = stdout,
		.style = o->format->style,
		.headings = o->headings,
		.note = bounds != NULL ? note_limit : NULL,
		.note_arg = bounds,
	};

	out.style.now = time(NULL);
	out.style.exact_sizes = o->bytes;
	if (o->times_given)
		out.style.times = o->times;
	cli_terminal(&out);
	view_select(view, o->filter, &o->keys);
	view_show(view, &out);
	if (view->n == 0 && out.width != 0)
		fprintf(stderr, "%s: %s\n", getprogname(),
		    o->what == LIST_SHORTAGES ? "no limit is near"
					      : "nothing to list");
}

static void
list_columns(const struct options *o)
{
	const struct table *table = tables[o->what];
	struct view view = { .table = &column_table, .ngroups = 1 };

	view.groups[0].columns = columns_of(o, view.table, NULL);
	view_add(&view, table->columns, table->n, sizeof(*table->columns));
	show(o, &view, NULL);
	view_free(&view);
}

static int
list_limits(const struct options *o)
{
	struct view view = { .table = &limit_table, .ngroups = 1 };
	struct limit *limits;
	int status = CLI_OK;
	size_t n;

	view.groups[0].columns =
	    columns_of(o, view.table, "name,value,used,share,setting,meaning");
	n = limits_load(&limits, o->kinds, failed, &status);
	view_add(&view, limits, n, sizeof(*limits));
	show(o, &view, NULL);
	view_free(&view);
	free(limits);
	return status;
}

static void
load(const struct options *o, struct ipc_list *list, unsigned bits,
    struct sight *sight, int *status)
{
	struct ipc_skip skip = { .call = skipped };
	struct load load = {
		.kinds = o->kinds,
		.need = bits,
		.refs = o->refs,
		.nrefs = o->nrefs,
		.now = time(NULL),
		.ghosts = o->what == LIST_SHORTAGES,
		.unlinked = o->unlinked,
		.skip = o->verbose ? &skip : NULL,
		.sight = sight,
		.failed = failed,
		.arg = status,
	};

	if (is_everywhere(o))
		load_everywhere(&load, list);
	else
		load_objects(&load, list);
}

static int
list_usage(const struct options *o)
{
	struct view view = { .table = &usage_table };
	struct ipc_list list = { 0 };
	struct usage *usages;
	int status = CLI_OK;
	size_t n;

	load(o, &list, usage_need(), NULL, &status);
	n = usage_sum(&usages, &list, o->kinds);
	view_add(&view, usages, n, sizeof(*usages));
	group_usage(o, &view);
	show(o, &view, NULL);
	view_free(&view);
	free(usages);
	ipc_list_free(&list);
	return status;
}

/* What is only shown is shown to be unknown; here something may be missing. */
static bool
asked_who(const struct options *o)
{
	unsigned need = sort_need(&o->keys) | expr_need(o->filter);

	return o->presets[PRESET_HOLDERS] || o->unlinked ||
	       (need & NEED_WALK) != 0;
}

static int
list_shortages(const struct options *o)
{
	struct view view = { .table = &shortage_table, .ngroups = 1 };
	struct options all = *o;
	struct ipc_list list = { 0 };
	struct shortage *shortages;
	int status = CLI_OK;
	size_t n;

	/* What uses it up is more than what was asked about. */
	all.kinds = shortage_kinds(o->kinds);
	all.refs = NULL;
	all.nrefs = 0;
	load(&all, &list, shortage_need(), NULL, &status);
	/* A place that cannot be read has been named by now. */
	n = shortage_find(&shortages, &list, o->kinds,
	    status == CLI_OK ? failed : ignore, &status);
	view.groups[0].columns =
	    columns_of(o, view.table, "limit,owner,value,used,share,objects");
	view_add(&view, shortages, n, sizeof(*shortages));
	show(o, &view, NULL);
	view_free(&view);
	shortage_free(shortages, n);
	ipc_list_free(&list);
	return status;
}

static int
list_objects(const struct options *o)
{
	struct view view = { .table = &object_table };
	struct ipc_list list = { 0 };
	struct bounds bounds = { .exact = o->bytes };
	struct sight sight = { 0 };
	int status = CLI_OK;

	group_objects(o, &view);
	load(o, &list, view_need(&view, o->filter, &o->keys), &sight, &status);
	view_add_list(&view, &list);
	/* Every namespace has its own. */
	if (o->info && !is_everywhere(o))
		bounds.n = limits_load(&bounds.limits, o->kinds, ignore, NULL);
	show(o, &view, &bounds);
	if (asked_who(o))
		cli_hidden("holders", &sight);
	free(bounds.limits);
	view_free(&view);
	ipc_list_free(&list);
	return status;
}

int
main(int argc, char **argv)
{
	struct options o = { .headings = true };
	int status = CLI_OK;
	size_t i;

	cli_start();
	parse_options(&o, argc, argv);
	parse_operands(&o, argc - optind, argv + optind);
	check(&o);
	set_defaults(&o);
	parse_fields(&o);
	if (!is_everywhere(&o))
		cli_namespace(o.namespace);
	if (o.list_columns)
		list_columns(&o);
	else if (o.what == LIST_LIMITS)
		status = list_limits(&o);
	else if (o.what == LIST_USAGE)
		status = list_usage(&o);
	else if (o.what == LIST_SHORTAGES)
		status = list_shortages(&o);
	else
		status = list_objects(&o);
	for (i = 0; i < o.nrefs; i++)
		ref_free(&o.refs[i]);
	free(o.refs);
	expr_free(o.filter);
	cli_exit(status);
}
