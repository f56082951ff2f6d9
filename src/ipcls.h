/* SPDX-License-Identifier: BSD-2-Clause */
/* Shared by the parts of ipcls: its options, and the lists it makes. */
#ifndef IPCLS_H
#define IPCLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/ref.h"
#include "cli.h"
#include "process/sight.h"
#include "record/recording.h"
#include "show/expr.h"
#include "show/output.h"
#include "show/preset.h"
#include "show/view.h"

enum what {
	LIST_OBJECTS,
	LIST_HOLDINGS,
	LIST_LIMITS,
	LIST_USAGE,
	LIST_SHORTAGES,
	LIST_METRICS,
	LIST_SOURCES,
};

struct options {
	enum what what;
	bool info;
	bool list_columns;
	unsigned kinds; /* as bits; all of them in the end */
	bool presets[PRESETS];
	bool preset; /* any of them */
	const struct format *format;
	bool unlinked;
	bool rows;	     /* --rows */
	const char *process; /* --process; rows, too */
	const char *by;	     /* --by */
	const char *namespace;
	const char *output;
	const char *sort;
	const char *where;
	const char *user; /* --user */
	const char *fail_if;
	bool quiet;
	int64_t orphans_after; /* seconds */
	enum time_format times;
	bool times_given;
	bool headings;
	enum cli_colour colour;
	bool numeric;
	bool whole; /* --no-truncate */
	bool pager;
	bool bytes;
	bool verbose;
	int64_t max_series;    /* of --openmetrics; UNKNOWN: not given */
	const char *recording; /* --from-recording; NULL: what there is now */
	const char *at;	       /* NULL: its end */
	struct ref *refs;
	size_t nrefs;
	/* Parsed from the texts above. */
	struct columns groups; /* of --by */
	struct columns chosen;
	struct sort keys;
	struct expr *filter;
	struct expr *alarm;	      /* of --fail-if */
	struct recording *recorded;   /* at that moment; NULL: now */
	int damaged;		      /* CLI_FAILED: it was not read whole */
	const struct ipc_array *only; /* who is looked at; NULL: everybody */
};

/*
 * Reads the command line; a usage error ends the program. To be freed with
 * ipcls_options_free().
 */
void ipcls_options(struct options *, int argc, char **argv);
void ipcls_options_free(struct options *);

/*
 * Parses the texts about fields, once their table is known; a usage error ends
 * the program.
 */
void ipcls_fields(struct options *);

/* Reads the operands; exits if one is wrong, or not of the kinds chosen. */
void ipcls_operands(struct options *, int argc, char **argv);

/* --namespace=all */
bool is_everywhere(const struct options *);
/* Whether an option chose columns; --holders only adds some. */
bool is_narrowed(const struct options *);
bool is_sectioned(const struct options *);

/* Exits if options make no sense together. */
void check_options(const struct options *);

/* The table whose rows are listed. */
const struct table *table_of(const struct options *);

/* The columns of objects, of totals, or those named and chosen of a table. */
void group_objects(const struct options *, struct view *);
void group_usage(const struct options *, struct view *);
void group_groups(const struct options *, struct view *);
void group_holdings(const struct options *, struct view *);
struct columns columns_of(
    const struct options *, const struct table *, const char *list);

/*
 * Loads objects with what these NEED_ bits ask for, and reports what fails.
 * Returns the kinds that could not be read whole: KIND_...
 */
unsigned list_load(const struct options *, struct ipc_list *, unsigned need,
    struct sight *, int *status);
/* What list_load() asks of load_objects(), but for what it fills in itself. */
struct load;
void list_begin(
    const struct options *, struct load *, unsigned need, int *status);

/* The limits that the fields of an object are compared with. */
struct list_bounds {
	struct limit *limits;
	size_t n;
	bool exact; /* sizes in bytes */
};

/*
 * Shows the rows of the view in the format of the options. The bounds may be
 * NULL.
 */
void list_show(
    const struct options *, struct view *, struct list_bounds *, int *status);
/* Reports a failure, and sets the int that `status` points to. */
void list_failed(void *status, const char *subject, const char *reason);

/* Each makes one list, reports what fails, and returns an exit status. */
int list_limits(const struct options *);
int list_sources(const struct options *);
int list_usage(const struct options *);
int list_groups(const struct options *);
int list_shortages(const struct options *);
int list_metrics(const struct options *);
int list_objects(const struct options *);
int list_holdings(const struct options *);

/* Both exit if options make no sense with --from-recording, or without it. */
void check_recorded(const struct options *);
void check_recorded_fields(const struct options *);

/* Reads the recording up to that moment; reports what fails. */
void recorded_load(struct options *);
/* Moves the objects that the operands select into the list. */
void recorded_list(const struct options *, struct ipc_list *, int *status);
void recorded_free(struct options *);

/* The moment that is shown: seconds since 1970. */
int64_t list_now(const struct options *);
/* As limits_load(), for that moment. */
size_t list_load_limits(const struct options *, struct limit **,
    void (*failed)(void *, const char *, const char *), void *);

/* The columns that a table has. */
void list_columns(const struct options *);

#endif
