/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of limits: each of them is one line, which is all that is known of
 * it but its value.
 */
#ifndef LIMIT_ROWS_H
#define LIMIT_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/limit_facts.h"

/* Of a limit that objects use up together: who does, and what that means. */
struct limit_use {
	/*
	 * How much of it an object uses; UNKNOWN if it may not be read. NULL
	 * where the kernel tells of no object.
	 */
	int64_t (*part)(const struct ipc_object *);
	unsigned kinds; /* whose objects these are; 0: it is no such limit */
	bool of_user;	/* each user has one */
	bool untold;	/* the kernel does not tell what is used */
	/* Of one that it tells to some: a fact that is 1 then, and the meaning.
	 */
	size_t told;
	const char *told_meaning;
	int64_t itself;	    /* used where there is no object */
	int64_t most;	    /* that it can be raised to; 0: any number */
	const char *beyond; /* what helps where that is reached, or NULL */
	/*
	 * Of a pool of huge pages: the bytes of one. It is a limit only where
	 * there is such a pool, and what is asked for is counted in pages.
	 */
	int64_t page;
	const char *effect; /* of its being exhausted */
	const char *relief; /* what shows who uses it, where part is NULL */
	/*
	 * A command: {} is a larger value, {K} the same in KiB, {NAME} that of
	 * another limit of the same kind. Printed as advice_raise() has it.
	 */
	const char *remedy;
};

struct limit_row {
	const char *name;
	unsigned kind;
	const char *bounds;
	size_t value;
	size_t used;
	const char *unit;
	const char *setting;
	const char *meaning;
	/* What the making of an object asks for, and how it fails. */
	int64_t (*asked)(const struct ipc_attr *);
	int error;
	struct limit_use use;
};

/*
 * How much of it the making of an object asks for; UNKNOWN if nothing, or if
 * that cannot be known.
 */
int64_t limit_asked(const struct limit_row *, const struct ipc_attr *);

/* What an object counts where objects are counted. */
int64_t limit_one(const struct ipc_object *);
/* Pages of a segment, as the kernel counts them; semaphores of a set. */
int64_t limit_pages(const struct ipc_object *);
int64_t limit_sems(const struct ipc_object *);

/* In the order in which they are shown; ends with a name of NULL. */
extern const struct limit_row limit_rows[];

#endif
