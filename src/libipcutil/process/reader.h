/* SPDX-License-Identifier: BSD-2-Clause */
/* Which holders of a POSIX queue can receive messages from it. */
#ifndef READER_H
#define READER_H

#include "model/object.h"

/*
 * 1 if the process has the queue open for reading; 0 if only for writing, or
 * not any more; UNKNOWN if we may not look. The mode of the links in
 * /proc/PID/fd is that of the descriptors: proc_pid_fd(5).
 */
int64_t reader_is_one(int64_t pid, const struct ipc_object *queue);

#endif
