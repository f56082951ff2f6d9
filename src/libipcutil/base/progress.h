/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Counts what a long operation has done, and says when that is to be shown:
 * after a second, and then five times a second. Loops of the library count here
 * whether or not anybody shows it. There is one operation at a time.
 * clock_gettime(2) is called once for each count, and not at all unless an
 * operation was started. Nothing here fails.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	int64_t objects; /* in all; UNKNOWN if that is not known */
	int64_t bytes;	 /* in all; UNKNOWN likewise; 0: bytes do not matter */
	int64_t objects_done;
	int64_t bytes_done;
	void (*show)(const struct progress *);
};

/* Starts an operation; the structure is copied. */
void progress_start(const struct progress *);
/* Counts an object that is done. */
void progress_object(void);
/* Counts bytes that are done. */
void progress_bytes(int64_t);
/* Ends the operation. Returns whether it was shown. */
bool progress_stop(void);

#endif
