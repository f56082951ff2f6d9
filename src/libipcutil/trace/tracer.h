/* SPDX-License-Identifier: BSD-2-Clause */
/* The calls of all processes that have to do with IPC, as they end. */
#ifndef TRACER_H
#define TRACER_H

#include "trace/call.h"

struct tracer_options {
	unsigned kinds; /* KIND_...: others are not traced */
	int64_t ipc_ns; /* only of this IPC namespace; UNKNOWN: of all */
	int64_t shm; /* only of this /dev/shm, by its device; UNKNOWN: of all */
	size_t data; /* bytes of messages, read from the memory of callers */
	/*
	 * Called with each process that has ended, after all of its calls, and
	 * what tracer_read() was given. NULL: nobody wants to know.
	 */
	void (*ended)(void *arg, int64_t pid);
};

/* What was not told, and why; all since the beginning. */
struct tracer_losses {
	int64_t records; /* for which the kernel had no room */
	/* Calls that began before records were lost, and ended after it. */
	int64_t doubtful;
	int64_t strange; /* calls of callers whose namespace is not known */
	int64_t damaged; /* records that make no sense */
};

struct tracer;

/*
 * NULL with errno, and *why a constant message. Kinds that this kernel cannot
 * tell of are taken out of *untold.
 */
struct tracer *tracer_open(
    const struct tracer_options *, unsigned *untold, const char **why);
/* Removes what was set up for it. */
void tracer_close(struct tracer *);

/* Can be read from, for poll(2), when something was recorded. */
int tracer_fd(const struct tracer *);

/*
 * Calls `each` with every call that has ended since. True if it should be
 * called again soon, whatever poll(2) says.
 */
typedef void tracer_fn(void *arg, const struct call *);
bool tracer_read(struct tracer *, tracer_fn *each, void *arg);

/*
 * Calls `each` with every call that has begun, as far as that was read, and not
 * ended: its result is NULL, its time now.
 */
void tracer_waiting(struct tracer *, tracer_fn *each, void *arg);

struct tracer_losses tracer_losses(const struct tracer *);

#endif
