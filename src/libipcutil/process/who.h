/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds processes by a pid or a command that the user typed. */
#ifndef WHO_H
#define WHO_H

#include <stdbool.h>

#include "base/proc_each.h"
#include "model/object.h"

struct who {
	struct ipc_array pids; /* the caller frees pids.v */
	/* How many of them are known to be in another IPC namespace. */
	int64_t elsewhere;
	bool partial; /* /proc may not show all processes */
};

/*
 * Finds the process with that pid, or else all processes with that command
 * (/proc/PID/comm, at most 15 bytes). 0 even if there are none, or -1 with
 * errno if /proc cannot be read.
 */
int who_find(struct who *, const char *text);

#endif
