/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What must be done as a whole: between shield_up() and shield_down() the
 * signals that would end this process wait, sigprocmask(2). SIGKILL does not,
 * nor do those that stop it, or tell of its own faults. Neither fails; up
 * twice is up once.
 */
#ifndef SHIELD_H
#define SHIELD_H

void shield_up(void);
/* What has come meanwhile is delivered before it returns. */
void shield_down(void);

#endif
