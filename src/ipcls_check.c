/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcls: options that cannot be used together. */
#include <stddef.h>
#include <string.h>

#include "base/xalloc.h"
#include "cli.h"
#include "ipcls.h"

/* --namespace=all */
bool
is_everywhere(const struct options *o)
{
	return o->namespace != NULL && strcmp(o->namespace, "all") == 0;
}

/* The first of the options that was given and chooses fields. */
static const char *
preset_option(const struct options *o)
{
	static const char *const names[PRESETS] = {
		[PRESET_TIME] = "--time",
		[PRESET_PID] = "--pid",
		[PRESET_CREATOR] = "--creator",
		[PRESET_LABEL] = "--label",
		[PRESET_HOLDERS] = "--holders",
	};
	enum preset preset;

	for (preset = PRESET_COMMON; preset < PRESETS; preset++)
		if (o->presets[preset] && names[preset] != NULL)
			return names[preset];
	return NULL;
}

/* The names, units and form of metrics are fixed. */
static void
check_metrics(const struct options *o)
{
	if (o->what != LIST_METRICS) {
		if (o->max_series != UNKNOWN)
			cli_usage("--max-series", "needs --openmetrics");
		return;
	}
	if (is_narrowed(o))
		cli_usage(preset_option(o), "metrics have no columns");
	if (o->output != NULL || o->sort != NULL || o->list_columns)
		cli_usage(o->output != NULL ? "--output"
			  : o->sort != NULL ? "--sort"
					    : "--list-columns",
		    "metrics have no columns");
	if (o->format != NULL)
		cli_argument(o->format->name, NULL,
		    "contradicts --openmetrics; use one of them");
}

/*
 * A row for each use comes from a table of its own, not from that of objects.
 */
static void
check_rows(const struct options *o)
{
	if (!o->rows && o->process == NULL)
		return;
	if (o->what != LIST_OBJECTS)
		cli_usage(o->rows ? "--rows" : "--process",
		    "is for a list of objects");
	if (o->info)
		cli_usage("--info",
		    "shows objects; --rows and --process list processes");
	if (is_narrowed(o))
		cli_usage(preset_option(o),
		    "chooses fields of objects; use --output");
	if (o->process != NULL && *o->process == '\0')
		cli_usage("--process",
		    "no process is named; write a pid or a command");
	if (o->process != NULL && is_everywhere(o))
		cli_usage("--namespace all",
		    "a process is in one namespace; use --namespace PID");
}

/* Refuses what is about objects where something else is listed. */
static _Noreturn void
refuse(const struct options *o, const char *subject)
{
	static const char *const names[] = {
		[LIST_LIMITS] = "--limits",
		[LIST_USAGE] = "--usage",
		[LIST_SHORTAGES] = "--explain",
		[LIST_METRICS] = "--openmetrics",
		[LIST_SOURCES] = "--sources",
	};
	char *reason;

	xasprintf(&reason, "%s lists no objects; leave one of them out",
	    o->list_columns ? "--list-columns" : names[o->what]);
	cli_usage(subject, reason);
}

/* Refuses --output beside an option that has chosen fields. */
static _Noreturn void
refuse_output(const char *option)
{
	char *reason;

	xasprintf(
	    &reason, "%s chooses fields already; write --output=+LIST", option);
	cli_usage("--output", reason);
}

void
check_options(const struct options *o)
{
	bool objects = o->what == LIST_OBJECTS && !o->list_columns;
	bool metrics = o->what == LIST_METRICS;
	size_t i;

	check_metrics(o);
	check_recorded(o);
	check_rows(o);
	if (o->fail_if != NULL && !objects &&
	    (o->what != LIST_LIMITS || o->list_columns))
		cli_usage("--fail-if", "is for a list of objects or --limits");
	if (o->quiet && o->fail_if == NULL)
		cli_usage("--quiet", "needs --fail-if");
	if (o->nrefs != 0 && !objects && !metrics && o->what != LIST_USAGE &&
	    o->what != LIST_SHORTAGES)
		refuse(o, o->refs[0].text);
	if (o->info && !objects)
		refuse(o, "--info");
	if (o->by != NULL && o->what != LIST_USAGE)
		cli_usage("--by", "needs --usage");
	if (is_everywhere(o) && !metrics && o->what != LIST_OBJECTS &&
	    o->by == NULL)
		cli_usage("--namespace all", "is for a list of objects");
	if (o->unlinked && !objects)
		refuse(o, "--unlinked");
	for (i = 0; o->unlinked && i < o->nrefs; i++)
		if (!ref_is_whole(&o->refs[i]))
			cli_usage(o->refs[i].text,
			    "removed objects have no name: use mq:, shm: or "
			    "sem:, and use --where for the rest");
	if (o->info && o->nrefs == 0)
		cli_usage("--info",
		    o->unlinked
			? "no kind is named; say which, such as shm:"
			: "no object is named; say which, such as mq:/jobs");
	if (o->preset && !objects && !metrics)
		refuse(o, preset_option(o));
	if (o->preset && !o->rows && o->process == NULL && o->output != NULL &&
	    *o->output != '+')
		refuse_output(preset_option(o));
}
