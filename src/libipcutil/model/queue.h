/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Message queues that are open: sending, receiving and looking at messages
 * (mq_overview(7), msgop(2)).
 *
 * Calls that block return -1 with EINTR when a signal is caught; patience.h
 * limits how long they block.
 */
#ifndef QUEUE_H
#define QUEUE_H

#include <stdbool.h>

#include "model/message.h"
#include "model/object.h"

enum queue_use { QUEUE_LOOK, QUEUE_RECEIVE, QUEUE_SEND };

/* Begin with ipc_queue_open(). */
struct ipc_queue {
	const struct ipc_kind *kind;
	int handle;	  /* mqd_t, or System V id */
	int64_t max_size; /* largest message it accepts, in bytes; or UNKNOWN */
	char *buffer;	  /* holds the message received last; owned */
	/* Size of the largest message that fits into the buffer. */
	size_t room;
	/* Which messages to receive, as in msgrcv(2); System V only. */
	int64_t type;
	bool except;
	bool nowait; /* fail with EAGAIN instead of waiting */
};

struct ipc_queue_ops {
	/* For ipc_queue_open(). 0, or -1 with errno. */
	int (*open)(
	    struct ipc_queue *, const struct ipc_object *, enum queue_use);
	/* Sends a message; waits for room. 0, or -1 with errno. */
	int (*send)(struct ipc_queue *, const struct ipc_message *);
	/*
	 * Receives a message; waits for one. Its data are in the buffer, valid
	 * until the next call. 0, or -1 with errno, and the message stays in
	 * the queue: with E2BIG the buffer was too small and has been enlarged.
	 */
	int (*receive)(struct ipc_queue *, struct ipc_message *);
	/*
	 * As receive, for the message at this index, which stays in the queue.
	 * -1 with errno: ENOMSG if there is none, EMSGSIZE if the system does
	 * not let us copy it. NULL: the kind cannot do this; see kernel/peek.h.
	 */
	int (*peek)(struct ipc_queue *, struct ipc_message *, int64_t index);
	void (*close)(struct ipc_queue *);
};

/*
 * Opens the queue of an object whose name, id or key is known; nothing else has
 * to be known if it is the id. 0, or -1 with errno of mq_open(3) or the kind's
 * stat. ipc_queue_close() closes it.
 */
int ipc_queue_open(
    struct ipc_queue *, struct ipc_object *, enum queue_use, bool nowait);
void ipc_queue_close(struct ipc_queue *);

#endif
