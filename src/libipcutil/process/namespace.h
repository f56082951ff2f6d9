/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Other IPC namespaces, entered by this process (ipc_namespaces(7), setns(2)).
 * POSIX memory and semaphores are no part of them: what is entered with a
 * process is the /dev/shm that it sees, in a mount namespace that is ours
 * alone. Nothing else of the other side is: not its users, its libraries or
 * its files.
 */
#ifndef NAMESPACE_H
#define NAMESPACE_H

#include <stddef.h>
#include <stdint.h>

#include "base/proc_each.h"

/* A place where there are objects of which the ones before saw nothing. */
struct ipc_place {
	int64_t pid;	/* a process that is there */
	int64_t ns;	/* inode number of its IPC namespace */
	int64_t shm;	/* device of its /dev/shm, UNKNOWN if there is none */
	int64_t dir;	/* inode number of that directory */
	unsigned kinds; /* KIND_...: what no place before it has */
	char *unit; /* the service or container that it is; owned, or NULL */
};

/*
 * Sets *places to all there are, by one walk of /proc, to be freed with
 * ipc_places_free(); *count tells whether these are all. How many there are;
 * -1 with errno.
 */
int64_t ipc_places(struct ipc_place **places, struct proc_count *count);

/*
 * The same beside the n that there are: adds what none of these has. How many
 * there are then; -1 with errno, and they stay as they were.
 */
int64_t ipc_places_more(
    struct ipc_place **places, int64_t n, struct proc_count *count);
void ipc_places_free(struct ipc_place *, int64_t n);

/*
 * The unit of a control group, as "/machine.slice/libpod-1f0e.scope/container":
 * the last part that is a service or a scope, as systemd and those who run
 * containers name them, or else the very last. To be freed; NULL if there is
 * none. The path may end with a newline.
 */
char *ipc_unit(const char *path);

/*
 * Enters the namespace of a process, by its pid, or the one that a file of
 * /proc/PID/ns or one bound to it stands for; with that, the /dev/shm of the
 * first process that is there. 0, or -1 with errno: ESRCH if there is no such
 * process, ENOTSUP if it is no such file, EPERM without privilege
 * (CAP_SYS_ADMIN), EREMOTE if its /dev/shm is not to be trusted.
 */
int ipc_namespace_enter(const char *where);

/*
 * Enters the place where a process was seen, if it still is there: ESRCH if it
 * has ended, or moved on.
 */
int ipc_place_enter(const struct ipc_place *);

/* Why not. */
const char *ipc_namespace_strerror(int error);

#endif
