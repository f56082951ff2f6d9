/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How long a call may block: until the time is up, or a signal asks us to
 * end. Neither msgrcv(2) nor sem_wait(3) and their like know of the first
 * with a clock that nobody sets, and a signal that comes right before such a
 * call would be missed: so from then on they are interrupted (EINTR) again
 * and again, by timer_create(2).
 */
#ifndef PATIENCE_H
#define PATIENCE_H

#include <stdint.h>

#define PATIENCE_FOREVER INT64_C(-1)

/* The signals that ask a process to end, or a command that it runs. */
#define PATIENCE_SIGNALS 6
extern const int patience_signals[PATIENCE_SIGNALS];

enum patience { PATIENCE_LEFT, PATIENCE_TIMED_OUT, PATIENCE_SIGNALLED };

/*
 * Catches SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1 and SIGUSR2 where they are
 * not ignored: calls that block return with EINTR. 0, or -1 with errno.
 */
int patience_start(void);

/*
 * How long to wait from now on, in nanoseconds of CLOCK_MONOTONIC, or
 * PATIENCE_FOREVER.
 */
void patience_set(int64_t ns);

/* Whether to call again after EINTR. */
enum patience patience_left(void);

/* Ends this process as the signal caught would have; returns if there is none.
 */
void patience_end(void);

#endif
