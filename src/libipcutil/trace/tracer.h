/* SPDX-License-Identifier: BSD-2-Clause */
/* Traces the IPC system calls of all processes, as they end. */
#ifndef TRACER_H
#define TRACER_H

#include "trace/traced.h"

/* Numbers of calls and records that were not reported, since the beginning. */
struct tracer_losses {
	int64_t records; /* dropped by the kernel for lack of room */
	/* Calls that began before records were lost, and ended after it. */
	int64_t doubtful;
	int64_t strange; /* calls whose caller's namespace is unknown */
	int64_t damaged; /* invalid records */
	/*
	 * Threads that have entered the traced namespace, and for how many
	 * nanoseconds at most their calls were not recorded after that.
	 */
	int64_t entered;
	int64_t longest;
};

struct tracer;

/*
 * Starts tracing. Returns NULL with errno, and *why is a constant message.
 * Kinds that this kernel cannot trace are reported in *untold. The caller frees
 * the result with tracer_close().
 */
struct tracer *tracer_open(
    const struct tracer_options *, unsigned *untold, const char **why);
/* Stops tracing and frees everything. */
void tracer_close(struct tracer *);

/*
 * Returns a descriptor for poll(2) that is readable when records exist; not the
 * caller's to close. In a flood it is another one, for records of which there
 * are few, or -1.
 */
int tracer_fd(const struct tracer *);

/*
 * Calls `each` with every call that has ended since the last time. Returns true
 * if it should be called again soon, whatever poll(2) reports.
 */
bool tracer_read(struct tracer *, tracer_fn *each, void *arg);

/*
 * For how many nanoseconds the records that come next should wait: 0, but in a
 * flood. A poll(2) has the next record wake the caller, which costs more than
 * the record does; in a flood, that would be each.
 */
int64_t tracer_pause(const struct tracer *);

/*
 * Calls `each` with every call that was seen to begin and has not ended: its
 * result is NULL, its time is now.
 */
void tracer_waiting(struct tracer *, tracer_fn *each, void *arg);

struct tracer_losses tracer_losses(const struct tracer *);

#endif
