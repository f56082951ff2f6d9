/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads of other IPC namespaces whose calls the kernel no longer records:
 * those in set_event_notrace_pid of an instance that has events of calls only.
 * Another instance, without a list, records what threads are born, end and
 * enter namespaces; this file is told of it.
 *
 * A thread is put into the list if it is in another namespace and calls often.
 * With the option event-fork the kernel adds the children of who is in it, and
 * removes who ends. Nothing but the whole list can be removed from it: that is
 * done when a thread may have entered the traced namespace. Its calls up to
 * that moment are missing, and those of children that it has made; the threads
 * are counted.
 *
 * All functions do nothing without an aside, where the kernel has no such list
 * (before Linux 5.8). Times are of CLOCK_MONOTONIC, in nanoseconds.
 */
#ifndef TRACE_ASIDE_H
#define TRACE_ASIDE_H

#include "trace/instance.h"
#include "trace/thread.h"

struct aside;

/* Says whether the kernel can leave out threads of this instance. */
bool aside_is_possible(const struct instance *);

/*
 * Leaves out threads that are not in this namespace. The instance and the
 * threads must stay. The caller frees the result with aside_end().
 */
struct aside *aside_begin(
    const struct instance *, struct threads *, int64_t ipc_ns);
void aside_end(struct aside *);

/* A thread of another namespace has called, and that was recorded. */
void aside_called(struct aside *, struct thread *, int64_t time);
/* A thread was born. */
void aside_born(struct aside *, const struct thread *parent, struct thread *);
/* A thread begins to enter a namespace that may be an IPC namespace. */
void aside_enters(struct aside *, const struct thread *);
/*
 * It has entered one, and was looked at since then; if `again`, it may have
 * entered another one meanwhile.
 */
void aside_entered(
    struct aside *, const struct thread *, int64_t time, bool again);
/* Records of births and moves were lost. */
void aside_lost(struct aside *);

/*
 * Adds to the list who is to be in it. This takes the kernel 10 to 30 ms, so it
 * is done ten times a second at most.
 */
void aside_write(struct aside *);

/*
 * How many threads have entered the traced namespace while they were left out,
 * and for how long after that at most.
 */
struct aside_missed {
	int64_t threads;
	int64_t longest;
};
struct aside_missed aside_missed(const struct aside *);

#endif
