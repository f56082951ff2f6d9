/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files of a recording: FILE, and the files it was rotated into, FILE.1 being
 * the newest of these. They are read as one, the oldest first.
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
	char **paths; /* oldest first; owned */
	FILE **fps;
	size_t n;
	size_t at;    /* index of the file that is read */
	int64_t line; /* number of the last line read */
	char *buffer;
	size_t size;
	bool waiting;	   /* a line was read and put back */
	size_t length;	   /* length of that line */
	struct text where; /* "PATH, line N", or the path */
	struct text error; /* what is wrong there */
};

/* Returns the path of FILE.N (FILE itself for 0), which the caller frees. */
char *record_path(const char *file, size_t n);

/*
 * Opens all files; `-' is stdin. Whatever is no regular file is copied, because
 * it is read twice. Returns 0, or -1 and sets `where` and `error`, as all
 * functions below do.
 */
int record_open(struct record_files *, const char *file)
    __attribute__((warn_unused_result));
void record_close(struct record_files *);

/*
 * Returns the time of the last line; UNKNOWN if there is none. Reading then
 * starts at the first line again.
 */
int64_t record_last_time(struct record_files *);

/*
 * Sets an array of the times of all lines, which the caller frees, and returns
 * its length. Reading then starts at the first line again.
 */
size_t record_times(struct record_files *, int64_t **);

/* Starts at the first line again. */
void record_rewind(struct record_files *);

/*
 * Gets the time of the next line, in nanoseconds since 1970; record_read() then
 * reads the line. Returns 1, 0 at the end, or -1 with `error`. A line that is
 * still being written does not count.
 */
int record_next(struct record_files *, int64_t *time)
    __attribute__((warn_unused_result));

/* Reads that line. Returns 0, or -1 with `error`. */
int record_read(struct record_files *, struct recording *)
    __attribute__((warn_unused_result));

/*
 * Reads up to the last line that is not later than `time`. Returns 0, or -1
 * with `error`; the recording then is as it was before the damaged line.
 */
int record_seek(struct record_files *, struct recording *, int64_t time)
    __attribute__((warn_unused_result));

#endif
