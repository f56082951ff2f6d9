/* SPDX-License-Identifier: BSD-2-Clause */
/* Runs a command; see run.h. */
#include <sys/wait.h>

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/patience.h"
#include "cli.h"
#include "run.h"

enum { RUN_CANNOT = 126, RUN_NOT_FOUND = 127, RUN_SIGNALLED = 128 };

static sigset_t
signals(void)
{
	sigset_t set;
	size_t i;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	for (i = 0; i < PATIENCE_SIGNALS; i++)
		sigaddset(&set, patience_signals[i]);
	return set;
}

/* Handlers of ours must not catch signals that are sent to the command. */
static void
reset_handlers(void)
{
	struct sigaction action;
	size_t i;

	/* cli_start() ignores it. */
	signal(SIGXFSZ, SIG_DFL);
	for (i = 0; i < PATIENCE_SIGNALS; i++)
		if (sigaction(patience_signals[i], NULL, &action) == 0 &&
		    action.sa_handler != SIG_IGN)
			signal(patience_signals[i], SIG_DFL);
}

static _Noreturn void
run(char **argv, const sigset_t *mask)
{
	int error;

	reset_handlers();
	sigprocmask(SIG_SETMASK, mask, NULL);
	execvp(argv[0], argv);
	error = errno;
	cli_warn(argv[0], strerror(error));
	_exit(error == ENOENT ? RUN_NOT_FOUND : RUN_CANNOT);
}

pid_t
run_start(char **argv, const sigset_t *mask)
{
	pid_t pid = fork();

	if (pid == 0)
		run(argv, mask);
	return pid;
}

int
run_status(int status)
{
	return WIFSIGNALED(status) ? RUN_SIGNALLED + WTERMSIG(status)
				   : WEXITSTATUS(status);
}

/*
 * Waits for the command and passes signals on to it, but not those that the
 * terminal sends, which the command gets itself.
 */
static int
wait_for(pid_t pid, const sigset_t *set)
{
	siginfo_t info;
	int status;

	for (;;) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			break;
		if (sigwaitinfo(set, &info) > 0 && info.si_signo != SIGCHLD &&
		    info.si_code <= 0)
			kill(pid, info.si_signo);
	}
	return run_status(status);
}

int
run_command(char **argv, bool (*still)(void))
{
	sigset_t set = signals(), old;
	pid_t pid;

	signal(SIGCHLD, SIG_DFL);
	sigprocmask(SIG_BLOCK, &set, &old);
	errno = EINTR;
	pid = still() ? run_start(argv, &old) : -1;
	if (pid != -1)
		return wait_for(pid, &set);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return -1;
}
