/* SPDX-License-Identifier: BSD-2-Clause */
/* The processes that a person means by a number or a command. */
#ifndef WHO_H
#define WHO_H

#include <stdbool.h>

#include "base/proc_each.h"
#include "model/object.h"

struct who {
	struct ipc_array pids; /* owned by the caller */
	int64_t elsewhere; /* of these: known to be in another IPC namespace */
	bool partial;	   /* /proc may not show all that there are */
};

/*
 * Finds the process with that pid, or else all with that command, of which the
 * kernel keeps no more than 15 bytes. 0 although there may be none, or -1 with
 * errno if /proc cannot be read.
 */
int who_find(struct who *, const char *text);

#endif
