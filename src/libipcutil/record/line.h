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

#include "model/list.h"
#include "report/limit.h"

#define LINE_VERSION 1

/*
 * Tells which process created (made) or removed the object. Returns true and
 * sets the process, whose command the caller frees; false if it is not known.
 */
typedef bool line_by_fn(
    void *arg, const struct ipc_object *, bool made, struct ipc_process *);

/* The objects and limits at a moment. Nothing is owned. */
struct moment {
	struct timespec time;
	const struct ipc_list *list; /* sorted, each once */
	const struct limit *limits;
	size_t nlimits;
	line_by_fn *by; /* NULL: processes are not known */
	void *arg;
};

/* Adds the first line of a recording, also written when one is continued. */
void line_header(struct text *, const struct timespec *, int64_t ns);

void line_snapshot(
    struct text *, const struct columns *, const struct moment *);

/* Adds the differences. Returns false and adds nothing if there are none. */
bool line_difference(struct text *, const struct columns *,
    const struct moment *before, const struct moment *after);

/* Adds a line that says that nothing changed until then. */
void line_same(struct text *, const struct timespec *);

/* Adds the last line: recording ended. */
void line_end(struct text *, const struct timespec *);

/*
 * Returns the time at the start of a line, in nanoseconds since 1970; UNKNOWN
 * if it is no line of a recording. The line is terminated by NUL.
 */
int64_t line_time(const char *);

/* Says whether this is the first line of a recording. */
bool line_is_header(const char *);

#endif
