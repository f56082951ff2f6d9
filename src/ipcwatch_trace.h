/* SPDX-License-Identifier: BSD-2-Clause */
/* Shared by the parts of ipcwatch --trace and --stats. */
#ifndef IPCWATCH_TRACE_H
#define IPCWATCH_TRACE_H

#include "ipcwatch.h"
#include "trace/tracer.h"

/* Which calls are shown: those of the objects that were named. */
struct choice {
	const struct options *o;
	struct ipc_object **named; /* one for each of refs, NULL: a pattern */
	void *keys;		   /* of ids: see choice_key() */
	size_t nkeys;
	int64_t unnamed; /* calls of which it is not known whether they are */
};

void choice_begin(struct choice *, const struct options *);
void choice_end(struct choice *);

/* Fills in the key of the call's object if it is known, or learns it. */
void choice_key(struct choice *, struct call *);
bool choice_matches(struct choice *, const struct call *);

/* --trace or --stats, as messages have it. */
const char *trace_purpose(const struct options *);

/*
 * Begins to trace what the options want. Returns NULL after saying why it
 * cannot. Tracing ends with trace_close(), or when the program exits.
 */
struct tracer *trace_open(
    const struct options *, void (*ended)(void *arg, int64_t pid));
void trace_close(void);

/* Say how many calls are not shown, and why, if there are any. */
void trace_tell_lost(const struct options *, int64_t records);
void trace_tell_entered(const struct options *, const struct tracer_losses *);
void trace_tell_beyond(const struct options *, int64_t beyond);
void trace_tell_losses(
    const struct options *, const struct tracer *, int64_t unnamed);

/* Checks --format: NULL, or a constant message. */
const char *call_format_check(const char *);

/* Writes a call, as the options want it. */
void call_show(const struct options *, const struct call *);

#endif
