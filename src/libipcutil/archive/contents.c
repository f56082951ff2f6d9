/* SPDX-License-Identifier: BSD-2-Clause */
/* Contents of objects, for an archive; see contents.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "archive/contents.h"
#include "backend/ref.h"
#include "base/xalloc.h"
#include "kernel/peek.h"
#include "model/kind.h"
#include "model/queue.h"
#include "show/value.h"

static void
add_message(struct text *t, const struct ipc_message *message, int64_t index)
{
	message_write(t, message, index, MESSAGE_JSONL);
}

/* Reads each message by the kind's own call. */
static int64_t
peek_each(struct text *t, struct ipc_queue *queue)
{
	struct ipc_message message;
	int64_t i;

	for (i = 0; queue->kind->queue->peek(queue, &message, i) == 0; i++)
		add_message(t, &message, i);
	return errno == ENOMSG ? i : -1;
}

/* Reads all messages at one moment from kernel memory: see kernel/peek.h. */
static int64_t
peek_through(struct text *t, struct ipc_queue *queue, struct kernel *kernel)
{
	struct kernel_messages messages;
	struct ipc_message message;
	size_t i;

	if (kernel_peek(kernel, queue->handle, &messages) == -1)
		return -1;
	for (i = 0; i < messages.n; i++) {
		message = (struct ipc_message){
			.type = UNKNOWN,
			.priority = messages.v[i].priority,
			.data = messages.data + messages.v[i].at,
			.size = messages.v[i].size,
		};
		add_message(t, &message, (int64_t)i);
	}
	i = messages.n;
	kernel_messages_free(&messages);
	return (int64_t)i;
}

int64_t
contents_peek(struct text *t, struct ipc_object *o, struct kernel *kernel)
{
	struct ipc_queue queue;
	int64_t n;
	int error;

	if (o->kind->queue->peek == NULL && kernel == NULL) {
		errno = ENOTSUP;
		return -1;
	}
	if (ipc_queue_open(&queue, o, QUEUE_LOOK, true) == -1)
		return -1;
	n = o->kind->queue->peek != NULL ? peek_each(t, &queue)
					 : peek_through(t, &queue, kernel);
	error = errno;
	ipc_queue_close(&queue);
	errno = error;
	return n;
}

/*
 * Receives a message. Memory for it is reserved first, because a message that
 * was received exists nowhere else: see message_reserve().
 */
static int
receive_one(struct text *t, struct ipc_queue *queue, int64_t index)
{
	struct ipc_message message;
	int status;

	do {
		message_reserve(t, queue->room, MESSAGE_JSONL);
		status = queue->kind->queue->receive(queue, &message);
	} while (status == -1 && (errno == E2BIG || errno == EINTR));
	if (status == 0)
		add_message(t, &message, index);
	return status;
}

int64_t
contents_receive(struct text *t, struct ipc_object *o)
{
	struct ipc_queue queue;
	int64_t n = 0;
	int error;

	if (ipc_queue_open(&queue, o, QUEUE_RECEIVE, true) == -1)
		return -1;
	while (receive_one(t, &queue, n) == 0)
		n++;
	error = errno;
	ipc_queue_close(&queue);
	errno = error;
	/*
	 * Report success if anything was received, whatever error came later:
	 * these messages must be kept.
	 */
	return n != 0 || error == EAGAIN ? n : -1;
}

void
contents_values(struct text *t, const struct ipc_object *o)
{
	char name[VALUE_ROOM];
	int64_t i;

	ref_format(o, name, sizeof(name));
	text_str(t, "{\"object\":");
	text_json(t, name);
	text_str(t, ",\"values\":[");
	for (i = 0; i < o->values.n; i++) {
		if (i != 0)
			text_char(t, ',');
		text_number(t, o->values.v[i]);
	}
	text_str(t, "]}\n");
}

static void
add_piece(struct contents_map *map, int64_t offset, int64_t length)
{
	struct contents_piece *last = map->n != 0 ? &map->v[map->n - 1] : NULL;

	if (last != NULL && last->offset + last->length == offset) {
		last->length += length;
		return;
	}
	if (map->n == map->room) {
		map->room = map->room == 0 ? 4 : map->room * 2;
		map->v = xreallocarray(map->v, map->room, sizeof(*map->v));
	}
	map->v[map->n++] = (struct contents_piece){ offset, length };
}

/* Position in the memory while it is read in search of zeros. */
struct looked {
	struct contents_map *map;
	int64_t at;
};

static int
see_data(void *arg, const char *data, size_t size)
{
	struct looked *looked = arg;

	(void)data;
	add_piece(looked->map, looked->at, (int64_t)size);
	looked->at += (int64_t)size;
	return 0;
}

static int
see_zeros(void *arg, int64_t size)
{
	struct looked *looked = arg;

	looked->at += size;
	return 0;
}

void
contents_map_make(struct contents_map *map, const struct ipc_memory *memory)
{
	struct looked looked = { 0 };
	struct copy_sink sink = { see_data, see_zeros, &looked };
	int64_t offset, end;

	*map = (struct contents_map){ 0 };
	if (memory->at != NULL) {
		looked.map = map;
		ipc_memory_read(memory, 0, memory->size, &sink);
		return;
	}
	for (offset = 0; offset < memory->size; offset = end)
		if (ipc_memory_extent(memory, offset, memory->size, &end))
			add_piece(map, offset, end - offset);
}

bool
contents_map_same(
    const struct contents_map *one, const struct contents_map *two)
{
	return one->n == two->n &&
	       (one->n == 0 ||
		   memcmp(one->v, two->v, one->n * sizeof(*one->v)) == 0);
}

void
contents_map_free(struct contents_map *map)
{
	free(map->v);
}
