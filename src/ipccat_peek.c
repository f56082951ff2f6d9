/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipccat OBJECT for a POSIX queue: no system call shows its messages, so they
 * are read from the kernel's memory, where that is permitted.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "cli.h"
#include "ipccat.h"
#include "kernel/peek.h"
#include "model/kind.h"

char *
peek_reason(const char *why)
{
	char *message;

	xasprintf(&message,
	    "looking at the messages of a POSIX queue %s; --receive takes "
	    "them off",
	    why);
	return message;
}

/* A queue that does not exist is reported before a missing permission. */
static int
refuse(const struct ref *ref, const struct ipc_object *object, const char *why)
{
	struct ipc_object now = *object;
	char *message;

	if (object->kind->stat(&now, 0) == -1)
		return fail(ref, object);
	message = peek_reason(why);
	cli_warn(ref->text, message);
	free(message);
	return CLI_FAILED;
}

static void
show_messages(const struct options *o, const struct ref *ref,
    const struct kernel_messages *messages)
{
	struct ipc_message message;
	struct text room = { 0 };
	int64_t shown = 0;
	size_t i;

	for (i = 0; i < messages->n; i++) {
		if (o->count != UNKNOWN && shown == o->count)
			break;
		message = (struct ipc_message){
			.type = UNKNOWN,
			.priority = messages->v[i].priority,
			.data = messages->data + messages->v[i].at,
			.size = messages->v[i].size,
		};
		if (!is_wanted(o, &message))
			continue;
		show_message(o, ref, &message, (int64_t)i, &room);
		shown++;
	}
	text_free(&room);
}

static int
peek_through(struct kernel *kernel, const struct options *o,
    const struct ref *ref, struct ipc_object *object)
{
	struct kernel_messages messages;
	struct ipc_queue queue;
	int status, error;

	if (ipc_queue_open(&queue, object, QUEUE_LOOK, true) == -1)
		return fail(ref, object);
	status = kernel_peek(kernel, queue.handle, &messages);
	error = errno;
	ipc_queue_close(&queue);
	if (status == 0) {
		show_messages(o, ref, &messages);
		kernel_messages_free(&messages);
		return CLI_OK;
	}
	if (error != EBUSY)
		return refuse(ref, object,
		    "needs a kernel whose queues this program knows");
	cli_warn(
	    ref->text, "the queue changes faster than it can be looked at");
	return CLI_FAILED;
}

int
peek(const struct options *o, const struct ref *ref, struct ipc_object *object)
{
	struct kernel *kernel;
	const char *why;
	int status;

	if ((kernel = kernel_open(&why)) == NULL)
		return refuse(ref, object, why);
	status = peek_through(kernel, o, ref, object);
	kernel_close(kernel);
	return status;
}
