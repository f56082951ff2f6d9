/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What makes it doubtful that an object which nobody holds is left behind.
 *
 * Each doubt says whether there is reason for it. If so, it is added to the
 * text as a clause, unless that is NULL.
 */
#ifndef DOUBT_H
#define DOUBT_H

#include <stdbool.h>

#include "base/text.h"
#include "model/object.h"
#include "process/grounds.h"

typedef bool doubt_fn(
    const struct ipc_object *, const struct grounds *, struct text *);

/* Somebody is to receive what is in the queue. */
doubt_fn doubt_messages;
/* Somebody may have the semaphore and be about to give it back. */
doubt_fn doubt_taken;
/* A process that is recorded to have made or used it may live. */
doubt_fn doubt_users;
/* Processes of its owner or creator ran when it was used last. */
doubt_fn doubt_owners;
/* It was used too recently. */
doubt_fn doubt_recent;

/* All of these, in the order in which they are told; ends with NULL. */
extern doubt_fn *const doubts[];

/* What two of them say, whether it speaks for a doubt or against it. */
void doubt_tell_users(
    const struct ipc_object *, const struct grounds *, struct text *);
void doubt_tell_time(
    const struct ipc_object *, const struct grounds *, struct text *);

/* Begins a clause; adds the number of something. */
void clause_add(struct text *, const char *);
void clause_number(struct text *, int64_t n, const char *one, const char *many);

#endif
