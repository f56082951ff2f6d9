/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How to make room in a full queue: shell commands that work on this machine,
 * with a comment about what is lost and who may run them. The maximum of a
 * System V queue can be raised; that of a POSIX queue is fixed when it is
 * created: msgctl(2), mq_overview(7).
 */
#ifndef QUEUE_ADVICE_H
#define QUEUE_ADVICE_H

#include "model/object.h"

/* The caller frees what these return with free(3). */

/* How to raise its maximum; NULL if no way is known. */
char *queue_advice_raise(const struct ipc_object *);
/* How to take a message out of it; never NULL. */
char *queue_advice_relieve(const struct ipc_object *);

#endif
