/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reasons to doubt that an object which no process holds is an orphan.
 *
 * Each function returns true if it doubts. If the text is not NULL, it appends
 * the reason as a clause. Neither fails.
 */
#ifndef DOUBT_H
#define DOUBT_H

#include <stdbool.h>

#include "base/text.h"
#include "model/object.h"
#include "process/grounds.h"

typedef bool doubt_fn(
    const struct ipc_object *, const struct grounds *, struct text *);

/* A queue contains messages that somebody may want to receive. */
doubt_fn doubt_messages;
/* A process may have locked the semaphore and be about to post it. */
doubt_fn doubt_taken;
/* A process that is recorded as creator or user may be alive. */
doubt_fn doubt_users;
/* Processes of its owner or creator ran when it was last used. */
doubt_fn doubt_owners;
/* It was used too recently. */
doubt_fn doubt_recent;

/* All of them, in the order in which they are reported; NULL ends the table. */
extern doubt_fn *const doubts[];

/* Append what two of the functions know, even if it is no reason to doubt. */
void doubt_tell_users(
    const struct ipc_object *, const struct grounds *, struct text *);
void doubt_tell_time(
    const struct ipc_object *, const struct grounds *, struct text *);

/* Begins a clause. */
void clause_add(struct text *, const char *);
void clause_number(struct text *, int64_t n, const char *one, const char *many);

#endif
