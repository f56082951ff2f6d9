/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch: looking again and again, and what ends it. */
#include <sys/signalfd.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "backend/notice.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcwatch_record.h"
#include "model/kind.h"

/*
 * After the first of many things the others follow at once; sem_open(3) alone
 * makes a file of another name first, which is no event.
 */
#define SETTLE (SECOND / 500)

/* Looking takes no more than a part of the time of a processor. */
#define PART 4

enum source { SIGNALS, NOTICE, QUEUES, CULPRITS, OUTPUT, SOURCES };

struct sources {
	struct pollfd fds[SOURCES];
	struct polled *polled; /* NULL: nothing is waited for */
	int64_t due;	       /* the next look; CLOCK_MONOTONIC, as all */
	int64_t looked;	       /* end of the last look */
	int64_t took;	       /* how long it took */
	int64_t deadline;      /* INT64_MAX: none */
	int64_t quiet;	       /* when to say what is watched; the same */
	bool noticed;	       /* inotify(7) was tried */
	int signo;
};

static void
show(void *arg, const struct ipc_event *event)
{
	show_event(arg, event);
}

/*
 * Whether the condition is true now. An object for which the filter is unknown
 * may be selected: it may still exist, or be the one for which it is false.
 */
static bool
is_reached(const struct watch *watch)
{
	const struct options *o = watch->o;
	size_t i, selected = 0, hold = 0;
	enum expr_answer answer;

	for (i = 0; i < watch->list.n; i++) {
		answer = o->filter == NULL ? EXPR_YES
					   : expr_ask(o->filter, &object_table,
						 watch->list.v[i]);
		selected += answer != EXPR_NO;
		hold += answer == EXPR_YES && o->goal != NULL &&
			expr_match(o->goal, watch->list.v[i]);
	}
	if (o->gone)
		return selected == 0 && watch->missed == 0;
	if (o->all)
		return selected != 0 && hold == selected && watch->missed == 0;
	return hold != 0;
}

static int64_t
later(int64_t time, int64_t ns)
{
	return __builtin_add_overflow(time, ns, &time) ? INT64_MAX : time;
}

static unsigned
noticed(const struct options *o)
{
	unsigned kinds = o->refs == NULL ? KINDS_ALL : 0;
	size_t i;

	for (i = 0; i < o->nrefs; i++)
		kinds |= o->refs[i].kinds;
	return kinds;
}

/*
 * Queues that are all there wake us themselves. It is worth to do without
 * inotify(7): to close it takes the kernel 15 ms, for which whoever waits for
 * us would wait too.
 */
static bool
is_polled_all(const struct options *o, const struct sources *sources)
{
	size_t i;

	for (i = 0; i < o->nrefs; i++)
		if (o->refs[i].pattern)
			return false;
	return o->events == 0 && o->nrefs != 0 && sources->polled != NULL &&
	       polled_count(sources->polled) == o->nrefs;
}

/* Without it, all is seen an interval later. */
static void
open_notice(struct sources *sources, const struct options *o)
{
	if (sources->noticed || is_polled_all(o, sources))
		return;
	sources->noticed = true;
	sources->fds[NOTICE].fd = notice_open(noticed(o));
	if (sources->fds[NOTICE].fd == -1)
		tell_polling(o, errno);
	/*
	 * Events before this moment were not reported to us, so look at once.
	 */
	sources->due = monotonic();
}

/* `before` is NULL at the first look. */
static void
record(struct watch *watch, const struct ipc_list *before,
    const struct ipc_list *after)
{
	if (watch->recorder == NULL ||
	    recorder_look(watch->recorder, before, after, &watch->now))
		return;
	watch->lost = true;
	watch->status = CLI_FAILED;
}

/*
 * The kernel's events are read after the look: they then include the changes
 * that it saw.
 */
static void
look_blaming(struct watch *watch, struct ipc_list *list)
{
	if (watch->culprits != NULL)
		culprits_begin(watch->culprits);
	look(watch, list);
	watch->waited = false;
	if (watch->culprits != NULL)
		culprits_read(watch->culprits);
}

static void
look_again(struct watch *watch, struct sources *sources)
{
	int64_t start = monotonic();
	struct ipc_list list = { 0 };

	look_blaming(watch, &list);
	diff_lists(&watch->list, &list, show, watch);
	record(watch, &watch->list, &list);
	if (watch->culprits != NULL)
		culprits_end(watch->culprits);
	look_done(watch, &list);
	if (sources->polled != NULL)
		polled_update(sources->polled, &watch->list);
	sources->looked = monotonic();
	sources->took = sources->looked - start;
	sources->due = later(sources->looked, watch->o->interval);
	open_notice(sources, watch->o);
}

/* Something has happened: look soon, but not all the time. */
static void
hurry(struct sources *sources)
{
	int64_t soon = monotonic() + SETTLE;
	int64_t rest = sources->looked + sources->took * PART;

	if (soon < rest)
		soon = rest;
	if (soon < sources->due)
		sources->due = soon;
}

static void
read_signal(struct sources *sources)
{
	struct signalfd_siginfo info;

	if (read(sources->fds[SIGNALS].fd, &info, sizeof(info)) ==
	    (ssize_t)sizeof(info))
		sources->signo = (int)info.ssi_signo;
}

static void
tell_overflow(struct watch *watch)
{
	const struct ipc_event event = { .event = EVENT_OVERFLOW };

	clock_gettime(CLOCK_REALTIME, &watch->now);
	show_event(watch, &event);
}

/*
 * Nobody reads our output any more. Without this we would only notice at the
 * next event.
 */
static _Noreturn void
lose_reader(void)
{
	raise(SIGPIPE);
	cli_exit(CLI_FAILED);
}

/* Until something has happened, or the next look is due. */
static void
wait_for(struct watch *watch, struct sources *sources)
{
	int64_t until =
	    sources->due < sources->deadline ? sources->due : sources->deadline;
	int64_t ns =
	    (sources->quiet < until ? sources->quiet : until) - monotonic();
	struct timespec timeout = { 0 };

	if (ns > 0)
		timeout = (struct timespec){ ns / SECOND, ns % SECOND };
	if (ppoll(sources->fds, SOURCES, &timeout, NULL) <= 0)
		return;
	if (sources->fds[SIGNALS].revents != 0)
		read_signal(sources);
	if (sources->fds[NOTICE].revents != 0) {
		if (!notice_read(sources->fds[NOTICE].fd))
			tell_overflow(watch);
		hurry(sources);
	}
	/* At once: a process may soon be gone. */
	if (sources->fds[CULPRITS].revents != 0) {
		culprits_read(watch->culprits);
		hurry(sources);
	}
	if (sources->fds[QUEUES].revents != 0) {
		polled_read(sources->polled);
		hurry(sources);
	}
	if (sources->fds[OUTPUT].revents != 0)
		lose_reader();
}

/* On a terminal, tells once what is watched if nothing happens for a while. */
static void
break_silence(const struct watch *watch, struct sources *sources)
{
	if (sources->quiet == INT64_MAX ||
	    (watch->seen == 0 && monotonic() < sources->quiet))
		return;
	sources->quiet = INT64_MAX;
	if (watch->seen == 0)
		tell_quiet(watch);
}

static int64_t
silence(const struct options *o)
{
	bool read =
	    prints_events(o) && isatty(STDOUT_FILENO) && isatty(STDERR_FILENO);

	return read ? monotonic() + SECOND : INT64_MAX;
}

/*
 * A look is due by time, or before the end, so that the last changes are seen.
 */
static bool
is_due(const struct sources *sources)
{
	int64_t now = monotonic();

	return now >= sources->due || now >= sources->deadline ||
	       sources->signo != 0;
}

static enum end
ends(const struct watch *watch, const struct sources *sources)
{
	const struct options *o = watch->o;

	if (watch->lost)
		return DONE;
	if ((o->goal != NULL || o->gone) && is_reached(watch))
		return DONE;
	if (o->count != UNKNOWN && watch->seen >= o->count)
		return DONE;
	if (sources->signo != 0)
		return SIGNALLED;
	return monotonic() >= sources->deadline ? TIMED_OUT : GO_ON;
}

/* Asks the kernel for events before the first look, so that none is missed. */
static void
begin(struct watch *watch, struct sources *sources)
{
	static const int signals[] = { SIGHUP, SIGINT, SIGTERM };
	const struct options *o = watch->o;
	struct ipc_list nothing = { 0 };

	*sources =
	    (struct sources){ .deadline = INT64_MAX, .quiet = silence(o) };
	clock_gettime(CLOCK_REALTIME, &watch->began);
	sources->fds[SIGNALS].fd =
	    open_signals(signals, sizeof(signals) / sizeof(*signals));
	sources->fds[NOTICE].fd = sources->fds[QUEUES].fd = -1;
	by_open(watch);
	sources->fds[CULPRITS].fd =
	    watch->culprits != NULL ? culprits_fd(watch->culprits) : -1;
	sources->fds[OUTPUT].fd =
	    prints_events(o) ||
		    (o->record != NULL && strcmp(o->record, "-") == 0)
		? STDOUT_FILENO
		: -1;
	if (o->goal != NULL) {
		sources->polled = polled_new();
		sources->fds[QUEUES].fd = polled_fd(sources->polled);
	}
	sources->fds[SIGNALS].events = sources->fds[NOTICE].events =
	    sources->fds[QUEUES].events = sources->fds[CULPRITS].events =
		POLLIN;
	if (o->timeout != UNKNOWN)
		sources->deadline = later(monotonic(), o->timeout);
	if (sources->polled == NULL)
		open_notice(sources, o);
	look_blaming(watch, &watch->list);
	record(watch, NULL, &watch->list);
	sources->due = later(monotonic(), o->interval);
	if (sources->polled != NULL) {
		polled_update(sources->polled, &watch->list);
		open_notice(sources, o);
	}
	if (o->initial)
		diff_lists(&nothing, &watch->list, show, watch);
	if (watch->culprits != NULL)
		culprits_end(watch->culprits);
}

static int
finish(const struct watch *watch, enum end end, int signo)
{
	if (end == SIGNALLED)
		end_by(signo);
	return end == TIMED_OUT ? CLI_TIMEOUT : watch->status;
}

int
watch(const struct options *o)
{
	struct watch watch = { .o = o, .status = CLI_OK };
	struct sources sources;
	enum end end;
	int status;

	if (o->record != NULL &&
	    (watch.recorder = recorder_open(&watch)) == NULL)
		return CLI_FAILED;
	watch.found = xreallocarray(NULL, o->nrefs + 1, sizeof(bool));
	memset(watch.found, 0, (o->nrefs + 1) * sizeof(bool));
	begin(&watch, &sources);
	if ((o->goal != NULL || o->gone) && !is_reached(&watch))
		tell_prospects(&watch);
	say_ready(o);
	while ((end = ends(&watch, &sources)) == GO_ON) {
		if (watch.doubtful)
			hurry(&sources);
		wait_for(&watch, &sources);
		break_silence(&watch, &sources);
		if (is_due(&sources))
			look_again(&watch, &sources);
	}
	if (watch.recorder != NULL)
		recorder_close(watch.recorder);
	status = finish(&watch, end, sources.signo);
	ipc_list_free(&watch.list);
	culprits_free(watch.culprits);
	free(watch.told);
	free(watch.found);
	polled_free(sources.polled);
	return status;
}
