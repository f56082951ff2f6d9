/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The files of a recording: FILE, and what it was rotated into, FILE.1 being
 * the last of them. They are read as one, the oldest first.
 */
#ifndef RECORD_FILE_H
#define RECORD_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/text.h"
#include "record/recording.h"

/* Start with { 0 }. */
struct record_files {
	char **paths; /* the oldest first; owned */
	FILE **fps;
	size_t n;
	size_t at;    /* which is being read */
	int64_t line; /* number of its last line that was read */
	char *buffer;
	size_t size;
	bool waiting;	   /* there is a line that was read, and put back */
	size_t length;	   /* of that */
	struct text where; /* "PATH, line N", or the path */
	struct text error; /* what is wrong there */
};

/* The path of FILE.N, FILE itself for 0; to be freed. */
char *record_path(const char *file, size_t n);

/*
 * Opens all of them; `-' is stdin. 0, or -1 with `where` and `error`, as of all
 * that follow. What is no regular file is copied, as it is read twice.
 */
int record_open(struct record_files *, const char *file)
    __attribute__((warn_unused_result));
void record_close(struct record_files *);

/* The time of the last line of all; UNKNOWN if there is none. From the start
 * on again afterwards. */
int64_t record_last_time(struct record_files *);

/*
 * The times of all lines that have one, to be freed; how many. From the start
 * on again afterwards.
 */
size_t record_times(struct record_files *, int64_t **);

/* From the start on again. */
void record_rewind(struct record_files *);

/*
 * The time of the next line, in nanoseconds since 1970, which is read by
 * record_read(). 1, or 0 at the end, or -1 with `error`. A line that is being
 * written is none yet.
 */
int record_next(struct record_files *, int64_t *time)
    __attribute__((warn_unused_result));

/* Takes that line. 0, or -1 with `error`. */
int record_read(struct record_files *, struct recording *)
    __attribute__((warn_unused_result));

/*
 * Reads as far as to the last line that is no later than that time. 0, or -1
 * with `error`: the recording is as it was before what is damaged.
 */
int record_seek(struct record_files *, struct recording *, int64_t time)
    __attribute__((warn_unused_result));

#endif
