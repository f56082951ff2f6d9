/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The records of an instance, of all processors, in the order of their time.
 * Each processor has a buffer of its own; a record counts only once all buffers
 * were read that could have an older one.
 */
#ifndef TRACE_READER_H
#define TRACE_READER_H

#include "trace/gather.h"
#include "trace/instance.h"

/* Parts of an event to record; see reader_add(). */
struct trace_source {
	const char *event; /* GROUP/EVENT */
	unsigned tag;
	const char *filter; /* or NULL */
	/* Fields, ending with NULL; without any, all that a system call has. */
	const char *fields[TRACE_ARGS + 1];
	const char *text; /* a field of characters, or NULL */
};

struct trace_reader;

/* NULL with errno. The instance must stay as long as the reader does. */
struct trace_reader *reader_open(const struct instance *);
void reader_close(struct trace_reader *);

/*
 * Has an event recorded from now on. 0, or -1 with errno: ENOENT if this
 * kernel has no such event, EINVAL if it does not understand the filter, EPROTO
 * if it does not describe it as we know it.
 */
int reader_add(struct trace_reader *, const struct trace_source *)
    __attribute__((warn_unused_result));

/* A descriptor that can be read from, for poll(2), when there are records. */
int reader_fd(const struct trace_reader *);

/*
 * Calls `each` with all that is recorded so far. True if there are some left
 * that came meanwhile. Pages that make no sense are counted.
 */
bool reader_read(struct trace_reader *, trace_event_fn *each, void *arg);
int64_t reader_damaged(const struct trace_reader *);

#endif
