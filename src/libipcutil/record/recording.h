/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A recording, read line by line: what there was at each moment, and what was
 * different to the moment before. Whoever has written it may have meant harm.
 */
#ifndef RECORDING_H
#define RECORDING_H

#include <time.h>

#include "record/limits.h"

struct json_tokener;

/* Who has made, or removed, an object; all owned. */
struct recorded_by {
	bool made;
	char *object; /* its reference */
	struct ipc_process process;
};

/* Start with recording_init(). */
struct recording {
	struct timespec time;	/* of the last line; since 1970 */
	struct ipc_list list;	/* what there was then; sorted */
	struct ipc_list before; /* of those that the line told of: as it was, */
	struct ipc_list after;	/* and as it is; these belong to `list` */
	struct recorded_by *by; /* of those of the line */
	size_t nby;
	/* ---- */
	bool begun; /* there was a first line, */
	bool whole; /* and a snapshot after it */
	int64_t ns; /* of the objects that have a namespace */
	struct recorded_limit *limits;
	struct columns fields;
	struct json_tokener *tokener;
};

void recording_init(struct recording *);
void recording_free(struct recording *);

/*
 * Takes the next line, without its line feed, which is terminated all the same.
 * NULL, or a constant message that says what is wrong with it; the recording
 * is then as it was before.
 */
const char *recording_read(struct recording *, const char *, size_t)
    __attribute__((warn_unused_result));

/*
 * Who has made, or removed, an object that the last line told of; its command
 * is the caller's. False if that was not known.
 */
bool recording_by(const struct recording *, const struct ipc_object *,
    bool made, struct ipc_process *);

/* As limits_load(), at the moment of the last line. */
size_t recording_limits(
    const struct recording *, struct limit **out, unsigned kinds);

#endif
