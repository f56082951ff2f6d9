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

/* Bytes of each processor's buffer, and of all together. */
#define BUFFER (INT64_C(8) << 20)
#define BUFFERS (INT64_C(256) << 20)
#define BUFFER_LEAST (INT64_C(1) << 20)

/* So many records in a hundredth of a second are a flood; a pause in it. */
#define FLOOD 100
#define PAUSE (SECOND / 200)

struct tracer {
	struct instance instance;
	struct trace_reader *reader;
	struct pairing pairing;
	int64_t since; /* CLOCK_MONOTONIC: when records began to be counted */
	int64_t taken; /* all until then */
	int64_t pause;
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
	source.tag = PAIRING_LEAVE(row);
	result = reader_add(tracer->reader, &source);
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

	*tracer = (struct tracer){ .pairing = { .o = *o },
		.instance = { .root = -1, .dir = -1 } };
	if (instance_begin(&tracer->instance, buffer_size()) == -1) {
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
	instance_end(&tracer->instance);
	pairing_end(&tracer->pairing);
	free(tracer);
}

int
tracer_fd(const struct tracer *tracer)
{
	return reader_fd(tracer->reader);
}

bool
tracer_read(struct tracer *tracer, tracer_fn *each, void *arg)
{
	struct pairing *pairing = &tracer->pairing;
	int64_t now = clock_now(CLOCK_MONOTONIC);
	bool more;

	pairing->each = each;
	pairing->arg = arg;
	pairing->offset = clock_now(CLOCK_REALTIME) - now;
	if (now - tracer->since > SECOND / 100) {
		tracer->since = now;
		tracer->taken = pairing->taken;
	}
	more = reader_read(tracer->reader, pairing_take, pairing);
	tracer->pause = pairing->taken - tracer->taken < FLOOD ? 0 : PAUSE;
	return more;
}

int64_t
tracer_pause(const struct tracer *tracer)
{
	return tracer->pause;
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
	return (struct tracer_losses){
		.records = instance_lost(&tracer->instance),
		.strange = tracer->pairing.strange,
		.doubtful = tracer->pairing.doubtful,
		.damaged = reader_damaged(tracer->reader),
	};
}
