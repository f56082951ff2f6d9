/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * References: the notation for objects, KIND:ADDRESS, read and written.
 *
 * In a name, what vis(1) writes is understood, so that whatever a program
 * prints can be given back to any; an escaped character of a pattern stands
 * for itself.
 */
#ifndef REF_H
#define REF_H

#include <stdbool.h>
#include <stddef.h>

#include "model/kind.h"

struct ref {
	const char *text; /* as it was written; not owned */
	unsigned kinds;	  /* KIND_..., one of them unless it is a pattern */
	bool pattern;	  /* may select any number of objects, none too */
	char *name;	  /* POSIX: with its slash, NULL otherwise; owned */
	char *glob; /* fnmatch(3) pattern for the name or key, or NULL; owned */
	int64_t id;
	int64_t key;
	char *file; /* for ftok(3), or NULL; owned */
	int64_t project;
};

/*
 * NULL, or a message that stays as it is until the next one. Pure: nothing but
 * the text is looked at. ref_free() is due in the first case only.
 */
const char *ref_parse(struct ref *, const char *text);
void ref_free(struct ref *);

/*
 * The same of a POSIX object's name as util-linux takes it: nothing in it is an
 * escape or a pattern, and only that of a queue needs its slash.
 */
const char *ref_from_name(
    struct ref *, const struct ipc_kind *, const char *name);

/* The kind of an object that is named outright. */
const struct ipc_kind *ref_kind(const struct ref *);

/*
 * Sets what tells which object it is: kind, id, key, and the name, which stays
 * the reference's own. 0, or -1 with errno if the file for the key is missing
 * (ftok(3)).
 */
int ref_identify(const struct ref *, struct ipc_object *)
    __attribute__((warn_unused_result));

/*
 * The object that is named outright, of which nothing else is known yet, to
 * be freed by the caller; NULL with errno as above.
 */
struct ipc_object *ref_object(const struct ref *);

/* Whether the pattern selects the object. */
bool ref_match(const struct ref *, const struct ipc_object *);

/* Writes the object's reference, in UTF-8 and of any size VALUE_ROOM holds. */
void ref_format(const struct ipc_object *, char *, size_t);

#endif
