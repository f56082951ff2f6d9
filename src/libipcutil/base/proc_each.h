/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Enumerates processes. All parts of the program that walk over processes use
 * proc_each(), so there is one answer to what counts as a process that could
 * not be examined.
 */
#ifndef PROC_EACH_H
#define PROC_EACH_H

#include <stdbool.h>
#include <stdint.h>

/* The result of looking at a process. */
enum proc_seen {
	PROC_SEEN,   /* it was examined */
	PROC_EMPTY,  /* it seems to have no memory; proc_each() finds out why */
	PROC_GONE,   /* it ended before it could be examined */
	PROC_HIDDEN, /* it exists, but could not be examined */
	/* It is the process that the caller looks for: stop here. */
	PROC_FOUND
};

/*
 * Classifies the errno of a failed look: ENOENT and ESRCH mean that the process
 * has gone. Every other error means hidden, even a fault of ours (EMFILE,
 * ENOMEM).
 */
enum proc_seen proc_why_not(int error);

/*
 * True if a process that was examined before is still there but can no longer
 * be examined: its open files and mappings or, unless tid is UNKNOWN, the
 * system call in which that thread is blocked.
 */
bool proc_is_hidden(int64_t pid, int64_t tid);

struct proc_process {
	int64_t pid;
	int64_t tid; /* the pid, or another thread if the first has ended */
	int dirfd;   /* /proc/TID; proc_each() closes it */
};

typedef enum proc_seen proc_look_fn(void *arg, const struct proc_process *);

/* How many processes there are, and whether /proc has shown all of them. */
struct proc_count {
	int64_t processes; /* all processes */
	int64_t hidden;	   /* those of them that could not be examined */
	/* Those of the hidden for which `look` was not called. */
	int64_t closed;
	/* /proc does not list all processes: our own is missing. */
	bool partial;
	/* Processes start and end faster than we can examine them. */
	bool restless;
};

/* True if every process was examined. */
bool proc_count_all(const struct proc_count *);

/*
 * Calls `look` with each process. One reading of /proc may miss a process that
 * forks and ends during the reading, and its child too. So /proc is read again
 * until it lists no process that has not been examined. A process that holds an
 * object all the time, or leaves it to its children, has been found by then.
 *
 * A process that had gone but is listed again is examined again. A process
 * without memory is one of three: a kernel thread or a zombie, which counts as
 * a process; about to end, which counts as gone; or one whose first thread has
 * ended, for which `look` is called with another thread.
 *
 * 0, or -1 with errno if /proc cannot be read; count->partial is set then.
 */
int proc_each(proc_look_fn *look, void *arg, struct proc_count *);

#endif
