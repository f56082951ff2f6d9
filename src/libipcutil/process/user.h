/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processes that the kernel records as creator or last user of an object: a
 * few at most, none of POSIX objects. Other processes may have used it as well.
 */
#ifndef USER_H
#define USER_H

#include <stdbool.h>
#include <stdint.h>

#include "model/object.h"
#include "process/grounds.h"

struct user {
	const char *what; /* a constant */
	int64_t pid;
	/* When it was used, in seconds since 1970; UNKNOWN: never. */
	int64_t time;
};

enum user_state {
	USER_NEVER,	/* it was never used */
	USER_GONE,	/* no process has the pid */
	USER_ALIVE,	/* the process with the pid may be the user */
	USER_RECYCLED,	/* the process with the pid seems too young */
	USER_ELSEWHERE, /* outside our PID namespace */
	/* There is a process with the pid; nothing more is known. */
	USER_UNCERTAIN
};

/* Gets the ith recorded user; false if there are no more. */
bool user_get(const struct ipc_object *, const struct grounds *, int64_t i,
    struct user *);

/* The state of a recorded user. */
enum user_state user_state(const struct user *, const struct grounds *);

/*
 * The command of the creating process; the caller frees it. NULL if the process
 * has ended, or the process with its pid is too young to be the creator.
 */
char *user_creator(const struct ipc_object *, const struct grounds *);

#endif
