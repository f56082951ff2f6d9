/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lines of a recording, written; each is one JSON object, and ends with a
 * line feed. ipcutil(7) has the format; record/recording.h reads it.
 *
 *	{"recording":1,"time":...,"host":...,"boot":...,"ns":...}
 *	{"time":...,"snapshot":[...],"limits":{...},"totals":[...]}
 *	{"time":...,"created":[...],"changed":[...],"removed":[...],"by":[...],
 *	    "limits":{...}}
 *	{"time":...}
 *	{"time":...,"end":true}
 *
 * In a snapshot, each object says in what it differs from the one before it of
 * its kind. A created one is whole; a changed one differs from what it was.
 */
#ifndef RECORD_LINE_H
#define RECORD_LINE_H

#include <time.h>

#include "report/limit.h"

#define LINE_VERSION 1

/*
 * Who has made, or removed, an object: true, and the process, whose command is
 * to be freed.
 */
typedef bool line_by_fn(
    void *arg, const struct ipc_object *, bool made, struct ipc_process *);

/* What there was at a moment. Nothing is owned. */
struct moment {
	struct timespec time;
	const struct ipc_list *list; /* sorted, each once */
	const struct limit *limits;
	size_t nlimits;
	line_by_fn *by; /* NULL: nobody knows */
	void *arg;
};

/* Adds the line that a recording begins with, and goes on with. */
void line_header(struct text *, const struct timespec *, int64_t ns);

void line_snapshot(
    struct text *, const struct columns *, const struct moment *);

/* False, with nothing added, if there is no difference. */
bool line_difference(struct text *, const struct columns *,
    const struct moment *before, const struct moment *after);

/* Adds the line that says that nothing has changed until then. */
void line_same(struct text *, const struct timespec *);

/* Adds the last line: the recording was ended. */
void line_end(struct text *, const struct timespec *);

/*
 * The time that a line begins with, in nanoseconds since 1970; UNKNOWN if it
 * does not begin as one of these lines. The line is terminated.
 */
int64_t line_time(const char *);

/* Whether it begins as the first line of a recording does. */
bool line_is_header(const char *);

#endif
