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
/* What the names of second instances end with. */
#define INSTANCE_SECOND "-calls"

struct instance {
	int root; /* directory of tracefs, or -1 */
	int dir;  /* directory of the instance, or -1 */
	char name[INSTANCE_NAME];
};

/*
 * Removes instances of processes that have ended, and creates ours with buffers
 * of `bytes` for each processor; a process may have two, and the second is
 * called so by INSTANCE_SECOND, the first by "". Returns 0, or -1 with errno:
 * see instance_strerror(). Only after 0 must instance_end() be called.
 */
int instance_begin(struct instance *, int64_t bytes, const char *which);

/* Gives each processor another buffer, while nothing is recorded. */
void instance_resize(const struct instance *, int64_t bytes);

/* Explains the errno of instance_begin() and what to do; constant. */
const char *instance_strerror(int error);

/* Removes our instance. All its files must be closed before. */
void instance_end(struct instance *);

/*
 * Read a file of the instance, write it anew, or add to it. Return 0, or -1
 * with errno.
 */
int instance_read(const struct instance *, const char *file, struct text *)
    __attribute__((warn_unused_result));
int instance_write(const struct instance *, const char *file, const char *);
int instance_append(const struct instance *, const char *file, const char *);

/*
 * Enables an event such as "syscalls/sys_enter_msgsnd". If there is a filter,
 * the event is enabled only if the kernel accepts the filter. Returns 0, or -1
 * with errno.
 */
int instance_enable(const struct instance *, const char *event,
    const char *filter) __attribute__((warn_unused_result));

/*
 * Returns how many records the kernel dropped for lack of room since the
 * beginning.
 */
int64_t instance_lost(const struct instance *);

/*
 * Says whether the process that created the instance of this name has ended.
 * For an instance of another PID namespace this is known only if we see all
 * processes and none is in that namespace.
 */
bool instance_is_stale(const char *name);

#endif
