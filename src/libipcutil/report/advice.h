/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How to raise a limit: a shell command that works on this machine, with a
 * comment if somebody else has to run it, or words where no command can do it.
 * Before a command is printed, the code checks what could prevent it: a
 * read-only /proc/sys, a /dev/shm that cannot be remounted, missing
 * capabilities. See proc_sys(5), tmpfs(5), getrlimit(2), capabilities(7).
 *
 * Nothing here fails; the caller owns the texts.
 */
#ifndef ADVICE_H
#define ADVICE_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "report/limit.h"

/*
 * Adds how to raise the limit: to twice its value or use, and at least to
 * `least`. A pool of huge pages is raised to `least` or, if that is 0, by a
 * quarter. If the command sets other limits too, it keeps their values, which
 * are looked up in `limits` (n of them). Adds nothing if no way is known.
 */
void advice_raise(struct text *, const struct limit *, int64_t least,
    const struct limit *limits, size_t n);

/* Returns the value that advice_raise() proposes, in the unit of the limit. */
int64_t advice_value(const struct limit *, int64_t least);

/*
 * Tells that another IPC namespace was entered: `where` is its file or the pid
 * of a process in it. The pointer is kept, so the string must stay valid. Every
 * command printed later says that it is for that namespace, because the user's
 * shell is not in it.
 */
void advice_set_place(const char *where);

/* Adds how a command reaches that namespace; nothing if none was entered. */
void advice_add_place(struct text *);

/*
 * Returns the command with the place where it has to be run. Takes ownership of
 * `command`, which may be NULL; the caller frees the result.
 */
char *advice_there(char *command);

/* Adds a word, quoted for the shell if necessary. */
void advice_quote(struct text *, const char *);

#endif
