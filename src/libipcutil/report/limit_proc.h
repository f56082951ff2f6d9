/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Use of System V limits, added up from /proc for systems on which the *ctl
 * calls are refused: proc_sys_kernel(5), sysvipc(7).
 */
#ifndef LIMIT_PROC_H
#define LIMIT_PROC_H

#include <stdint.h>

#include "model/kind.h"

#define SYS_KERNEL "/proc/sys/kernel/"

/* Number of objects, and the sum of one amount over all of them. */
struct limit_proc_sum {
	int64_t objects;
	int64_t amount;
};

/*
 * Adds up all objects in the kind's file of /proc/sysvipc. Returns 0, or -1
 * with errno and both sums UNKNOWN.
 */
int limit_proc_sum(struct limit_proc_sum *, const struct ipc_kind *,
    int64_t (*amount)(const struct ipc_object *));

#endif
