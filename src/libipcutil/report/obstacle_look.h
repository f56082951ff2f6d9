/* SPDX-License-Identifier: BSD-2-Clause */
/* What obstacle.c and obstacle_name.c share: one object that is looked at. */
#ifndef OBSTACLE_LOOK_H
#define OBSTACLE_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/shortage.h"

#define OBSTACLE_EXISTS "it exists already"

/* What may stand in the field cannot_be. */
#define CANNOT_BE_MADE "made"
#define CANNOT_BE_OPENED "opened"
#define CANNOT_BE_EITHER "made or opened"
#define CANNOT_BE_LISTED "listed"

/* What the calls do that make and open objects of a kind. */
struct obstacle_calls {
	unsigned kinds;
	const char *exists;   /* where there is one already */
	const char *occupied; /* where something else has the name */
	const char *refused;  /* where its mode forbids it */
};

struct obstacle_look {
	struct ipc_object *object;
	const struct obstacle_calls *calls;
	bool to_make; /* it has a name or a key, and not an id */
	bool here;    /* /dev/mqueue is that of its namespace */
	struct shortage *rows;
	size_t n;
};

/* Adds a row; the words become its own. */
struct shortage *obstacle_add(struct obstacle_look *, const char *name,
    const char *cannot_be, char *words);

/* The name of a user, or the number; good until the next call. */
const char *obstacle_user(int64_t uid);

/* Adds whose it is, as far as that is known. */
void obstacle_add_owner(struct text *, const struct ipc_object *);

/* Adds who else it takes to change it, where we have no such capability. */
void obstacle_add_who(struct text *, const struct ipc_object *, int capability);

/*
 * Adds what is wrong with the directory of a POSIX object, and what there has
 * its name, if anything. False if that is no object.
 */
bool obstacle_of_name(struct obstacle_look *);

#endif
