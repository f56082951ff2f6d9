/* SPDX-License-Identifier: BSD-2-Clause */
/* Message queues that are open; see queue.h. */
#include <stdlib.h>

#include "model/kind.h"
#include "model/queue.h"

int
ipc_queue_open(struct ipc_queue *queue, struct ipc_object *o,
    enum queue_use use, bool nowait)
{
	*queue = (struct ipc_queue){
		.kind = o->kind,
		.handle = -1,
		.nowait = nowait,
	};
	return o->kind->queue->open(queue, o, use);
}

void
ipc_queue_close(struct ipc_queue *queue)
{
	queue->kind->queue->close(queue);
	free(queue->buffer);
	queue->buffer = NULL;
}
