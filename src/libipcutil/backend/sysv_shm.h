/* SPDX-License-Identifier: BSD-2-Clause */
/* System V shared memory segments; the kind itself is in kind.h. shmctl(2). */
#ifndef SYSV_SHM_H
#define SYSV_SHM_H

#include "model/kind.h"

/*
 * Attaches a segment with these flags of shmat(2); the caller detaches it with
 * shmdt(2). The id may belong to another segment by now, but an attached
 * segment keeps its id: *size is its size in bytes. NULL with errno of shmat(2)
 * or of the kind's stat.
 */
char *sysv_shm_attach(int id, int flags, int64_t *size);

/*
 * See make and set in kind.h. set changes everything or nothing. -1 with errno
 * of shmget(2) or shmctl(2).
 */
int sysv_shm_make(struct ipc_object *, const struct ipc_attr *);
int sysv_shm_set(struct ipc_object *, const struct ipc_attr *);

#endif
