/* SPDX-License-Identifier: BSD-2-Clause */
/* Events: differences between two lists of objects; see diff.h. */
#include <string.h>

#include "report/diff.h"
#include "report/diff_process.h"

const struct event_name event_names[] = {
	{ EVENT_CREATE, "create", "an object was created" },
	{ EVENT_REMOVE, "remove", "an object was removed" },
	{ EVENT_CHANGE, "change", "mode, owner, size or limits changed" },
	{ EVENT_SEND, "send", "messages were sent" },
	{ EVENT_RECEIVE, "receive", "messages were received" },
	{ EVENT_FULL, "full", "a queue became full" },
	{ EVENT_EMPTY, "empty", "a queue became empty" },
	{ EVENT_ATTACH, "attach", "a segment was attached" },
	{ EVENT_DETACH, "detach", "a segment was detached" },
	{ EVENT_OP, "op", "semaphores were operated on" },
	{ EVENT_HOLD, "hold", "a process opened, mapped or attached it" },
	{ EVENT_RELEASE, "release",
	    "a process closed, unmapped or detached it" },
	{ EVENT_WAIT, "wait", "a thread is blocked on it" },
	{ EVENT_WAKE, "wake", "a thread is no longer blocked on it" },
	{ EVENT_OVERFLOW, "overflow", "some events were lost" },
	{ 0 },
};

/*
 * How a field takes part in an event. Every field that differs is shown with
 * the event. The event is reported if one of its fields has DIFFERENT, GROWN or
 * SHRUNK and did that.
 */
enum how { PART, DIFFERENT, GROWN, SHRUNK };

#define UNSET 8U   /* an unknown old value counts as never set */
#define ALWAYS 16U /* shown with the event even if it did not change */

/* Fields that tell of events. Those of one event follow each other. */
static const struct clue {
	unsigned event;
	unsigned kinds;
	const char *field;
	unsigned how; /* enum how, possibly with UNSET and ALWAYS */
} clues[] = {
	{ EVENT_CHANGE, KINDS_ALL, "mode", DIFFERENT },
	{ EVENT_CHANGE, KINDS_ALL, "owner", DIFFERENT },
	{ EVENT_CHANGE, KINDS_ALL, "group", DIFFERENT },
	{ EVENT_CHANGE, KINDS_SHM, "size", DIFFERENT },
	{ EVENT_CHANGE, KIND_SYSV_MSG, "max_bytes", DIFFERENT },
	{ EVENT_CHANGE, KINDS_ALL, "status", DIFFERENT | UNSET },
	{ EVENT_CHANGE, KINDS_SYSV, "key", DIFFERENT },
	{ EVENT_SEND, KINDS_MQ, "messages", GROWN | ALWAYS },
	{ EVENT_SEND, KIND_SYSV_MSG, "bytes", PART | ALWAYS },
	{ EVENT_SEND, KIND_SYSV_MSG, "lspid", DIFFERENT | UNSET | ALWAYS },
	{ EVENT_SEND, KIND_SYSV_MSG, "stime", DIFFERENT | UNSET },
	{ EVENT_RECEIVE, KINDS_MQ, "messages", SHRUNK | ALWAYS },
	{ EVENT_RECEIVE, KIND_SYSV_MSG, "bytes", PART | ALWAYS },
	{ EVENT_RECEIVE, KIND_SYSV_MSG, "lrpid", DIFFERENT | UNSET | ALWAYS },
	{ EVENT_RECEIVE, KIND_SYSV_MSG, "rtime", DIFFERENT | UNSET },
	{ EVENT_ATTACH, KIND_SYSV_SHM, "nattch", GROWN | ALWAYS },
	{ EVENT_ATTACH, KIND_SYSV_SHM, "lpid", PART | UNSET | ALWAYS },
	{ EVENT_ATTACH, KIND_SYSV_SHM, "atime", DIFFERENT | UNSET },
	{ EVENT_DETACH, KIND_SYSV_SHM, "nattch", SHRUNK | ALWAYS },
	{ EVENT_DETACH, KIND_SYSV_SHM, "lpid", PART | UNSET | ALWAYS },
	{ EVENT_DETACH, KIND_SYSV_SHM, "dtime", DIFFERENT | UNSET },
	{ EVENT_OP, KINDS_SEM, "values", DIFFERENT | ALWAYS },
	{ EVENT_OP, KIND_SYSV_SEM, "otime", DIFFERENT | UNSET },
};

#define CLUES (sizeof(clues) / sizeof(*clues))

/* Fields shown for an object that was created or removed. */
static const char *const of_interest[] = {
	"owner",
	"mode",
	"key",
	"size",
	"nattch",
	"cpid",
	"max_messages",
	"max_message_size",
	"max_bytes",
	"messages",
	"nsems",
	"values",
};

#define OF_INTEREST (sizeof(of_interest) / sizeof(*of_interest))

/*
 * One comparison: the function that receives events, and the columns, looked up
 * once.
 */
struct diff {
	ipc_event_fn *each;
	void *arg;
	const struct column *clues[CLUES];
	const struct column *of_interest[OF_INTEREST];
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
			return list;
		*events |= name->event;
		if (list[length] == '\0')
			return NULL;
	}
}

static void
find_all(struct diff *diff)
{
	size_t i;

	for (i = 0; i < CLUES; i++)
		diff->clues[i] = column_named(&object_table, clues[i].field);
	for (i = 0; i < OF_INTEREST; i++)
		diff->of_interest[i] =
		    column_named(&object_table, of_interest[i]);
}

/*
 * Returns less than, equal to or greater than 0 if the field shrank, stayed or
 * grew. For users and groups any number but 0 means different.
 */
static int
compare(const struct clue *clue, const struct column *column,
    const struct ipc_object *before, const struct ipc_object *after)
{
	struct value old, new;

	/* Compare numbers: names are looked up only if an event is shown. */
	if (column->type == &value_user || column->type == &value_group)
		return column_number(column, before) !=
		       column_number(column, after);
	column_value(column, before, &old);
	column_value(column, after, &new);
	if (!(clue->how & UNSET) &&
	    (old.class == VALUE_UNKNOWN || new.class == VALUE_UNKNOWN))
		return 0;
	return value_cmp(&new, &old);
}

static bool
is_event(unsigned how, int difference)
{
	how &= ~(UNSET | ALWAYS);
	return (how == DIFFERENT && difference != 0) ||
	       (how == GROWN && difference > 0) ||
	       (how == SHRUNK && difference < 0);
}

/*
 * Says whether messages were sent and received so that their number stayed the
 * same. Only times and processes show that, and any of these may be unchanged.
 */
static bool
was_passed_through(
    const struct ipc_object *before, const struct ipc_object *after)
{
	return after->kind->bit & KINDS_MQ && after->messages != UNKNOWN &&
	       before->messages == after->messages &&
	       (before->mtime != after->mtime ||
		   before->stime != after->stime ||
		   before->rtime != after->rtime ||
		   before->lspid != after->lspid ||
		   before->lrpid != after->lrpid);
}

/* Says the same of a segment that was attached and detached. */
static bool
was_visited(const struct ipc_object *before, const struct ipc_object *after)
{
	return after->kind->bit & KIND_SYSV_SHM &&
	       before->nattch == after->nattch &&
	       (before->lpid != after->lpid || before->atime != after->atime ||
		   before->dtime != after->dtime);
}

/*
 * Says whether the event must have happened although no single field shows it.
 */
static bool
is_implied(unsigned event, const struct ipc_object *before,
    const struct ipc_object *after)
{
	if (event & (EVENT_SEND | EVENT_RECEIVE))
		return was_passed_through(before, after);
	if (event & (EVENT_ATTACH | EVENT_DETACH))
		return was_visited(before, after);
	return false;
}

/*
 * Reports the event whose fields begin at index i, if it happened; returns the
 * index where the fields of the next event begin.
 */
static size_t
tell_change(const struct diff *diff, size_t i, const struct ipc_object *before,
    const struct ipc_object *after)
{
	struct ipc_event e = {
		.event = clues[i].event, .before = before, .after = after
	};
	bool happened = is_implied(e.event, before, after);
	int difference;

	for (; i < CLUES && clues[i].event == e.event; i++) {
		if (!(clues[i].kinds & after->kind->bit))
			continue;
		difference = compare(&clues[i], diff->clues[i], before, after);
		if (difference != 0 || clues[i].how & ALWAYS)
			e.fields[e.n++] = diff->clues[i];
		happened |= is_event(clues[i].how, difference);
	}
	if (happened)
		diff->each(diff->arg, &e);
	return i;
}

/* Reports that a queue became full or empty. */
static void
tell_level(const struct diff *diff, unsigned event,
    const struct ipc_object *before, const struct ipc_object *after)
{
	struct ipc_event e = {
		.event = event, .before = before, .after = after
	};

	e.fields[e.n++] = column_named(&object_table, "messages");
	if (after->kind->bit & KIND_SYSV_MSG) {
		e.fields[e.n++] = column_named(&object_table, "bytes");
		if (event == EVENT_FULL)
			e.fields[e.n++] =
			    column_named(&object_table, "fill_by");
	}
	diff->each(diff->arg, &e);
}

/* Reports that an object was created or removed. */
static void
tell_end(
    const struct diff *diff, unsigned event, const struct ipc_object *object)
{
	bool made = event == EVENT_CREATE;
	struct ipc_event e = {
		.event = event,
		.before = made ? NULL : object,
		.after = made ? object : NULL,
	};
	size_t i;

	for (i = 0; i < OF_INTEREST; i++)
		if (diff->of_interest[i]->kinds & object->kind->bit)
			e.fields[e.n++] = diff->of_interest[i];
	diff->each(diff->arg, &e);
	if (made)
		diff_processes(NULL, object, diff->each, diff->arg);
	/*
	 * A queue that is new and already full was filled since the last look.
	 */
	if (made && object->messages > 0 && object->fill >= 100)
		tell_level(diff, EVENT_FULL, NULL, object);
}

static void
diff_objects(const struct diff *diff, const struct ipc_object *before,
    const struct ipc_object *after)
{
	size_t i = 0;

	while (i < CLUES)
		i = tell_change(diff, i, before, after);
	diff_processes(before, after, diff->each, diff->arg);
	if (before->messages == UNKNOWN || after->messages == UNKNOWN)
		return;
	if (after->fill >= 100 && before->fill != UNKNOWN && before->fill < 100)
		tell_level(diff, EVENT_FULL, before, after);
	if (after->messages == 0 && before->messages > 0)
		tell_level(diff, EVENT_EMPTY, before, after);
}

/*
 * Says whether it is the same object. The kernel may reuse an id, so compare
 * the fields that cannot change.
 */
static bool
is_same(const struct ipc_object *a, const struct ipc_object *b)
{
	return a->dev == b->dev && a->ino == b->ino && a->cuid == b->cuid &&
	       a->cpid == b->cpid && a->nsems == b->nsems;
}

void
diff_lists(const struct ipc_list *before, const struct ipc_list *after,
    ipc_event_fn *each, void *arg)
{
	struct diff diff = { .each = each, .arg = arg };
	size_t i = 0, j = 0;
	int order;

	find_all(&diff);
	while (i < before->n || j < after->n) {
		order = i == before->n ? 1
			: j == after->n
			    ? -1
			    : ipc_object_cmp(before->v[i], after->v[j]);
		if (order == 0 && is_same(before->v[i], after->v[j])) {
			diff_objects(&diff, before->v[i++], after->v[j++]);
			continue;
		}
		if (order <= 0)
			tell_end(&diff, EVENT_REMOVE, before->v[i++]);
		if (order >= 0)
			tell_end(&diff, EVENT_CREATE, after->v[j++]);
	}
}
