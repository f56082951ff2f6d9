/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Messages that were read from the kernel's memory, in one piece of memory.
 * Where there is no memory, the program ends (base/xalloc.h).
 */
#ifndef MESSAGES_H
#define MESSAGES_H

#include <stddef.h>
#include <stdint.h>

struct kernel_message {
	uint64_t address; /* for comparing two walks; never shown */
	int64_t priority;
	size_t size;
	size_t at; /* its offset in `data` */
};

/* The messages in the order in which they would be received. All is owned. */
struct kernel_messages {
	struct kernel_message *v;
	size_t n;
	size_t room;
	char *data; /* the data of each message, followed by a NUL */
	size_t used;
	size_t data_room;
};

/*
 * Forgets all messages and prepares for so many, of so many bytes together.
 * Both may be wrong: there is room for more, and little is taken for what is
 * not added.
 */
void kernel_messages_begin(struct kernel_messages *, size_t n, size_t bytes);

/*
 * Appends a message and makes room for its data; the caller fills in the rest.
 */
struct kernel_message *kernel_messages_add(
    struct kernel_messages *, size_t size);

void kernel_messages_free(struct kernel_messages *);

#endif
