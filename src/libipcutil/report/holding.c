/* SPDX-License-Identifier: BSD-2-Clause */
/* Uses of objects by processes, a row for each use; see holding.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "report/holding.h"
#include "show/value_process.h"

static const char attach[] = "attach", map[] = "map";
static const char descriptor[] = "descriptor";
static const char waits[] = "wait", undoes[] = "undo";

static void
get_access(const void *row, size_t offset, struct value *v)
{
	static const char *const words[] = { "none", "r", "w", "rw", "x", "rx",
		"wx", "rwx" };
	int64_t access = value_number_at(row, offset);

	value_set_text(v, access == UNKNOWN ? NULL : words[access & 7]);
}

/*
 * Writes the area as a file name of /proc/PID/map_files, proc_pid_map_files(5).
 */
static void
get_address(const void *row, size_t offset, struct value *v)
{
	const struct holding *holding = row;
	struct text t = { 0 };

	(void)offset;
	if (holding->from == UNKNOWN) {
		value_set_text(v, NULL);
		return;
	}
	text_digits(&t, (uint64_t)holding->from, 16, 1);
	text_char(&t, '-');
	text_digits(&t, (uint64_t)holding->to, 16, 1);
	strlcpy(v->room, t.s, sizeof(v->room));
	value_set_text(v, v->room);
	text_free(&t);
}

static void
get_holder(const void *row, size_t offset, struct value *v)
{
	const struct holding *holding = row;

	(void)offset;
	if (holding->pid == UNKNOWN) {
		value_set_text(v, NULL);
		return;
	}
	snprintf(v->room, sizeof(v->room), "%lld/%s", (long long)holding->pid,
	    holding->command != NULL ? holding->command : "?");
	value_set_text(v, v->room);
}

#define COMPUTED(get_it)                                                       \
	{                                                                      \
		.name = "text", .class = VALUE_TEXT, .get = get_it,            \
		.text = value_text_text, .json = value_text_json               \
	}
static const struct value_type type_access = COMPUTED(get_access);
static const struct value_type type_address = COMPUTED(get_address);
static const struct value_type type_holder = COMPUTED(get_holder);

#define AT(member, type)                                                       \
	_Generic(((struct holding *)0)->member, type                           \
		 : offsetof(struct holding, member))
#define WORDS(member) AT(member, const char *)
#define INT(member) AT(member, int64_t)

static const struct column columns[] = {
	{ "pid", &value_number, INT(pid), KINDS_ALL, 0, "the process" },
	{ "tid", &value_number, INT(tid), KINDS_ALL | KINDS_SOME, 0,
	    "its thread that waits" },
	{ "command", &value_text, WORDS(command), KINDS_ALL, 0, "its command" },
	{ "holder", &type_holder, INT(pid), KINDS_ALL, 0,
	    "both, as 812/httpd" },
	{ "user", &value_user, INT(uid), KINDS_ALL, 0, "its user" },
	{ "user_id", &value_number, INT(uid), KINDS_ALL, 0, "its user's id" },
	{ "how", &value_text, WORDS(how), KINDS_ALL, 0,
	    "descriptor, map, attach, wait or undo" },
	{ "fd", &value_number, INT(fd), KINDS_ALL | KINDS_SOME, 0,
	    "number of the descriptor" },
	{ "access", &type_access, INT(access), KINDS_ALL | KINDS_SOME, 0,
	    "access: r, w, x or none" },
	{ "address", &type_address, INT(from), KINDS_ALL | KINDS_SOME, 0,
	    "where it is mapped or attached, in hexadecimal" },
	{ "mapped", &value_size, INT(mapped), KINDS_ALL | KINDS_SOME, 0,
	    "size of that area" },
	{ "pss", &value_size, INT(pss), KINDS_ALL | KINDS_SOME, NEED_PSS,
	    "its share of the memory in use there" },
	{ "call", &value_prose, AT(call, char *), KINDS_ALL | KINDS_SOME, 0,
	    "call that it waits in, or adjustments that its end makes" },
};

/* Columns of the object itself are asked of object_table. */
static bool
holding_has(const struct column *column, const void *row)
{
	if (column >= columns &&
	    column < columns + sizeof(columns) / sizeof(*columns))
		return (column->kinds & KINDS_SOME) == 0;
	return object_table.has(column, row);
}

const struct table holding_table = {
	.name = "holders",
	.columns = columns,
	.n = sizeof(columns) / sizeof(*columns),
	.has = holding_has,
	.base = &object_table,
};

struct rows {
	struct holding *v;
	size_t n;
	size_t room;
	const struct ipc_array *only;
};

static bool
is_wanted(const struct rows *rows, const struct ipc_process *process)
{
	return rows->only == NULL || ipc_array_has(rows->only, process->pid);
}

/* Adds a row that names no process yet. */
static struct holding *
add_row(struct rows *rows, const struct ipc_object *o)
{
	struct holding *row;

	rows->v = xgrow(rows->v, rows->n, &rows->room, sizeof(*rows->v));
	row = &rows->v[rows->n++];
	*row = (struct holding){
		.object = *o,
		.whole = o,
		.pid = UNKNOWN,
		.tid = UNKNOWN,
		.uid = UNKNOWN,
		.fd = UNKNOWN,
		.from = UNKNOWN,
		.to = UNKNOWN,
		.mapped = UNKNOWN,
		.access = UNKNOWN,
		.pss = UNKNOWN,
	};
	return row;
}

/* Adds a row with the process. */
static struct holding *
add(struct rows *rows, const struct ipc_object *o,
    const struct ipc_process *process, const char *how)
{
	struct holding *row = add_row(rows, o);

	row->pid = process->pid;
	row->tid = process->tid;
	row->uid = process->uid;
	row->command = process->command;
	row->how = how;
	return row;
}

/*
 * Adds a row for each area that the process has mapped or attached, then one
 * for each descriptor.
 */
static void
add_uses(struct rows *rows, const struct ipc_object *o,
    const struct ipc_process *process)
{
	const struct ipc_array *fds = &process->descriptors;
	const struct ipc_array *areas = &process->areas;
	struct holding *row;
	size_t before = rows->n;
	int64_t i;

	for (i = 0; i + 2 < areas->n; i += 3) {
		row = add(rows, o, process,
		    o->kind->bit == KIND_SYSV_SHM ? attach : map);
		row->from = areas->v[i];
		row->to = areas->v[i + 1];
		row->mapped = row->to - row->from;
		row->access = areas->v[i + 2];
	}
	for (i = 0; i + 1 < fds->n; i += 2) {
		row = add(rows, o, process, descriptor);
		row->fd = fds->v[i];
		row->access = fds->v[i + 1];
	}
	/*
	 * The source may only know that the process holds the object, and not
	 * how.
	 */
	if (rows->n == before)
		add(rows, o, process, process->how);
}

/* Adds a row for a blocked call or a SEM_UNDO adjustment. */
static void
add_call(struct rows *rows, const struct ipc_object *o,
    const struct ipc_process *process, const char *how)
{
	struct holding *row = add(rows, o, process, how);
	struct text t = { 0 };

	value_write_how(process, &t);
	row->call = t.s;
}

static void
add_object(struct rows *rows, const struct ipc_object *o)
{
	int64_t i;

	for (i = 0; i < o->held_by.n; i++)
		if (is_wanted(rows, &o->held_by.v[i]))
			add_uses(rows, o, &o->held_by.v[i]);
	for (i = 0; i < o->waited_by.n; i++)
		if (is_wanted(rows, &o->waited_by.v[i]))
			add_call(rows, o, &o->waited_by.v[i], waits);
	for (i = 0; i < o->undo_by.n; i++)
		if (is_wanted(rows, &o->undo_by.v[i]))
			add_call(rows, o, &o->undo_by.v[i], undoes);
}

size_t
holding_rows(struct holding **out, const struct ipc_list *list,
    const struct ipc_array *only)
{
	struct rows rows = { .only = only };
	size_t i;

	for (i = 0; i < list->n; i++)
		add_object(&rows, list->v[i]);
	*out = rows.v;
	return rows.n;
}

size_t
holding_objects(struct holding **out, const struct ipc_list *list)
{
	struct rows rows = { 0 };
	size_t i;

	for (i = 0; i < list->n; i++)
		add_row(&rows, list->v[i]);
	*out = rows.v;
	return rows.n;
}

void
holding_free(struct holding *rows, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(rows[i].call);
	free(rows);
}
