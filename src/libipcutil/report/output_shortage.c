/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Explanations of limits for people (--explain): a paragraph for each limit.
 * The first line says how much is used; the lines below say who uses it, what
 * happens and what to do.
 */
#include <stdbool.h>
#include <string.h>

#include "report/limit_rows.h"
#include "report/shortage.h"
#include "report/shortage_fit.h"
#include "report/shortage_words.h"
#include "show/value_process.h"

static void
label(struct output *out, const char *words)
{
	text_str(&out->line, "  ");
	text_str(&out->line, words);
	text_pad(&out->line, strlen(words), SHORTAGE_LABEL - 2);
}

/* Writes a number as 819,200. */
static void
add_grouped(struct text *t, int64_t number)
{
	struct text digits = { 0 };
	size_t i;

	if (number == UNKNOWN || number == LIMITLESS) {
		text_str(t, number == UNKNOWN ? "?" : "unlimited");
		return;
	}
	text_number(&digits, number);
	for (i = 0; i < digits.len; i++) {
		if (i > 0 && (digits.len - i) % 3 == 0)
			text_char(t, ',');
		text_char(t, digits.s[i]);
	}
	text_free(&digits);
}

/* Writes bytes as 800K and other amounts as numbers. */
static void
add_amount(struct output *out, const struct shortage *s, int64_t amount)
{
	if (strcmp(s->limit.unit, "bytes") == 0 && !out->style.exact_sizes)
		value_write_size(amount, &out->style, &out->line);
	else
		add_grouped(&out->line, amount);
}

static void
add_name(struct output *out, const struct shortage_part *part)
{
	struct text name = { 0 };

	shortage_name(part, &name);
	text_escape(&out->line, name.s, ESCAPE_SPACE | ESCAPE_DONE);
	text_free(&name);
}

static void
write_head(struct output *out, const struct shortage *s)
{
	const struct shortage_part whose = {
		.object = s->subject,
		.uid = s->uid,
	};

	text_str(&out->line, s->limit.name);
	if (s->subject != NULL || s->uid != UNKNOWN) {
		text_str(&out->line, " of ");
		add_name(out, &whose);
	}
	if (s->limit.share >= 100)
		text_str(&out->line, " is exhausted: ");
	else if (s->limit.share == UNKNOWN)
		text_str(&out->line, ": ");
	else {
		text_str(&out->line, " is at ");
		add_grouped(&out->line, s->limit.share);
		text_str(&out->line, "%: ");
	}
	add_grouped(&out->line, s->limit.used);
	text_str(&out->line, " of ");
	add_grouped(&out->line, s->limit.value);
	text_char(&out->line, ' ');
	text_str(&out->line, s->limit.unit);
	text_str(&out->line, " (");
	text_str(&out->line, s->limit.meaning);
	text_str(&out->line, ")\n");
}

static void
write_line(struct output *out, const char *title, const char *words)
{
	if (words == NULL)
		return;
	label(out, title);
	text_escape(&out->line, words, ESCAPE_DONE);
	text_char(&out->line, '\n');
}

/* Writes a row that is about a named object, not about a limit. */
static void
write_obstacle(struct output *out, const struct shortage *s)
{
	add_name(out, &s->objects.v[0]);
	text_str(&out->line, " cannot be ");
	text_str(&out->line, s->cannot_be);
	text_str(&out->line, ": ");
	text_escape(&out->line, s->limit.meaning, ESCAPE_DONE);
	text_char(&out->line, '\n');
	write_line(out, "Effect:", s->effect);
	write_line(out, "Way out:", s->remedy);
	shortage_fit(out);
	output_line(out);
}

static void
add_part(struct output *out, const struct shortage *s,
    const struct shortage_part *part)
{
	bool ones = s->limit.row != NULL && s->limit.row->use.part == limit_one;

	add_name(out, part);
	/* If each object counts as one, only the names matter. */
	if (ones && part->object != NULL)
		return;
	text_char(&out->line, ' ');
	add_amount(out, s, part->amount);
	if (ones || part->object != NULL)
		return;
	text_str(&out->line, " in ");
	add_grouped(&out->line, part->objects);
	text_str(&out->line, part->objects == 1 ? " object" : " objects");
}

static void
write_parts(struct output *out, const struct shortage *s, const char *title,
    const struct shortage_parts *parts)
{
	size_t i;

	if (parts->n == 0)
		return;
	label(out, title);
	for (i = 0; i < parts->n; i++) {
		if (i > 0)
			text_str(&out->line, ", ");
		add_part(out, s, &parts->v[i]);
	}
	if (parts->more > 0) {
		text_str(&out->line, ", and ");
		add_grouped(&out->line, parts->more);
		text_str(&out->line, " more");
	}
	text_char(&out->line, '\n');
}

/*
 * Writes a line for an amount that is a part of what is used, unless it is 0.
 */
static void
write_rest(struct output *out, const struct shortage *s, const char *title,
    int64_t amount, const char *words)
{
	if (amount == UNKNOWN || amount == 0)
		return;
	label(out, title);
	add_amount(out, s, amount);
	text_str(&out->line, words);
	text_char(&out->line, '\n');
}

/* Directories use memory that belongs to no object. */
static void
write_litter(struct output *out, const struct litter *litter)
{
	size_t i;

	if (litter->n == 0)
		return;
	label(out, "In there:");
	for (i = 0; i < litter->n; i++) {
		if (i > 0)
			text_str(&out->line, ", ");
		text_escape(&out->line, litter->v[i].path, ESCAPE_SPACE);
		text_char(&out->line, ' ');
		value_write_size(litter->v[i].bytes, &out->style, &out->line);
		text_str(&out->line, " in ");
		add_grouped(&out->line, litter->v[i].files);
		text_str(&out->line,
		    litter->v[i].files == 1 ? " entry" : " entries");
	}
	if (litter->more > 0) {
		text_str(&out->line, ", and ");
		add_grouped(&out->line, litter->more);
		text_str(&out->line, " more directories");
	}
	text_str(
	    &out->line, litter->cut ? "; not all could be looked at\n" : "\n");
}

/* Writes what the numbers do not explain. */
static void
write_rests(struct output *out, const struct shortage *s)
{
	write_rest(out, s, "Removed:", s->removed, " of it, but still held");
	write_rest(out, s, "Unnamed:", s->unaccounted,
	    s->uid != UNKNOWN
		? " of it: queues that were unlinked but are still open, or of "
		  "other IPC namespaces"
		: " of it: unlinked but still open or mapped, or files that "
		  "are no objects");
	write_litter(out, &s->litter);
	if (s->unread > 0) {
		label(out, "Unread:");
		add_grouped(&out->line, s->unread);
		text_str(&out->line, " more objects, which are not counted\n");
	}
	if (s->uid != UNKNOWN)
		write_line(out, "Note:",
		    "the limit is that of this process; others may have "
		    "their own");
}

static void
add_process(struct output *out, const struct ipc_process *process, bool waits)
{
	struct text how = { 0 };

	text_number(&out->line, process->pid);
	if (process->command != NULL) {
		text_char(&out->line, '/');
		text_escape(&out->line, process->command, ESCAPE_SPACE);
	}
	if (!waits)
		return;
	value_write_how(process, &how);
	text_str(&out->line, " (");
	text_str(&out->line, how.s);
	text_char(&out->line, ')');
	text_free(&how);
}

static void
write_processes(struct output *out, const char *title,
    const struct ipc_processes *list, bool wait, const char *none)
{
	int64_t i;

	label(out, title);
	if (list->n == UNKNOWN)
		text_str(&out->line, "unknown: not all processes could be "
				     "looked at");
	else if (list->n == 0)
		text_str(&out->line, none);
	for (i = 0; i < list->n && i < SHORTAGE_NAMED; i++) {
		if (i > 0)
			text_str(&out->line, ", ");
		add_process(out, &list->v[i], wait);
	}
	if (list->n > SHORTAGE_NAMED) {
		text_str(&out->line, ", and ");
		add_grouped(&out->line, list->n - SHORTAGE_NAMED);
		text_str(&out->line, " more");
	}
	text_char(&out->line, '\n');
}

/* System V queues have no holders; only the last reader is known. */
static void
write_last_reader(struct output *out, const struct ipc_object *o)
{
	struct value ago = {
		.class = VALUE_NUMBER,
		.number = ipc_seconds_since(o->rtime, out->style.now),
	};

	label(out, "Last read:");
	if (o->rtime == UNKNOWN)
		text_str(&out->line, "never");
	else {
		value_write(&value_duration, &ago, &out->style, &out->line);
		text_str(&out->line, " ago by process ");
		if (o->lrpid == UNKNOWN)
			text_char(&out->line, '?');
		else
			text_number(&out->line, o->lrpid);
	}
	text_char(&out->line, '\n');
}

/* Writes who is blocked in sending, and who could receive. */
static void
write_users(struct output *out, const struct shortage *s)
{
	bool sysv = s->subject->kind->bit & KIND_SYSV_MSG;

	/* Processes were looked for only if the queue is nearly full. */
	if (s->limit.share < SHORTAGE_NEAR)
		return;
	write_processes(out, "Senders:", &s->senders, true,
	    "no thread is blocked in sending to it");
	write_processes(out, "Readers:", &s->readers, sysv,
	    sysv ? "no thread waits to receive from it"
		 : "no process has it open for reading");
	if (sysv)
		write_last_reader(out, s->subject);
}

static void
write_more_queues(struct output *out, const struct shortage *s)
{
	if (s->more_objects == 0)
		return;
	label(out, "Others:");
	add_grouped(&out->line, s->more_objects);
	text_str(&out->line, " more queues of this kind are nearly full\n");
}

static void
write_objects(struct output *out, const struct shortage *s)
{
	if (s->limit.row->use.part != NULL)
		write_parts(out, s, "Objects:", &s->objects);
	else if (s->limit.used > 0)
		write_line(out, "Objects:",
		    "not told by the kernel; mappings and files of others "
		    "count, too");
}

static void
row(struct output *out, const void *shortage)
{
	const struct shortage *s = shortage;

	if (out->rows > 0)
		text_char(&out->line, '\n');
	if (s->cannot_be != NULL) {
		write_obstacle(out, s);
		return;
	}
	write_head(out, s);
	write_parts(out, s, "Owners:", &s->owners);
	if (s->subject != NULL) {
		write_users(out, s);
		write_more_queues(out, s);
	} else
		write_objects(out, s);
	write_rests(out, s);
	write_line(out, "Effect:", s->effect);
	write_line(out, "Raise it:", s->remedy);
	write_line(out, "Free some:", s->relief);
	shortage_fit(out);
	output_line(out);
}

const struct format format_shortage = {
	.name = "explain",
	.flat = true,
	.style = { .human = true, .unknown = "-" },
	.row = row,
};
