/* SPDX-License-Identifier: BSD-2-Clause */
/* ipccat --write: sends messages to a queue. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/copy.h"
#include "base/patience.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipccat.h"
#include "model/kind.h"

/* Where the messages come from: the command line, or a file. */
struct source {
	const struct options *o;
	struct message_reader reader;
	int64_t max_size; /* bytes of a message that the queue takes */
	int64_t n;	  /* sent so far */
};

/* Reports "REASON; N messages were written". */
static int
fail_to_send(const struct ref *ref, const struct source *source,
    const char *reason, int status)
{
	char *message;

	xasprintf(&message, "%s; %lld %s written", reason, (long long)source->n,
	    source->n == 1 ? "message was" : "messages were");
	cli_warn(ref->text, message);
	free(message);
	return status;
}

static const char *
name_of(const struct options *o)
{
	return o->file != NULL ? o->file : "stdin";
}

/* Explains that a message being read is already too large for the queue. */
static char *
explain_endless(const struct source *source)
{
	const struct message_reader *reader = &source->reader;
	char *text;

	xasprintf(&text,
	    "%s %lld has more than %zu bytes, the queue takes at "
	    "most %lld%s",
	    reader->form == MESSAGE_JSONL ? "line" : "message",
	    (long long)source->n + 1, reader->bound,
	    (long long)source->max_size,
	    reader->form == MESSAGE_JSONL ? " of data" : "");
	return text;
}

static int
fail_to_read(const struct ref *ref, const struct source *source)
{
	const char *reason = source->reader.error;
	int status;
	char *text;

	if (patience_left() == PATIENCE_SIGNALLED)
		text = xstrdup("interrupted");
	else if (reason == NULL && errno == EMSGSIZE)
		text = explain_endless(source);
	else if (reason != NULL)
		xasprintf(&text, "%s: line %lld: %s", name_of(source->o),
		    (long long)source->reader.n + 1, reason);
	else
		xasprintf(&text, "%s: %s", name_of(source->o), strerror(errno));
	status = fail_to_send(ref, source, text, CLI_FAILED);
	free(text);
	return status;
}

/* Returns 1, 0 at the end, or -1: see message_read(). */
static int
next_message(struct source *source, struct ipc_message *message)
{
	const struct options *o = source->o;
	int status;

	if (o->nmessages == 0)
		status = message_read(&source->reader, message);
	else if ((status = source->n < (int64_t)o->nmessages) == 1)
		*message = (struct ipc_message){
			.type = UNKNOWN,
			.priority = UNKNOWN,
			.data = o->messages[source->n],
			.size = strlen(o->messages[source->n]),
		};
	if (status == 1 && message->type == UNKNOWN && o->typed)
		message->type = o->type;
	if (status == 1 && message->priority == UNKNOWN)
		message->priority = o->priority;
	return status;
}

static int
send_message(const struct options *o, struct ipc_queue *queue,
    const struct ipc_message *message)
{
	int error, status;

	if (o->timeout != PATIENCE_FOREVER)
		patience_set(o->timeout);
	do {
		/* A signal may have come since the last message was sent. */
		if (patience_left() == PATIENCE_SIGNALLED) {
			errno = EINTR;
			return -1;
		}
		status = queue->kind->queue->send(queue, message);
	} while (
	    status == -1 && errno == EINTR && patience_left() == PATIENCE_LEFT);
	if (o->timeout == PATIENCE_FOREVER)
		return status;
	/* Reading the next message is not limited by the timeout. */
	error = errno;
	patience_set(PATIENCE_FOREVER);
	errno = error;
	return status;
}

/*
 * Explains that the queue is full: how much it holds, if that can be read, and
 * which of its limits was reached. A System V queue holds at most as many
 * messages as bytes.
 */
static char *
explain_full(struct ipc_object *object)
{
	long long messages, bytes, max;
	char *text;

	if (object->kind->stat(object, NEED_ATTR) == -1 ||
	    object->messages == UNKNOWN) {
		xasprintf(&text, "queue is full");
		return text;
	}
	messages = object->messages;
	bytes = object->bytes;
	max = object->max_bytes;
	if (object->max_messages != UNKNOWN)
		xasprintf(&text, "queue is full (%lld of %lld messages)",
		    messages, (long long)object->max_messages);
	else if (messages >= max)
		xasprintf(&text,
		    "queue is full (%lld messages, %lld bytes: with room for "
		    "%lld bytes it takes %lld messages, empty ones too)",
		    messages, bytes, max, max);
	else
		xasprintf(&text,
		    "queue is full (%lld messages, %lld of %lld bytes)",
		    messages, bytes, max);
	return text;
}

static char *
after_timeout(char *text)
{
	char *whole;

	xasprintf(&whole, CLI_TIMED_OUT ": %s", text);
	free(text);
	return whole;
}

static int
fail_message(const struct ref *ref, struct ipc_object *object,
    const struct source *source, const struct ipc_queue *queue,
    const struct ipc_message *message)
{
	int error = errno, status = CLI_FAILED;
	char *text;

	if (error == EINTR && patience_left() == PATIENCE_SIGNALLED)
		text = xstrdup("interrupted");
	else if (error == EAGAIN || error == EINTR) {
		text = explain_full(object);
		if (error == EINTR)
			text = after_timeout(text);
		status = CLI_TIMEOUT;
	} else if (error == EMSGSIZE)
		xasprintf(&text,
		    "message %lld has %zu %s, the queue takes at most %lld",
		    (long long)source->n + 1, message->size,
		    message->size == 1 ? "byte" : "bytes",
		    (long long)queue->max_size);
	else if (error == EIDRM || error == EINVAL)
		text = xstrdup("was removed");
	else
		text = xstrdup(ipc_kind_strerror(object->kind, error));
	status = fail_to_send(ref, source, text, status);
	free(text);
	return status;
}

static int
send_all(struct source *source, const struct ref *ref,
    struct ipc_object *object, struct ipc_queue *queue)
{
	struct ipc_message message;
	int more;

	for (; (more = next_message(source, &message)) == 1; source->n++) {
		if (send_message(source->o, queue, &message) == -1)
			return fail_message(
			    ref, object, source, queue, &message);
		if (source->o->verbose)
			cli_warn(ref->text, "a message was written");
	}
	return more == 0 ? CLI_OK : fail_to_read(ref, source);
}

static int
put_messages(
    const struct options *o, const struct ref *ref, struct ipc_object *object)
{
	struct source source = { .o = o };
	struct ipc_queue queue;
	int status;

	if (ipc_queue_open(&queue, object, QUEUE_SEND, o->nowait) == -1)
		return fail(ref, object);
	if (patience_start() == -1) {
		cli_warn("timer", strerror(errno));
		return CLI_FAILED;
	}
	source.max_size = queue.max_size;
	source.reader = message_reader(stdin, o->form, queue.max_size);
	status = send_all(&source, ref, object, &queue);
	message_reader_free(&source.reader);
	ipc_queue_close(&queue);
	patience_end();
	return status;
}

/* Makes the file stdin. */
static int
open_file(const char *file)
{
	int fd, status = 0;

	if (file == NULL || strcmp(file, "-") == 0)
		return 0;
	if ((fd = copy_open(file)) == -1)
		return -1;
	if (fd != STDIN_FILENO) {
		status = dup2(fd, STDIN_FILENO);
		copy_close(fd);
	}
	return status == -1 ? -1 : 0;
}

int
put(const struct options *o, const struct ref *ref, struct ipc_object *object)
{
	if (open_file(o->file) == -1) {
		cli_warn(o->file, copy_strerror(errno));
		return CLI_FAILED;
	}
	if (object->kind->queue != NULL)
		return put_messages(o, ref, object);
	return put_bytes(o, ref, object);
}
