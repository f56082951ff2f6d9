/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line of ipcmk. */
#ifndef IPCMK_OPTIONS_H
#define IPCMK_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/ref.h"
#include "ipcmk_restore.h"

/* The kinds of the util-linux form, in the order in which it makes them. */
struct form {
	int option;
	const struct ipc_kind *kind;
	const char *attribute; /* for the argument, or NULL */
	const char *words;     /* printed before the id or the name */
};

#define IPCMK_FORMS 6
extern const struct form ipcmk_forms[IPCMK_FORMS];

struct options {
	struct ipc_attr attr;
	bool existing_ok;
	bool json;
	bool verbose;
	const char *namespace;
	const char *from;
	const char *name;
	bool forms[IPCMK_FORMS];
	const char *arguments[IPCMK_FORMS];
	bool form; /* any of them */
	struct ref *refs;
	size_t nrefs;
	struct restore restore;
	bool restores;	/* --restore */
	bool made_with; /* an option was given that --restore does not take */
};

/*
 * Reads the command line; a usage error ends the program, and so does a file of
 * --from that cannot be opened. It is to be freed with ipcmk_options_free().
 */
void ipcmk_options(struct options *, int argc, char **argv);
void ipcmk_options_free(struct options *);

/* The long option of a form, without its dashes. */
const char *ipcmk_form_name(const struct form *);

/* Reads the argument of a form, if it has one. Ends with a usage error. */
void ipcmk_check_form(
    const struct form *, const char *argument, struct ipc_attr *);

/*
 * Ends with a usage error if an object of this kind cannot have the attributes.
 */
void ipcmk_check_attributes(const struct options *, const struct ipc_attr *,
    const struct ipc_kind *, const char *object);

/* Parses the name of a POSIX object, which needs no slash in util-linux. */
void ipcmk_parse_name(struct ref *, const struct ipc_kind *, const char *name);

#endif
