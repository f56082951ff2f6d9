/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What /proc tells of System V limits and of what is used of them, for where
 * the *ctl calls are refused: proc_sys_kernel(5), sysvipc(7).
 */
#ifndef LIMIT_PROC_H
#define LIMIT_PROC_H

#include <stdint.h>

#include "model/kind.h"

#define SYS_KERNEL "/proc/sys/kernel/"

/* How many objects there are, and how much of one thing they have in all. */
struct limit_proc_sum {
	int64_t objects;
	int64_t amount;
};

/*
 * Adds up all objects in the file of /proc/sysvipc; both are UNKNOWN if it
 * cannot be read. 0, or -1 with errno.
 */
int limit_proc_sum(struct limit_proc_sum *, const struct ipc_kind *,
    int64_t (*amount)(const struct ipc_object *));

#endif
