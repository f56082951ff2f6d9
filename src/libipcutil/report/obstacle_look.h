/* SPDX-License-Identifier: BSD-2-Clause */
/* Shared by obstacle.c and obstacle_name.c: the object that is looked at. */
#ifndef OBSTACLE_LOOK_H
#define OBSTACLE_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/shortage.h"

#define OBSTACLE_EXISTS "it exists already"

/* Values of the field cannot_be. */
#define CANNOT_BE_MADE "made"
#define CANNOT_BE_OPENED "opened"
#define CANNOT_BE_EITHER "made or opened"
#define CANNOT_BE_LISTED "listed"

/* What the calls that create and open objects of a kind do. */
struct obstacle_calls {
	unsigned kinds;
	const char *exists;   /* if the object exists */
	const char *occupied; /* if something else has the name */
	const char *refused;  /* if the mode forbids it */
};

struct obstacle_look {
	struct ipc_object *object;
	const struct obstacle_calls *calls;
	bool to_make; /* has a name or key, not an id */
	bool here;    /* /dev/mqueue shows its namespace */
	struct shortage *rows;
	size_t n;
};

/* Adds a row, which takes ownership of `words`, and returns it. */
struct shortage *obstacle_add(struct obstacle_look *, const char *name,
    const char *cannot_be, char *words);

/* Returns the name of a user, or the number; valid until the next call. */
const char *obstacle_user(int64_t uid);

/* Adds owner and mode, as far as they are known. */
void obstacle_add_owner(struct text *, const struct ipc_object *);

/*
 * Adds who has to make the change, unless the owner asks or has the capability.
 */
void obstacle_add_who(struct text *, const struct ipc_object *, int capability);

/*
 * Adds what is wrong with the directory of a POSIX object, and with a file that
 * has its name. Returns false if such a file is no object.
 */
bool obstacle_of_name(struct obstacle_look *);

#endif
