/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lists of objects, and the order of objects.
 *
 * Without memory the functions exit (base/xalloc.h); they have no other errors.
 */
#ifndef LIST_H
#define LIST_H

#include <stddef.h>

#include "model/object.h"

/* A list owns its objects. Begin with { 0 }. */
struct ipc_list {
	struct ipc_object **v;
	size_t n;
	size_t size;
};

/* Appends the object; the list owns it from now on. */
void ipc_list_add(struct ipc_list *, struct ipc_object *);
/* Frees the objects from index n on. */
void ipc_list_cut(struct ipc_list *, size_t n);
void ipc_list_free(struct ipc_list *);

/* Compares kind, namespace, then name or id; 0 if all are equal. */
int ipc_object_cmp(const struct ipc_object *, const struct ipc_object *);
/* Sorts by ipc_object_cmp(). */
void ipc_list_sort(struct ipc_list *);
/* As ipc_list_sort() for one place (one namespace), and drops duplicates. */
void ipc_list_unique(struct ipc_list *);

#endif
