/* SPDX-License-Identifier: BSD-2-Clause */
/* ipccat OBJECT: shows the contents, and changes nothing. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/copy.h"
#include "base/hexdump.h"
#include "base/progress.h"
#include "base/xalloc.h"
#include "cli.h"
#include "cli_progress.h"
#include "ipccat.h"
#include "model/kind.h"

/* The output for memory: the bytes, or in hexadecimal. */
struct sink {
	struct copy_out out;
	struct hexdump dump;
	struct text text;
};

static int
write_data(void *arg, const char *data, size_t size)
{
	struct sink *sink = arg;

	if (copy_out_data(&sink->out, data, size) == -1)
		fail_stdout();
	progress_bytes((int64_t)size);
	return 0;
}

static int
write_zeros(void *arg, int64_t size)
{
	struct sink *sink = arg;

	if (copy_out_zeros(&sink->out, size) == -1)
		fail_stdout();
	progress_bytes(size);
	return 0;
}

static int
write_text(struct sink *sink)
{
	if (copy_write(STDOUT_FILENO, sink->text.s, sink->text.len) == -1)
		fail_stdout();
	text_clear(&sink->text);
	return 0;
}

static int
dump_data(void *arg, const char *data, size_t size)
{
	struct sink *sink = arg;
	size_t n;

	for (; size > 0; data += n, size -= n) {
		n = size < BUFSIZ ? size : BUFSIZ;
		hexdump_add(&sink->dump, &sink->text, data, n);
		write_text(sink);
		progress_bytes((int64_t)n);
	}
	return 0;
}

static int
dump_zeros(void *arg, int64_t size)
{
	struct sink *sink = arg;

	hexdump_zeros(&sink->dump, &sink->text, (uint64_t)size);
	progress_bytes(size);
	return write_text(sink);
}

static int
copy_memory(const struct options *o, const struct ref *ref,
    const struct ipc_memory *memory)
{
	struct sink sink = {
		.out = copy_out(STDOUT_FILENO),
		.dump = { .offset = (uint64_t)o->offset },
	};
	struct copy_sink as_it_is = { write_data, write_zeros, &sink };
	struct copy_sink as_hex = { dump_data, dump_zeros, &sink };
	int64_t length = memory->size - o->offset;
	int status;

	if (o->length != UNKNOWN && o->length < length)
		length = o->length;
	/* On the terminal the bytes themselves show how far it is. */
	if (!isatty(STDOUT_FILENO))
		cli_progress("reading", 0, length);
	if (o->form == MESSAGE_JSONL)
		return jsonl_memory(o, ref, memory, length);
	if (o->form != MESSAGE_HEX) {
		status = ipc_memory_read(memory, o->offset, length, &as_it_is);
		if (copy_out_end(&sink.out) == -1)
			fail_stdout();
		return status;
	}
	status = ipc_memory_read(memory, o->offset, length, &as_hex);
	hexdump_end(&sink.dump, &sink.text);
	write_text(&sink);
	text_free(&sink.text);
	return status;
}

/* Reports the size, and a change by reading that the kernel cannot avoid. */
static void
tell_of_memory(const struct ref *ref, const struct ipc_memory *memory)
{
	char *about;

	xasprintf(&about, "%lld %s%s", (long long)memory->size,
	    memory->size == 1 ? "byte" : "bytes",
	    memory->touched
		? "; attached to be read, which sets atime, dtime and lpid"
		: "");
	cli_warn(ref->text, about);
	free(about);
}

int
fail_offset(const struct ref *ref, const struct ipc_memory *memory)
{
	char *message;

	xasprintf(&message, "it ends at byte %lld, before --offset",
	    (long long)memory->size);
	cli_warn(ref->text, message);
	free(message);
	return CLI_FAILED;
}

static int
look_at_memory(const struct options *o, const struct ref *ref,
    const struct ipc_object *object)
{
	struct ipc_memory memory;
	int status = CLI_OK;

	if (ipc_memory_open(&memory, object, false) == -1)
		return fail(ref, object);
	if (o->verbose)
		tell_of_memory(ref, &memory);
	if (o->offset > memory.size)
		status = fail_offset(ref, &memory);
	else if (copy_memory(o, ref, &memory) == -1)
		status = fail(ref, object);
	cli_progress_end();
	ipc_memory_close(&memory);
	return status;
}

static int
fail_to_peek(const struct ref *ref, const struct ipc_object *object)
{
	if (errno == ENOSYS)
		cli_warn(ref->text,
		    "this kernel cannot copy messages (no "
		    "CONFIG_CHECKPOINT_RESTORE); --receive takes them off");
	else
		return fail(ref, object);
	return CLI_FAILED;
}

/* Reports a message that cannot be copied; the others still can. */
static void
pass_over(const struct ref *ref, int64_t index)
{
	char *text;

	xasprintf(&text,
	    "the message at index %lld is larger than msgmax has become, and "
	    "cannot be copied: /proc/sys/kernel/msgmax",
	    (long long)index);
	cli_warn(ref->text, text);
	free(text);
}

bool
is_wanted(const struct options *o, const struct ipc_message *message)
{
	if (o->priority != UNKNOWN && o->priority != message->priority)
		return false;
	if (o->type > 0)
		return (o->type == message->type) != o->except;
	/*
	 * A negative type selects types up to its absolute value, which may not
	 * fit into a long.
	 */
	return o->type == 0 || message->type - 1 <= -(o->type + 1);
}

static int
look_at_messages(
    const struct options *o, const struct ref *ref, struct ipc_object *object)
{
	const struct ipc_queue_ops *ops = object->kind->queue;
	struct ipc_message message;
	struct ipc_queue queue;
	struct text room = { 0 };
	int status = CLI_OK;
	int64_t i, n = 0;

	if (ipc_queue_open(&queue, object, QUEUE_LOOK, true) == -1)
		return fail_to_peek(ref, object);
	for (i = 0; o->count == UNKNOWN || n < o->count; i++) {
		if (ops->peek(&queue, &message, i) == 0) {
			if (is_wanted(o, &message)) {
				show_message(o, ref, &message, i, &room);
				n++;
			}
		} else if (errno == EMSGSIZE) {
			pass_over(ref, i);
			status = CLI_FAILED;
			n++;
		} else {
			if (errno != ENOMSG)
				status = fail_to_peek(ref, object);
			break;
		}
	}
	text_free(&room);
	ipc_queue_close(&queue);
	return status;
}

int
why_no_values(const struct ipc_object *object)
{
	if (object->values.n == 1)
		return object->values.v[0] == UNKNOWN ? EILSEQ : 0;
	if (object->values.n != UNKNOWN)
		return 0;
	if (object->status == NULL)
		return EACCES;
	return strcmp(object->status, "truncated") == 0 ? EBADMSG : ENOEXEC;
}

/* One a line. */
static int
look_at_values(
    const struct options *o, const struct ref *ref, struct ipc_object *object)
{
	struct text text = { 0 };
	int64_t i;

	if (object->kind->stat(object, NEED_VALUES) == -1)
		return fail(ref, object);
	if ((errno = why_no_values(object)) != 0)
		return fail(ref, object);
	if (o->form == MESSAGE_JSONL) {
		jsonl_values(object);
		return CLI_OK;
	}
	for (i = 0; i < object->values.n; i++) {
		text_number(&text, object->values.v[i]);
		text_char(&text, '\n');
	}
	if (copy_write(STDOUT_FILENO, text.s, text.len) == -1)
		fail_stdout();
	text_free(&text);
	return CLI_OK;
}

int
look(const struct options *o, const struct ref *ref, struct ipc_object *object)
{
	if (object->kind->memory != NULL)
		return look_at_memory(o, ref, object);
	if (object->kind->queue != NULL && object->kind->queue->peek == NULL)
		return peek(o, ref, object);
	if (object->kind->queue != NULL)
		return look_at_messages(o, ref, object);
	return look_at_values(o, ref, object);
}
