/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads the messages of a POSIX queue without receiving them; no system call
 * does that.
 *
 * The kernel's lists are walked without its lock. The result is proven to be
 * the contents of the queue at one moment: every read has succeeded, the number
 * of messages and bytes is what the queue counts before and after, and a second
 * walk has found the same at the same addresses.
 */
#ifndef PEEK_H
#define PEEK_H

#include "kernel/messages.h"
#include "kernel/reader.h"

/* The limits of the queue, as of mq_getattr(3). */
struct kernel_queue_limits {
	int64_t messages;
	int64_t message_size;
};

/*
 * Reads the messages of the open queue; free them with kernel_messages_free().
 * -1 with errno, and nothing to free: EBUSY if the queue changes faster than it
 * can be read, ENOTSUP if this kernel's queues have a structure that we do not
 * know, or that of mq_getattr(3).
 */
int kernel_peek(struct kernel *, int fd, struct kernel_messages *);

/* As kernel_peek(), of a queue whose limits are known. */
int kernel_peek_within(struct kernel *, int fd,
    const struct kernel_queue_limits *, struct kernel_messages *);

#endif
