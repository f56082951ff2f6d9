/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * References: the notation for objects, KIND:ADDRESS, parsed and written.
 *
 * A name may contain the escapes that vis(1) writes, so every name that a
 * program prints can be given back to it. An escaped pattern character stands
 * for itself. Pure, but for ref_identify() and ref_object().
 */
#ifndef REF_H
#define REF_H

#include <stdbool.h>
#include <stddef.h>

#include "model/kind.h"

struct ref {
	const char *text; /* as the user wrote it; not owned */
	unsigned kinds;	  /* KIND_...; one kind unless it is a pattern */
	bool pattern;	  /* may select any number of objects, including none */
	char *name;	  /* POSIX: with its slash; else NULL; owned */
	char *glob; /* fnmatch(3) pattern for name or key, or NULL; owned */
	int64_t id;
	int64_t key;
	char *file; /* file for ftok(3), or NULL; owned */
	int64_t project;
};

/*
 * Parses a reference. NULL, or a message that is valid until the next call.
 * After success ref_free() frees what the reference owns. ref_parse() looks at
 * nothing but the text, except that without a prefix for semaphores the size of
 * a file in /dev/shm decides.
 */
const char *ref_parse(struct ref *, const char *text);
void ref_free(struct ref *);

/*
 * As ref_parse(), of a POSIX name as util-linux takes it: without escapes and
 * patterns, and only a queue's name needs the slash.
 */
const char *ref_from_name(
    struct ref *, const struct ipc_kind *, const char *name);

/* True if it selects all objects of its kinds, whatever they are called. */
bool ref_is_whole(const struct ref *);
/* True of all n; also if there are none. */
bool refs_are_whole(const struct ref *, size_t n);

/* The kind of a reference that is not a pattern. */
const struct ipc_kind *ref_kind(const struct ref *);

/*
 * Sets kind, id, key and name, which identify the object; the name stays the
 * reference's. 0, or -1 with errno if the file for the key is missing
 * (ftok(3)).
 */
int ref_identify(const struct ref *, struct ipc_object *)
    __attribute__((warn_unused_result));

/*
 * Allocates an object with what identifies it; the caller frees it with
 * ipc_object_free(). NULL with errno of ref_identify().
 */
struct ipc_object *ref_object(const struct ref *);

/* True if the pattern selects the object. */
bool ref_match(const struct ref *, const struct ipc_object *);

/*
 * Writes the object's reference as UTF-8. VALUE_ROOM bytes are enough for any.
 */
void ref_format(const struct ipc_object *, char *, size_t);

#endif
