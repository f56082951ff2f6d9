/* SPDX-License-Identifier: BSD-2-Clause */
/* The kind table, and what follows from an object's fields; see kind.h. */
#include <errno.h>
#include <string.h>

#include "base/amount.h"
#include "base/xalloc.h"
#include "model/kind.h"

const struct ipc_kind *const ipc_kinds[] = {
	&posix_mq_kind,
	&sysv_msg_kind,
	&posix_shm_kind,
	&sysv_shm_kind,
	&posix_sem_kind,
	&sysv_sem_kind,
	NULL,
};

const char *
ipc_kind_strerror(const struct ipc_kind *kind, int error)
{
	const char *message = NULL;

	if (kind->strerror != NULL)
		message = kind->strerror(error);
	return message != NULL ? message : strerror(error);
}

const char *
ipc_object_strerror(const struct ipc_kind *kind, int error)
{
	const char *message = NULL;

	/* ENOENT may also mean that the directory of the kind is missing. */
	if (kind->strerror != NULL)
		message = kind->strerror(error);
	if (message == NULL && error == ENOENT)
		return "no such object";
	return message != NULL ? message : strerror(error);
}

bool
ipc_object_is_same(const struct ipc_object *seen, const struct ipc_object *now)
{
	errno = 0;
	if (now->dev != seen->dev || now->ino != seen->ino)
		errno = ENOENT;
	else if (now->uid != seen->uid ||
		 (seen->id != UNKNOWN && now->ctime != seen->ctime))
		errno = EBUSY;
	return errno == 0;
}

bool
ipc_object_is_there(const struct ipc_object *seen)
{
	struct ipc_object now;

	ipc_object_init(&now, seen->kind);
	now.id = seen->id;
	now.name = seen->name;
	return seen->kind->stat(&now, 0) == 0 && ipc_object_is_same(seen, &now);
}

struct ipc_object *
ipc_object_again(const struct ipc_object *seen, unsigned need)
{
	struct ipc_object *now = ipc_object_new(seen->kind);
	int error;

	now->id = seen->id;
	now->key = seen->key;
	if (seen->name != NULL)
		now->name = xstrdup(seen->name);
	if (now->kind->stat(now, need) == 0)
		return now;
	error = errno;
	ipc_object_free(now);
	errno = error;
	return NULL;
}

int64_t
ipc_seconds_since(int64_t then, int64_t now)
{
	if (then == UNKNOWN)
		return UNKNOWN;
	/* A clock that was set back must not give a negative age. */
	if (then >= now)
		return 0;
	return __builtin_sub_overflow(now, then, &now) ? INT64_MAX : now;
}

/* The later of two times; UNKNOWN is earlier than all. */
static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

int64_t
ipc_object_last_trace(const struct ipc_object *o)
{
	/*
	 * Using a mapping changes no time; creating the first one may set the
	 * atime.
	 */
	if (o->used == UNKNOWN)
		return later(
		    later(o->made, o->ctime), later(o->mtime, o->atime));
	return o->used;
}

/*
 * max_bytes of a System V queue limits its bytes, and also the number of its
 * messages, even empty ones: msgop(2).
 */
static void
derive_fill(struct ipc_object *o)
{
	int64_t bytes, messages;

	o->fill = UNKNOWN;
	o->fill_by = NULL;
	if (o->max_bytes == UNKNOWN) {
		o->fill = amount_percent(o->messages, o->max_messages);
		if (o->fill != UNKNOWN)
			o->fill_by = "messages";
		return;
	}
	bytes = amount_percent(o->bytes, o->max_bytes);
	messages = amount_percent(o->messages, o->max_bytes);
	if (bytes == UNKNOWN || messages == UNKNOWN)
		return;
	o->fill = messages > bytes ? messages : bytes;
	o->fill_by = messages > bytes ? "messages" : "bytes";
}

void
ipc_object_derive(struct ipc_object *o, int64_t now)
{
	o->age = ipc_seconds_since(o->made, now);
	o->idle = ipc_seconds_since(o->used, now);
	derive_fill(o);
}
