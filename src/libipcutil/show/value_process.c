/* SPDX-License-Identifier: BSD-2-Clause */
/* Types of fields that are lists of processes; see value_process.h. */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "show/value_process.h"

static void
get_processes(const void *row, size_t offset, struct value *v)
{
	v->processes = value_at(row, offset);
	v->class = v->processes->n == UNKNOWN ? VALUE_UNKNOWN : VALUE_PROCESSES;
}

static void
command_of(const struct value *v, int64_t i, struct text *t)
{
	const char *command = v->processes->v[i].command;

	text_str(t, command != NULL ? command : "");
}

static void
process_of(const struct value *v, int64_t i, struct text *t)
{
	if (v->processes->v[i].pid == UNKNOWN)
		text_char(t, '?');
	else
		text_number(t, v->processes->v[i].pid);
	text_char(t, '/');
	command_of(v, i, t);
}

/* Commas separate the elements, so a comma inside an element is escaped. */
static void
add_element(struct text *t, const char *s, const struct style *style)
{
	struct text escaped = { 0 };
	const char *p;

	if (style->verbatim) {
		text_str(t, s);
		return;
	}
	text_add(&escaped, "", 0);
	text_escape(&escaped, s, style->escape);
	for (p = escaped.s; *p != '\0'; p++)
		if (*p == ',')
			text_str(t, "\\054");
		else
			text_char(t, *p);
	text_free(&escaped);
}

static void
write_elements(const struct value *v, struct style *style, struct text *t,
    void (*element)(const struct value *, int64_t, struct text *))
{
	struct text one = { 0 };
	int64_t i;

	if (v->processes->n == 0)
		text_str(t, style->unknown);
	for (i = 0; i < v->processes->n; i++) {
		if (i > 0)
			text_char(t, ',');
		text_clear(&one);
		element(v, i, &one);
		/* The command of a process that has ended is unknown. */
		add_element(t, one.len != 0 ? one.s : "?", style);
	}
	text_free(&one);
}

static void
text_of_commands(const struct value *v, struct style *style, struct text *t)
{
	write_elements(v, style, t, command_of);
}

static void
text_of_processes(const struct value *v, struct style *style, struct text *t)
{
	write_elements(v, style, t, process_of);
}

static void
json_string(struct text *t, const char *s)
{
	if (s != NULL)
		text_json(t, s);
	else
		text_str(t, "null");
}

static void
json_number(struct text *t, const char *key, int64_t number)
{
	text_str(t, key);
	if (number != UNKNOWN)
		text_number(t, number);
	else
		text_str(t, "null");
}

static void
json_process(const struct ipc_process *p, struct text *t)
{
	json_number(t, "{\"pid\":", p->pid);
	json_number(t, ",\"tid\":", p->tid);
	json_number(t, ",\"uid\":", p->uid);
	text_str(t, ",\"user\":");
	json_string(
	    t, p->uid == UNKNOWN ? NULL : user_from_uid((uid_t)p->uid, 0));
	text_str(t, ",\"command\":");
	json_string(t, p->command);
	text_str(t, ",\"how\":");
	json_string(t, p->how);
}

void
value_write_who(const struct ipc_process *p, struct text *t)
{
	json_process(p, t);
	text_char(t, '}');
}

/* `ops` holds pairs: the semaphore's number and the operation. */
static void
json_ops(const struct ipc_array *ops, struct text *t)
{
	int64_t i;

	text_str(t, ",\"ops\":");
	if (ops->n == UNKNOWN) {
		text_str(t, "null");
		return;
	}
	text_char(t, '[');
	for (i = 0; i + 1 < ops->n; i += 2) {
		text_str(t, i > 0 ? ",{\"num\":" : "{\"num\":");
		text_number(t, ops->v[i]);
		text_str(t, ",\"op\":");
		text_number(t, ops->v[i + 1]);
		text_char(t, '}');
	}
	text_char(t, ']');
}

/* In undo_by, `ops` holds pairs: the semaphore's number and its adjustment. */
static void
json_undo(const struct ipc_process *p, struct text *t)
{
	int64_t i;

	json_number(t, "{\"pid\":", p->pid);
	json_number(t, ",\"uid\":", p->uid);
	text_str(t, ",\"user\":");
	json_string(
	    t, p->uid == UNKNOWN ? NULL : user_from_uid((uid_t)p->uid, 0));
	text_str(t, ",\"command\":");
	json_string(t, p->command);
	text_str(t, ",\"adjustments\":[");
	for (i = 0; i + 1 < p->ops.n; i += 2) {
		json_number(t, i > 0 ? ",{\"num\":" : "{\"num\":", p->ops.v[i]);
		text_str(t, ",\"adjustment\":");
		text_number(t, p->ops.v[i + 1]);
		text_char(t, '}');
	}
	text_str(t, "]}");
}

/*
 * Addresses are written as strings: they exceed the numbers that JSON readers
 * represent exactly.
 */
static void
json_areas(const struct ipc_array *areas, struct text *t)
{
	static const char letters[] = "rwx";
	char range[64];
	int64_t i;
	int bit;

	text_str(t, ",\"areas\":[");
	for (i = 0; i + 2 < areas->n; i += 3) {
		snprintf(range, sizeof(range),
		    "%s{\"start\":\"0x%llx\",\"end\":\"0x%llx\"",
		    i > 0 ? "," : "", (unsigned long long)areas->v[i],
		    (unsigned long long)areas->v[i + 1]);
		text_str(t, range);
		text_str(t, ",\"access\":\"");
		for (bit = 0; bit < 3; bit++)
			if (areas->v[i + 2] & 1 << bit)
				text_char(t, letters[bit]);
		text_str(t, "\"}");
	}
	text_char(t, ']');
}

void
value_write_process(const struct ipc_process *p, bool waiter, struct text *t)
{
	json_process(p, t);
	if (waiter) {
		text_str(t, ",\"type\":");
		if (p->typed)
			text_number(t, p->type);
		else
			text_str(t, "null");
		json_number(t, ",\"bytes\":", p->bytes);
		json_number(t, ",\"max_size\":", p->max_size);
		json_number(t, ",\"priority\":", p->priority);
		json_ops(&p->ops, t);
		json_number(t, ",\"blocks_at\":", p->blocks);
	} else
		json_areas(&p->areas, t);
	text_char(t, '}');
}

static void
json_of_processes(const struct value *v, bool waiters, struct text *t)
{
	int64_t i;

	text_char(t, '[');
	for (i = 0; i < v->processes->n; i++) {
		if (i > 0)
			text_char(t, ',');
		value_write_process(&v->processes->v[i], waiters, t);
	}
	text_char(t, ']');
}

static void
json_of_holders(const struct value *v, struct style *style, struct text *t)
{
	(void)style;
	json_of_processes(v, false, t);
}

static void
json_of_waiters(const struct value *v, struct style *style, struct text *t)
{
	(void)style;
	json_of_processes(v, true, t);
}

static void
json_of_undos(const struct value *v, struct style *style, struct text *t)
{
	int64_t i;

	(void)style;
	text_char(t, '[');
	for (i = 0; i < v->processes->n; i++) {
		if (i > 0)
			text_char(t, ',');
		json_undo(&v->processes->v[i], t);
	}
	text_char(t, ']');
}

static void
json_of_commands(const struct value *v, struct style *style, struct text *t)
{
	int64_t i;

	(void)style;
	text_char(t, '[');
	for (i = 0; i < v->processes->n; i++) {
		if (i > 0)
			text_char(t, ',');
		json_string(t, v->processes->v[i].command);
	}
	text_char(t, ']');
}

/* Writes an operation: the semaphore's number and what is added to it. */
static void
write_op(const struct ipc_array *ops, int64_t i, struct text *t)
{
	text_number(t, ops->v[i]);
	text_str(t, ops->v[i + 1] > 0 ? ":+" : ":");
	text_number(t, ops->v[i + 1]);
}

void
value_write_how(const struct ipc_process *p, struct text *t)
{
	int64_t i;

	text_str(t, p->how);
	if (p->typed) {
		text_str(t, " type ");
		text_number(t, p->type);
	}
	if (p->bytes != UNKNOWN) {
		text_char(t, ' ');
		text_number(t, p->bytes);
		text_str(t, p->bytes == 1 ? " byte" : " bytes");
	}
	if (p->priority != UNKNOWN) {
		text_str(t, ", priority ");
		text_number(t, p->priority);
	}
	for (i = 0; i + 1 < p->ops.n; i += 2) {
		text_str(t, i > 0 ? ", " : " ");
		write_op(&p->ops, i, t);
	}
	/* With a single operation it is obvious which one blocks. */
	if (p->blocks == UNKNOWN || p->ops.n <= 2 || 2 * p->blocks > p->ops.n)
		return;
	text_str(t, "; blocks at operation ");
	text_number(t, p->blocks);
	text_str(t, " of ");
	text_number(t, p->ops.n / 2);
	text_str(t, ": ");
	write_op(&p->ops, 2 * (p->blocks - 1), t);
}

const struct value_type value_holders = {
	.name = "list of processes",
	.class = VALUE_PROCESSES,
	.get = get_processes,
	.text = text_of_processes,
	.json = json_of_holders,
	.element = process_of,
};

const struct value_type value_waiters = {
	.name = "list of processes",
	.class = VALUE_PROCESSES,
	.get = get_processes,
	.text = text_of_processes,
	.json = json_of_waiters,
	.element = process_of,
};

const struct value_type value_undos = {
	.name = "list of processes",
	.class = VALUE_PROCESSES,
	.get = get_processes,
	.text = text_of_processes,
	.json = json_of_undos,
	.element = process_of,
};

const struct value_type value_commands = {
	.name = "list of texts",
	.class = VALUE_PROCESSES,
	.get = get_processes,
	.text = text_of_commands,
	.json = json_of_commands,
	.element = command_of,
};
