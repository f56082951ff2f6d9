/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcmk --restore: objects that exist already; see ipcmk_restore.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "archive/there.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcmk_restore.h"
#include "model/queue.h"
#include "show/value.h"

/* How existing objects are checked. */
struct existing {
	bool ok; /* --existing-ok */
	struct kernel *kernel;
	const char *no_kernel; /* why kernel is NULL; NULL: not tried yet */
};

/*
 * Returns the existing object, to be freed, with the attributes that could be
 * read; NULL if there is none. An object without a key is looked up by its id
 * if the restored one is to get that id.
 */
static struct ipc_object *
find(const struct entry *entry)
{
	const struct ipc_object *o = entry->object;
	struct ipc_object *there;

	if (o->name == NULL && o->key == 0 && entry->attr.id == UNKNOWN)
		return NULL;
	there = ipc_object_new(o->kind);
	if (o->name != NULL)
		there->name = xstrdup(o->name);
	else if (o->key != 0)
		there->key = o->key;
	else
		there->id = entry->attr.id;
	if (o->kind->stat(there, THERE_NEED) == 0)
		return there;
	ipc_object_free(there);
	return NULL;
}

static struct kernel *
open_kernel(struct existing *existing, const struct ipc_object *o)
{
	if (o->kind->queue == NULL || o->kind->queue->peek != NULL)
		return NULL;
	if (existing->kernel == NULL && existing->no_kernel == NULL)
		existing->kernel = kernel_open(&existing->no_kernel);
	return existing->kernel;
}

/* Returns why the contents could not be read: a message to be freed. */
static char *
why_unknown(
    const struct existing *existing, const struct ipc_object *o, int error)
{
	const char *why = ipc_object_strerror(o->kind, error);
	char *message;

	if (error == EBUSY)
		why = "the queue changes faster than it can be looked at";
	else if (error == ENOTSUP && existing->no_kernel != NULL)
		why = existing->no_kernel;
	xasprintf(&message,
	    "exists already, and what is in it cannot be compared (%s); "
	    "nothing was restored",
	    why);
	return message;
}

/* Returns why the existing object is not accepted, to be freed, or NULL. */
static char *
refusal(
    struct existing *existing, const struct entry *entry, struct ipc_object *o)
{
	struct text differs = { 0 };
	char *message = NULL;

	if (!existing->ok && (o->name != NULL || entry->object->key != 0))
		return xstrdup("an object with that name or key exists "
			       "already; nothing was restored");
	if (!existing->ok)
		return xstrdup("another object has that identifier; nothing "
			       "was restored");
	if (there_differs(&differs, entry, o, open_kernel(existing, o)) == -1)
		message = why_unknown(existing, o, errno);
	else if (differs.len != 0)
		xasprintf(&message,
		    "exists already, and differs from that of the archive in: "
		    "%s; nothing was restored",
		    differs.s);
	text_free(&differs);
	return message;
}

/* Checks one entry; false if an existing object is in its way. */
static bool
check_one(struct existing *existing, struct entry *entry)
{
	struct ipc_object *there = find(entry);
	char name[VALUE_ROOM], *message;

	if (there == NULL)
		return true;
	message = refusal(existing, entry, there);
	if (message != NULL) {
		ref_format(there, name, sizeof(name));
		cli_warn(name, message);
		free(message);
		ipc_object_free(there);
		return false;
	}
	ipc_object_free(entry->object);
	entry->object = there;
	entry->there = true;
	return true;
}

int
restore_check(struct plan *plan, bool existing_ok, bool same_ids)
{
	struct existing existing = { .ok = existing_ok };
	int status = CLI_OK;
	struct entry *entry;
	size_t i;

	for (i = 0; i < plan->n; i++) {
		entry = &plan->v[i];
		if (!entry->wanted)
			continue;
		/* The kernel assigns ids, unless --same-ids chooses them. */
		if (same_ids)
			entry->attr.id = entry->object->id;
		if (entry->object->name == NULL)
			entry->object->id = UNKNOWN;
		if (!check_one(&existing, entry))
			status = CLI_FAILED;
	}
	if (existing.kernel != NULL)
		kernel_close(existing.kernel);
	return status;
}
