/* SPDX-License-Identifier: BSD-2-Clause */
/* Counts the processes of each command that have ended. */
#ifndef ENDED_H
#define ENDED_H

#include <stddef.h>
#include <stdint.h>

struct ended_command;

/* Start with { 0 }; ended_clear() frees it. */
struct ended {
	struct ended_command *v; /* owned */
	size_t n;
	int64_t processes; /* number of processes counted so far */
};

/* Commands added from now on belong to another process. */
void ended_next(struct ended *);
/*
 * Adds a command of the current process. A process counts once for each
 * command, however often the command is added.
 */
void ended_add(struct ended *, const char *command);
int64_t ended_count(const struct ended *, const char *command);
void ended_clear(struct ended *);

#endif
