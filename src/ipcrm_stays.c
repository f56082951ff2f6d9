/* SPDX-License-Identifier: BSD-2-Clause */
/* Users of an object, and objects that stay; see ipcrm_stays.h. */
#include <stdio.h>

#include "backend/ref.h"
#include "base/xalloc.h"
#include "ipcrm_stays.h"
#include "model/kind.h"
#include "process/annotate.h"
#include "show/value.h"

static void
add_process(struct text *text, const struct ipc_process *process)
{
	if (process->pid == UNKNOWN)
		text_char(text, '?');
	else
		text_number(text, process->pid);
	text_char(text, '/');
	text_escape(text, process->command != NULL ? process->command : "?", 0);
}

int64_t
ipcrm_users(struct text *text, const struct ipc_processes *processes)
{
	int64_t i, n = 0;

	/* Processes are in the order of their pids. */
	for (i = 0; i < processes->n; i++)
		if (i == 0 || processes->v[i].pid != processes->v[i - 1].pid)
			n++;
	if (n == 0)
		return 0;
	add_process(text, &processes->v[0]);
	if (n > 1) {
		text_str(text, " and ");
		text_number(text, n - 1);
		text_str(text, " more");
	}
	return n;
}

static bool
is_there(const struct ipc_object *removed)
{
	struct ipc_object now;

	ipc_object_init(&now, removed->kind);
	now.id = removed->id;
	return now.kind->stat(&now, 0) == 0;
}

void
ipcrm_note(struct ipc_list *removed, const struct ipc_object *seen)
{
	struct ipc_object *o;

	if (!(seen->kind->bit & KINDS_HELD) ||
	    (seen->kind == &sysv_shm_kind && !is_there(seen)))
		return;
	o = ipc_object_new(seen->kind);
	if (seen->name != NULL)
		o->name = xstrdup(seen->name);
	o->id = seen->id;
	o->dev = seen->dev;
	o->ino = seen->ino;
	o->dest = seen->dest;
	ipc_list_add(removed, o);
}

/* A segment stays until it is detached, even if no process was seen. */
static void
say_staying(const struct ipc_object *o)
{
	struct text line = { 0 };
	char name[VALUE_ROOM];

	if (o->kind != &sysv_shm_kind && o->held_by.n <= 0)
		return;
	ref_format(o, name, sizeof(name));
	text_str(&line, name);
	text_str(&line, o->dest == 1 ? " was removed already; goes when "
				     : " stays until ");
	if (o->held_by.n <= 0)
		text_str(&line, "no process has it attached");
	else if (ipcrm_users(&line, &o->held_by) == 1)
		text_str(&line, " ends");
	else
		text_str(&line, " end");
	puts(line.s);
	text_free(&line);
}

void
ipcrm_say_staying(const struct ipc_list *removed)
{
	size_t i;

	annotate(removed, NEED_HOLDERS, ORPHANS_AFTER, NULL);
	for (i = 0; i < removed->n; i++)
		say_staying(removed->v[i]);
}
