/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Limits how long a system call may block: until a timeout has passed, or until
 * a signal asks us to end. msgrcv(2) has no timeout, and that of
 * sem_timedwait(3) and the like uses a clock that can be set. A signal that
 * arrives right before the call blocks would be missed. So, from the timeout or
 * the signal on, timer_create(2) interrupts calls (EINTR) every hundredth of a
 * second.
 */
#ifndef PATIENCE_H
#define PATIENCE_H

#include <stdint.h>

#define PATIENCE_FOREVER INT64_C(-1)

/* The signals that ask this process, or a command that it runs, to end. */
#define PATIENCE_SIGNALS 6
extern const int patience_signals[PATIENCE_SIGNALS];

enum patience { PATIENCE_LEFT, PATIENCE_TIMED_OUT, PATIENCE_SIGNALLED };

/*
 * Catches SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1 and SIGUSR2 unless they are
 * ignored. Blocking calls return with EINTR from then on. 0, or -1 with errno.
 */
int patience_start(void);

/*
 * Sets the timeout, in nanoseconds of CLOCK_MONOTONIC from now on, or
 * PATIENCE_FOREVER. patience_start() has to come before.
 */
void patience_set(int64_t ns);

/* Asked after EINTR: whether to repeat the call, or why not. */
enum patience patience_left(void);

/*
 * Ends this process by the signal that was caught; returns if there was none.
 */
void patience_end(void);

#endif
