/* SPDX-License-Identifier: BSD-2-Clause */
/* How many processes of each command have ended. */
#ifndef ENDED_H
#define ENDED_H

#include <stddef.h>
#include <stdint.h>

struct ended_command;

/* Zero is none; ended_clear() frees it. */
struct ended {
	struct ended_command *v; /* owned */
	size_t n;
	int64_t processes; /* that have begun to be counted */
};

/* The commands that follow are of another process. */
void ended_next(struct ended *);
/* The process had this command: it counts once, however often this is said. */
void ended_add(struct ended *, const char *command);
int64_t ended_count(const struct ended *, const char *command);
void ended_clear(struct ended *);

#endif
