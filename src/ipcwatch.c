/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch: report what happens to IPC objects, or wait until something holds.
 */
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/parse.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcwatch_record.h"
#include "ipcwatch_top.h"
#include "model/kind.h"
#include "process/annotate.h"

enum {
	OPTION_INITIAL = CLI_LONG,
	OPTION_FORMAT,
	OPTION_TIME_FORMAT,
	OPTION_BY,
	OPTION_UNTIL,
	OPTION_UNTIL_GONE,
	OPTION_ALL,
	OPTION_READY,
	OPTION_READY_LINE,
	OPTION_TOP,
	OPTION_ORPHANS_AFTER,
	OPTION_RECORD,
	OPTION_SNAPSHOT,
	OPTION_KEEP,
	OPTION_MAX_SIZE,
	OPTION_REPLAY,
	OPTION_FROM,
	OPTION_TO,
	OPTION_AT,
	OPTION_TRACE,
	OPTION_STATS,
	OPTION_DATA,
};

static const struct cli_option option_table[] = {
	{ 'q', "queues", NULL, "watch message queues" },
	{ 'm', "shmems", NULL, "watch shared memory" },
	{ 's', "semaphores", NULL, "watch semaphores" },
	{ CLI_POSIX, "posix", NULL, "watch POSIX objects only" },
	{ CLI_SYSV, "sysv", NULL, "watch System V objects only" },
	{ 'e', "events", "LIST", "report only these: create,remove,send,..." },
	{ 'w', "where", "EXPR", "watch only objects for which EXPR is true" },
	{ 'U', "user", "USER", "watch only objects of this owner" },
	{ 'H', "holders", NULL,
	    "report which processes hold or wait for objects" },
	{ OPTION_ORPHANS_AFTER, "orphans-after", "DURATION",
	    "an orphan is unused for at least this long (1h)" },
	{ 'N', "namespace", "PID|PATH",
	    "use the IPC namespace of PID or of the file PATH" },
	{ OPTION_INITIAL, "initial", NULL,
	    "report existing objects as created" },
	{ 'd', "interval", "SECONDS", "poll every SECONDS (1)" },
	{ 'c', "count", "N", "exit after N events" },
	{ 'v', "verbose", NULL, "report why kernel memory was not read" },
	{ 'J', "jsonl", NULL, "write one JSON object per event" },
	{ OPTION_FORMAT, "format", "FORMAT",
	    "write this for each event: %{FIELD}" },
	{ OPTION_BY, "by", NULL, "show who did it, as far as it is known" },
	CLI_COLOUR_OPTION,
	{ OPTION_TIME_FORMAT, "time-format", "FORMAT",
	    "short, iso, epoch or relative" },
	{ OPTION_UNTIL, "until", "EXPR",
	    "exit when EXPR is true for an object" },
	{ OPTION_ALL, "all", NULL, "with --until: for all objects" },
	{ OPTION_UNTIL_GONE, "until-gone", NULL,
	    "exit when none of the objects exists" },
	{ 't', "timeout", "SECONDS", "exit after SECONDS, with status 124" },
	{ 'x', "exec", NULL,
	    "run the rest of the command line for each event" },
	{ OPTION_READY, "ready", "FD",
	    "write a newline to FD when watching begins" },
	{ OPTION_READY_LINE, "ready-line", NULL,
	    "write \"ready\" to stderr when watching begins" },
	{ OPTION_TOP, "top", NULL,
	    "show the busiest objects on a full screen" },
	{ 'b', "batch", NULL, "with --top: write screens as text, -c of them" },
	{ 'o', "output", "LIST", "with --top: show these fields" },
	{ 'S', "sort", "LIST",
	    "with --top: sort by these; -FIELD: descending" },
	{ OPTION_RECORD, "record", "FILE",
	    "record what happens; -: write it to stdout" },
	{ OPTION_SNAPSHOT, "snapshot", "DURATION",
	    "record all objects again so often" },
	{ OPTION_KEEP, "keep", "DURATION", "remove what is recorded after it" },
	{ OPTION_MAX_SIZE, "max-size", "SIZE",
	    "keep all files below SIZE together" },
	{ OPTION_REPLAY, "replay", "FILE", "report events of a recording" },
	{ OPTION_FROM, "from", "TIME", "begin at 03:00, a date or -2h" },
	{ OPTION_TO, "to", "TIME", "end at that time" },
	{ OPTION_AT, "at", "TIME", "with --top --replay: show that time" },
	{ OPTION_TRACE, "trace", NULL,
	    "report calls of all processes as they end (root)" },
	{ OPTION_STATS, "stats", NULL,
	    "count these calls, and show who is slow or floods" },
	{ 'p', "pid", "PID", "count or report only calls of this process" },
	{ OPTION_DATA, "data", "N",
	    "N bytes of messages, read from callers' memory" },
	{ 0 },
};

/* A heading stands above the option with this key. */
static const struct cli_group option_groups[] = {
	{ 'q', "Choose objects and events" },
	{ OPTION_INITIAL, "How to watch" },
	{ 'J', "Output" },
	{ OPTION_UNTIL, "Wait for a condition" },
	{ 'x', "Act on events" },
	{ OPTION_RECORD, "Record and replay" },
	{ OPTION_TRACE, "Trace calls" },
	{ 'h', "Help" },
	{ 0 },
};

/* Options that only set a member of struct options. */
static const struct cli_slot option_slots[] = {
	{ 'w', CLI_TEXT(where) },
	{ 'U', CLI_TEXT(user) },
	{ 'H', CLI_FLAG(holders) },
	{ 'N', CLI_TEXT(namespace) },
	{ 'v', CLI_FLAG(verbose) },
	{ OPTION_FORMAT, CLI_TEXT(format) },
	{ OPTION_BY, CLI_FLAG(by) },
	{ OPTION_ALL, CLI_FLAG(all) },
	{ OPTION_UNTIL_GONE, CLI_FLAG(gone) },
	{ OPTION_READY_LINE, CLI_FLAG(ready_line) },
	{ OPTION_TOP, CLI_FLAG(top) },
	{ 'b', CLI_FLAG(batch) },
	{ 'o', CLI_TEXT(output) },
	{ 'S', CLI_TEXT(sort) },
	{ OPTION_REPLAY, CLI_TEXT(replay) },
	{ OPTION_FROM, CLI_TEXT(from) },
	{ OPTION_TO, CLI_TEXT(to) },
	{ OPTION_AT, CLI_TEXT(at) },
	{ OPTION_STATS, CLI_FLAG(stats) },
	{ OPTION_INITIAL, CLI_FLAG(initial) },
	{ 'J', CLI_FLAG(jsonl) },
	{ OPTION_UNTIL, CLI_TEXT(until) },
	{ OPTION_RECORD, CLI_TEXT(record) },
	{ OPTION_TRACE, CLI_FLAG(trace) },
	{ 0 },
};

static const struct cli_program program = {
	.operands = "[OPTION...] [OBJECT...]",
	.purpose =
	    "Report events of message queues, shared memory and semaphores,\n"
	    "or wait until a condition is true.",
	.options = option_table,
	.slots = option_slots,
	.groups = option_groups,
};

static const char *
parse_interval(const char *s, int64_t *out)
{
	const char *message = parse_timeout(s, out);

	return message == NULL && *out < SECOND / 1000
		   ? "too small: a millisecond is the least"
		   : message;
}

/* What is recorded for no time, or into no bytes, was not worth the start. */
static const char *
not_zero(const char *message, const int64_t *number)
{
	return message == NULL && *number == 0 ? "would keep nothing" : message;
}

static const char *
parse_descriptor(const char *s, int *out)
{
	const char *message;
	int64_t fd;

	if ((message = parse_number(s, 0, INT_MAX, &fd)) != NULL)
		return message;
	if (fcntl((int)fd, F_GETFD) == -1)
		return "not an open descriptor";
	*out = (int)fd;
	return NULL;
}

static void
parse_pid(struct options *o)
{
	int64_t pid;

	cli_argument("pid", optarg, parse_number(optarg, 1, INT_MAX, &pid));
	o->pids.v =
	    xreallocarray(o->pids.v, (size_t)o->pids.n + 1, sizeof(*o->pids.v));
	o->pids.v[o->pids.n++] = pid;
}

static void
set_option(struct options *o, int key)
{
	switch (key) {
	case 'e':
		o->event_list = optarg;
		break;
	case 'p':
		parse_pid(o);
		break;
	case 'd':
		cli_argument(
		    "interval", optarg, parse_interval(optarg, &o->interval));
		o->interval_given = true;
		break;
	case 'c':
		cli_argument("count", optarg,
		    parse_number(optarg, 1, INT64_MAX, &o->count));
		break;
	case OPTION_TIME_FORMAT:
		if (!time_format_find(&o->times, optarg))
			cli_argument("time-format", optarg, TIME_FORMATS);
		o->times_given = true;
		break;
	case CLI_COLOUR:
		o->when = cli_colour(optarg);
		break;
	case 't':
		cli_argument(
		    "timeout", optarg, parse_timeout(optarg, &o->timeout));
		break;
	case 'x':
		cli_usage("--exec",
		    "needs a space before the command; -x COMMAND...");
	case OPTION_READY:
		cli_argument(
		    "ready", optarg, parse_descriptor(optarg, &o->ready));
		break;
	case OPTION_SNAPSHOT:
		cli_argument(
		    "snapshot", optarg, parse_timeout(optarg, &o->snapshot));
		break;
	case OPTION_KEEP:
		cli_argument("keep", optarg,
		    not_zero(parse_duration(optarg, &o->keep), &o->keep));
		break;
	case OPTION_MAX_SIZE:
		cli_argument("max-size", optarg,
		    not_zero(parse_size(optarg, &o->max_size), &o->max_size));
		break;
	case OPTION_DATA:
		cli_argument(
		    "data", optarg, parse_number(optarg, 1, 65536, &o->data));
		break;
	case OPTION_ORPHANS_AFTER:
		cli_argument("orphans-after", optarg,
		    parse_duration(optarg, &o->orphans_after));
		break;
	}
}

/*
 * The words after -x are the command, its options included. Returns how many
 * words stand before it.
 */
static int
split(int argc, char **argv, char ***command)
{
	int i;

	for (i = 1; i < argc; i++)
		if (strcmp(argv[i], "-x") == 0 ||
		    strcmp(argv[i], "--exec") == 0)
			break;
	*command = i < argc ? argv + i + 1 : NULL;
	if (i == argc - 1)
		cli_usage(
		    argv[i], "needs a command; write it after this option");
	return i;
}

/* Only calls can be shown for all namespaces at once. */
static bool
everywhere(const struct options *o)
{
	return (o->trace || o->stats) && !o->top && o->namespace != NULL &&
	       strcmp(o->namespace, "all") == 0;
}

int
main(int argc, char **argv)
{
	struct options o = {
		.interval = SECOND,
		.timeout = UNKNOWN,
		.count = UNKNOWN,
		.ready = -1,
		.snapshot = UNKNOWN,
		.keep = UNKNOWN,
		.max_size = UNKNOWN,
		.data = UNKNOWN,
		.orphans_after = ORPHANS_AFTER,
	};
	int key, before, status;
	size_t i;

	cli_start();
	before = split(argc, argv, &o.command);
	while ((key = cli_next(&program, &o, before, argv)) != -1) {
		cli_kinds_option(&o.chosen, key);
		set_option(&o, key);
	}
	ipcwatch_operands(&o, before - optind, argv + optind);
	check_options(&o);
	if (!everywhere(&o))
		cli_namespace(o.namespace);
	status = o.top		      ? top(&o)
		 : o.trace || o.stats ? trace_calls(&o)
		 : o.replay != NULL   ? replay(&o)
				      : watch(&o);
	for (i = 0; i < o.nrefs; i++)
		ref_free(&o.refs[i]);
	free(o.refs);
	free(o.kinds);
	free(o.pids.v);
	expr_free(o.filter);
	expr_free(o.goal);
	cli_exit(status);
}
