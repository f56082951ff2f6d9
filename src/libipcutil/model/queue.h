/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Message queues, opened: messages are put in, taken off and looked at
 * (mq_overview(7), msgop(2)).
 *
 * Calls that block return -1 with EINTR when a signal is caught: see
 * patience.h for how long they do.
 */
#ifndef QUEUE_H
#define QUEUE_H

#include <stdbool.h>

#include "model/message.h"
#include "model/object.h"

enum queue_use { QUEUE_LOOK, QUEUE_RECEIVE, QUEUE_SEND };

/* Start with ipc_queue_open(). */
struct ipc_queue {
	const struct ipc_kind *kind;
	int handle;	  /* mqd_t, or identifier */
	int64_t max_size; /* of a message that it takes; or UNKNOWN */
	char *buffer;	  /* of the message last received; owned */
	size_t room;	  /* bytes of a message that the buffer takes */
	/* What to receive: as msgrcv(2) has it, of System V only. */
	int64_t type;
	bool except;
	bool nowait; /* EAGAIN instead of waiting */
};

struct ipc_queue_ops {
	int (*open)(
	    struct ipc_queue *, const struct ipc_object *, enum queue_use);
	/* Puts one in, waiting for room. 0, or -1 with errno. */
	int (*send)(struct ipc_queue *, const struct ipc_message *);
	/*
	 * Takes one off, waiting for it; its data live until the next call.
	 * 0, or -1 with errno, and nothing is taken off: with E2BIG, `room` was
	 * too little, and is more now.
	 */
	int (*receive)(struct ipc_queue *, struct ipc_message *);
	/*
	 * The same of the message at this index, which stays where it is. -1
	 * with ENOMSG if there is none, EMSGSIZE if the system does not let it
	 * be copied. NULL: the kind has no way to; see kernel/peek.h.
	 */
	int (*peek)(struct ipc_queue *, struct ipc_message *, int64_t index);
	void (*close)(struct ipc_queue *);
};

/*
 * Opens the queue of which name, id or key is known; of the id, nothing more
 * than that is needed. 0, or -1 with errno, as open or stat of the kind.
 */
int ipc_queue_open(
    struct ipc_queue *, struct ipc_object *, enum queue_use, bool nowait);
void ipc_queue_close(struct ipc_queue *);

#endif
