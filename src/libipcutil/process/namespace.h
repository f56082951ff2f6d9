/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Entering other IPC namespaces (ipc_namespaces(7), setns(2)). POSIX memory and
 * semaphores are not part of an IPC namespace: with a process, we also enter
 * the /dev/shm that it sees, in a mount namespace that only we use. Nothing
 * else of the other side is used: no users, libraries or files.
 *
 * ipc_namespace_strerror() explains the errnos.
 */
#ifndef NAMESPACE_H
#define NAMESPACE_H

#include <stddef.h>
#include <stdint.h>

#include "base/proc_each.h"

/* A place with objects that no earlier place in the list shows. */
struct ipc_place {
	int64_t pid;	/* a process that is in it */
	int64_t ns;	/* inode number of the IPC namespace */
	int64_t shm;	/* device of its /dev/shm; UNKNOWN: it has none */
	int64_t dir;	/* inode number of that directory */
	unsigned kinds; /* KIND_... that no earlier place has */
	char *unit;	/* its service or container; owned, or NULL */
};

/*
 * Finds all places with one walk over /proc. *places is to be freed with
 * ipc_places_free(); *count tells whether all processes were examined. Returns
 * the number of places; -1 with errno.
 */
int64_t ipc_places(struct ipc_place **places, struct proc_count *count);

/*
 * As ipc_places(), adding to the n places that are there. Returns the new
 * number; -1 with errno, and the n places stay as they were.
 */
int64_t ipc_places_more(
    struct ipc_place **places, int64_t n, struct proc_count *count);
void ipc_places_free(struct ipc_place *, int64_t n);

/*
 * The unit of a control group such as
 * "/machine.slice/libpod-1f0e.scope/container": the last part that is a service
 * or a scope, as systemd and container engines name them, or else the last
 * part. The caller frees it; NULL if there is none. The path may end with a
 * newline.
 */
char *ipc_unit(const char *path);

/*
 * Enters the IPC namespace of a process, given by its pid, or that of a file of
 * /proc/PID/ns or a bind mount of one; also the /dev/shm of the first process
 * found in it. 0, or -1 with errno: ESRCH if there is no such process, ENOTSUP
 * if it is another file, EPERM without CAP_SYS_ADMIN, EREMOTE if its /dev/shm
 * cannot be trusted.
 */
int ipc_namespace_enter(const char *where);

/*
 * Enters the place where a process was found: ESRCH if the process has ended or
 * moved to another place. 0, or -1 with errno.
 */
int ipc_place_enter(const struct ipc_place *);

/* Text for an errno of these functions; not to be freed. */
const char *ipc_namespace_strerror(int error);

#endif
