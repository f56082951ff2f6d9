/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads a recording line by line: the objects at each moment, and the
 * differences from the moment before. The file is not trusted.
 */
#ifndef RECORDING_H
#define RECORDING_H

#include <time.h>

#include "model/list.h"
#include "record/limits.h"

struct json_tokener;

/* A process that created (made) or removed an object; all owned. */
struct recorded_by {
	bool made;
	char *object; /* its reference */
	struct ipc_process process;
};

/* Start with recording_init(). */
struct recording {
	struct timespec time;	/* of the last line, since 1970 */
	struct ipc_list list;	/* objects at that time; sorted */
	struct ipc_list before; /* of those that the line told of: as it was, */
	struct ipc_list after;	/* and as it is; these belong to `list` */
	struct recorded_by *by; /* of the last line */
	size_t nby;
	/* ---- */
	bool begun; /* there was a first line, */
	bool whole; /* and a snapshot after it */
	int64_t ns; /* namespace of the objects */
	struct recorded_limit *limits;
	struct columns fields;
	struct json_tokener *tokener;
};

void recording_init(struct recording *);
void recording_free(struct recording *);

/*
 * Takes the next line, without its line feed; it must be terminated by NUL.
 * Returns NULL, or a constant message that says what is wrong; then the
 * recording is unchanged.
 */
const char *recording_read(struct recording *, const char *, size_t)
    __attribute__((warn_unused_result));

/*
 * Finds the process that created (made) or removed an object of the last line;
 * the caller frees its command. Returns false if it is not known.
 */
bool recording_by(const struct recording *, const struct ipc_object *,
    bool made, struct ipc_process *);

/* As limits_load(), at the moment of the last line. */
size_t recording_limits(
    const struct recording *, struct limit **out, unsigned kinds);

#endif
