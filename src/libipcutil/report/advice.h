/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What raises a limit, as it can be done here: a command for the shell, with a
 * comment behind it where it takes somebody else to run it; words where no
 * command does. What is there is looked at first: a /proc/sys that is mounted
 * read-only, a /dev/shm that cannot be remounted, capabilities that are not to
 * be had. See proc_sys(5), tmpfs(5), getrlimit(2), capabilities(7).
 */
#ifndef ADVICE_H
#define ADVICE_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "report/limit.h"

/*
 * Adds what raises the limit to twice what is allowed or used, and to `least`
 * where that is more; a pool of huge pages to `least`, or by a quarter where
 * that is 0. The command may set others too: their values are those
 * of n limits. Nothing is added where nothing is known that raises it.
 */
void advice_raise(struct text *, const struct limit *, int64_t least,
    const struct limit *limits, size_t n);

/* The value that advice_raise() proposes. */
int64_t advice_value(const struct limit *, int64_t least);

/*
 * Another IPC namespace was entered, by its file or the pid of a process in it;
 * the string is kept. Commands that are printed mean that one: they are said to
 * be for there, as the user's shell is still here.
 */
void advice_set_place(const char *where);

/* Adds how a command gets there; nothing if no namespace was entered. */
void advice_add_place(struct text *);

/* Takes a command over, or NULL, and says where it is to be run. */
char *advice_there(char *command);

/* Adds a word as the shell has to read it. */
void advice_quote(struct text *, const char *);

#endif
