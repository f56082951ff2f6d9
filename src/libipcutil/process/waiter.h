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

/*
 * Of each process its threads. It comes after holder_visitor, which tells what
 * they can wait for. In the end it counts what was found, as that does.
 */
extern const struct walk_visitor waiter_visitor;

/*
 * Adds the thread to those who wait for an object, if it is one of these calls
 * that it is blocked in.
 */
void waiter_call(struct walk *, int64_t tid, const struct proc_call *);

#endif
