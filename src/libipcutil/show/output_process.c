/* SPDX-License-Identifier: BSD-2-Clause */
/* Tables of processes, and evidence; see output_process.h. */
#include <pwd.h>
#include <string.h>

#include "show/output_info_line.h"
#include "show/output_process.h"

enum { PID, TID, USER, COMMAND, HOW, CELLS };

/* The tables; each has its headings below. */
enum which { HOLDERS, WAITERS, UNDOS };

static const char *const headings[][CELLS] = {
	[HOLDERS] = { "holder", NULL, "user", "command", "how" },
	[WAITERS] = { "waiter", "thread", "user", "command", "how" },
	[UNDOS] = { "undo by", NULL, "user", "command", "when it ends" },
};

/* Returns one cell, valid until the next call; `p` is NULL for the headings. */
static const char *
cell(struct output *out, const struct ipc_process *p, enum which table,
    int which)
{
	struct text *t = &out->cells;

	text_clear(t);
	text_add(t, "", 0);
	if (p == NULL)
		text_str(t, headings[table][which]);
	else if (which == PID && p->pid != UNKNOWN)
		text_number(t, p->pid);
	else if (which == TID && p->tid != UNKNOWN)
		text_number(t, p->tid);
	else if (which == USER && p->uid != UNKNOWN && out->style.numeric)
		text_number(t, p->uid);
	else if (which == USER && p->uid != UNKNOWN)
		text_escape(
		    t, user_from_uid((uid_t)p->uid, 0), out->style.escape);
	else if (which == COMMAND && p->command != NULL)
		text_escape(t, p->command, out->style.escape);
	else if (which == HOW)
		value_write_how(p, t);
	if (t->len == 0)
		text_str(t, out->style.unknown);
	return t->s;
}

static void
write_row(struct output *out, const struct ipc_process *p, enum which table,
    const size_t *widths)
{
	const char *s;
	size_t width;
	int i;

	output_gutter(out);
	for (i = 0; i < CELLS; i++) {
		if (headings[table][i] == NULL)
			continue;
		s = cell(out, p, table, i);
		width = text_width(s, strlen(s));
		text_repeat(&out->line, ' ', 2);
		if (i == PID || i == TID)
			text_repeat(&out->line, ' ', widths[i] - width);
		text_str(&out->line, s);
		if (i == USER || i == COMMAND)
			text_repeat(&out->line, ' ', widths[i] - width);
	}
	output_end_line(out);
}

static void
measure(struct output *out, const struct ipc_process *p, enum which table,
    size_t *widths)
{
	const char *s;
	size_t width;
	int i;

	for (i = 0; i < CELLS; i++) {
		if (headings[table][i] == NULL)
			continue;
		s = cell(out, p, table, i);
		width = text_width(s, strlen(s));
		if (width > widths[i])
			widths[i] = width;
	}
}

/* An empty line separates the parts of an object, but not sections. */
static void
separate(struct output *out, bool *first)
{
	if (!*first && !out->sections)
		fputc('\n', out->fp);
	*first = false;
}

static void
write_table(struct output *out, const struct ipc_processes *processes,
    enum which table, bool *first)
{
	size_t widths[CELLS] = { 0 };
	int64_t i;

	if (processes->n <= 0)
		return;
	separate(out, first);
	if (out->headings)
		measure(out, NULL, table, widths);
	for (i = 0; i < processes->n; i++)
		measure(out, &processes->v[i], table, widths);
	if (out->headings)
		write_row(out, NULL, table, widths);
	for (i = 0; i < processes->n; i++)
		write_row(out, &processes->v[i], table, widths);
}

/*
 * Processes outside of this PID namespace have no pid here, so only their
 * number is shown.
 */
static void
write_outside(
    struct output *out, const char *who, int64_t n, int64_t listed, bool *first)
{
	if (n <= 0)
		return;
	if (listed <= 0)
		separate(out, first);
	output_gutter(out);
	text_str(&out->line, listed > 0 ? "  and " : "  ");
	text_number(&out->line, n);
	text_str(&out->line, listed > 0 ? " more " : " ");
	text_str(&out->line, who);
	text_str(&out->line, n == 1 ? "" : "s");
	text_str(&out->line, " outside of this PID namespace");
	output_end_line(out);
}

/* Returns how many bytes of the text fit the line, in whole words. */
static size_t
fitting(const struct output *out, const char *s)
{
	size_t at = 0, next, width = text_width(out->line.s, out->line.len);

	if (out->width == 0)
		return strlen(s);
	do {
		next = at + 1 + strcspn(s + at + 1, " ");
		if (at != 0 && width + text_width(s, next) > out->width)
			break;
		at = next;
	} while (s[at] != '\0');
	return at;
}

/* Writes evidence; a word that does not fit the terminal starts a new line. */
static void
write_evidence(struct output *out, const char *s, bool *first)
{
	size_t length;

	if (s == NULL || *s == '\0')
		return;
	separate(out, first);
	output_gutter(out);
	text_str(&out->line, out->sections ? "  " : "evidence: ");
	while (*s != '\0') {
		length = fitting(out, s);
		text_add(&out->line, s, length);
		output_end_line(out);
		s += length;
		if (*s == '\0')
			break;
		s++;
		output_gutter(out);
		text_str(&out->line, "  ");
	}
}

void
output_table(struct output *out, const struct ipc_object *o,
    const struct value_type *type, bool *first)
{
	size_t i;

	for (i = 0; i < out->columns.n; i++)
		if (out->columns.v[i]->type == type)
			break;
	if (i == out->columns.n)
		return;
	if (type == &value_holders) {
		write_table(out, &o->held_by, HOLDERS, first);
		write_outside(
		    out, "holder", o->holders_outside, o->held_by.n, first);
	} else if (type == &value_waiters) {
		write_table(out, &o->waited_by, WAITERS, first);
		write_outside(
		    out, "waiter", o->waiters_outside, o->waited_by.n, first);
	} else if (type == &value_undos)
		write_table(out, &o->undo_by, UNDOS, first);
	else if (type == &value_evidence)
		write_evidence(out, o->evidence, first);
}

void
output_processes(struct output *out, const struct ipc_object *o, bool first)
{
	size_t i;

	for (i = 0; i < out->columns.n; i++)
		output_table(out, o, out->columns.v[i]->type, &first);
}
