/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The records of one instance or two, of all processors, in the order of their
 * time. Each processor has a buffer of its own; a record counts only once all
 * buffers were read that could have an older one.
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

/* How many instances a reader has at most. */
#define READER_INSTANCES 2

struct trace_reader;

/* NULL with errno. The instance must stay as long as the reader does. */
struct trace_reader *reader_open(const struct instance *);
void reader_close(struct trace_reader *);

/*
 * Reads another instance, too: number 1. The marks of its lanes, as gather.h
 * has them, are this number. 0, or -1 with errno.
 */
int reader_add_instance(struct trace_reader *, const struct instance *)
    __attribute__((warn_unused_result));

/*
 * Has an event recorded by this instance from now on. 0, or -1 with errno:
 * ENOENT if this kernel has no such event, EINVAL if it does not understand the
 * filter, EPROTO if it does not describe it as we know it.
 */
int reader_add(struct trace_reader *, const struct instance *,
    const struct trace_source *) __attribute__((warn_unused_result));

/*
 * A descriptor that can be read from, for poll(2), when there are records of
 * any instance, and one for those of the instance with this number.
 */
int reader_fd(const struct trace_reader *);
int reader_instance_fd(const struct trace_reader *, size_t instance);

/* How many records of the instance with this number were read. */
int64_t reader_taken(const struct trace_reader *, size_t instance);

/*
 * Calls `each` with all that is recorded so far. True if there are some left
 * that came meanwhile. Pages that make no sense are counted.
 */
bool reader_read(struct trace_reader *, trace_event_fn *each, void *arg);
int64_t reader_damaged(const struct trace_reader *);

#endif
