/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --record and --replay. */
#ifndef IPCWATCH_RECORD_H
#define IPCWATCH_RECORD_H

#include "ipcwatch.h"
#include "report/limit.h"

/* Exits with CLI_USAGE if options make no sense with --record or --replay. */
void check_record(const struct options *);
void check_replay(const struct options *);

/* Returns what must be read of each object to record it: NEED_... */
unsigned recorder_need(void);

/* A file is as large, or as old, as such a part of what is kept. */
#define PARTS_SIZE 4
#define PARTS_TIME 7

struct recorder {
	const struct options *o;
	struct columns fields;
	const char *path; /* as it was given */
	int fd;
	bool stream;	/* stdout, or a device: nothing can be taken back */
	bool failed;	/* it was told */
	int64_t size;	/* of the file */
	int64_t first;	/* bytes of the snapshot that this began with */
	int64_t born;	/* when its first line was written; since 1970 */
	int64_t full;	/* CLOCK_MONOTONIC: when the last snapshot was, */
	int64_t spoke;	/* and the last line */
	int64_t length; /* bytes of the last snapshot, */
	int64_t since;	/* and of what was written after it */
	struct limit *limits;
	size_t nlimits;
	struct watch *watch; /* that knows who did it; not owned */
};

/* Opens the recording. Returns NULL after reporting an error. */
struct recorder *recorder_open(struct watch *);

/*
 * Writes the differences between two looks, or all objects if `before` is NULL.
 * Returns false after reporting an error.
 */
bool recorder_look(struct recorder *, const struct ipc_list *before,
    const struct ipc_list *after, const struct timespec *);

/* Says that the recording ends here, unless it had failed; frees it. */
void recorder_close(struct recorder *);

/* ipcwatch_record_file.c. These return false after reporting an error. */
bool recorder_open_file(struct recorder *);
/* Writes lines, or takes back what it has written of them. */
bool recorder_put(struct recorder *, const struct text *);
/* Whether files are begun anew; does so. */
bool recorder_rotates(const struct recorder *);
bool recorder_rotate(struct recorder *, const struct timespec *);
/* In nanoseconds. */
int64_t recorder_time(const struct timespec *);

/* Shows the events of a recording, and returns an exit status. */
int replay(const struct options *);

#endif
