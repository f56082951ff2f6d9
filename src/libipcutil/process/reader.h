/* SPDX-License-Identifier: BSD-2-Clause */
/* Who of those that hold a POSIX queue could take messages from it. */
#ifndef READER_H
#define READER_H

#include "model/object.h"

/*
 * 1 if the process has the queue open for reading, 0 if for writing only or not
 * any more, UNKNOWN if that may not be looked at. By the mode of the links in
 * /proc/PID/fd, which is that of the descriptor: proc_pid_fd(5).
 */
int64_t reader_is_one(int64_t pid, const struct ipc_object *queue);

#endif
