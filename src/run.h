/* SPDX-License-Identifier: BSD-2-Clause */
/* Running a command: execvp(3), waitpid(2). */
#ifndef RUN_H
#define RUN_H

#include <sys/types.h>

#include <signal.h>
#include <stdbool.h>

/*
 * Runs the command, with its words ended by NULL, passes on to it what signals
 * are sent to us, and returns when it has ended: its status, 128 and the
 * signal that killed it, 127 if there is no such command, 126 if it cannot be
 * run. Signals stay blocked then, so that the caller can put things in order.
 * -1 with errno if there can be no process, with EINTR if it is not to be run
 * any more once signals are passed on.
 */
int run_command(char **argv, bool (*still)(void));

/*
 * Starts it, with this signal mask, and no handlers of ours; -1 with errno.
 * Then its status as above, of what waitpid(2) has told.
 */
pid_t run_start(char **argv, const sigset_t *mask);
int run_status(int status);

#endif
