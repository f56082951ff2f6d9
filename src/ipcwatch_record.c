/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --record: what each look has found, written as lines. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/proc.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcwatch_record.h"
#include "model/kind.h"
#include "record/field.h"
#include "record/line.h"

#define SNAPSHOT (5 * 60 * SECOND)
/*
 * Without --snapshot, a snapshot is written once the differences since the last
 * take this many times its size, so that snapshots are a small part of a file.
 */
#define SNAPSHOT_SHARE 4

unsigned
recorder_need(void)
{
	struct columns fields = fields_kept();

	return fields_need(&fields);
}

struct recorder *
recorder_open(struct watch *watch)
{
	const struct options *o = watch->o;
	struct recorder *r = xmalloc(sizeof(*r));

	*r = (struct recorder){
		.o = o,
		.watch = watch,
		.fields = fields_kept(),
		.path = o->record,
		.fd = -1,
	};
	if (strcmp(o->record, "-") == 0) {
		r->path = "stdout";
		r->fd = STDOUT_FILENO;
		r->stream = true;
	} else if (!recorder_open_file(r)) {
		recorder_close(r);
		return NULL;
	}
	return r;
}

/* The objects that are recorded; they stay the list's. */
static struct ipc_list
selected(const struct options *o, const struct ipc_list *list)
{
	struct ipc_list chosen = { 0 };
	size_t i;

	for (i = 0; list != NULL && i < list->n; i++)
		if (o->filter == NULL || expr_match(o->filter, list->v[i]))
			ipc_list_add(&chosen, list->v[i]);
	return chosen;
}

static void
release(struct ipc_list *list)
{
	list->n = 0;
	ipc_list_free(list);
}

/*
 * Whether the file is too old, or would be too large with so many bytes more.
 */
static bool
is_full(const struct recorder *r, size_t more, const struct timespec *now)
{
	const struct options *o = r->o;
	int64_t part = o->max_size / PARTS_SIZE;

	if (r->size <= r->first)
		return false;
	/* A file of little more than a snapshot would be of little use. */
	if (part < r->first * 2)
		part = r->first * 2;
	if (o->max_size != UNKNOWN && r->size + (int64_t)more > part)
		return true;
	return o->keep != UNKNOWN &&
	       (recorder_time(now) - r->born) / SECOND * PARTS_TIME >= o->keep;
}

static bool
put_snapshot(struct recorder *r, const struct moment *moment, bool begins)
{
	struct text text = { 0 };
	bool done;

	if (begins)
		line_header(&text, &moment->time, proc_own_namespace("ns/ipc"));
	line_snapshot(&text, &r->fields, moment);
	if (r->size == 0)
		r->born = recorder_time(&moment->time);
	done = recorder_put(r, &text);
	if (begins)
		r->first = (int64_t)text.len;
	r->full = monotonic();
	r->length = (int64_t)text.len;
	r->since = 0;
	text_free(&text);
	return done;
}

static bool
wants_snapshot(const struct recorder *r)
{
	int64_t passed = monotonic() - r->full;

	if (r->o->snapshot != UNKNOWN)
		return passed >= r->o->snapshot;
	return passed >= SNAPSHOT && r->since / SNAPSHOT_SHARE >= r->length;
}

/*
 * A line is written now and then even without changes: it shows that the
 * recording went on.
 */
static bool
is_silent(const struct recorder *r)
{
	return monotonic() - r->spoke >= SNAPSHOT;
}

static bool
put_difference(
    struct recorder *r, const struct moment *before, const struct moment *after)
{
	struct text text = { 0 };
	bool done = true;

	if (!line_difference(&text, &r->fields, before, after) && is_silent(r))
		line_same(&text, &after->time);
	if (is_full(r, text.len, &after->time))
		done = recorder_rotate(r, &after->time) &&
		       put_snapshot(r, after, true);
	else if (text.len != 0)
		done = recorder_put(r, &text);
	text_free(&text);
	return done;
}

static bool
tell_by(void *arg, const struct ipc_object *object, bool made,
    struct ipc_process *by)
{
	return !(object->kind->bit & KINDS_SYSV) &&
	       by_of_object(arg, object, made, by);
}

bool
recorder_look(struct recorder *r, const struct ipc_list *before,
    const struct ipc_list *after, const struct timespec *time)
{
	struct ipc_list had = selected(r->o, before);
	struct ipc_list has = selected(r->o, after);
	struct moment old = {
		.list = &had, .limits = r->limits, .nlimits = r->nlimits
	};
	struct moment new = {
		.time = *time, .list = &has, .by = tell_by, .arg = r->watch
	};
	struct limit *limits;
	bool done;

	new.nlimits = limits_load(&limits, KINDS_ALL, NULL, NULL);
	new.limits = limits;
	if (before == NULL || wants_snapshot(r))
		done = put_snapshot(r, &new, before == NULL);
	else
		done = put_difference(r, &old, &new);
	free(r->limits);
	r->limits = limits;
	r->nlimits = new.nlimits;
	release(&had);
	release(&has);
	return done;
}

void
recorder_close(struct recorder *r)
{
	struct text text = { 0 };
	struct timespec now;

	if (!r->failed) {
		clock_gettime(CLOCK_REALTIME, &now);
		line_end(&text, &now);
		recorder_put(r, &text);
		text_free(&text);
	}
	if (r->fd > STDERR_FILENO)
		close(r->fd);
	free(r->limits);
	free(r);
}
