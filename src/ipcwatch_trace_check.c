/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --trace and --stats: which options go with them. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "cli.h"
#include "ipcwatch_trace.h"

const char *
trace_purpose(const struct options *o)
{
	return o->stats ? "--stats" : "--trace";
}

/* Refuses options of --trace that --stats does not have, and the reverse. */
static void
check_stats(const struct options *o)
{
	if (o->stats && o->data != UNKNOWN)
		cli_usage("--data", "does not go with --stats");
	if (o->format != NULL && o->data != UNKNOWN)
		cli_usage("--data", "does not go with --format");
	if (o->stats && o->format != NULL)
		cli_usage("--format", "does not go with --stats");
	if (o->stats && o->count != UNKNOWN && !o->interval_given)
		cli_usage(
		    "--count", "needs --interval, where there is --stats");
}

void
trace_check(struct options *o)
{
	const struct given others[] = {
		{ o->interval_given && !o->stats, "--interval" },
		{ o->holders, "--holders" },
		{ o->by, "--by" },
		{ o->initial, "--initial" },
		{ o->until != NULL, "--until" },
		{ o->all, "--all" },
		{ o->gone, "--until-gone" },
		{ o->command != NULL, "--exec" },
		{ o->record != NULL, "--record" },
		{ o->snapshot != UNKNOWN, "--snapshot" },
		{ o->keep != UNKNOWN, "--keep" },
		{ o->max_size != UNKNOWN, "--max-size" },
		{ o->replay != NULL, "--replay" },
		{ o->from != NULL, "--from" },
		{ o->to != NULL, "--to" },
		{ o->at != NULL, "--at" },
		{ o->times_given, "--time-format" },
	};
	struct text reason = { 0 };
	const char *wrong;
	char *word;
	size_t i;

	refuse_given(others, sizeof(others) / sizeof(*others),
	    o->stats ? "does not go with --stats" : "does not go with --trace");
	check_stats(o);
	if (o->user != NULL)
		cli_usage("--user", "calls have no owner; --pid chooses the "
				    "processes whose calls are shown");
	o->calls = ~UINT64_C(0);
	if (o->event_list != NULL &&
	    (wrong = call_parse(o->event_list, &o->calls)) != NULL) {
		for (i = 0; call_words[i].word != NULL; i++) {
			text_str(&reason, i == 0 ? "no such call: with " : ",");
			text_str(&reason, i == 0 ? trace_purpose(o) : "");
			text_str(&reason, i == 0 ? " these are " : "");
			text_str(&reason, call_words[i].word);
		}
		xasprintf(
		    &word, "--events: %.*s", (int)strcspn(wrong, ","), wrong);
		cli_usage(word, reason.s);
	}
	if (o->format != NULL)
		cli_argument("format", o->format, call_format_check(o->format));
	if (o->where != NULL)
		o->filter = cli_expr(&call_table, "--where", o->where);
}
