/* SPDX-License-Identifier: BSD-2-Clause */
/* The calls of all processes; see tracer.h: what is recorded, and read. */
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "backend/posix_file.h"
#include "base/clock.h"
#include "base/xalloc.h"
#include "trace/instance.h"
#include "trace/pairing.h"
#include "trace/syscalls.h"
#include "trace/tracer.h"

/*
 * Bytes of each processor's buffer, and of all together; a second instance has
 * as many, and the first one then half.
 */
#define BUFFER (INT64_C(8) << 20)
#define BUFFERS (INT64_C(256) << 20)
#define BUFFER_LEAST (INT64_C(1) << 20)

/* So many records in a hundredth of a second are a flood; a pause in it. */
#define FLOOD 100
#define PAUSE (SECOND / 200)

struct tracer {
	struct instance instance;
	/*
	 * Has the events of calls that belong to an IPC namespace, if threads
	 * of others are left out. Which those are, the first one must be told
	 * of all threads.
	 */
	struct instance second;
	struct trace_reader *reader;
	struct pairing pairing;
	int64_t since; /* CLOCK_MONOTONIC: when records began to be counted */
	int64_t taken[READER_INSTANCES]; /* all until then */
	bool flood[READER_INSTANCES];
};

/* Records about threads that begin, end, or enter another namespace. */
static const struct trace_source of_threads[] = {
	{ "task/task_newtask", PAIRING_BORN, NULL, { "pid", "clone_flags" },
	    "comm" },
	{ "task/task_rename", PAIRING_RENAMED, NULL, { "pid" }, "newcomm" },
	{ "sched/sched_process_exit", PAIRING_ENDED, NULL, { "pid" }, NULL },
	/* Those of CLONE_NEWIPC and CLONE_NEWNS. */
	{ "syscalls/sys_enter_unshare", PAIRING_UNSHARES,
	    "unshare_flags & 0x8020000", { "unshare_flags" }, NULL },
	{ "syscalls/sys_exit_unshare", PAIRING_UNSHARED, NULL, { "ret" },
	    NULL },
	{ "syscalls/sys_exit_setns", PAIRING_MOVED, NULL, { "ret" }, NULL },
};

/* Those of CLONE_NEWIPC; with 0, the descriptor tells which namespace it is. */
static const struct trace_source moves = { "syscalls/sys_enter_setns",
	PAIRING_MOVES, "flags == 0 || flags & 0x8000000", { NULL }, NULL };

static int
add_threads(struct tracer *tracer)
{
	size_t i;

	for (i = 0; i < sizeof(of_threads) / sizeof(*of_threads); i++)
		if (reader_add(tracer->reader, &tracer->instance,
			&of_threads[i]) == -1)
			return -1;
	return 0;
}

/* Both ends of a call; the end first, so that none is without it. */
static int
add_call(struct tracer *tracer, size_t row)
{
	const struct syscall_row *call = &syscall_rows[row];
	const struct instance *instance =
	    tracer->pairing.aside == NULL || syscall_is_by_name(call)
		? &tracer->instance
		: &tracer->second;
	struct trace_source source = { .fields = { "ret" } };
	char *filter = NULL, *event;
	int result;

	xasprintf(&event, "syscalls/sys_exit_%s", call->name);
	source.event = event;
	source.tag = PAIRING_LEAVE(row);
	result = reader_add(tracer->reader, instance, &source);
	free(event);
	if (result == -1)
		return -1;
	if (call->path != NULL)
		xasprintf(
		    &filter, "%s.ustring ~ \"" SHM_DIR "/*\"", call->path);
	xasprintf(&event, "syscalls/sys_enter_%s", call->name);
	source = (struct trace_source){
		.event = event, .tag = PAIRING_ENTER(row), .filter = filter
	};
	result = reader_add(tracer->reader, instance, &source);
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
		if (!(syscall_rows[i].kinds & tracer->pairing.o.kinds))
			continue;
		if (add_call(tracer, i) == 0)
			told |= syscall_rows[i].kinds;
		else if (errno != ENOENT && errno != EINVAL)
			return -1;
	}
	*untold = tracer->pairing.o.kinds & ~told;
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

/* Undoes what begin_aside() has done; what is recorded then is read anew. */
static int
end_aside(struct tracer *tracer)
{
	reader_close(tracer->reader);
	aside_end(tracer->pairing.aside);
	tracer->pairing.aside = NULL;
	instance_end(&tracer->second);
	tracer->reader = reader_open(&tracer->instance);
	return tracer->reader == NULL ? -1 : 0;
}

/*
 * Has threads of other namespaces left out, if the kernel can do that. If not,
 * their calls are recorded, too, and dropped by us.
 */
static int
begin_aside(struct tracer *tracer)
{
	const struct tracer_options *o = &tracer->pairing.o;
	struct pairing *pairing = &tracer->pairing;

	if (o->ipc_ns == UNKNOWN || !(o->kinds & ~KINDS_IN_SHM) ||
	    !aside_is_possible(&tracer->instance))
		return 0;
	if (instance_begin(&tracer->second, buffer_size(), INSTANCE_SECOND) ==
	    -1) {
		tracer->second.root = -1;
		return 0;
	}
	pairing->aside =
	    aside_begin(&tracer->second, pairing->threads, o->ipc_ns);
	if (pairing->aside == NULL ||
	    reader_add_instance(tracer->reader, &tracer->second) == -1 ||
	    reader_add(tracer->reader, &tracer->instance, &moves) == -1)
		return end_aside(tracer);
	instance_resize(&tracer->instance, buffer_size() / 2);
	return 0;
}

static int
set_up(struct tracer *tracer, unsigned *untold)
{
	if ((tracer->reader = reader_open(&tracer->instance)) == NULL ||
	    begin_aside(tracer) == -1 || add_threads(tracer) == -1)
		return -1;
	return add_calls(tracer, untold);
}

struct tracer *
tracer_open(const struct tracer_options *o, unsigned *untold, const char **why)
{
	struct tracer *tracer = xmalloc(sizeof(*tracer));
	int error = 0;

	*tracer = (struct tracer){ .pairing = { .o = *o },
		.instance = { .root = -1, .dir = -1 },
		.second = { .root = -1, .dir = -1 } };
	if (instance_begin(&tracer->instance, buffer_size(), "") == -1) {
		error = errno;
		tracer->instance.root = -1;
		*why = instance_strerror(error);
	} else if (!pairing_begin(&tracer->pairing)) {
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
	aside_end(tracer->pairing.aside);
	instance_end(&tracer->second);
	instance_end(&tracer->instance);
	pairing_end(&tracer->pairing);
	free(tracer);
}

/* Each instance wakes, but where its records are a flood. */
int
tracer_fd(const struct tracer *tracer)
{
	bool two = tracer->pairing.aside != NULL;

	if (!tracer->flood[0] && !tracer->flood[1])
		return reader_fd(tracer->reader);
	if (two && !tracer->flood[0])
		return reader_instance_fd(tracer->reader, 0);
	if (two && !tracer->flood[1])
		return reader_instance_fd(tracer->reader, 1);
	return -1;
}

bool
tracer_read(struct tracer *tracer, tracer_fn *each, void *arg)
{
	struct pairing *pairing = &tracer->pairing;
	int64_t now = clock_now(CLOCK_MONOTONIC);
	bool more, anew = now - tracer->since > SECOND / 100;
	size_t i;

	pairing->each = each;
	pairing->arg = arg;
	pairing->offset = clock_now(CLOCK_REALTIME) - now;
	if (anew)
		tracer->since = now;
	for (i = 0; anew && i < READER_INSTANCES; i++)
		tracer->taken[i] = reader_taken(tracer->reader, i);
	more = reader_read(tracer->reader, pairing_take, pairing);
	for (i = 0; i < READER_INSTANCES; i++)
		tracer->flood[i] =
		    reader_taken(tracer->reader, i) - tracer->taken[i] >= FLOOD;
	aside_write(pairing->aside);
	return more;
}

int64_t
tracer_pause(const struct tracer *tracer)
{
	return tracer->flood[0] || tracer->flood[1] ? PAUSE : 0;
}

void
tracer_waiting(struct tracer *tracer, tracer_fn *each, void *arg)
{
	tracer->pairing.each = each;
	tracer->pairing.arg = arg;
	pairing_waiting(&tracer->pairing, clock_now(CLOCK_MONOTONIC));
}

struct tracer_losses
tracer_losses(const struct tracer *tracer)
{
	struct aside_missed missed = aside_missed(tracer->pairing.aside);
	int64_t records = instance_lost(&tracer->instance);

	if (tracer->pairing.aside != NULL)
		records += instance_lost(&tracer->second);
	return (struct tracer_losses){
		.records = records,
		.entered = missed.threads,
		.longest = missed.longest,
		.strange = tracer->pairing.strange,
		.doubtful = tracer->pairing.doubtful,
		.damaged = reader_damaged(tracer->reader),
	};
}
