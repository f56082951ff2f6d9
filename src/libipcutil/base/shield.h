/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Delays signals while several steps have to be done as a whole. Between
 * shield_up() and shield_down() the signals that would end this process are
 * blocked, sigprocmask(2); not SIGKILL, nor signals that stop the process or
 * that its own faults raise. Neither function fails. A second shield_up() does
 * nothing.
 */
#ifndef SHIELD_H
#define SHIELD_H

void shield_up(void);
/* Signals that arrived in between are delivered before this returns. */
void shield_down(void);

#endif
