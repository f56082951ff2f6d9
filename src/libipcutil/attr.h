/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The attributes an object can be made with, as options name them: one table
 * says which kinds have them and how they are read.
 */
#ifndef ATTR_H
#define ATTR_H

#include "kind.h"

#define ATTR_MODE 0644 /* unless another is asked for */

struct attr_option {
	const char *name; /* long option, without its dashes */
	unsigned kinds;	  /* KIND_...: that have it */
	size_t offset;	  /* of an int64_t in struct ipc_attr */
	/* Reads its argument: NULL, or a constant message. */
	const char *(*parse)(const char *, int64_t *);
};

extern const struct attr_option attr_options[]; /* ends with a NULL name */

/* Attributes of which nothing is asked but the usual mode. */
void attr_init(struct ipc_attr *);
void attr_free(struct ipc_attr *);

/* NULL, or a constant message; the argument may be NULL for a mere switch. */
const char *attr_set(
    struct ipc_attr *, const struct attr_option *, const char *argument);

/* USER[:GROUP], by name or number. NULL, or a constant message. */
const char *attr_set_owner(struct ipc_attr *, const char *);

/* V[,V...]. NULL, or a constant message. */
const char *attr_set_values(struct ipc_attr *, const char *);

/*
 * NULL, or what is wrong with making an object of this kind so, with the name
 * of the option in *option.
 */
const char *attr_check(
    const struct ipc_attr *, const struct ipc_kind *, const char **option);

#endif
