/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line of ipcrm. */
#ifndef IPCRM_OPTIONS_H
#define IPCRM_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/ref.h"
#include "cli.h"
#include "ipcrm_choice.h"
#include "show/expr.h"

/*
 * In whose words --verbose reports; util-linux reports only for later options.
 */
enum words { OUR_WORDS, UTIL_WORDS, NO_WORDS };

struct options {
	const char *namespace;
	const char *where;
	const char *user;
	unsigned kinds; /* KIND_...: of the APIs that were chosen */
	struct expr *filter;
	const char *older_than;
	struct choice choice;
	bool after_given; /* --orphans-after */
	bool dry_run;
	bool interactive;
	bool yes;
	bool force;
	bool verbose;
	bool says_stays; /* report objects that still exist afterwards */
	bool old;	 /* ipcrm shm ID... */
	unsigned all;	 /* KIND_...: remove all of these */
	struct ref *refs;
	enum words *words; /* for each: how --verbose puts it */
	size_t nrefs;
	size_t room;		 /* for so many of these */
	bool select;		 /* a pattern or an expression selects */
	enum cli_reply reply;	 /* the last answer */
	bool kept;		 /* an object was kept by the answer no */
	bool some_removed;	 /* an object was removed */
	struct ipc_list removed; /* with says_stays: see ipcrm_stays.h */
	int status;
};

/*
 * Reads the command line; a usage error ends the program. It is to be freed
 * with ipcrm_options_free().
 */
void ipcrm_options(struct options *, int argc, char **argv);
void ipcrm_options_free(struct options *);

#endif
