/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --stats: calls counted, as tables and histograms of text. */
#include <libutil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/amount.h"
#include "base/xalloc.h"
#include "ipcwatch_stats.h"

/* Maximum numbers of rows shown; JSON has all of them. */
#define OBJECTS 20
#define PROCESSES 10
#define WAITING 10
#define HISTOGRAMS 5

/* Columns of a screen: the name, and of a histogram its bars. */
#define NAME 21
#define BAR 50

/* To the right of a column of this width. */
static void
write_right(struct text *t, const char *s, size_t width)
{
	text_pad(t, strlen(s), width);
	text_str(t, s);
}

/* As 12345, 123K, 1.2M. */
static void
write_count(struct text *t, int64_t n, size_t width)
{
	char s[6];

	if (humanize_number(s, sizeof(s), n, "", HN_AUTOSCALE,
		HN_DIVISOR_1000 | HN_DECIMAL | HN_NOSPACE) == -1)
		strlcpy(s, "many", sizeof(s));
	write_right(t, s, width);
}

static void
write_bytes(struct text *t, int64_t bytes, size_t width)
{
	struct style style = { .human = true };
	struct text size = { 0 };

	value_write_size(bytes, &style, &size);
	write_right(t, size.s, width);
	text_free(&size);
}

static void
write_span(struct text *t, int64_t ns, size_t width)
{
	struct text span = { 0 };

	if (ns == UNKNOWN)
		text_char(&span, '-');
	else
		value_write_span(ns, &span);
	write_right(t, span.s, width);
	text_free(&span);
}

static void
write_heading(struct text *t, const char *name)
{
	text_str(t, name);
	text_pad(t, strlen(name), NAME);
	text_str(t, " CALLS  SENT  RECV BYTES  ERRS BLOCKED"
		    "    P50    P99    MAX\n");
}

/* A name that is longer than its column gets a line of its own, uncut. */
static void
write_row(struct text *t, const struct text *name, const struct tally *tally)
{
	const struct histogram *h = &tally->times;
	size_t width = text_width(name->s, name->len);

	text_str(t, name->s);
	if (width > NAME) {
		text_char(t, '\n');
		width = 0;
	}
	text_pad(t, width, NAME);
	write_count(t, h->n, 6);
	write_count(t, tally->sent, 6);
	write_count(t, tally->received, 6);
	write_bytes(t, amount_add(tally->sent_bytes, tally->received_bytes), 6);
	write_count(t, tally->errors, 6);
	write_span(t, h->sum, 8);
	write_span(t, histogram_percentile(h, 50), 7);
	write_span(t, histogram_percentile(h, 99), 7);
	write_span(t, h->n == 0 ? UNKNOWN : h->max, 7);
	text_char(t, '\n');
}

static void
name_object(struct text *t, const struct ipc_object *object)
{
	struct style style = { .escape = ESCAPE_SPACE };
	struct value value;

	call_object(object, &value);
	if (value.class == VALUE_TEXT)
		value_ref_text(&value, &style, t);
	else
		text_char(t, '-');
}

/* Processes of a command that have ended are one row, named by their number. */
static void
name_process(struct text *t, const struct stats_row *row, int64_t processes)
{
	if (processes == 1) {
		if (row->pid == UNKNOWN)
			text_char(t, '-');
		else
			text_number(t, row->pid);
		text_char(t, ' ');
	}
	text_escape(
	    t, row->command[0] == '\0' ? "-" : row->command, ESCAPE_SPACE);
	if (processes == 1)
		return;
	text_str(t, " (");
	text_number(t, processes);
	text_str(t, " processes)");
}

static int64_t
processes_of(const struct stats_row *row)
{
	return row->ended == 0 ? 1 : row->ended;
}

static void
write_more(struct text *t, const char *before, size_t n, size_t shown,
    const char *what)
{
	if (n <= shown)
		return;
	text_str(t, before);
	text_str(t, "and ");
	text_number(t, (int64_t)(n - shown));
	text_str(t, " more ");
	text_str(t, what);
	text_str(t, ", which --jsonl shows\n");
}

static void
write_group(struct text *t, const struct stats_group *group)
{
	struct text name = { 0 };
	size_t i;

	name_object(&name, &group->rows[0]->object);
	write_row(t, &name, &group->total);
	for (i = 0; i < group->n && i < PROCESSES; i++) {
		text_clear(&name);
		text_str(&name, "  ");
		name_process(
		    &name, group->rows[i], processes_of(group->rows[i]));
		write_row(t, &name, &group->rows[i]->tally);
	}
	write_more(t, "  ", group->n, PROCESSES, "processes");
	text_free(&name);
}

static void
write_objects(struct text *t, const struct stats_groups *groups)
{
	size_t i;

	text_char(t, '\n');
	write_heading(t, "OBJECT, ITS PROCESSES");
	for (i = 0; i < groups->n && i < OBJECTS; i++)
		write_group(t, &groups->v[i]);
	write_more(t, "", groups->n, OBJECTS, "objects");
}

/* Writes the rows of processes, each for all objects together. */
static void
write_processes(struct text *t, const struct stats_groups *groups)
{
	struct text name = { 0 };
	size_t i;

	text_char(t, '\n');
	write_heading(t, "PROCESS");
	for (i = 0; i < groups->n && i < OBJECTS; i++) {
		text_clear(&name);
		name_process(
		    &name, groups->v[i].rows[0], groups->v[i].processes);
		write_row(t, &name, &groups->v[i].total);
	}
	write_more(t, "", groups->n, OBJECTS, "processes");
	text_free(&name);
}

static void
write_waiter(struct text *t, const struct stats_row *row)
{
	const struct tally *tally = &row->tally;

	text_str(t, "  ");
	name_process(t, row, processes_of(row));
	text_str(t, "  ");
	text_str(t, tally->waiting_word);
	text_char(t, ' ');
	name_object(t, &row->object);
	text_str(t, "  for ");
	value_write_span(tally->longest, t);
	if (tally->waiting > 1) {
		text_str(t, ", and ");
		text_number(t, tally->waiting - 1);
		text_str(t, " more calls");
	}
	text_char(t, '\n');
}

static int
by_longest(const void *a, const void *b)
{
	int64_t x = (*(const struct stats_row *const *)a)->tally.longest;
	int64_t y = (*(const struct stats_row *const *)b)->tally.longest;

	return (x < y) - (x > y);
}

/* Writes calls that have not ended, the longest first. */
static void
write_waiting(struct text *t, const struct stats_row *const *all, size_t nrows)
{
	const struct stats_row **rows =
	    xreallocarray(NULL, nrows + 1, sizeof(*rows));
	size_t i, n = 0;

	for (i = 0; i < nrows; i++)
		if (all[i]->tally.waiting != 0)
			rows[n++] = all[i];
	qsort(rows, n, sizeof(*rows), by_longest);
	if (n != 0)
		text_str(t, "\nIn calls that have not ended:\n");
	for (i = 0; i < n && i < WAITING; i++)
		write_waiter(t, rows[i]);
	write_more(t, "  ", n, WAITING, "processes");
	free(rows);
}

void
stats_write_group(struct text *t, const struct stats_group *group)
{
	write_heading(t, "OBJECT, ITS PROCESSES");
	write_group(t, group);
	write_waiting(t, group->rows, group->n);
}

/*
 * Draws a bar in proportion to the largest number; any number above 0 is seen.
 */
static void
write_bar(struct text *t, int64_t n, int64_t most)
{
	int64_t length = (int64_t)((double)n / (double)most * BAR), i;

	for (i = 0; i < length || (i == 0 && n != 0); i++)
		text_char(t, '#');
}

static void
write_histogram(struct text *t, const struct histogram *h)
{
	size_t first = HISTOGRAM_POWERS, last = 0, i;
	int64_t most = 0, n;

	for (i = 0; i < HISTOGRAM_POWERS; i++) {
		if ((n = histogram_power(h, i)) == 0)
			continue;
		if (first == HISTOGRAM_POWERS)
			first = i;
		last = i;
		most = n > most ? n : most;
	}
	for (i = first; i <= last; i++) {
		n = histogram_power(h, i);
		write_span(t, histogram_edge(i), 10);
		write_count(t, n, 8);
		text_str(t, " |");
		write_bar(t, n, most);
		text_char(t, '\n');
	}
}

static void
write_histograms(struct text *t, const struct stats_groups *groups)
{
	const struct tally *tally;
	size_t i, n = 0;

	for (i = 0; i < groups->n && n < HISTOGRAMS; i++) {
		tally = &groups->v[i].total;
		if (tally->times.n == 0)
			continue;
		n++;
		text_char(t, '\n');
		name_object(t, &groups->v[i].rows[0]->object);
		text_str(t, ": calls that took at least\n");
		write_histogram(t, &tally->times);
	}
}

static void
write_number(struct text *t, int64_t n, const char *one, const char *many)
{
	text_number(t, n);
	text_char(t, ' ');
	text_str(t, n == 1 ? one : many);
}

static void
write_text(
    struct text *t, const struct stats *stats, const struct stats_span *span)
{
	struct stats_groups objects, processes;
	int64_t n = 0;
	size_t i;

	stats_group(stats, STATS_BY_OBJECT, &objects);
	stats_group(stats, STATS_BY_PROCESS, &processes);
	value_write_span(span->ns, t);
	text_str(t, " until ");
	write_clock(t, &span->end);
	text_str(t, ": ");
	write_number(t, stats_calls(stats), "call", "calls");
	text_str(t, " of ");
	write_number(t, (int64_t)objects.n, "object", "objects");
	text_str(t, " by ");
	for (i = 0; i < processes.n; i++)
		n += processes.v[i].processes;
	write_number(t, n, "process", "processes");
	text_char(t, '\n');
	if (span->lost > 0) {
		write_number(t, span->lost, "record was", "records were");
		text_str(t, " lost: there were more calls than these\n");
	}
	if (objects.n != 0) {
		write_objects(t, &objects);
		write_processes(t, &processes);
		write_waiting(t, objects.rows, objects.nrows);
		write_histograms(t, &objects);
	}
	stats_groups_free(&objects);
	stats_groups_free(&processes);
}

void
stats_show(const struct options *o, const struct stats *stats,
    const struct stats_span *span)
{
	struct text text = { 0 };

	if (o->jsonl)
		stats_write_json(stats, span, &text);
	else
		write_text(&text, stats, span);
	if (text.len != 0)
		fwrite(text.s, 1, text.len, stdout);
	text_free(&text);
}
