/* SPDX-License-Identifier: BSD-2-Clause */
/* Delays signals; see shield.h. */
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/shield.h"

/*
 * Signals that are not blocked: faults of our own, and stopping, which does no
 * harm.
 */
static const int passing[] = {
	SIGSEGV,
	SIGBUS,
	SIGFPE,
	SIGILL,
	SIGTRAP,
	SIGSYS,
	SIGABRT,
	SIGTSTP,
	SIGTTIN,
	SIGTTOU,
	SIGCONT,
};

static sigset_t before;
static bool is_up;

void
shield_up(void)
{
	sigset_t set;
	size_t i;

	if (is_up)
		return;
	sigfillset(&set);
	for (i = 0; i < sizeof(passing) / sizeof(*passing); i++)
		sigdelset(&set, passing[i]);
	sigprocmask(SIG_BLOCK, &set, &before);
	is_up = true;
}

void
shield_down(void)
{
	if (!is_up)
		return;
	is_up = false;
	sigprocmask(SIG_SETMASK, &before, NULL);
}
