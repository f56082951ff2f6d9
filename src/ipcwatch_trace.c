/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --trace: the calls of all processes, as they end. */
#include <sys/signalfd.h>
#include <sys/stat.h>

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/posix_file.h"
#include "base/proc.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcwatch_stats.h"
#include "ipcwatch_trace.h"

/* How soon to look again at what came while we looked, in milliseconds. */
#define SOON 2

enum source { SIGNALS, RECORDS, OUTPUT, SOURCES };

struct tracing {
	const struct options *o;
	struct tracer *tracer;
	struct choice choice;
	struct pollfd fds[SOURCES];
	int64_t deadline;    /* CLOCK_MONOTONIC, in nanoseconds */
	int64_t said;	     /* lost records that were told */
	int64_t due;	     /* when to look for lost ones again */
	struct stats *stats; /* NULL: each call is shown */
	int64_t began;	     /* when these were empty */
	int64_t lost;	     /* how many records were then */
	int64_t report;	     /* when they are shown again; INT64_MAX: never */
	int64_t seen;	     /* calls shown, or tables */
	int signo;
	int error; /* errno of writing; EPIPE: nobody reads what we write */
};

/* It must be removed, however we exit: atexit(3) hands on nothing. */
static struct tracer *to_close;

static void
close_tracer(void)
{
	tracer_close(to_close);
	to_close = NULL;
}

static void
process_ended(void *arg, int64_t pid)
{
	struct tracing *t = arg;

	stats_ended(t->stats, pid);
}

static void
open_tracer(struct tracing *t)
{
	bool all =
	    t->o->namespace != NULL && strcmp(t->o->namespace, "all") == 0;
	struct tracer_options options = {
		.kinds = watched_kinds(t->o),
		.ipc_ns = UNKNOWN,
		.shm = UNKNOWN,
		.data = t->o->data == UNKNOWN ? 0 : (size_t)t->o->data,
		.ended = t->o->stats ? process_ended : NULL,
	};
	unsigned untold = 0;
	const char *why;
	struct stat st;

	if (!all) {
		options.ipc_ns = proc_own_namespace("ns/ipc");
		if (stat(SHM_DIR, &st) == 0)
			options.shm = (int64_t)st.st_dev;
	}
	t->tracer = tracer_open(&options, &untold, &why);
	if (t->tracer == NULL) {
		cli_warn(trace_purpose(t->o), why);
		cli_exit(CLI_FAILED);
	}
	to_close = t->tracer;
	atexit(close_tracer);
	if (untold & (KIND_POSIX_SHM | KIND_POSIX_SEM))
		cli_warn(trace_purpose(t->o),
		    "this kernel cannot select paths (before Linux 5.17): "
		    "POSIX shared memory and semaphores are not traced");
	if (untold & ~(KIND_POSIX_SHM | KIND_POSIX_SEM))
		cli_warn(
		    trace_purpose(t->o), "this kernel does not have all calls");
}

/*
 * Opens all signals that would end us but those that report a defect of ours.
 * SIGPIPE is not among them: write(2) fails instead.
 */
static int
open_ends(void)
{
	static const int others[] = { SIGKILL, SIGSTOP, SIGSEGV, SIGBUS, SIGFPE,
		SIGILL, SIGTRAP, SIGABRT, SIGSYS, SIGCHLD, SIGURG, SIGWINCH,
		SIGCONT, SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE };
	int signals[128], signo;
	size_t n = 0, i;

	for (signo = 1; signo < 32; signo++) {
		for (i = 0; i < sizeof(others) / sizeof(*others); i++)
			if (others[i] == signo)
				break;
		if (i == sizeof(others) / sizeof(*others))
			signals[n++] = signo;
	}
	for (signo = SIGRTMIN; signo <= SIGRTMAX && n < 128; signo++)
		signals[n++] = signo;
	return open_signals(signals, n);
}

static void
begin(struct tracing *t)
{
	signal(SIGPIPE, SIG_IGN);
	t->fds[SIGNALS] =
	    (struct pollfd){ .fd = open_ends(), .events = POLLIN };
	choice_begin(&t->choice, t->o);
	open_tracer(t);
	if (t->o->stats)
		t->stats = stats_new(STATS_ROOM);
	t->began = monotonic();
	t->report = t->stats != NULL && t->o->interval_given
			? t->began + t->o->interval
			: INT64_MAX;
	t->fds[RECORDS] =
	    (struct pollfd){ .fd = tracer_fd(t->tracer), .events = POLLIN };
	t->fds[OUTPUT] = (struct pollfd){ .fd = STDOUT_FILENO };
	if (t->o->timeout != UNKNOWN &&
	    __builtin_add_overflow(monotonic(), t->o->timeout, &t->deadline))
		t->deadline = INT64_MAX;
}

static bool
has_enough(const struct tracing *t)
{
	return t->o->count != UNKNOWN && t->seen >= t->o->count;
}

static void
show(void *arg, const struct call *traced)
{
	struct tracing *t = arg;
	struct call call = *traced;

	choice_key(&t->choice, &call);
	if (t->error != 0 || has_enough(t) ||
	    !choice_matches(&t->choice, &call))
		return;
	if (t->stats != NULL) {
		stats_add(t->stats, &call);
		return;
	}
	t->seen++;
	call_show(t->o, &call);
	if (ferror(stdout))
		t->error = errno;
}

static void
flush(struct tracing *t)
{
	if (fflush(stdout) != 0 && t->error == 0)
		t->error = errno;
}

/* Reports how many records were lost, if they have become more. */
static void
tell_lost(struct tracing *t)
{
	int64_t lost = tracer_losses(t->tracer).records;
	char *reason;

	t->due = monotonic() + SECOND;
	if (lost <= t->said)
		return;
	t->said = lost;
	xasprintf(&reason,
	    "%" PRId64 " records were lost so far, as there were too many: "
	    "calls are missing",
	    lost);
	cli_warn(trace_purpose(t->o), reason);
	free(reason);
}

static void
tell(const struct tracing *t, int64_t n, const char *what)
{
	char *reason;

	if (n == 0)
		return;
	xasprintf(&reason, "%" PRId64 " %s", n, what);
	cli_warn(trace_purpose(t->o), reason);
	free(reason);
}

static void
count_waiting(void *arg, const struct call *call)
{
	struct tracing *t = arg;
	struct call copy = *call;

	choice_key(&t->choice, &copy);
	if (choice_matches(&t->choice, &copy))
		stats_add_waiting(t->stats, &copy);
}

/* Shows what was counted since the last time. */
static void
report(struct tracing *t)
{
	int64_t now = monotonic(), unnamed = t->choice.unnamed;
	int64_t lost = tracer_losses(t->tracer).records;
	struct stats_span span = { .ns = now - t->began,
		.lost = lost == UNKNOWN ? UNKNOWN : lost - t->lost };

	clock_gettime(CLOCK_REALTIME, &span.end);
	tracer_waiting(t->tracer, count_waiting, t);
	/* Calls that still wait are counted once, when they end. */
	t->choice.unnamed = unnamed;
	if (t->seen++ != 0 && !t->o->jsonl)
		putchar('\n');
	stats_show(t->o, t->stats, &span);
	if (ferror(stdout))
		t->error = errno;
	tell_lost(t);
	tell(t, stats_beyond(t->stats),
	    "calls are in no table, as they are of too many objects and "
	    "processes");
	stats_clear(t->stats);
	t->began = now;
	t->lost = lost;
	if (t->report != INT64_MAX)
		t->report = now + t->o->interval;
}

/* Until something was recorded, or it is time to end. */
static void
wait_for(struct tracing *t, bool soon)
{
	int64_t ns =
	    (t->report < t->deadline ? t->report : t->deadline) - monotonic();
	struct signalfd_siginfo info;
	struct timespec timeout;

	if (soon && ns > SOON * SECOND / 1000)
		ns = SOON * SECOND / 1000;
	/* Now and then, records are looked for that were lost. */
	if (ns > SECOND)
		ns = SECOND;
	if (ns < 0)
		ns = 0;
	timeout = (struct timespec){ ns / SECOND, ns % SECOND };
	if (ppoll(t->fds, SOURCES, &timeout, NULL) <= 0)
		return;
	if (t->fds[SIGNALS].revents != 0 &&
	    read(t->fds[SIGNALS].fd, &info, sizeof(info)) ==
		(ssize_t)sizeof(info))
		t->signo = (int)info.ssi_signo;
	if (t->fds[OUTPUT].revents & (POLLERR | POLLNVAL))
		t->error = EPIPE;
}

static bool
is_done(const struct tracing *t)
{
	return t->error != 0 || t->signo != 0 || has_enough(t) ||
	       monotonic() >= t->deadline;
}

static int
end(struct tracing *t)
{
	struct tracer_losses losses;

	if (t->stats != NULL && t->error == 0 && !has_enough(t)) {
		report(t);
		flush(t);
	}
	tell_lost(t);
	losses = tracer_losses(t->tracer);
	tell(t, losses.doubtful,
	    "calls are not shown: records that were lost may be of their end, "
	    "or of the beginning of the next one");
	tell(t, losses.strange,
	    "calls are not shown: the callers had ended, or are outside of "
	    "this PID namespace, so that their namespaces are not known");
	tell(t, t->choice.unnamed,
	    "calls are not shown: the callers had ended, so that it is not "
	    "known which objects these were");
	tell(
	    t, losses.damaged, "records of the kernel could not be understood");
	choice_end(&t->choice);
	stats_free(t->stats);
	close_tracer();
	if (t->error == EPIPE)
		end_by(SIGPIPE);
	if (t->error != 0)
		fail_to_write(t->error);
	if (t->signo != 0)
		end_by(t->signo);
	return has_enough(t) ? CLI_OK : CLI_TIMEOUT;
}

int
trace_calls(const struct options *o)
{
	struct tracing t = { .o = o, .deadline = INT64_MAX };
	bool more = false;

	begin(&t);
	say_ready(o);
	while (!is_done(&t)) {
		wait_for(&t, more);
		more = tracer_read(t.tracer, show, &t);
		if (monotonic() >= t.report && !is_done(&t))
			report(&t);
		flush(&t);
		if (monotonic() >= t.due)
			tell_lost(&t);
	}
	return end(&t);
}
