/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The attributes an object can be made with or changed to, as options name
 * them: one table says which kinds have them and how they are read.
 */
#ifndef ATTR_H
#define ATTR_H

#include "model/kind.h"

#define ATTR_MODE 0644 /* unless another is asked for */

enum attr_use { ATTR_MAKE, ATTR_CHANGE };

struct attr_option {
	const char *name; /* long option, without its dashes */
	unsigned kinds;	  /* KIND_...: that can be made with it */
	unsigned changes; /* KIND_...: that can be changed to it */
	size_t offset;	  /* of an int64_t in struct ipc_attr */
	/* Reads its argument: NULL, or a constant message. */
	const char *(*parse)(const char *, int64_t *);
	const char *only; /* why the other kinds cannot have it */
};

extern const struct attr_option attr_options[]; /* ends with a NULL name */

/* The one of that name; the last, if there is none. */
const struct attr_option *attr_find(const char *name);

/* Attributes of which nothing is asked, but for making the usual mode. */
void attr_init(struct ipc_attr *, enum attr_use);
void attr_free(struct ipc_attr *);

/* NULL, or a constant message; the argument may be NULL for a mere switch. */
const char *attr_set(
    struct ipc_attr *, const struct attr_option *, const char *argument);

/*
 * A mode that is octal, or symbolic as chmod(1) has it, on top of what it is
 * now. NULL, or a constant message.
 */
const char *attr_mode(const char *, int64_t now, int64_t *out);

/* USER[:GROUP], by name or number. NULL, or a constant message. */
const char *attr_set_owner(struct ipc_attr *, const char *);

/* V[,V...]. NULL, or a constant message. */
const char *attr_set_values(struct ipc_attr *, const char *);

/*
 * NULL, or what is wrong with making an object of this kind so or changing it
 * to that, with the name of the option in *option.
 */
const char *attr_check(const struct ipc_attr *, const struct ipc_kind *,
    enum attr_use, const char **option);

#endif
