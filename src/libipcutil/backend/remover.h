/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Removing many objects that were looked at: those that are files are removed
 * from one open directory, which takes half the system calls.
 */
#ifndef REMOVER_H
#define REMOVER_H

#include "model/kind.h"

/* Begin with { 0 }, and end with remover_end(). */
struct remover {
	const struct ipc_kind *kind; /* of the last object */
	int dirfd;		     /* its directory, or -1 */
};

/*
 * Removes the object if it is still the one that was seen. 0, or -1 with errno
 * of ipc_object_is_there() or kind->remove(). The directory that is open is
 * that of our namespaces; no other may be entered meanwhile.
 */
int remover_remove(struct remover *, const struct ipc_object *seen);

void remover_end(struct remover *);

#endif
