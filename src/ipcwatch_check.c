/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch: which options make no sense together, and what they mean. */
#include <stddef.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcwatch_record.h"

/* A word that is no event is answered with the list of all events. */
static void
parse_events(struct options *o)
{
	const struct event_name *name;
	struct text reason = { 0 };
	const char *wrong;
	char *word;
	size_t n;

	if (o->event_list == NULL ||
	    (wrong = event_parse(o->event_list, &o->events)) == NULL)
		return;
	for (name = event_names; name->name != NULL; name++) {
		text_str(&reason,
		    name == event_names ? "no such event: these are " : ",");
		text_str(&reason, name->name);
	}
	n = strcspn(wrong, ",");
	xasprintf(&word, "--events: %.*s", n == 0 ? 2 : (int)n,
	    n == 0 ? "''" : wrong);
	cli_usage(word, reason.s);
}

void
refuse_given(const struct given *others, size_t n, const char *reason)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (others[i].given)
			cli_usage(others[i].option, reason);
}

/* Refuses options that have no use with a screen, which reports no events. */
static void
check_top(const struct options *o)
{
	const struct given others[] = {
		{ o->from != NULL, "--from" },
		{ o->to != NULL, "--to" },
		{ o->event_list != NULL, "--events" },
		{ o->stats, "--stats" },
		{ o->by, "--by" },
		{ o->holders, "--holders" },
		{ o->initial, "--initial" },
		{ o->jsonl, "--jsonl" },
		{ o->format != NULL, "--format" },
		{ o->times_given, "--time-format" },
		{ o->until != NULL, "--until" },
		{ o->all, "--all" },
		{ o->gone, "--until-gone" },
		{ o->timeout != UNKNOWN, "--timeout" },
		{ o->command != NULL, "--exec" },
		{ o->ready != -1, "--ready" },
		{ o->ready_line, "--ready-line" },
	};

	if (o->top && o->count != UNKNOWN && !o->batch)
		cli_usage("--count", "does not go with --top without --batch");
	if (o->top)
		refuse_given(others, sizeof(others) / sizeof(*others),
		    "does not go with --top");
	if (o->top && o->trace && o->replay != NULL)
		cli_usage("--replay", "does not go with --trace");
	if (o->batch && !o->top)
		cli_usage("--batch", "needs --top");
}

void
ipcwatch_operands(struct options *o, int argc, char **argv)
{
	unsigned kinds = cli_kinds(&o->chosen);

	if (argc == 0 && kinds == KINDS_ALL)
		return;
	o->refs = xreallocarray(NULL, (size_t)argc + 1, sizeof(*o->refs));
	if (argc == 0) {
		o->kinds = cli_kinds_words(kinds);
		cli_ref_kinds(&o->refs[o->nrefs++], kinds, o->kinds);
	}
	for (; argc > 0; argc--, argv++)
		cli_ref(&o->refs[o->nrefs++], kinds, *argv);
}

/* Events are lines in the order of time; only --top has columns and rows. */
static void
check_table(const struct options *o)
{
	if (o->output != NULL && !o->top)
		cli_usage("--output",
		    o->trace || o->stats || o->record != NULL
			? "needs --top, whose columns it chooses"
			: "needs --top, whose columns it chooses; "
			  "--format chooses the fields of an event");
	if (o->sort != NULL && !o->top)
		cli_usage("--sort",
		    "needs --top, whose rows it sorts; events are written "
		    "in the order of time");
}

unsigned
watched_kinds(const struct options *o)
{
	unsigned kinds = o->nrefs == 0 ? KINDS_ALL : 0;
	size_t i;

	for (i = 0; i < o->nrefs; i++)
		kinds |= o->refs[i].kinds;
	return kinds;
}

/* People read a terminal; programs get the whole time. */
static void
set_terminal(struct options *o)
{
	struct output terminal = { 0 };

	cli_terminal(&terminal, o->when);
	o->colour = terminal.colour;
	if (o->times_given && o->jsonl)
		cli_usage("--time-format",
		    "does not go with --jsonl, whose times are RFC 3339");
	if (!o->times_given)
		o->times = terminal.width != 0 && o->format == NULL ? TIME_SHORT
								    : TIME_ISO;
}

/*
 * With --until or --until-gone no events are reported unless -e asks for them.
 */
void
check_options(struct options *o)
{
	static const char never[] =
	    "can never be true; the watched objects have no such field";
	bool waits = o->until != NULL || o->gone;

	check_top(o);
	check_table(o);
	if (o->jsonl && o->format != NULL)
		cli_usage("--jsonl", "contradicts --format; use one of them");
	if (o->trace && o->stats)
		cli_usage("--trace", "contradicts --stats; use one of them");
	if ((o->trace && !o->top) || o->stats) {
		trace_check(o);
		return;
	}
	if (o->data != UNKNOWN)
		cli_usage("--data", "needs --trace, without --top");
	if (o->pids.n != 0 && !o->trace)
		cli_usage("--pid", "needs --trace or --stats");
	parse_events(o);
	if (o->format != NULL)
		cli_argument("format", o->format, check_format(o->format));
	check_record(o);
	set_terminal(o);
	if (o->until != NULL && o->gone)
		cli_usage(
		    "--until", "contradicts --until-gone; use one of them");
	if (o->all && o->until == NULL)
		cli_usage("--all", "needs --until");
	o->filter = cli_filter(&object_table, o->where, o->user);
	check_replay(o);
	if (o->until != NULL)
		o->goal = cli_expr(&object_table, "--until", o->until);
	if (o->goal != NULL && !expr_can_hold(o->goal, watched_kinds(o)))
		cli_usage("--until", never);
	if (o->gone && o->filter != NULL &&
	    !expr_can_hold(o->filter, watched_kinds(o)))
		cli_usage("--where", never);
	if (o->events == 0 && !o->top && o->record == NULL)
		o->events = waits && o->command == NULL && !o->jsonl &&
				    o->format == NULL && o->count == UNKNOWN
				? 0
				: EVENTS_ALL & ~EVENTS_PROCESS;
	if (o->holders)
		o->events |= EVENTS_PROCESS;
	if (o->namespace != NULL && o->command != NULL)
		cli_usage("--namespace",
		    "the command would run in that namespace, too; see "
		    "nsenter(1)");
}
