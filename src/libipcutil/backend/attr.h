/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The attributes of new or changed objects, by the names of their options. One
 * table says which kinds have them and how they are parsed.
 */
#ifndef ATTR_H
#define ATTR_H

#include "model/kind.h"

#define ATTR_MODE 0644 /* mode of a new object, if none is given */

enum attr_use { ATTR_MAKE, ATTR_CHANGE };

struct attr_option {
	const char *name; /* long option, without its dashes */
	unsigned kinds;	  /* KIND_...: kinds that can be created with it */
	unsigned changes; /* KIND_...: kinds for which it can be changed */
	size_t offset;	  /* of an int64_t in struct ipc_attr */
	/* Parses the argument: NULL, or a constant message. */
	const char *(*parse)(const char *, int64_t *);
	const char *only; /* why other kinds cannot have it; a constant */
};

extern const struct attr_option attr_options[]; /* ends with a NULL name */

/* The option of that name; the last element (NULL name) if there is none. */
const struct attr_option *attr_find(const char *name);

/* Initializes attributes: nothing asked for, but ATTR_MODE for a new object. */
void attr_init(struct ipc_attr *, enum attr_use);
/* Frees what the attributes own. */
void attr_free(struct ipc_attr *);

/*
 * Sets an attribute. NULL, or a constant message. The argument may be NULL if
 * the option takes none. (attr_set() is a function of curses.)
 */
const char *attr_set_text(
    struct ipc_attr *, const struct attr_option *, const char *argument);

/*
 * Parses an octal or a symbolic mode as in chmod(1), which changes the mode
 * `now`. NULL, or a constant message.
 */
const char *attr_mode(const char *, int64_t now, int64_t *out);

/* Parses a user's name or a uid. NULL, or a constant message. */
const char *attr_parse_user(const char *, int64_t *uid);

/* Parses USER[:GROUP], names or numbers. NULL, or a constant message. */
const char *attr_set_owner(struct ipc_attr *, const char *);

/* Parses V[,V...], the values of semaphores. NULL, or a constant message. */
const char *attr_set_values(struct ipc_attr *, const char *);

/*
 * Checks whether an object of this kind can be created with these attributes,
 * or changed to them. NULL, or a constant message and the option's name in
 * *option.
 */
const char *attr_check(const struct ipc_attr *, const struct ipc_kind *,
    enum attr_use, const char **option);

#endif
