/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is in an object, as an archive has it: messages and values as text,
 * memory as the pieces that are no holes.
 */
#ifndef CONTENTS_H
#define CONTENTS_H

#include "base/text.h"
#include "kernel/reader.h"
#include "model/memory.h"
#include "model/object.h"

/*
 * Adds the messages of a queue, each a line of JSON, and leaves them where they
 * are. The kernel is for queues that no system call shows, else NULL. How many
 * there were; -1 with errno, ENOSYS or ENOTSUP if there is no way to look.
 */
int64_t contents_peek(struct text *, struct ipc_object *, struct kernel *);

/* The same, and takes them off: they are nowhere else then. */
int64_t contents_receive(struct text *, struct ipc_object *);

/* Adds the values of semaphores, which are known, as one line of JSON. */
void contents_values(struct text *, const struct ipc_object *);

struct contents_piece {
	int64_t offset; /* bytes */
	int64_t length;
};

/* The pieces that have data, in order; owns them. */
struct contents_map {
	struct contents_piece *v;
	size_t n;
	size_t room;
};

/* A page that was read as nothing but zeros is a hole, where a hole is looked
 * for by looking. */
void contents_map_make(struct contents_map *, const struct ipc_memory *);
bool contents_map_same(
    const struct contents_map *, const struct contents_map *);
void contents_map_free(struct contents_map *);

#endif
