/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds the waiters of an object: threads that are blocked in a system call.
 * /proc/PID/task/TID/syscall shows the call and its arguments if we may trace
 * the process. Otherwise there is `wchan`, the name of a kernel function, which
 * shows what kind of object it may be.
 *
 * A thread blocked in poll(2) or io_uring counts as a holder, not as a waiter.
 */
#ifndef WAITER_H
#define WAITER_H

#include "process/walk.h"

/* The values of ipc_process.how are receive, send, semop, sem_wait. */

/*
 * Examines the threads of each process. It has to come after holder_visitor,
 * which finds what they can wait for. Its finish() counts the waiters, as that
 * one counts holders.
 */
extern const struct walk_visitor waiter_visitor;

/*
 * Adds the thread to the waiters of an object, if its system call waits for
 * one.
 */
void waiter_call(struct walk *, int64_t tid, const struct proc_call *);

#endif
