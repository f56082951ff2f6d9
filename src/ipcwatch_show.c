/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch: events, written. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli.h"
#include "ipcwatch.h"
#include "show/value_process.h"

const struct ipc_object *
event_object(const struct ipc_event *event)
{
	return event->after != NULL ? event->after : event->before;
}

static const struct column *
object_column(void)
{
	return column_named(&object_table, "object");
}

static void
write_value(struct text *t, const struct column *column,
    const struct ipc_object *object, struct style *style)
{
	struct value value;

	column_value(column, object, &value);
	value_write(column->type, &value, style, t);
}

bool
write_field(struct text *t, const struct column *column,
    const struct ipc_object *object)
{
	struct style style = {
		.unknown = "", .verbatim = true, .times = TIME_ISO
	};
	size_t before = t->len;

	text_add(t, "", 0);
	write_value(t, column, object, &style);
	return t->len != before;
}

/* Writes the old and the new value, or one if they are the same. */
static void
write_change(struct text *t, const struct column *column,
    const struct ipc_event *event, struct style *style)
{
	struct text old = { 0 }, new = { 0 };

	text_add(&old, "", 0);
	text_add(&new, "", 0);
	if (event->before != NULL)
		write_value(&old, column, event->before, style);
	if (event->after != NULL)
		write_value(&new, column, event->after, style);
	text_str(t, old.s);
	if (event->before != NULL && event->after != NULL &&
	    strcmp(old.s, new.s) != 0)
		text_str(t, " -> ");
	if (event->before == NULL || strcmp(old.s, new.s) != 0)
		text_str(t, new.s);
	text_free(&old);
	text_free(&new);
}

/* Writes a process, and what it does to the object. */
static void
write_process(struct text *t, const struct ipc_process *process)
{
	text_str(t, "pid ");
	text_number(t, process->pid);
	if (process->tid != UNKNOWN && process->tid != process->pid) {
		text_str(t, ", tid ");
		text_number(t, process->tid);
	}
	text_str(t, ", command ");
	text_escape(
	    t, process->command != NULL ? process->command : "?", ESCAPE_SPACE);
	text_str(t, ", ");
	value_write_how(process, t);
}

/* Times are left out: the line has its own. */
void
write_details(struct text *t, const struct ipc_event *event)
{
	struct style style = {
		.unknown = "-", .escape = ESCAPE_SPACE, .times = TIME_ISO
	};
	const struct column *column;
	bool first = true;
	size_t i;

	text_add(t, "", 0);
	if (event->process != NULL)
		write_process(t, event->process);
	for (i = 0; i < event->n; i++) {
		column = event->fields[i];
		if (column->type == &value_time)
			continue;
		text_str(t, first ? "" : ", ");
		text_str(t, column->name);
		text_char(t, ' ');
		write_change(t, column, event, &style);
		first = false;
	}
}

static void
write_object(struct text *t, const struct ipc_event *event)
{
	struct style style = { .unknown = "-", .escape = ESCAPE_SPACE };
	const struct ipc_object *object = event_object(event);

	if (object != NULL)
		write_value(t, object_column(), object, &style);
	else
		text_char(t, '-');
}

/* Created is green, removed or full is red, waiting is yellow. */
static const char *
colour_of(const struct options *o, unsigned event)
{
	static const struct {
		unsigned events;
		const char *colour;
	} colours[] = {
		{ EVENT_CREATE, "\033[32m" },
		{ EVENT_REMOVE | EVENT_FULL | EVENT_OVERFLOW, "\033[31m" },
		{ EVENT_WAIT, "\033[33m" },
	};
	size_t i;

	for (i = 0; o->colour && i < sizeof(colours) / sizeof(*colours); i++)
		if (colours[i].events & event)
			return colours[i].colour;
	return "";
}

static void
part_by(struct text *t, const struct watch *watch,
    const struct ipc_event *event, const struct ipc_process *by)
{
	(void)watch;
	(void)event;
	if (by != NULL)
		by_write(t, by);
	else
		text_char(t, '-');
}

static void
write_text(struct text *t, const struct watch *watch,
    const struct ipc_event *event, const struct ipc_process *by)
{
	const char *colour = colour_of(watch->o, event->event);
	char word[16];

	write_when(t, watch);
	text_char(t, ' ');
	text_str(t, colour);
	snprintf(word, sizeof(word), "%-8s", event_name(event->event));
	text_str(t, word);
	text_str(t, *colour != '\0' ? "\033[0m" : "");
	text_char(t, ' ');
	write_object(t, event);
	if (watch->o->by) {
		text_str(t, " by ");
		part_by(t, watch, event, by);
	}
	text_str(t, event->n != 0 || event->process != NULL ? "  " : "");
	write_details(t, event);
	text_char(t, '\n');
}

static void
part_time(struct text *t, const struct watch *watch,
    const struct ipc_event *event, const struct ipc_process *by)
{
	(void)by;
	(void)event;
	write_when(t, watch);
}

static void
part_event(struct text *t, const struct watch *watch,
    const struct ipc_event *event, const struct ipc_process *by)
{
	(void)by;
	(void)watch;
	text_str(t, event_name(event->event));
}

static void
part_details(struct text *t, const struct watch *watch,
    const struct ipc_event *event, const struct ipc_process *by)
{
	(void)by;
	(void)watch;
	write_details(t, event);
}

/* The names for %{...}, besides the columns of objects. */
static const struct {
	const char *name;
	void (*write)(struct text *, const struct watch *,
	    const struct ipc_event *, const struct ipc_process *by);
} parts[] = {
	{ "time", part_time },
	{ "event", part_event },
	{ "details", part_details },
	{ "by", part_by },
};

#define PARTS (sizeof(parts) / sizeof(*parts))

static size_t
find_part(const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < PARTS; i++)
		if (strlen(parts[i].name) == length &&
		    strncmp(parts[i].name, name, length) == 0)
			break;
	return i;
}

static bool
is_field(const char *name, size_t length)
{
	return find_part(name, length) < PARTS ||
	       column_find(&object_table, name, length) != NULL;
}

const char *
check_format(const char *s)
{
	return format_is_valid(s, is_field)
		   ? NULL
		   : "after % comes {time}, {event}, {details}, {by} or {FIELD}, "
		     "or another %; " IPCLS " --list-columns shows fields";
}

unsigned
format_need(const char *s)
{
	const struct column *column;
	unsigned need = 0;
	const char *name;
	size_t length;

	for (; s != NULL && *s != '\0'; s += format_part(s, &name, &length))
		if (format_part(s, &name, &length) > 0 && name != NULL &&
		    find_part(name, length) == PARTS) {
			column = column_find(&object_table, name, length);
			need |= column != NULL ? column->need : 0;
		}
	return need;
}

static void
write_named(struct text *t, const struct watch *watch,
    const struct ipc_event *event, const struct ipc_process *by,
    const char *name, size_t length)
{
	const struct ipc_object *object = event_object(event);
	struct style style = { .unknown = "-", .times = TIME_ISO };
	size_t part = find_part(name, length);

	if (part < PARTS)
		parts[part].write(t, watch, event, by);
	else if (object != NULL)
		write_value(t, column_find(&object_table, name, length), object,
		    &style);
	else
		text_char(t, '-');
}

static void
write_format(struct text *t, const struct watch *watch,
    const struct ipc_event *event, const struct ipc_process *by)
{
	const char *s, *name;
	size_t length, n;

	for (s = watch->o->format; *s != '\0'; s += n) {
		n = format_part(s, &name, &length);
		if (name == NULL)
			text_char(t, *s);
		else
			write_named(t, watch, event, by, name, length);
	}
	text_char(t, '\n');
}

/*
 * Exits after an error of stdout; a reader that has gone away is not reported.
 */
_Noreturn void
fail_to_write(int error)
{
	clearerr(stdout);
	if (error != EPIPE)
		cli_warn("stdout", strerror(error));
	cli_exit(CLI_FAILED);
}

static void
print(const struct watch *watch, const struct ipc_event *event,
    const struct ipc_process *by)
{
	struct text text = { 0 };

	if (watch->o->format != NULL)
		write_format(&text, watch, event, by);
	else if (watch->o->jsonl)
		show_json(&text, watch, event, by);
	else
		write_text(&text, watch, event, by);
	fwrite(text.s, 1, text.len, stdout);
	text_free(&text);
	if (fflush(stdout) != 0)
		fail_to_write(errno);
}

/* With a command, events are printed only if a format was chosen. */
bool
prints_events(const struct options *o)
{
	return o->events != 0 &&
	       (o->command == NULL || o->jsonl || o->format != NULL);
}

void
show_event(struct watch *watch, const struct ipc_event *event)
{
	const struct options *o = watch->o;
	const struct ipc_object *object = event_object(event);
	const struct ipc_process *by = NULL;
	struct ipc_process process;

	if (!(o->events & event->event) ||
	    (o->count != UNKNOWN && watch->seen >= o->count))
		return;
	if (object != NULL && o->filter != NULL &&
	    !expr_match(o->filter, object))
		return;
	watch->seen++;
	if (by_is_wanted(o) && by_find(watch, event, &process))
		by = &process;
	if (prints_events(o))
		print(watch, event, by);
	if (o->command != NULL)
		run_for(watch, event, by);
	if (by != NULL)
		free(process.command);
}
