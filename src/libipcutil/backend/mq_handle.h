/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * POSIX message queues that are open, for asking, sending or receiving. Nothing
 * here waits for a lease on the file (fcntl(2)). Functions return -1 with errno
 * of mq_open(3), or one that posix_strerror() explains if the queue has no
 * name.
 */
#ifndef MQ_HANDLE_H
#define MQ_HANDLE_H

#include <mqueue.h>

#include "model/queue.h"

struct ipc_queue_ops;

/*
 * Opens a queue by name for reading, or else for writing, to ask for its
 * attributes. The caller closes it.
 */
mqd_t mq_handle_look(const char *name);

/* As mq_handle_look(), of a file in the directory of mq_dir_open(). */
int mq_handle_file(int dirfd, const char *file);

/* Sending and receiving: see queue.h. */
extern const struct ipc_queue_ops mq_handle_ops;

#endif
