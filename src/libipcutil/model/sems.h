/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Semaphores, opened: waited for, posted and set (sem_overview(7), semop(2),
 * semctl(2)). One of POSIX is a set of one.
 */
#ifndef SEMS_H
#define SEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/object.h"

#define SYSV_SEM_MAX 32767 /* SEMVMX, the kernel's: semctl(2) */

struct ipc_sems {
	const struct ipc_kind *kind;
	int id;	   /* of System V */
	void *sem; /* sem_t, mapped, of POSIX */
	int64_t nsems;
};

/* One operation, as in struct sembuf of semop(2). */
struct ipc_sem_op {
	int64_t num;
	int64_t change; /* 0: wait until the value is 0 */
	bool undo;	/* when this process ends; of System V only */
	bool nowait;
};

struct ipc_sem_ops {
	int64_t max;	  /* of a value */
	const char *name; /* of that limit */
	int (*open)(struct ipc_sems *, const struct ipc_object *);
	/*
	 * All of them or none, waiting until that can be. 0, or -1 with errno:
	 * EAGAIN where it would have to wait, EINTR after a signal, ENOTSUP
	 * if the kind has no such operation.
	 */
	int (*operate)(struct ipc_sems *, const struct ipc_sem_op *, size_t n);
	/* Sets those that are not UNKNOWN. 0, or -1 with errno. */
	int (*set)(struct ipc_sems *, const struct ipc_array *values);
	void (*close)(struct ipc_sems *);
};

/*
 * Opens the semaphores of which name, id or key is known. 0, or -1 with
 * errno, as stat of the kind; EBADMSG if the file is too short to be one.
 */
int ipc_sems_open(struct ipc_sems *, const struct ipc_object *);
void ipc_sems_close(struct ipc_sems *);

/*
 * OPS: a comma between operations, each the number of a semaphore, then +N,
 * -N or =0, then perhaps u (undo when this process ends) and n (no wait).
 * NULL, or a constant message; *ops is to be freed by the caller.
 */
const char *ipc_sem_ops_parse(const char *, struct ipc_sem_op **ops, size_t *n);

/*
 * [N=]V[,[N=]V...]: V is for the semaphore N, or the one after that before it.
 * NULL, or a constant message; the array, in which the others are UNKNOWN, is
 * to be freed by the caller.
 */
const char *ipc_sem_values_parse(const char *, struct ipc_array *);

#endif
