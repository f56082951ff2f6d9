/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Semaphores that are open: waiting, posting and setting (sem_overview(7),
 * semop(2), semctl(2)). A POSIX semaphore is a set of one.
 */
#ifndef SEMS_H
#define SEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/object.h"

#define SYSV_SEM_MAX 32767 /* the kernel's SEMVMX: semctl(2) */

struct ipc_sems {
	const struct ipc_kind *kind;
	int id;	   /* System V id */
	void *sem; /* POSIX: a sem_t that is mapped */
	int64_t nsems;
};

/* One operation, as in struct sembuf of semop(2). */
struct ipc_sem_op {
	int64_t num;
	int64_t change; /* 0: wait until the value is 0 */
	/* Undo when this process ends (SEM_UNDO); System V only. */
	bool undo;
	bool nowait;
};

struct ipc_sem_ops {
	int64_t max;	  /* largest value */
	const char *name; /* name of that limit */
	/* For ipc_sems_open(). 0, or -1 with errno. */
	int (*open)(struct ipc_sems *, const struct ipc_object *);
	/*
	 * Does all operations or none; waits until they are possible. 0, or -1
	 * with errno: EAGAIN if it would have to wait, EINTR after a signal,
	 * ENOTSUP if the kind has no such operation.
	 */
	int (*operate)(struct ipc_sems *, const struct ipc_sem_op *, size_t n);
	/* Sets the values that are not UNKNOWN. 0, or -1 with errno. */
	int (*set)(struct ipc_sems *, const struct ipc_array *values);
	void (*close)(struct ipc_sems *);
};

/*
 * Opens the semaphores of an object whose name, id or key is known. 0, or -1
 * with errno of the kind's stat; EBADMSG if the file is too short to be a
 * semaphore. ipc_sems_close() closes them.
 */
int ipc_sems_open(struct ipc_sems *, const struct ipc_object *);
void ipc_sems_close(struct ipc_sems *);

/*
 * Parses operations separated by commas. Each is the number of a semaphore,
 * then +N, -N or =0, then optionally u (undo when this process ends) and n (do
 * not wait). NULL, or a constant message; the caller frees *ops.
 */
const char *ipc_sem_ops_parse(const char *, struct ipc_sem_op **ops, size_t *n);

/*
 * Parses [N=]V[,[N=]V...]: V is the value of semaphore N, or of the semaphore
 * after the one before. NULL, or a constant message. The others in the array
 * are UNKNOWN; the caller frees values->v.
 */
const char *ipc_sem_values_parse(const char *, struct ipc_array *);

#endif
