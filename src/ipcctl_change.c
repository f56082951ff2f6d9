/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcctl: changes attributes and values of objects. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backend/attr.h"
#include "base/copy.h"
#include "base/shield.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcctl.h"
#include "load/load.h"
#include "report/explain.h"

/* The fields that can be changed, by their names in the column table. */
static const char *const fields[] = {
	"mode",
	"owner",
	"group",
	"size",
	"max_bytes",
	"locked",
	"values",
};

/* The options, and the exit status so far. */
struct change {
	const struct options *o;
	int status;
};

static void
failed(void *arg, const char *subject, const char *reason)
{
	struct change *change = arg;

	cli_warn(subject, reason);
	change->status = CLI_FAILED;
}

static void
write_field(
    struct text *t, const struct column *column, const struct ipc_object *o)
{
	struct style style = { .unknown = "-" };
	struct value value;

	column_value(column, o, &value);
	value_write(column->type, &value, &style, t);
}

void
show_changes(const struct ipc_object *before, const struct ipc_object *after)
{
	struct text old = { 0 }, new = { 0 };
	const struct column *column;
	char object[VALUE_ROOM];
	size_t i;

	ref_format(before, object, sizeof(object));
	for (i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		column = column_named(&object_table, fields[i]);
		text_clear(&old);
		text_clear(&new);
		write_field(&old, column, before);
		write_field(&new, column, after);
		if (strcmp(old.s, new.s) != 0)
			printf("%s: %s %s -> %s\n", object, fields[i], old.s,
			    new.s);
	}
	text_free(&old);
	text_free(&new);
}

char *
check_values(
    const struct ipc_kind *kind, const struct ipc_array *values, int64_t nsems)
{
	char *text;
	int64_t i;

	for (i = 0; i < values->n; i++) {
		if (values->v[i] == UNKNOWN || values->v[i] <= kind->sem->max)
			continue;
		xasprintf(&text, "value %lld is above %s (%lld)",
		    (long long)values->v[i], kind->sem->name,
		    (long long)kind->sem->max);
		return text;
	}
	if (nsems == UNKNOWN || values->n <= nsems)
		return NULL;
	xasprintf(&text,
	    "no semaphore %lld: the set has %lld, the first is number 0",
	    (long long)values->n - 1, (long long)nsems);
	return text;
}

/*
 * Returns a copy with the attributes wanted. It shares the strings of the
 * object; its values are the caller's.
 */
static struct ipc_object
wanted(const struct options *o, const struct ipc_attr *attr,
    const struct ipc_object *now)
{
	const struct {
		int64_t wanted;
		size_t offset;
	} pairs[] = {
		{ attr->mode, offsetof(struct ipc_object, mode) },
		{ attr->uid, offsetof(struct ipc_object, uid) },
		{ attr->gid, offsetof(struct ipc_object, gid) },
		{ attr->size, offsetof(struct ipc_object, size) },
		{ attr->max_bytes, offsetof(struct ipc_object, max_bytes) },
		{ attr->lock, offsetof(struct ipc_object, locked) },
	};
	struct ipc_object then = *now;
	int64_t j;
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		if (pairs[i].wanted != UNKNOWN)
			*(int64_t *)(void *)((char *)&then + pairs[i].offset) =
			    pairs[i].wanted;
	then.values = (struct ipc_array){ .n = UNKNOWN };
	if (now->values.n == UNKNOWN)
		return then;
	ipc_array_set(&then.values, (size_t)now->values.n);
	for (j = 0; j < now->values.n; j++)
		then.values.v[j] = j < o->values.n && o->values.v[j] != UNKNOWN
				       ? o->values.v[j]
				       : now->values.v[j];
	return then;
}

static bool
has_attributes(const struct ipc_attr *attr)
{
	return attr->mode != UNKNOWN || attr->uid != UNKNOWN ||
	       attr->gid != UNKNOWN || attr->size != UNKNOWN ||
	       attr->max_bytes != UNKNOWN || attr->lock != UNKNOWN;
}

static int
set_values(const struct options *o, const struct ipc_object *object)
{
	struct ipc_sems sems;
	int status;

	if (ipc_sems_open(&sems, object) == -1)
		return -1;
	status = object->kind->sem->set(&sems, &o->values);
	ipc_sems_close(&sems);
	return status;
}

/* With their values go no sizes and limits: only sets and semaphores have any.
 */
static void
restore(const struct ipc_attr *attr, struct ipc_object *object)
{
	struct ipc_attr before = *attr;
	int error = errno;

	before.mode = object->mode;
	before.uid = object->uid;
	before.gid = object->gid;
	object->kind->set(object, &before);
	errno = error;
}

static int
set(const struct options *o, struct ipc_object *object,
    const struct ipc_attr *attr)
{
	bool attributes = has_attributes(attr);

	if (attributes && object->kind->set(object, attr) == -1)
		return -1;
	if (o->values.n <= 0 || set_values(o, object) == 0)
		return 0;
	if (attributes)
		restore(attr, object);
	return -1;
}

static bool
shrinks(const struct ipc_object *object, const struct ipc_attr *attr)
{
	return attr->size != UNKNOWN && !attr->shrink &&
	       attr->size < object->size;
}

/*
 * Sets all attributes; signals wait, so that none of them ends us in between.
 */
static int
set_or_look(const struct options *o, struct ipc_object *object,
    const struct ipc_attr *attr)
{
	int status, error;

	if (o->dry_run) {
		errno = ERANGE;
		return shrinks(object, attr) ? -1 : 0;
	}
	shield_up();
	status = set(o, object, attr);
	error = errno;
	shield_down();
	errno = error;
	return status;
}

/*
 * Returns the errno that explains why no queue can be read: that of the
 * directory, or EACCES if it can be opened.
 */
static int
why_unseen(const struct ipc_kind *kind)
{
	int dirfd = kind->open_dir != NULL ? kind->open_dir(kind) : -1;

	if (dirfd == -1)
		return errno;
	copy_close(dirfd);
	return EACCES;
}

static void
change_object(struct change *change, struct ipc_object *object)
{
	const struct options *o = change->o;
	struct ipc_attr attr = o->attr;
	struct text text = { 0 };
	struct ipc_object then;
	char name[VALUE_ROOM];
	char *message = NULL;

	ref_format(object, name, sizeof(name));
	if (o->values.n > 0)
		message = check_values(object->kind, &o->values, object->nsems);
	if (message != NULL) {
		failed(change, name, message);
		free(message);
		return;
	}
	if (o->mode != NULL && object->mode == UNKNOWN) {
		failed(change, name,
		    ipc_kind_strerror(object->kind, why_unseen(object->kind)));
		return;
	}
	if (o->mode != NULL)
		attr_mode(o->mode, object->mode, &attr.mode);
	then = wanted(o, &attr, object);
	if (set_or_look(o, object, &attr) == -1)
		failed(
		    change, name, explain_change(&text, object, &attr, errno));
	else if (o->dry_run || o->verbose)
		show_changes(object, &then);
	free(then.values.v);
	text_free(&text);
}

int
change_objects(const struct options *o)
{
	struct change change = { o, CLI_OK };
	struct load load = {
		.kinds = o->kinds,
		.need = o->values.n > 0 ? NEED_VALUES : 0,
		.refs = o->refs,
		.nrefs = o->nrefs,
		.now = time(NULL),
		.failed = failed,
		.arg = &change,
	};
	struct ipc_list list = { 0 };
	size_t i;

	load_objects(&load, &list);
	for (i = 0; i < list.n; i++)
		change_object(&change, list.v[i]);
	ipc_list_free(&list);
	return change.status;
}
