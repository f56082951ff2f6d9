/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Warnings of ipcls: the list may be wrong or incomplete because something
 * could not be read. Nothing is written if all is certain; *status becomes
 * CLI_FAILED where the list itself is the answer.
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

/* The answer of --fail-if is unknown for this many rows. */
void doubt_verdict(size_t rows);

/* The expression of --where is unknown for some rows. */
void doubt_where(const struct options *, const struct view *);

/* A total is larger than a number can be. */
void doubt_totals(const struct usage *, size_t n);

/* --explain: whether a queue or a limit is full could not be read. */
void doubt_queues(const struct options *, const struct ipc_list *, int *status);
void doubt_limits(const struct shortage *, size_t n, int *status);

/*
 * Nothing tells whether /dev/mqueue is that of our namespace (mq_dir.h). The
 * warning comes with --verbose; on a terminal, if the list is empty; and if all
 * queues were asked for and there are none: then it is a failure, too.
 */
void doubt_directory(const struct options *, bool none, int *status);

#endif
