/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who waits for an object: the threads that are blocked in a call, by
 * /proc/PID/task/TID/syscall, which tells the call and its arguments to those
 * who may trace the process. Others have only `wchan', which tells by the name
 * of a function of the kernel what kind of object it may be, not which one.
 *
 * Blocked in poll(2) or in io_uring is holding, not waiting.
 */
#ifndef WAITER_H
#define WAITER_H

#include "process/walk.h"

/* What ipc_process.how may be: receive, send, semop, sem_wait. */

/* The threads of the process that the walk is at. */
void waiter_look(struct walk *);

/*
 * Adds the thread to those who wait for an object, if it is one of these calls
 * that it is blocked in.
 */
void waiter_call(struct walk *, int64_t tid, const struct proc_call *);

/* Counts what was found; see holder_finish(). */
void waiter_finish(struct walk *);

#endif
