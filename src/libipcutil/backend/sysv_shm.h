/* SPDX-License-Identifier: BSD-2-Clause */
/* System V shared memory segments; the kind itself is in kind.h. */
#ifndef SYSV_SHM_H
#define SYSV_SHM_H

#include "model/kind.h"

/*
 * Attaches a segment with these flags of shmat(2), to be given to shmdt(2). Its
 * id may have been given to another one since something was asked of it, but an
 * attached segment keeps its id: *size is its size in bytes. NULL with the
 * errno of shmat(2), or of stat of the kind.
 */
char *sysv_shm_attach(int id, int flags, int64_t *size);

/*
 * See make and set in kind.h. set changes all that is wanted, or nothing. -1
 * with the errno of shmget(2) or shmctl(2).
 */
int sysv_shm_make(struct ipc_object *, const struct ipc_attr *);
int sysv_shm_set(struct ipc_object *, const struct ipc_attr *);

#endif
