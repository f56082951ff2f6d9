/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every process once: the one way in which processes are enumerated, and the
 * one answer to what it means that one could not be looked at.
 */
#ifndef PROC_EACH_H
#define PROC_EACH_H

#include <stdbool.h>
#include <stdint.h>

/* What came of looking at a process. */
enum proc_seen {
	PROC_SEEN,   /* it was looked at */
	PROC_EMPTY,  /* it seems to have no memory; proc_each() finds out why */
	PROC_GONE,   /* it ended before it could be looked at */
	PROC_HIDDEN, /* it is there, and could not be looked at */
	PROC_FOUND   /* it is the one that is looked for: look no further */
};

/*
 * What a failure to look means: ENOENT and ESRCH are gone. Everything else is
 * hidden, also what is our own fault (EMFILE, ENOMEM).
 */
enum proc_seen proc_why_not(int error);

/*
 * Whether a process that was looked at once, or its thread unless that is
 * UNKNOWN, is there and can not be looked at any more: what it has open and
 * mapped, or the call that it is blocked in.
 */
bool proc_is_hidden(int64_t pid, int64_t tid);

struct proc_process {
	int64_t pid;
	int64_t tid; /* the pid; or another thread, if the first has ended */
	int dirfd;   /* of /proc/TID */
};

typedef enum proc_seen proc_look_fn(void *arg, const struct proc_process *);

/* How many there are, and whether these are all that /proc could show. */
struct proc_count {
	int64_t processes; /* that there are */
	int64_t hidden;	   /* of them: those that could not be looked at */
	int64_t closed;	   /* of these: those for which `look` was not called */
	bool partial;	   /* not all could be listed; we are not among them */
	bool restless;	   /* they came and went faster than we can look */
};

/* Whether nobody was left out. */
bool proc_count_all(const struct proc_count *);

/*
 * Calls `look` with each process. One reading of /proc is no proof: a process
 * that forks and ends may have been passed over, with its child. So it is read
 * until there is nobody in it who was not looked at. Who holds something until
 * the end, or leaves it to a child, has then been met.
 *
 * One that was gone, but is met again, is looked at again. One without memory
 * is a thread of the kernel or a zombie, and counts as a process; or it is
 * about to end, and counts as gone; or its first thread has ended, and then
 * `look` is called with another.
 *
 * 0, or -1 with errno if /proc cannot be read (then it is partial).
 */
int proc_each(proc_look_fn *look, void *arg, struct proc_count *);

#endif
