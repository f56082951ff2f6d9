/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processes that the kernel remembers to have made or used an object: a
 * few at most, and of POSIX objects none. Others may have used it too.
 */
#ifndef USER_H
#define USER_H

#include <stdbool.h>
#include <stdint.h>

#include "model/object.h"
#include "process/grounds.h"

struct user {
	const char *what; /* constant */
	int64_t pid;
	int64_t time; /* when that was; UNKNOWN: never */
};

enum user_state {
	USER_NEVER,	/* nobody has */
	USER_GONE,	/* nobody has its pid */
	USER_ALIVE,	/* who has its pid can be the one */
	USER_RECYCLED,	/* who has its pid seems too young to be */
	USER_ELSEWHERE, /* outside of our PID namespace */
	USER_UNCERTAIN	/* somebody has its pid; more may not be known */
};

/* The ith of those recorded for the object; false if there are no more. */
bool user_get(const struct ipc_object *, const struct grounds *, int64_t i,
    struct user *);

enum user_state user_state(const struct user *, const struct grounds *);

/*
 * The command of the process that made the object, to be freed by the caller;
 * NULL if that is gone, or if who has its pid now is too young to be the one.
 */
char *user_creator(const struct ipc_object *, const struct grounds *);

#endif
