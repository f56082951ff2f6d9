/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of all processes; see tracer.h. Each has a record when it begins,
 * with its arguments, and one when it ends, with its result, of the same
 * thread.
 */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "backend/posix_file.h"
#include "base/xalloc.h"
#include "trace/errname.h"
#include "trace/instance.h"
#include "trace/syscalls.h"
#include "trace/tracer.h"

#define SECOND INT64_C(1000000000)

/* Bytes of each processor's buffer, and of all together. */
#define BUFFER (INT64_C(8) << 20)
#define BUFFERS (INT64_C(256) << 20)
#define BUFFER_LEAST (INT64_C(1) << 20)

/* The tag of a record: which call's beginning or end, or what else. */
#define ENTER(row) ((unsigned)(row)*2)
#define LEAVE(row) ((unsigned)(row)*2 + 1)
enum { BORN = 1000, RENAMED, ENDED, UNSHARED, MOVED };

struct tracer {
	struct tracer_options o;
	struct instance instance;
	struct trace_reader *reader;
	struct threads *threads;
	int64_t offset; /* of the clock to CLOCK_MONOTONIC */
	int64_t strange;
	tracer_fn *each;
	void *arg;
};

/* What tells of threads coming, going and moving. */
static const struct trace_source of_threads[] = {
	{ "task/task_newtask", BORN, NULL, { "pid", "clone_flags" }, "comm" },
	{ "task/task_rename", RENAMED, NULL, { "pid" }, "newcomm" },
	{ "sched/sched_process_exit", ENDED, NULL, { "pid" }, NULL },
	/* Those of CLONE_NEWIPC and CLONE_NEWNS. */
	{ "syscalls/sys_enter_unshare", UNSHARED, "unshare_flags & 0x8020000",
	    { "unshare_flags" }, NULL },
	{ "syscalls/sys_exit_setns", MOVED, NULL, { "ret" }, NULL },
};

static int
add_threads(struct tracer *tracer)
{
	size_t i;

	for (i = 0; i < sizeof(of_threads) / sizeof(*of_threads); i++)
		if (reader_add(tracer->reader, &of_threads[i]) == -1)
			return -1;
	return 0;
}

/* Both ends of a call; the end first, so that none is without it. */
static int
add_call(struct tracer *tracer, size_t row)
{
	const struct syscall_row *call = &syscall_rows[row];
	struct trace_source source = { .fields = { "ret" } };
	char *filter = NULL, *event;
	int result;

	xasprintf(&event, "syscalls/sys_exit_%s", call->name);
	source.event = event;
	source.tag = LEAVE(row);
	result = reader_add(tracer->reader, &source);
	free(event);
	if (result == -1)
		return -1;
	if (call->path != NULL)
		xasprintf(
		    &filter, "%s.ustring ~ \"" SHM_DIR "/*\"", call->path);
	xasprintf(&event, "syscalls/sys_enter_%s", call->name);
	source = (struct trace_source){
		.event = event, .tag = ENTER(row), .filter = filter
	};
	result = reader_add(tracer->reader, &source);
	free(event);
	free(filter);
	return result;
}

/* An architecture has not all of them: openat(2), and not open(2). */
static int
add_calls(struct tracer *tracer, unsigned *untold)
{
	unsigned told = 0;
	size_t i;

	for (i = 0; i < syscall_count; i++) {
		if (!(syscall_rows[i].kinds & tracer->o.kinds))
			continue;
		if (add_call(tracer, i) == 0)
			told |= syscall_rows[i].kinds;
		else if (errno != ENOENT && errno != EINVAL)
			return -1;
	}
	*untold = tracer->o.kinds & ~told;
	if (told != 0)
		return 0;
	errno = ENOENT;
	return -1;
}

static int64_t
buffer_size(void)
{
	int64_t n = sysconf(_SC_NPROCESSORS_CONF), size = BUFFER;

	if (n > 0 && size > BUFFERS / n)
		size = BUFFERS / n;
	return size < BUFFER_LEAST ? BUFFER_LEAST : size;
}

static int
set_up(struct tracer *tracer, unsigned *untold)
{
	if ((tracer->reader = reader_open(&tracer->instance)) == NULL ||
	    add_threads(tracer) == -1)
		return -1;
	return add_calls(tracer, untold);
}

struct tracer *
tracer_open(const struct tracer_options *o, unsigned *untold, const char **why)
{
	struct tracer *tracer = xmalloc(sizeof(*tracer));
	int error = 0;

	*tracer =
	    (struct tracer){ .o = *o, .instance = { .root = -1, .dir = -1 } };
	if (instance_begin(&tracer->instance, buffer_size()) == -1) {
		error = errno;
		tracer->instance.root = -1;
		*why = instance_strerror(error);
	} else if ((tracer->threads = threads_new()) == NULL) {
		error = errno;
		*why = "needs to be in the first PID namespace, or the right "
		       "to read the kernel's memory";
	} else if (set_up(tracer, untold) == -1) {
		error = errno;
		*why = instance_strerror(error);
	}
	if (error == 0)
		return tracer;
	tracer_close(tracer);
	errno = error;
	return NULL;
}

void
tracer_close(struct tracer *tracer)
{
	if (tracer == NULL)
		return;
	reader_close(tracer->reader);
	instance_end(&tracer->instance);
	threads_free(tracer->threads);
	free(tracer);
}

int
tracer_fd(const struct tracer *tracer)
{
	return reader_fd(tracer->reader);
}

/*
 * Whether the caller is one of those that are wanted. Where it is not known in
 * which namespace it was, the call is counted as strange.
 */
static bool
is_wanted(const struct tracer *tracer, struct pending *p)
{
	bool by_name = syscall_is_by_name(p->row);
	int64_t wanted = by_name ? tracer->o.shm : tracer->o.ipc_ns;
	int64_t seen;

	if (p->thread->own_pid == getpid())
		return false;
	if (wanted == UNKNOWN)
		return true;
	seen = by_name ? thread_shm(p->thread) : p->thread->ipc_ns;
	p->strange = seen == UNKNOWN;
	return seen == wanted || p->strange;
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
drop(struct pending *p)
{
	if (p == NULL || p->row == NULL)
		return;
	call_free(&p->call);
	p->row = NULL;
}

static void
enter(struct tracer *tracer, const struct trace_event *event)
{
	struct thread *thread = threads_get(tracer->threads, event->tid);
	struct pending *p = pending_of(thread);

	/* Its end was lost. */
	drop(p);
	*p = (struct pending){
		.row = &syscall_rows[event->tag / 2],
		.thread = thread,
		.threads = tracer->threads,
		.began = event->time,
		.now = event->time,
		/* The end of this call may be there, and nothing else. */
		.fresh = event->later <= 1,
		.alone = !event->repeated,
		.data = tracer->o.data,
	};
	call_begin(&p->call);
	if (!is_wanted(tracer, p)) {
		p->row = NULL;
		return;
	}
	memcpy(p->args, event->args, sizeof(p->args));
	p->call.syscall = p->row->name;
	if (!syscall_is_by_name(p->row))
		p->call.object.ns = thread->ipc_ns;
	p->row->enter(p);
}

/* When it is, how long it took up to then, and whose it is. */
static void
fill_in(struct tracer *tracer, struct pending *p)
{
	struct call *call = &p->call;
	struct thread *process = threads_process(tracer->threads, p->thread);

	call->time = p->now + tracer->offset;
	call->took = p->now - p->began;
	call->pid = p->thread->own_pid;
	call->tid = p->thread->own_tid;
	call->command = process->command[0] == '\0' ? NULL : process->command;
}

static void
finish(struct tracer *tracer, struct pending *p, int64_t result)
{
	struct call *call = &p->call;
	int error = syscall_error(result);
	char unnamed[16];

	fill_in(tracer, p);
	call->result = "ok";
	if (error != 0 && (call->result = errname(error)) == NULL) {
		snprintf(unnamed, sizeof(unnamed), "E%d", error);
		call->result = unnamed;
	}
	tracer->each(tracer->arg, call);
}

static void
leave(struct tracer *tracer, const struct trace_event *event)
{
	struct thread *thread = threads_get(tracer->threads, event->tid);
	int64_t result = (int64_t)event->args[0];
	struct pending *p = thread->call;

	/* What began before we did has no beginning. */
	if (p == NULL || p->row == NULL ||
	    p->row != &syscall_rows[event->tag / 2])
		return;
	p->now = event->time;
	p->alone = !event->repeated;
	p->last = event->later == 0;
	if (p->row->leave != NULL)
		p->row->leave(p, result);
	if (p->strange)
		tracer->strange++;
	else if (!p->none)
		finish(tracer, p, result);
	drop(p);
}

static void
end(struct tracer *tracer, int64_t tid)
{
	int64_t pid;

	drop(threads_get(tracer->threads, tid)->call);
	pid = threads_ended(tracer->threads, tid);
	if (pid != UNKNOWN && tracer->o.ended != NULL)
		tracer->o.ended(tracer->arg, pid);
}

static void
take(void *arg, const struct trace_event *event)
{
	struct tracer *tracer = arg;
	struct threads *threads = tracer->threads;
	int64_t first = (int64_t)event->args[0];

	switch (event->tag) {
	case BORN:
		threads_born(
		    threads, event->tid, first, event->text, event->args[1]);
		break;
	case RENAMED:
		threads_renamed(threads, first, event->text);
		break;
	case ENDED:
		end(tracer, first);
		break;
	case UNSHARED:
		threads_unshared(threads, event->tid, event->args[0]);
		break;
	case MOVED:
		if (first == 0)
			threads_moved(threads, event->tid);
		break;
	default:
		if (event->tag % 2 == 0)
			enter(tracer, event);
		else
			leave(tracer, event);
	}
}

static int64_t
clock_ns(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return now.tv_sec * SECOND + now.tv_nsec;
}

bool
tracer_read(struct tracer *tracer, tracer_fn *each, void *arg)
{
	tracer->each = each;
	tracer->arg = arg;
	tracer->offset = clock_ns(CLOCK_REALTIME) - clock_ns(CLOCK_MONOTONIC);
	return reader_read(tracer->reader, take, tracer);
}

static void
tell_waiting(void *arg, struct thread *thread)
{
	struct tracer *tracer = arg;
	struct pending *p = thread->call;

	if (p == NULL || p->row == NULL || p->strange || p->none)
		return;
	p->now = clock_ns(CLOCK_MONOTONIC);
	fill_in(tracer, p);
	tracer->each(tracer->arg, &p->call);
}

void
tracer_waiting(struct tracer *tracer, tracer_fn *each, void *arg)
{
	tracer->each = each;
	tracer->arg = arg;
	threads_each(tracer->threads, tell_waiting, tracer);
}

struct tracer_losses
tracer_losses(const struct tracer *tracer)
{
	return (struct tracer_losses){
		.records = instance_lost(&tracer->instance),
		.strange = tracer->strange,
		.damaged = reader_damaged(tracer->reader),
	};
}
