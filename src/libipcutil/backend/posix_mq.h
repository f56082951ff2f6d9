/* SPDX-License-Identifier: BSD-2-Clause */
/* POSIX message queues; the kind itself is in kind.h. mq_overview(7). */
#ifndef POSIX_MQ_H
#define POSIX_MQ_H

struct ipc_object;

/*
 * Fills in what the file of a queue contains, such as "QSIZE:129 NOTIFY:2
 * SIGNO:0 NOTIFY_PID:8260", see mq_overview(7). A pure function.
 */
void posix_mq_parse(struct ipc_object *, const char *text);

#endif
