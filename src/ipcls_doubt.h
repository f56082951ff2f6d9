/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Warnings of ipcls: what is listed, or is not, may be otherwise, as something
 * could not be read. Each says nothing if there is no doubt; *status becomes
 * CLI_FAILED where the listing itself is the answer.
 */
#ifndef IPCLS_DOUBT_H
#define IPCLS_DOUBT_H

#include <stdbool.h>
#include <stddef.h>

struct ipc_list;
struct options;
struct shortage;
struct usage;
struct view;

/* Of so many rows it is not known whether --fail-if holds. */
void doubt_verdict(size_t rows);

/* The expression of --where is unknown of some rows. */
void doubt_where(const struct options *, const struct view *);

/* A total is more than can be counted. */
void doubt_totals(const struct usage *, size_t n);

/* Whether a queue, or a limit, is full could not be read: --explain. */
void doubt_queues(const struct options *, const struct ipc_list *, int *status);
void doubt_limits(const struct shortage *, size_t n, int *status);

/*
 * Nothing tells whether /dev/mqueue is ours (mq_dir.h). Said with --verbose; to
 * a person who is told that there is nothing; and if all queues were asked for
 * and there are none: then it is a failure, too.
 */
void doubt_directory(const struct options *, bool none, int *status);

#endif
