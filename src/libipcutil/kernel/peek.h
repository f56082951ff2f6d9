/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is in a POSIX queue, which no system call shows without taking it off.
 *
 * The kernel's own lists are walked without its lock. What is returned is
 * proven to be what was in the queue at one moment: every read succeeded, as
 * many messages and bytes were found as the queue counts before and after, and
 * a second walk found the same at the same places.
 */
#ifndef PEEK_H
#define PEEK_H

#include "kernel/reader.h"

struct kernel_message {
	uint64_t address; /* never shown: to compare two walks */
	int64_t priority;
	size_t size;
	size_t at; /* where it begins in the data */
};

/* Messages in the order in which they would be received. */
struct kernel_messages {
	struct kernel_message *v;
	size_t n;
	size_t room;
	char *data; /* of each message, and a NUL */
	size_t used;
	size_t data_room;
};

/* What the queue may hold, as mq_getattr(3) says. */
struct kernel_queue_limits {
	int64_t messages;
	int64_t message_size;
};

/*
 * Looks into the queue that is open there. -1 with errno: EBUSY if it changes
 * faster than it can be looked at, ENOTSUP if this kernel has other queues than
 * are known, and as mq_getattr(3).
 */
int kernel_peek(struct kernel *, int fd, struct kernel_messages *);

/* The same of a queue of which the limits are known. */
int kernel_peek_within(struct kernel *, int fd,
    const struct kernel_queue_limits *, struct kernel_messages *);
void kernel_messages_free(struct kernel_messages *);

#endif
