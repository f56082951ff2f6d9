/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --trace: the calls of all processes, as they end. */
#include <sys/signalfd.h>

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
	int64_t deadline;     /* CLOCK_MONOTONIC, in nanoseconds */
	int64_t said;	      /* lost records that were told */
	int64_t said_entered; /* threads that have entered the namespace */
	int64_t due;	      /* when to look for lost ones again */
	struct stats *stats;  /* NULL: each call is shown */
	int64_t began;	      /* when these were empty */
	int64_t lost;	      /* how many records were then */
	int64_t report;	      /* when they are shown again; INT64_MAX: never */
	int64_t seen;	      /* calls shown, or tables */
	int signo;
	int error; /* errno of writing; EPIPE: nobody reads what we write */
};

static void
process_ended(void *arg, int64_t pid)
{
	struct tracing *t = arg;

	stats_ended(t->stats, pid);
}

static void
begin(struct tracing *t)
{
	signal(SIGPIPE, SIG_IGN);
	t->fds[SIGNALS] =
	    (struct pollfd){ .fd = open_ends(NULL, 0), .events = POLLIN };
	choice_begin(&t->choice, t->o);
	t->tracer = trace_open(t->o, t->o->stats ? process_ended : NULL);
	if (t->tracer == NULL)
		cli_exit(CLI_FAILED);
	if (t->o->stats)
		t->stats = stats_new(STATS_ROOM);
	t->began = monotonic();
	t->report = t->stats != NULL && t->o->interval_given
			? t->began + t->o->interval
			: INT64_MAX;
	t->fds[RECORDS] = (struct pollfd){ .fd = -1, .events = POLLIN };
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

/* Reports what was lost, if it has become more. */
static void
tell_lost(struct tracing *t)
{
	struct tracer_losses losses = tracer_losses(t->tracer);

	t->due = monotonic() + SECOND;
	if (losses.records > t->said) {
		t->said = losses.records;
		trace_tell_lost(t->o, losses.records);
	}
	if (losses.entered > t->said_entered) {
		t->said_entered = losses.entered;
		trace_tell_entered(t->o, &losses);
	}
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
	trace_tell_beyond(t->o, stats_beyond(t->stats));
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
	int64_t pause = tracer_pause(t->tracer);
	struct signalfd_siginfo info;
	struct timespec timeout;

	if (soon && ns > SOON * SECOND / 1000)
		ns = SOON * SECOND / 1000;
	/* Now and then, records are looked for that were lost. */
	if (ns > SECOND)
		ns = SECOND;
	/* In a pause, what comes in a flood wakes nobody. */
	t->fds[RECORDS].fd = tracer_fd(t->tracer);
	if (pause != 0 && ns > pause)
		ns = pause;
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
	if (t->stats != NULL && t->error == 0 && !has_enough(t)) {
		report(t);
		flush(t);
	}
	tell_lost(t);
	trace_tell_losses(t->o, t->tracer, t->choice.unnamed);
	choice_end(&t->choice);
	stats_free(t->stats);
	trace_close();
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
