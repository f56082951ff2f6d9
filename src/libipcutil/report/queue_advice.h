/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What makes room in a queue that is full: commands for the shell that work
 * here, with a comment of what they lose and who may run them. The room of a
 * System V queue can be raised, that of a POSIX queue is what it was made with:
 * msgctl(2), mq_overview(7).
 */
#ifndef QUEUE_ADVICE_H
#define QUEUE_ADVICE_H

#include "model/object.h"

/* Both return what is to be freed by the caller. */

/* NULL if nothing is known that raises it. */
char *queue_advice_raise(const struct ipc_object *);
char *queue_advice_relieve(const struct ipc_object *);

#endif
