/* SPDX-License-Identifier: BSD-2-Clause */
/* Runs a command: execvp(3), waitpid(2). */
#ifndef RUN_H
#define RUN_H

#include <sys/types.h>

#include <signal.h>
#include <stdbool.h>

/*
 * Runs the command, whose words end with NULL; passes signals on to it that are
 * sent to us; returns when it has ended. Returns its status, 128 plus the
 * signal that killed it, 127 if there is no such command, or 126 if it cannot
 * be run. Signals stay blocked afterwards, so that the caller can clean up.
 * Returns -1 with errno if no process can be created, or with EINTR if still()
 * is false once signals are passed on: then the command is not started.
 */
int run_command(char **argv, bool (*still)(void));

/*
 * Starts the command with this signal mask and without handlers of ours;
 * returns its pid, or -1 with errno. run_status() makes the result of
 * waitpid(2) a status as above.
 */
pid_t run_start(char **argv, const sigset_t *mask);
int run_status(int status);

#endif
