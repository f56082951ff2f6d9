/* SPDX-License-Identifier: BSD-2-Clause */
/* A recording, read line by line; see recording.h. */
#include <json.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json_read.h"
#include "base/xalloc.h"
#include "record/field.h"
#include "record/limits.h"
#include "record/line.h"
#include "record/recording.h"
#include "record/recording_by.h"

/* The changes of a line, kept apart until all of the line has been checked. */
struct change {
	struct ipc_list after;	/* objects that are new, or as they are now */
	struct ipc_list before; /* of the same, and removed; not owned */
	size_t created;		/* how many of them were not there before */
};

void
recording_init(struct recording *r)
{
	*r = (struct recording){
		.ns = UNKNOWN,
		.fields = fields_kept(),
		.limits = limits_copy(NULL),
	};
	r->tokener = json_reader();
}

/* The objects of a list belong to another. */
static void
release(struct ipc_list *list)
{
	list->n = 0;
	ipc_list_free(list);
}

void
recording_free(struct recording *r)
{
	by_drop(r);
	release(&r->after);
	ipc_list_free(&r->before);
	ipc_list_free(&r->list);
	free(r->limits);
	json_tokener_free(r->tokener);
}

static struct json_object *
parse(struct recording *r, const char *line, size_t length)
{
	struct json_object *json = json_read(r->tokener, line, length);

	if (json_object_is_type(json, json_type_object))
		return json;
	json_object_put(json);
	return NULL;
}

static int
by_identity(const void *a, const void *b)
{
	return ipc_object_cmp(
	    *(struct ipc_object *const *)a, *(struct ipc_object *const *)b);
}

/* Where it is in a sorted list, or NULL. */
static struct ipc_object **
find(const struct ipc_list *list, struct ipc_object *o)
{
	return list->n == 0 ? NULL
			    : bsearch(&o, list->v, list->n, sizeof(*list->v),
				  by_identity);
}

static struct ipc_object *
identify(const struct recording *r, struct json_object *name)
{
	struct ipc_object *o = fields_identify(name);

	if (o != NULL && o->kind->in_ipc_ns)
		o->ns = r->ns;
	return o;
}

/*
 * Whether an object is of a snapshot, created, or changed: see struct change.
 */
enum role { FIRST, CREATED, CHANGED };

static const char *
read_object(const struct recording *r, struct change *change,
    struct json_object *json, enum role role)
{
	const struct ipc_object *base = NULL;
	struct json_object *name = NULL;
	struct ipc_object *o, **was;

	if (!json_object_is_type(json, json_type_object) ||
	    !json_object_object_get_ex(json, "object", &name) ||
	    (o = identify(r, name)) == NULL)
		return "no object is named";
	was = role == FIRST ? NULL : find(&r->list, o);
	if (role == FIRST && change->after.n != 0)
		base = change->after.v[change->after.n - 1];
	if (base != NULL && base->kind != o->kind)
		base = NULL;
	if (was != NULL)
		base = *was;
	ipc_list_add(&change->after, o);
	if (role == CHANGED) {
		if (was == NULL)
			return "changes an object that is not there";
		ipc_list_add(&change->before, *was);
	} else {
		change->created++;
		if (was != NULL)
			return "creates an object that is there";
	}
	return fields_read(&r->fields, base, json, o);
}

static const char *
read_objects(const struct recording *r, struct change *change,
    struct json_object *json, const char *key, enum role role)
{
	struct json_object *array;
	const char *message = NULL;
	size_t i, n;

	if (!json_object_object_get_ex(json, key, &array))
		return NULL;
	if (!json_object_is_type(array, json_type_array))
		return "a value is no list of objects";
	n = json_object_array_length(array);
	for (i = 0; i < n && message == NULL; i++)
		message = read_object(
		    r, change, json_object_array_get_idx(array, i), role);
	return message;
}

static const char *
read_removed(
    const struct recording *r, struct change *change, struct json_object *json)
{
	struct ipc_object *o, **was;
	struct json_object *array;
	size_t i, n;

	if (!json_object_object_get_ex(json, "removed", &array))
		return NULL;
	if (!json_object_is_type(array, json_type_array))
		return "a value is no list of objects";
	n = json_object_array_length(array);
	for (i = 0; i < n; i++) {
		o = identify(r, json_object_array_get_idx(array, i));
		if (o == NULL)
			return "no object is named";
		was = find(&r->list, o);
		ipc_object_free(o);
		if (was == NULL)
			return "removes an object that is not there";
		ipc_list_add(&change->before, *was);
	}
	return NULL;
}

/* Each once, and sorted for whoever compares them. */
static bool
sort_once(struct ipc_list *list)
{
	size_t i;

	ipc_list_sort(list);
	for (i = 1; i < list->n; i++)
		if (ipc_object_cmp(list->v[i - 1], list->v[i]) == 0)
			return false;
	return true;
}

static void
drop_before(struct recording *r)
{
	release(&r->after);
	ipc_list_free(&r->before);
}

/* The objects of the change take the places of those before. */
static void
commit(struct recording *r, struct change *change)
{
	size_t i, kept = 0, gone = 0;
	struct ipc_object **was;

	drop_before(r);
	for (i = 0; i < change->after.n; i++) {
		was = find(&r->list, change->after.v[i]);
		if (was != NULL)
			*was = change->after.v[i];
	}
	/* An object was removed if nothing replaced it in the list. */
	for (i = 0; i < change->before.n; i++) {
		was = find(&r->list, change->before.v[i]);
		gone += was != NULL && *was == change->before.v[i];
	}
	if (gone != 0) {
		for (i = 0; i < r->list.n; i++)
			if ((was = find(&change->before, r->list.v[i])) ==
				NULL ||
			    *was != r->list.v[i])
				r->list.v[kept++] = r->list.v[i];
		r->list.n = kept;
	}
	if (change->created != 0) {
		for (i = 0; i < change->after.n; i++)
			if (find(&change->before, change->after.v[i]) == NULL)
				ipc_list_add(&r->list, change->after.v[i]);
		ipc_list_sort(&r->list);
	}
	r->before = change->before;
	r->after = change->after;
}

static const char *
read_difference(struct recording *r, struct json_object *json)
{
	struct change change = { 0 };
	const char *message;

	message = read_objects(r, &change, json, "created", CREATED);
	if (message == NULL)
		message = read_objects(r, &change, json, "changed", CHANGED);
	if (message == NULL)
		message = read_removed(r, &change, json);
	if (message == NULL &&
	    (!sort_once(&change.after) || !sort_once(&change.before)))
		message = "an object is there twice";
	if (message == NULL) {
		commit(r, &change);
		return NULL;
	}
	release(&change.before);
	ipc_list_free(&change.after);
	return message;
}

static const char *
read_snapshot(struct recording *r, struct json_object *json)
{
	struct change change = { 0 };
	const char *message;
	size_t i;

	message = read_objects(r, &change, json, "snapshot", FIRST);
	if (message == NULL && !sort_once(&change.after))
		message = "an object is there twice";
	if (message != NULL) {
		ipc_list_free(&change.after);
		return message;
	}
	drop_before(r);
	r->before = r->list;
	r->list = change.after;
	for (i = 0; i < r->list.n; i++)
		ipc_list_add(&r->after, r->list.v[i]);
	r->whole = true;
	return NULL;
}

static const char *
read_header(
    struct recording *r, struct json_object *version, struct json_object *json)
{
	struct json_object *ns = NULL;

	if (!json_object_is_type(version, json_type_int) ||
	    json_object_get_int64(version) != LINE_VERSION)
		return "the recording has a format that is not known here";
	if (json_object_object_get_ex(json, "ns", &ns) && ns != NULL &&
	    (!json_object_is_type(ns, json_type_int) ||
		json_object_get_int64(ns) < 0))
		return "the namespace is no number";
	r->ns = ns == NULL ? UNKNOWN : json_object_get_int64(ns);
	drop_before(r);
	r->begun = true;
	r->whole = false;
	return NULL;
}

static const char *
read_moment(struct recording *r, struct json_object *json)
{
	bool snapshot = json_object_object_get_ex(json, "snapshot", NULL);
	struct recorded_limit *limits;
	const char *message;

	if (!r->begun)
		return "is not the first line of a recording";
	if (!r->whole && !snapshot)
		return "a snapshot is missing before it";
	limits = limits_copy(snapshot ? NULL : r->limits);
	message = limits_read(limits, json);
	if (message == NULL)
		message = snapshot ? read_snapshot(r, json)
				   : read_difference(r, json);
	if (message != NULL) {
		free(limits);
		return message;
	}
	free(r->limits);
	r->limits = limits;
	return NULL;
}

/* Computes the fields that follow from the time, for objects that changed. */
static void
derive(struct recording *r)
{
	size_t i;

	for (i = 0; i < r->before.n; i++)
		ipc_object_derive(r->before.v[i], r->time.tv_sec);
	for (i = 0; i < r->after.n; i++)
		ipc_object_derive(r->after.v[i], r->time.tv_sec);
}

const char *
recording_read(struct recording *r, const char *line, size_t length)
{
	int64_t ns = line_time(line);
	struct json_object *json, *version;
	const char *message;

	if (ns == UNKNOWN)
		return r->begun ? "is no line of a recording"
				: "is not the first line of a recording";
	if ((json = parse(r, line, length)) == NULL)
		return "is not JSON";
	if (json_object_object_get_ex(json, "recording", &version))
		message = read_header(r, version, json);
	else
		message = read_moment(r, json);
	if (message == NULL)
		by_read(r, json);
	json_object_put(json);
	if (message != NULL)
		return message;
	r->time = (struct timespec){ ns / SECOND, ns % SECOND };
	derive(r);
	return NULL;
}

size_t
recording_limits(const struct recording *r, struct limit **out, unsigned kinds)
{
	return limits_list(r->limits, out, kinds);
}
