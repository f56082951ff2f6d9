/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of limits: each limit is one row with everything known about it
 * except its value.
 */
#ifndef LIMIT_ROWS_H
#define LIMIT_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/limit_facts.h"
#include "report/limit_part.h"

/*
 * For a limit that is shared by objects: who uses it up, and what happens then.
 */
struct limit_use {
	/*
	 * Returns how much of it an object uses; UNKNOWN if that may not be
	 * read. NULL: the kernel does not say which objects use it.
	 */
	int64_t (*part)(const struct ipc_object *);
	unsigned kinds; /* KIND_... of these objects; 0: not such a limit */
	bool of_user;	/* each user has one */
	bool untold;	/* the kernel does not report what is used */
	/*
	 * If the kernel reports it to some users: the fact that is 1 then, and
	 * the meaning then.
	 */
	size_t told;
	const char *told_meaning;
	int64_t itself;	    /* used even if there is no object */
	int64_t most;	    /* maximum value; 0: no maximum */
	const char *beyond; /* what helps at that maximum, or NULL */
	/*
	 * For a pool of huge pages: bytes of a page. The limit exists only if
	 * the pool does, and amounts asked for are converted to pages.
	 */
	int64_t page;
	const char *effect; /* what happens when it is exhausted */
	const char *relief; /* shows who uses it if `part` is NULL */
	/*
	 * Command: {} is a larger value, {K} the same in KiB, {NAME} the value
	 * of another limit of the same kind. advice_raise() adapts it to the
	 * machine.
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
	/* What creating an object asks for, and the errno at the limit. */
	int64_t (*asked)(const struct ipc_attr *);
	int error;
	struct limit_use use;
};

/*
 * Returns how much creating the object asks for; UNKNOWN if nothing, or if that
 * is not known.
 */
int64_t limit_asked(const struct limit_row *, const struct ipc_attr *);

/* In the order in which they are shown; ends with a NULL name. */
extern const struct limit_row limit_rows[];

#endif
