/* SPDX-License-Identifier: BSD-2-Clause */
/* Which calls are traced, and who is called with each of them. */
#ifndef TRACED_H
#define TRACED_H

#include "trace/call.h"

struct tracer_options {
	unsigned kinds; /* KIND_... to trace */
	int64_t ipc_ns; /* only this IPC namespace; UNKNOWN: all */
	int64_t shm;	/* device of the only /dev/shm; UNKNOWN: all */
	size_t data; /* bytes of messages to read from the memory of callers */
	/*
	 * Called for each process that has ended, after all its calls, with the
	 * argument of tracer_read(). May be NULL.
	 */
	void (*ended)(void *arg, int64_t pid);
};

/* Called with a call; the caller owns it. */
typedef void tracer_fn(void *arg, const struct call *);

#endif
