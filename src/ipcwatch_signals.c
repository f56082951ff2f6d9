/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch: what every form of it does when it begins and when it ends. */
#include <sys/signalfd.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"
#include "ipcwatch.h"

int64_t
monotonic(void)
{
	return clock_now(CLOCK_MONOTONIC);
}

/*
 * A signal that was ignored when we started, as by nohup(1), does not end us.
 */
static bool
is_ignored(int signo)
{
	struct sigaction action;

	return sigaction(signo, NULL, &action) == 0 &&
	       action.sa_handler == SIG_IGN;
}

int
open_signals(const int *signals, size_t n)
{
	sigset_t set;
	size_t i;

	sigemptyset(&set);
	for (i = 0; i < n; i++)
		if (!is_ignored(signals[i]))
			sigaddset(&set, signals[i]);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int
open_ends(const int *also, size_t nalso)
{
	static const int others[] = { SIGKILL, SIGSTOP, SIGSEGV, SIGBUS, SIGFPE,
		SIGILL, SIGTRAP, SIGABRT, SIGSYS, SIGCHLD, SIGURG, SIGWINCH,
		SIGCONT, SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE };
	int signals[128], signo;
	size_t n = 0, i;

	for (i = 0; i < nalso; i++)
		signals[n++] = also[i];
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

void
say_ready(const struct options *o)
{
	if (o->ready != -1 && write(o->ready, "\n", 1) == -1)
		cli_warn("--ready", strerror(errno));
	/* Somebody may wait for its end. */
	if (o->ready > STDERR_FILENO)
		close(o->ready);
	if (o->ready_line)
		fputs("ready\n", stderr);
}

void
end_by(int signo)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, signo);
	/* Curses has a handler of its own. */
	signal(signo, SIG_DFL);
	raise(signo);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}
