/* SPDX-License-Identifier: BSD-2-Clause */
/* ipccat: read the contents of an IPC object, or write into it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/ref_hint.h"
#include "base/copy.h"
#include "base/patience.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipccat.h"

int
fail(const struct ref *ref, const struct ipc_object *object)
{
	int error = errno == EINVAL || errno == EIDRM ? ENOENT : errno;
	char *reason = ref_strerror(ref, object->kind, error);

	cli_warn(ref->text, reason);
	free(reason);
	return CLI_FAILED;
}

void
fail_stdout(void)
{
	cli_warn("stdout", strerror(errno));
	exit(CLI_FAILED);
}

/* A received message is no longer in the queue, so its loss is reported. */
static _Noreturn void
fail_message(const struct options *o, const struct ref *ref)
{
	int error = errno;

	if (o->what == RECEIVE)
		cli_warn(ref->text,
		    "the message taken off last was not written, and is lost");
	errno = error;
	fail_stdout();
}

/*
 * Writes with one write(2), so that a received message is out before the next
 * one is received.
 */
void
show_message(const struct options *o, const struct ref *ref,
    const struct ipc_message *message, int64_t index, struct text *room)
{
	char *about;

	text_clear(room);
	message_write(room, message, index, o->form);
	if (copy_write(STDOUT_FILENO, room->s, room->len) == -1)
		fail_message(o, ref);
	/* This may run out of memory, so the message is written first. */
	if (o->verbose) {
		xasprintf(&about, "message %lld: %s %lld, %zu %s",
		    (long long)index,
		    message->type != UNKNOWN ? "type" : "priority",
		    (long long)(message->type != UNKNOWN ? message->type
							 : message->priority),
		    message->size, message->size == 1 ? "byte" : "bytes");
		cli_warn(ref->text, about);
		free(about);
	}
}

int
main(int argc, char **argv)
{
	static int (*const verbs[])(
	    const struct options *, const struct ref *, struct ipc_object *) = {
		[LOOK] = look,
		[RECEIVE] = receive,
		[WRITE] = put,
	};
	struct options o = {
		.count = UNKNOWN,
		.priority = UNKNOWN,
		.timeout = PATIENCE_FOREVER,
		.length = UNKNOWN,
	};
	struct ipc_object *object;
	int status = CLI_OK, one;
	size_t i;

	cli_start();
	parse_command_line(&o, argc, argv);
	cli_namespace(o.namespace);
	if (o.dump)
		cli_exit(dump_all(&o));
	for (i = 0; i < o.nrefs; i++) {
		if ((object = ref_object(&o.refs[i])) == NULL) {
			cli_warn(o.refs[i].text, strerror(errno));
			status = CLI_FAILED;
			continue;
		}
		one = verbs[o.what](&o, &o.refs[i], object);
		if (status == CLI_OK)
			status = one;
		ipc_object_free(object);
		ref_free(&o.refs[i]);
	}
	free(o.refs);
	free(o.messages);
	cli_exit(status);
}
