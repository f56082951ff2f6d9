/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A POSIX message queue, opened: to look at it, or to send and receive. Nothing
 * here waits for a lease on its file (fcntl(2)). -1 with the errno of
 * mq_open(3), or of posix_strerror() for one that has no name.
 */
#ifndef MQ_HANDLE_H
#define MQ_HANDLE_H

#include <mqueue.h>

struct ipc_queue_ops;

/*
 * By its name, whichever of reading and writing is allowed, so that it tells
 * what it is; the caller closes it.
 */
mqd_t mq_handle_look(const char *name);

/* The same of a file in the directory that mq_dir_open() has opened. */
int mq_handle_file(int dirfd, const char *file);

/* How messages are sent and received: see queue.h. */
extern const struct ipc_queue_ops mq_handle_ops;

#endif
