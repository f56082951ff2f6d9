/* SPDX-License-Identifier: BSD-2-Clause */
/* What has happened between two looks; see diff.h. */
#include <string.h>

#include "diff.h"

const struct event_name event_names[] = {
	{ EVENT_CREATE, "create", "an object was made" },
	{ EVENT_REMOVE, "remove", "an object was removed" },
	{ EVENT_CHANGE, "change", "mode, owner, size or limits changed" },
	{ EVENT_SEND, "send", "messages were sent" },
	{ EVENT_RECEIVE, "receive", "messages were received" },
	{ EVENT_FULL, "full", "a queue became full" },
	{ EVENT_EMPTY, "empty", "a queue became empty" },
	{ EVENT_ATTACH, "attach", "a segment was attached" },
	{ EVENT_DETACH, "detach", "a segment was detached" },
	{ EVENT_OP, "op", "semaphores were operated on" },
	{ EVENT_OVERFLOW, "overflow", "more happened than could be told" },
	{ 0 },
};

/*
 * Which fields tell of an event: all that are different are part of it, and
 * one of those marked must be, having grown, shrunk or at all.
 */
enum how { PART, DIFFERENT, GROWN, SHRUNK };

/* Unknown is what the field was before it was ever set. */
#define UNSET 8U

static const struct clue {
	unsigned event;
	unsigned kinds;
	const char *field;
	unsigned how; /* enum how, and perhaps UNSET */
} clues[] = {
	{ EVENT_CHANGE, KINDS_ALL, "mode", DIFFERENT },
	{ EVENT_CHANGE, KINDS_ALL, "owner", DIFFERENT },
	{ EVENT_CHANGE, KINDS_ALL, "group", DIFFERENT },
	{ EVENT_CHANGE, KINDS_SHM, "size", DIFFERENT },
	{ EVENT_CHANGE, KIND_SYSV_MSG, "max_bytes", DIFFERENT },
	{ EVENT_CHANGE, KINDS_ALL, "status", DIFFERENT | UNSET },
	{ EVENT_CHANGE, KINDS_SYSV, "key", DIFFERENT },
	{ EVENT_SEND, KINDS_MQ, "messages", GROWN },
	{ EVENT_SEND, KIND_SYSV_MSG, "stime", DIFFERENT | UNSET },
	{ EVENT_SEND, KIND_SYSV_MSG, "lspid", DIFFERENT | UNSET },
	{ EVENT_SEND, KIND_SYSV_MSG, "bytes", PART },
	{ EVENT_RECEIVE, KINDS_MQ, "messages", SHRUNK },
	{ EVENT_RECEIVE, KIND_SYSV_MSG, "rtime", DIFFERENT | UNSET },
	{ EVENT_RECEIVE, KIND_SYSV_MSG, "lrpid", DIFFERENT | UNSET },
	{ EVENT_RECEIVE, KIND_SYSV_MSG, "bytes", PART },
	{ EVENT_ATTACH, KIND_SYSV_SHM, "nattch", GROWN },
	{ EVENT_ATTACH, KIND_SYSV_SHM, "atime", DIFFERENT | UNSET },
	{ EVENT_ATTACH, KIND_SYSV_SHM, "lpid", PART | UNSET },
	{ EVENT_DETACH, KIND_SYSV_SHM, "nattch", SHRUNK },
	{ EVENT_DETACH, KIND_SYSV_SHM, "dtime", DIFFERENT | UNSET },
	{ EVENT_DETACH, KIND_SYSV_SHM, "lpid", PART | UNSET },
	{ EVENT_OP, KINDS_SEM, "values", DIFFERENT },
	{ EVENT_OP, KIND_SYSV_SEM, "otime", DIFFERENT | UNSET },
};

#define CLUES (sizeof(clues) / sizeof(*clues))

/* Fields shown of an object that was made or removed. */
static const char *const of_interest[] = {
	"owner",
	"mode",
	"size",
	"max_messages",
	"max_message_size",
	"max_bytes",
	"nsems",
	"key",
};

const char *
event_name(unsigned event)
{
	const struct event_name *name = event_names;

	while (name->event != event)
		name++;
	return name->name;
}

const char *
event_parse(const char *list, unsigned *events)
{
	const struct event_name *name;
	size_t length;

	for (*events = 0;; list += length + 1) {
		length = strcspn(list, ",");
		for (name = event_names; name->name != NULL; name++)
			if (strlen(name->name) == length &&
			    strncmp(name->name, list, length) == 0)
				break;
		if (name->name == NULL)
			return "no such event, or not a list of them";
		*events |= name->event;
		if (list[length] == '\0')
			return NULL;
	}
}

static const struct column *
find(const char *field)
{
	return column_find(&object_table, field, strlen(field));
}

/* Below, at or above 0 as the field shrank, stayed or grew, or is another. */
static int
compare(const struct clue *clue, const struct column *column,
    const struct ipc_object *before, const struct ipc_object *after)
{
	struct value old, new;

	column->type->get(column, before, &old);
	column->type->get(column, after, &new);
	if (!(clue->how & UNSET) &&
	    (old.class == VALUE_UNKNOWN || new.class == VALUE_UNKNOWN))
		return 0;
	return value_cmp(&new, &old);
}

static bool
is_event(unsigned how, int difference)
{
	how &= ~UNSET;
	return (how == DIFFERENT && difference != 0) ||
	       (how == GROWN && difference > 0) ||
	       (how == SHRUNK && difference < 0);
}

static void
tell_change(unsigned event, const struct ipc_object *before,
    const struct ipc_object *after, ipc_event_fn *each, void *arg)
{
	struct ipc_event e = {
		.event = event, .before = before, .after = after
	};
	const struct column *column;
	bool happened = false;
	int difference;
	size_t i;

	for (i = 0; i < CLUES; i++) {
		if (clues[i].event != event ||
		    !(clues[i].kinds & after->kind->bit))
			continue;
		column = find(clues[i].field);
		difference = compare(&clues[i], column, before, after);
		if (difference != 0)
			e.fields[e.n++] = column;
		happened |= is_event(clues[i].how, difference);
	}
	if (happened)
		each(arg, &e);
}

static void
tell_end(unsigned event, const struct ipc_object *before,
    const struct ipc_object *after, ipc_event_fn *each, void *arg)
{
	const struct ipc_object *object = after != NULL ? after : before;
	struct ipc_event e = {
		.event = event, .before = before, .after = after
	};
	const struct column *column;
	size_t i;

	for (i = 0; i < sizeof(of_interest) / sizeof(*of_interest); i++) {
		column = find(of_interest[i]);
		if (column->kinds & object->kind->bit)
			e.fields[e.n++] = column;
	}
	each(arg, &e);
}

static void
tell_level(unsigned event, const struct ipc_object *before,
    const struct ipc_object *after, ipc_event_fn *each, void *arg)
{
	struct ipc_event e = {
		.event = event, .before = before, .after = after
	};

	e.fields[e.n++] = find("messages");
	if (after->kind->bit & KIND_SYSV_MSG)
		e.fields[e.n++] = find("bytes");
	each(arg, &e);
}

/*
 * A queue of POSIX has nothing but its mtime to show that as many messages
 * came as went.
 */
static bool
was_passed_through(
    const struct ipc_object *before, const struct ipc_object *after)
{
	return after->kind->bit & KIND_POSIX_MQ &&
	       before->messages == after->messages &&
	       before->messages != UNKNOWN && before->mtime != after->mtime;
}

static void
diff_objects(const struct ipc_object *before, const struct ipc_object *after,
    ipc_event_fn *each, void *arg)
{
	const struct event_name *name;

	for (name = event_names; name->name != NULL; name++)
		tell_change(name->event, before, after, each, arg);
	if (was_passed_through(before, after)) {
		tell_level(EVENT_SEND, before, after, each, arg);
		tell_level(EVENT_RECEIVE, before, after, each, arg);
	}
	if (before->messages == UNKNOWN || after->messages == UNKNOWN)
		return;
	if (after->fill >= 100 && before->fill < 100)
		tell_level(EVENT_FULL, before, after, each, arg);
	if (after->messages == 0 && before->messages > 0)
		tell_level(EVENT_EMPTY, before, after, each, arg);
}

static bool
is_same(const struct ipc_object *a, const struct ipc_object *b)
{
	return a->dev == b->dev && a->ino == b->ino && a->cuid == b->cuid;
}

void
diff_lists(const struct ipc_list *before, const struct ipc_list *after,
    ipc_event_fn *each, void *arg)
{
	size_t i = 0, j = 0;
	int order;

	while (i < before->n || j < after->n) {
		order = i == before->n ? 1
			: j == after->n
			    ? -1
			    : ipc_object_cmp(before->v[i], after->v[j]);
		if (order == 0 && is_same(before->v[i], after->v[j])) {
			diff_objects(before->v[i++], after->v[j++], each, arg);
			continue;
		}
		if (order <= 0)
			tell_end(EVENT_REMOVE, before->v[i++], NULL, each, arg);
		if (order >= 0)
			tell_end(EVENT_CREATE, NULL, after->v[j++], each, arg);
	}
}
