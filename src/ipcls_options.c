/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcls: the command line. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "cli.h"
#include "ipcls.h"
#include "process/annotate.h"

enum {
	OPTION_UNLINKED = CLI_LONG,
	OPTION_ROWS,
	OPTION_ORPHANS_AFTER,
	OPTION_BY,
	OPTION_EXPLAIN,
	OPTION_LIST_COLUMNS,
	OPTION_SOURCES,
	OPTION_NO_HEADINGS,
	OPTION_TIME_FORMAT,
	OPTION_JSONL,
	OPTION_CSV,
	OPTION_FAIL_IF,
	OPTION_QUIET,
	OPTION_OPENMETRICS,
	OPTION_MAX_SERIES,
	OPTION_FROM_RECORDING,
	OPTION_AT,
	OPTION_NUMERIC,
	OPTION_NO_TRUNCATE,
	OPTION_PAGER,
	OPTION_POSIX_SEM,
	OPTION_SUMMARY,
	OPTION_NOHEADINGS,
	OPTION_NOTRUNCATE,
	OPTION_NUMERIC_PERMS,
};

static const struct cli_option option_table[] = {
	{ 'q', "queues", NULL, "list message queues" },
	{ 'm', "shmems", NULL, "list shared memory" },
	{ 's', "semaphores", NULL, "list semaphores" },
	{ 'a', "all", NULL, "list all three kinds (the default)" },
	{ CLI_POSIX, "posix", NULL, "list POSIX objects only" },
	{ CLI_SYSV, "sysv", NULL, "list System V objects only" },
	{ 'N', "namespace", "PID|PATH|all",
	    "list another IPC namespace, or all of them" },
	{ 'w', "where", "EXPR", "list only objects for which EXPR is true" },
	{ 'U', "user", "USER", "list only objects of this owner" },
	{ 'P', "process", "PID|COMMAND",
	    "list what a process holds or waits for" },
	{ OPTION_UNLINKED, "unlinked", NULL,
	    "list removed objects that still use memory" },
	{ OPTION_FROM_RECORDING, "from-recording", "FILE",
	    "list what " IPCWATCH " --record has recorded" },
	{ OPTION_AT, "at", "TIME", "as it was at 03:00, a date or -2h" },
	{ OPTION_ORPHANS_AFTER, "orphans-after", "DURATION",
	    "an orphan is unused for at least this long (1h)" },
	{ OPTION_FAIL_IF, "fail-if", "EXPR",
	    "exit with 1 if EXPR is true for any, 3 if unknown" },
	{ OPTION_QUIET, "quiet", NULL,
	    "list nothing; only set the exit status" },
	{ 'i', "info", NULL, "show everything about each OBJECT" },
	{ 'l', "limits", NULL, "show limits, and how much of each is used" },
	{ 'u', "usage", NULL, "show totals by kind and by owner" },
	{ OPTION_BY, "by", "LIST", "with --usage: totals by these fields" },
	{ OPTION_EXPLAIN, "explain", NULL,
	    "show which limits are close, why, and what helps" },
	{ OPTION_SOURCES, "sources", NULL,
	    "show which sources of data work on this machine" },
	{ OPTION_LIST_COLUMNS, "list-columns", NULL,
	    "show the names and meanings of all fields" },
	{ 't', "time", NULL, "show times" },
	{ 'p', "pid", NULL, "show process ids" },
	{ 'c', "creator", NULL, "show owner and creator" },
	{ 'Z', "label", NULL, "show labels of a security module" },
	{ 'H', "holders", NULL,
	    "show who holds and who waits for each object" },
	{ OPTION_ROWS, "rows", NULL, "show each use of an object on a line" },
	{ 'o', "output", "LIST", "show these fields; +LIST: in addition" },
	{ 'S', "sort", "LIST", "sort by these fields; -FIELD: descending" },
	{ 'b', "bytes", NULL, "show sizes in bytes" },
	{ OPTION_TIME_FORMAT, "time-format", "FORMAT",
	    "short, iso, epoch or relative" },
	CLI_COLOUR_OPTION,
	{ OPTION_NUMERIC, "numeric", NULL,
	    "show octal permissions, and ids of users and groups" },
	{ OPTION_NO_HEADINGS, "no-headings", NULL, "show no headings" },
	{ OPTION_NO_TRUNCATE, "no-truncate", NULL,
	    "show tables whole, however wide the terminal" },
	{ OPTION_PAGER, "pager", NULL,
	    "show what is longer than the terminal with $PAGER" },
	{ 'J', "json", NULL, "write one JSON document" },
	{ OPTION_JSONL, "jsonl", NULL, "write one JSON object per line" },
	{ OPTION_CSV, "csv", NULL, "write comma-separated values" },
	{ 'r', "raw", NULL, "write cells separated by one space" },
	{ 'e', "export", NULL, "write NAME='value' for the shell" },
	{ '0', "null", NULL, "write cells that end with NUL" },
	{ OPTION_OPENMETRICS, "openmetrics", NULL,
	    "write metrics for Prometheus" },
	{ OPTION_MAX_SERIES, "max-series", "N",
	    "with --openmetrics: fail above N objects (1000)" },
	{ 'g', "global", NULL, "the same as --limits" },
	{ 'Q', "posix-mqueues", NULL, "list POSIX queues" },
	{ 'M', "posix-shmems", NULL, "list POSIX shared memory" },
	{ OPTION_POSIX_SEM, "posix-semaphores", NULL, "list POSIX semaphores" },
	{ OPTION_SUMMARY, "summary", NULL, "the same as --usage" },
	{ OPTION_NUMERIC_PERMS, "numeric-perms", NULL,
	    "the same as --numeric" },
	{ OPTION_NOHEADINGS, "noheadings", NULL, "the same as --no-headings" },
	{ OPTION_NOTRUNCATE, "notruncate", NULL, "the same as --no-truncate" },
	{ 'v', "verbose", NULL,
	    "report other files, and what was not certain" },
	{ 0 },
};

/* A heading stands above the option with this key. */
static const struct cli_group option_groups[] = {
	{ 'q', "Choose objects" },
	{ 'i', "Show something other than a list" },
	{ 't', "Choose columns and order" },
	{ 'J', "Choose an output format" },
	{ 'g', "Options of util-linux's ipcs and lsipc" },
	{ 'v', "Other" },
	{ 0 },
};

/* Options of ipcs(1) and lsipc(1) that have another form here, or none. */
static const struct cli_answer option_answers[] = {
	{ "-P", "needs an argument, PID or COMMAND; "
		"--numeric shows octal permissions" },
	{ "-S", "needs an argument, fields to sort by; "
		"--posix-semaphores lists POSIX semaphores" },
	{ "-y", "is not needed: names of fields are names of variables, too" },
	{ "--shell",
	    "is not needed: names of fields are names of variables, too" },
	{ "-n", "means --dry-run in the other programs; "
		"-i shows each field on a line" },
	{ "--newline", "-i shows each field on a line" },
	{ "--list", "a list is the default; --list-columns shows the fields" },
	{ "--human", "is the default; -b shows sizes in bytes" },
	{ "--id", "write the identifier as an object: -m -i 0, or -i shm:0" },
	{ "--name", "write the name as an object: -i mq:/jobs" },
	{ 0 },
};

/* Options that only set a member of struct options. */
static const struct cli_slot option_slots[] = {
	{ 'N', CLI_TEXT(namespace) },
	{ 'w', CLI_TEXT(where) },
	{ 'U', CLI_TEXT(user) },
	{ 'P', CLI_TEXT(process) },
	{ OPTION_UNLINKED, CLI_FLAG(unlinked) },
	{ OPTION_FROM_RECORDING, CLI_TEXT(recording) },
	{ OPTION_AT, CLI_TEXT(at) },
	{ OPTION_FAIL_IF, CLI_TEXT(fail_if) },
	{ OPTION_QUIET, CLI_FLAG(quiet) },
	{ OPTION_BY, CLI_TEXT(by) },
	{ OPTION_LIST_COLUMNS, CLI_FLAG(list_columns) },
	{ OPTION_ROWS, CLI_FLAG(rows) },
	{ 'o', CLI_TEXT(output) },
	{ 'S', CLI_TEXT(sort) },
	{ 'b', CLI_FLAG(bytes) },
	{ OPTION_NUMERIC, CLI_FLAG(numeric) },
	{ OPTION_NO_TRUNCATE, CLI_FLAG(whole) },
	{ OPTION_NUMERIC_PERMS, CLI_FLAG(numeric) },
	{ OPTION_NOTRUNCATE, CLI_FLAG(whole) },
	{ 'i', CLI_FLAG(info) },
	{ OPTION_PAGER, CLI_FLAG(pager) },
	{ 'v', CLI_FLAG(verbose) },
	{ 0 },
};

static const struct cli_program program = {
	.operands = "[OPTION...] [OBJECT...]",
	.purpose = "List System V and POSIX message queues, shared memory and "
		   "semaphores.",
	.options = option_table,
	.slots = option_slots,
	.groups = option_groups,
	.answers = option_answers,
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
} choices[] = {
	{ 'Q', KIND_POSIX_MQ },
	{ 'M', KIND_POSIX_SHM },
	{ OPTION_POSIX_SEM, KIND_POSIX_SEM },
	{ 'a', KINDS_ALL },
};

static void
set_what(struct options *o, enum what what)
{
	if (o->what != LIST_OBJECTS && o->what != what)
		cli_usage(
		    "--limits, --usage, --explain, --sources, --openmetrics",
		    "can be used one at a time; choose one");
	o->what = what;
}

static void
set_format(struct options *o, const struct format *format)
{
	if (o->format != NULL && o->format != format)
		cli_argument(format->name, NULL,
		    "is a second output format; choose one");
	o->format = format;
}

static void
set_times(struct options *o, const char *name)
{
	if (!time_format_find(&o->times, name))
		cli_argument("time-format", name, TIME_FORMATS);
	o->times_given = true;
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
	case 'l':
	case 'g':
		set_what(o, LIST_LIMITS);
		break;
	case 'u':
	case OPTION_SUMMARY:
		set_what(o, LIST_USAGE);
		break;
	case OPTION_EXPLAIN:
		set_what(o, LIST_SHORTAGES);
		break;
	case OPTION_OPENMETRICS:
		set_what(o, LIST_METRICS);
		break;
	case OPTION_MAX_SERIES:
		cli_argument("max-series", optarg,
		    parse_number(optarg, 0, INT64_MAX, &o->max_series));
		break;
	case OPTION_SOURCES:
		set_what(o, LIST_SOURCES);
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
	case 'Z':
		set_preset(o, PRESET_LABEL);
		break;
	case OPTION_ORPHANS_AFTER:
		cli_argument("orphans-after", optarg,
		    parse_duration(optarg, &o->orphans_after));
		break;
	case 'H':
		set_preset(o, PRESET_HOLDERS);
		break;
	case OPTION_TIME_FORMAT:
		set_times(o, optarg);
		break;
	case CLI_COLOUR:
		o->colour = cli_colour(optarg);
		break;
	case OPTION_NO_HEADINGS:
	case OPTION_NOHEADINGS:
		o->headings = false;
		break;
	}
}

static void
parse_options(struct options *o, int argc, char **argv)
{
	struct cli_kinds chosen = { 0 };
	size_t i;
	int key;

	while ((key = cli_next(&program, o, argc, argv)) != -1) {
		for (i = 0; i < sizeof(formats) / sizeof(*formats); i++)
			if (formats[i].option == key)
				set_format(o, formats[i].format);
		for (i = 0; i < sizeof(choices) / sizeof(*choices); i++)
			if (choices[i].option == key)
				chosen.kinds |= choices[i].kinds;
		cli_kinds_option(&chosen, key);
		set_option(o, key);
	}
	o->kinds = cli_kinds(&chosen);
}

void
ipcls_options(struct options *o, int argc, char **argv)
{
	*o = (struct options){
		.headings = true,
		.max_series = UNKNOWN,
		.orphans_after = ORPHANS_AFTER,
	};
	parse_options(o, argc, argv);
	ipcls_operands(o, argc - optind, argv + optind);
	check_options(o);
	ipcls_fields(o);
	check_recorded_fields(o);
}

void
ipcls_options_free(struct options *o)
{
	size_t i;

	for (i = 0; i < o->nrefs; i++)
		ref_free(&o->refs[i]);
	free(o->refs);
	expr_free(o->filter);
	expr_free(o->alarm);
}
