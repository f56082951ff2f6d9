/* SPDX-License-Identifier: BSD-2-Clause */
/* Limits how long a system call may block; see patience.h. */
#include <signal.h>
#include <stddef.h>
#include <time.h>

#include "base/clock.h"
#include "base/patience.h"

/* Global, because a signal handler can reach nothing else. */
static volatile sig_atomic_t caught;
static volatile sig_atomic_t timed_out;
static timer_t timer;

const int patience_signals[PATIENCE_SIGNALS] = {
	SIGHUP,
	SIGINT,
	SIGQUIT,
	SIGTERM,
	SIGUSR1,
	SIGUSR2,
};

/*
 * Interrupts calls after so many nanoseconds (more than 0), and again and
 * again.
 */
static void
arm(int64_t ns)
{
	struct itimerspec when = {
		.it_value = { ns / SECOND, ns % SECOND },
		.it_interval = { 0, SECOND / 100 },
	};

	timer_settime(timer, 0, &when, NULL);
}

static void
time_is_up(int signo)
{
	(void)signo;
	timed_out = 1;
}

static void
asked_to_end(int signo)
{
	caught = signo;
	arm(1);
}

/* Catches the signal, unless it is ignored, as by nohup(1). SIGALRM is ours. */
static int
handle(int signo, void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler }, old;

	sigfillset(&action.sa_mask);
	if (sigaction(signo, NULL, &old) == -1)
		return -1;
	if (old.sa_handler == SIG_IGN && signo != SIGALRM)
		return 0;
	return sigaction(signo, &action, NULL);
}

int
patience_start(void)
{
	struct sigevent event = {
		.sigev_notify = SIGEV_SIGNAL,
		.sigev_signo = SIGALRM,
	};
	sigset_t alarm_only;
	size_t i;

	if (timer_create(CLOCK_MONOTONIC, &event, &timer) == -1 ||
	    handle(SIGALRM, time_is_up) == -1)
		return -1;
	/* The parent may have blocked it; signal masks are inherited. */
	sigemptyset(&alarm_only);
	sigaddset(&alarm_only, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &alarm_only, NULL);
	for (i = 0; i < PATIENCE_SIGNALS; i++)
		if (handle(patience_signals[i], asked_to_end) == -1)
			return -1;
	return 0;
}

void
patience_set(int64_t ns)
{
	/* A timer of 0 would be off, which means forever. */
	if (ns == PATIENCE_FOREVER)
		timer_settime(timer, 0, &(struct itimerspec){ 0 }, NULL);
	else
		arm(ns > 0 ? ns : 1);
	/*
	 * The interval repeats, so a timer that has expired already expires
	 * again.
	 */
	timed_out = 0;
	if (caught != 0)
		arm(1);
}

enum patience
patience_left(void)
{
	if (caught != 0)
		return PATIENCE_SIGNALLED;
	return timed_out ? PATIENCE_TIMED_OUT : PATIENCE_LEFT;
}

void
patience_end(void)
{
	if (caught == 0)
		return;
	signal(caught, SIG_DFL);
	raise(caught);
}
