/* SPDX-License-Identifier: BSD-2-Clause */
/* Beginnings and ends of calls, paired; see pairing.h. */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "trace/errname.h"
#include "trace/pairing.h"
#include "trace/syscalls.h"

/*
 * Whether the caller's calls are wanted. If its namespace at that time is not
 * known, the call is strange.
 */
static bool
is_wanted(const struct pairing *pairing, struct thread *thread,
    const struct syscall_row *row, bool *strange)
{
	bool by_name = syscall_is_by_name(row);
	int64_t wanted = by_name ? pairing->o.shm : pairing->o.ipc_ns;
	int64_t seen;

	if (thread->own_pid == pairing->own_pid)
		return false;
	if (wanted == UNKNOWN)
		return true;
	seen = by_name ? thread_shm(thread) : thread->ipc_ns;
	*strange = seen == UNKNOWN;
	return seen == wanted || *strange;
}

/* Drops the call that a thread has begun. */
static void
drop(struct pending *p)
{
	if (p == NULL || p->row == NULL)
		return;
	call_free(&p->call);
	p->row = NULL;
}

static void
release(void *call)
{
	drop(call);
	free(call);
}

bool
pairing_begin(struct pairing *pairing)
{
	pairing->own_pid = getpid();
	pairing->threads = threads_new(release);
	return pairing->threads != NULL;
}

void
pairing_end(struct pairing *pairing)
{
	threads_free(pairing->threads);
	pairing->threads = NULL;
}

static struct pending *
pending_of(struct thread *thread)
{
	if (thread->call == NULL) {
		thread->call = xmalloc(sizeof(struct pending));
		memset(thread->call, 0, sizeof(struct pending));
	}
	return thread->call;
}

static void
enter(struct pairing *pairing, const struct trace_event *event)
{
	struct thread *thread = threads_get(pairing->threads, event->tid);
	const struct syscall_row *row = &syscall_rows[event->tag / 2];
	struct pending *p;
	bool strange = false;

	/* If there is one, its end was lost. */
	drop(thread->call);
	if (!is_wanted(pairing, thread, row, &strange)) {
		if (!syscall_is_by_name(row) &&
		    thread->own_pid != pairing->own_pid)
			aside_called(pairing->aside, thread, event->time);
		return;
	}
	p = pending_of(thread);
	*p = (struct pending){
		.row = row,
		.strange = strange,
		.thread = thread,
		.threads = pairing->threads,
		.began = event->time,
		.now = event->time,
		/* The end of this call may be there, and nothing else. */
		.fresh = event->later <= 1,
		.running = event->later == 0,
		.alone = !event->repeated,
		.data = pairing->o.data,
	};
	call_begin(&p->call);
	memcpy(p->args, event->args, sizeof(p->args));
	p->call.syscall = p->row->name;
	if (!syscall_is_by_name(p->row))
		p->call.object.ns = thread->ipc_ns;
	p->row->enter(p);
}

/* When it is, how long it took up to then, and whose it is. */
static void
fill_in(struct pairing *pairing, struct pending *p)
{
	struct call *call = &p->call;
	struct thread *process = threads_process(pairing->threads, p->thread);

	call->time = p->now + pairing->offset;
	call->took = p->now - p->began;
	call->pid = p->thread->own_pid;
	call->tid = p->thread->own_tid;
	call->command = process->command[0] == '\0' ? NULL : process->command;
}

static void
finish(struct pairing *pairing, struct pending *p, int64_t result)
{
	struct call *call = &p->call;
	int error = syscall_error(result);
	char unnamed[16];

	fill_in(pairing, p);
	call->result = "ok";
	if (error != 0 && (call->result = errname(error)) == NULL) {
		snprintf(unnamed, sizeof(unnamed), "E%d", error);
		call->result = unnamed;
	}
	pairing->each(pairing->arg, call);
}

static void
leave(struct pairing *pairing, const struct trace_event *event)
{
	struct thread *thread = threads_get(pairing->threads, event->tid);
	int64_t result = (int64_t)event->args[0];
	struct pending *p = thread->call;

	/* The call began before tracing did. */
	if (p == NULL || p->row == NULL ||
	    p->row != &syscall_rows[event->tag / 2])
		return;
	p->now = event->time;
	p->alone = !event->repeated;
	p->last = event->later == 0;
	if (p->row->leave != NULL)
		p->row->leave(p, result);
	if (pairing->gaps != 0 && !p->none)
		pairing->doubtful++;
	else if (p->strange)
		pairing->strange++;
	else if (!p->none)
		finish(pairing, p, result);
	drop(p);
}

static void
end(struct pairing *pairing, int64_t tid)
{
	int64_t pid;

	drop(threads_get(pairing->threads, tid)->call);
	pid = threads_ended(pairing->threads, tid);
	if (pid != UNKNOWN && pairing->o.ended != NULL)
		pairing->o.ended(pairing->arg, pid);
}

/* Drops a call that may have ended while records were lost, and counts it. */
static void
doubt(void *arg, struct thread *thread)
{
	struct pairing *pairing = arg;
	struct pending *p = thread->call;

	if (p == NULL || p->row == NULL)
		return;
	pairing->doubtful += !p->none;
	drop(p);
}

static void
born(struct pairing *pairing, const struct trace_event *event)
{
	int64_t tid = (int64_t)event->args[0];

	threads_born(
	    pairing->threads, event->tid, tid, event->text, event->args[1]);
	aside_born(pairing->aside, threads_get(pairing->threads, event->tid),
	    threads_get(pairing->threads, tid));
}

/* setns(2) of an IPC namespace, or of one that its descriptor tells. */
static void
moves(struct pairing *pairing, const struct trace_event *event)
{
	struct thread *thread = threads_get(pairing->threads, event->tid);

	thread->making = CLONE_NEWIPC;
	aside_enters(pairing->aside, thread);
}

static void
moved(struct pairing *pairing, const struct trace_event *event)
{
	struct thread *thread = threads_get(pairing->threads, event->tid);

	if (event->args[0] == 0) {
		threads_moved(pairing->threads, event->tid);
		if (thread->making & CLONE_NEWIPC)
			aside_entered(pairing->aside, thread, event->time,
			    event->repeated);
	}
	thread->making = 0;
}

void
pairing_take(void *arg, const struct trace_event *event)
{
	struct pairing *pairing = arg;
	struct threads *threads = pairing->threads;
	int64_t first = (int64_t)event->args[0];

	switch (event->tag) {
	case PAIRING_BORN:
		born(pairing, event);
		break;
	case PAIRING_RENAMED:
		threads_renamed(threads, first, event->text);
		break;
	case PAIRING_ENDED:
		end(pairing, first);
		break;
	case PAIRING_UNSHARES:
		threads_unshare(threads, event->tid, event->args[0]);
		break;
	case PAIRING_UNSHARED:
		threads_unshared(threads, event->tid, first == 0);
		break;
	case PAIRING_MOVES:
		moves(pairing, event);
		break;
	case PAIRING_MOVED:
		moved(pairing, event);
		break;
	case TRACE_GAP:
	case TRACE_GAP_END:
		if (first == PAIRING_THREADS)
			aside_lost(pairing->aside);
		pairing->gaps += event->tag == TRACE_GAP ? 1 : -1;
		threads_each(threads, doubt, pairing);
		break;
	default:
		if (event->tag % 2 == 0)
			enter(pairing, event);
		else
			leave(pairing, event);
	}
}

struct at {
	struct pairing *pairing;
	int64_t now;
};

static void
tell_waiting(void *arg, struct thread *thread)
{
	struct at *at = arg;
	struct pending *p = thread->call;

	if (p == NULL || p->row == NULL || p->strange || p->none)
		return;
	p->now = at->now;
	fill_in(at->pairing, p);
	at->pairing->each(at->pairing->arg, &p->call);
}

void
pairing_waiting(struct pairing *pairing, int64_t now)
{
	struct at at = { pairing, now };

	threads_each(pairing->threads, tell_waiting, &at);
}
