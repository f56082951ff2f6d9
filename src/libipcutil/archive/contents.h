/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Contents of objects as an archive stores them: messages and values as text,
 * memory as a map of the pieces that are not holes.
 */
#ifndef CONTENTS_H
#define CONTENTS_H

#include "base/text.h"
#include "kernel/reader.h"
#include "model/memory.h"
#include "model/object.h"

/*
 * Adds the messages of a queue, a line of JSON each, without removing them.
 * `kernel` is for queues whose messages no system call shows, or NULL. Returns
 * the number of messages, or -1 with errno: ENOSYS or ENOTSUP if there is no
 * way to read them. The caller owns the text. See msgrcv(2), MSG_COPY.
 */
int64_t contents_peek(struct text *, struct ipc_object *, struct kernel *);

/* As contents_peek(), but removes the messages from the queue. */
int64_t contents_receive(struct text *, struct ipc_object *);

/* Adds the values of semaphores, which must be known, as a line of JSON. */
void contents_values(struct text *, const struct ipc_object *);

struct contents_piece {
	int64_t offset; /* bytes */
	int64_t length;
};

/* Pieces with data, in order; freed by contents_map_free(). */
struct contents_map {
	struct contents_piece *v;
	size_t n;
	size_t room;
};

/*
 * Makes the map of the memory. If holes have to be found by reading, a page of
 * zeros counts as a hole.
 */
void contents_map_make(struct contents_map *, const struct ipc_memory *);
bool contents_map_same(
    const struct contents_map *, const struct contents_map *);
void contents_map_free(struct contents_map *);

#endif
