/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An instance of the kernel's tracing that is ours alone: a directory of
 * tracefs with buffers, events and filters of its own, so that nobody else who
 * traces notices (Documentation/trace/ftrace.rst of Linux, "Instances").
 * tracefs is mounted for us alone, and need not be mounted anywhere.
 *
 * An instance outlives the process that made it. Its name says which process
 * that was, so that a later one can remove it.
 */
#ifndef INSTANCE_H
#define INSTANCE_H

#include <stdint.h>

#include "base/text.h"

#define INSTANCE_NAME 96

struct instance {
	int root; /* directory of tracefs, or -1 */
	int dir;  /* that of the instance, or -1 */
	char name[INSTANCE_NAME];
};

/*
 * Removes instances of processes that have ended, and makes ours, with buffers
 * of this many bytes for each processor. 0, or -1 with errno, see
 * instance_strerror(); instance_end() is due in the first case only.
 */
int instance_begin(struct instance *, int64_t bytes);

/* What it means, and what the right way would be. */
const char *instance_strerror(int error);

/* Removes ours. Every file of it must have been closed. */
void instance_end(struct instance *);

/* Reads or writes a file of the instance. 0, or -1 with errno. */
int instance_read(const struct instance *, const char *file, struct text *)
    __attribute__((warn_unused_result));
int instance_write(const struct instance *, const char *file, const char *);

/*
 * Turns an event on, as "syscalls/sys_enter_msgsnd"; one with a filter only if
 * that is understood. 0, or -1 with errno.
 */
int instance_enable(const struct instance *, const char *event,
    const char *filter) __attribute__((warn_unused_result));

/* How many records the kernel had no room for since the beginning. */
int64_t instance_lost(const struct instance *);

/*
 * Whether an instance of this name was made by a process that has ended. One
 * of another PID namespace counts only if we see all processes, and none of
 * them is in there.
 */
bool instance_is_stale(const char *name);

#endif
